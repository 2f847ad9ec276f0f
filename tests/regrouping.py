"""What two states of the desk have in common, for the tests of merging and splitting."""

from typing import Any

from django.apps import apps
from simple_history.models import HistoricalChanges

from newsroom.ledger.models import Line, Publication, Term
from newsroom.ledger.words import Words

APPS = ("sources", "events")
Rows = dict[str, list[tuple[Any, ...]]]


def working_rows() -> Rows:
    """Every working row of every table, to the last column; neither histories nor what is issued."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not issubclass(model, (HistoricalChanges, Line, Publication, Term, Words))
    }


def issued_bodies() -> dict[str, tuple[str, str, tuple[tuple[str, str], ...]]]:
    """What readers get now of every record: visibility, body and terms."""
    found = {}
    for app in APPS:
        models = list(apps.get_app_config(app).get_models())
        for model in (one for one in models if issubclass(one, Publication)):
            term = next(one for one in models if one.__name__ == model.__name__.replace("Publication", "Term"))
            for row in model._default_manager.filter(until_seq=None):
                terms = tuple(sorted(term._default_manager.filter(from_seq=row.from_seq).values_list("name", "value")))
                found[row.public_id] = (row.visibility, row.body, terms)
    return found
