from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "therapy.demo"
    label = "demo"
