"""The boxes of the panel that name another row: where their names are searched, and what they may make anew."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `field` of `model` is the foreign key whose search it shares; `makes` is "source", "incident" or ""."""

    name: str
    label: str
    model: str
    field: str
    noun: str
    makes: str = ""

    @property
    def short(self) -> str:
        """As the page's template names it."""
        return self.name.removeprefix("citations-0-").replace("-", "_")

    @property
    def id(self) -> str:
        return f"reader-{self.short}"

    @property
    def lookup(self) -> str:
        app, model = self.model.split(".")
        asked = {"app_label": app, "model_name": model, "field_name": self.field}
        return f"{reverse('admin:autocomplete')}?{urlencode(asked)}"


SAID_BY = Box("said_by", "Who said it", "events.claim", "said_by", "source", makes="source")
SPEAKS_FOR = Box("speaks_for", "Speaks for", "events.claim", "speaks_for", "source", makes="source")
INCIDENT = Box("incident", "Incident", "events.question", "incident", "incident", makes="incident")
PARTY = Box("party", "Whose", "events.question", "party", "source", makes="source")
RELAY = Box("citations-0-relay_1", "Passed on by", "events.relay", "source", "source", makes="source")
PLACE = Box("place", "At which place", "events.question", "place", "place")
VALUE_PLACE = Box("value_place", "Place", "events.claim", "value_place", "place")
VALUE_PARTY = Box("value_party", "Party", "events.claim", "value_party", "source", makes="source")
NEW_PLACE = Box("incident-new-place", "Where", "events.incident", "place", "place")

BOXES = (SAID_BY, SPEAKS_FOR, INCIDENT, PARTY, RELAY, PLACE, VALUE_PLACE, VALUE_PARTY, NEW_PLACE)
SOURCE_BOXES = tuple(box for box in BOXES if box.makes == "source")
