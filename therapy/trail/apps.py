from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "therapy.trail"
    label = "trail"
