from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "therapy.care"
    label = "care"

    def ready(self) -> None:
        """Listens for accepted invitations."""
        from therapy.care import receivers  # noqa: F401
