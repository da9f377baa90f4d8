from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "therapy.library"
    label = "library"
