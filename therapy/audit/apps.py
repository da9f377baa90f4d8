from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "therapy.audit"
    label = "audit"
