from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "therapy.progress"
    label = "progress"
