from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events.documents import register_kinds
        from events.merging import register_merging
        from events.withdrawals import register_impacts

        register_kinds()
        register_merging()
        register_impacts()
