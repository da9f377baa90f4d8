from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "therapy.care"
    label = "care"
