from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "therapy.base"
    label = "base"
