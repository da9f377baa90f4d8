from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "therapy.plans"
    label = "plans"
