from django.apps import AppConfig


class AttentionConfig(AppConfig):
    name = "therapy.attention"
    label = "attention"
