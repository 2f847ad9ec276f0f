from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """The roof, as an app of its own for its commands and checks."""

    name = "newsroom"

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401  registers the system checks
