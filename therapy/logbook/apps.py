from django.apps import AppConfig


class LogbookConfig(AppConfig):
    name = "therapy.logbook"
    label = "logbook"
