from django.apps import AppConfig


class PlayerConfig(AppConfig):
    name = "therapy.player"
    label = "player"
