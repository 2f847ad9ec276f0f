from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"

    def ready(self) -> None:
        from sources.documents import register_kinds
        from sources.merging import register_merging

        register_kinds()
        register_merging()
