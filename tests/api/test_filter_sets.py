"""What lists can be asked is declared as FilterSets of django-filter, which any other view may use as they are."""

import pytest

from events.api import ClaimFilters, IncidentFilters, QuestionFilters
from newsroom.api.filters import PublicationFilters
from newsroom.ledger.registry import kinds
from sources.api import ArticleFilters, SourceFilters
from sources.models import Affiliation
from tests.api.asking import ask, ids, issue
from tests.factories import ClaimFactory, PlaceFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db
SETS = {
    "claims": ClaimFilters,
    "incidents": IncidentFilters,
    "questions": QuestionFilters,
    "articles": ArticleFilters,
    "sources": SourceFilters,
}
ASKED = [
    ("claims", {}),
    ("claims", {"predicate": "killed"}),
    ("claims", {"predicate": "killed,missing", "certainty__not": "believed"}),
    ("claims", {"outlet": "@outlet"}),
    ("claims", {"outlet__not": "@outlet"}),
    ("claims", {"said_after": "2023-01-01", "low__gte": "5"}),
    ("claims", {"q": "six"}),
    ("claims", {"bbox": "35,32,36,33"}),
    ("claims", {"near": "35.3,32.46", "radius_km": "20"}),
    ("incidents", {"country": "PS", "has_conflicts": "false"}),
    ("questions", {"contested": "false", "answered": "true"}),
    ("articles", {"outlet": "@outlet"}),
    ("sources", {"speaks_for": "@army", "on": "2023-06-01"}),
    ("sources", {"party": "@army"}),
]


@pytest.fixture
def ledger():
    army, speaker = SourceFactory(), SourceFactory(person=True)
    Affiliation.objects.create(source=speaker, speaks_for=army, since_on="2023-01-01")
    far = QuestionFactory(asks="injured", of="civilians")
    far.incident.place = PlaceFactory(country="UA", latitude="50.4", longitude="30.5")
    far.incident.save()
    first = ClaimFactory(said_by=speaker)
    issue(army, speaker, first, ClaimFactory(question=far, figure="nine", said_edtf="2022-01", certainty="believed"))
    return {"@army": army.public_id, "@outlet": first.citations.get().article.outlet.public_id}


def current(plural):
    kind = next(kind for kind in kinds() if f"{kind.name}s" == plural)
    return kind.publication.objects.issued()


@pytest.mark.parametrize(("plural", "asked"), ASKED)
def test_a_filter_set_keeps_what_the_list_shows(ledger, plural, asked):
    params = {name: ledger.get(value, value) for name, value in asked.items()}
    made = SETS[plural](params, current(plural))
    assert made.is_valid(), made.errors
    listed = ids(ask(f"/api/v1/{plural}/", **params))
    assert sorted(made.qs.values_list("public_id", flat=True)) == sorted(listed)
    assert listed


def test_a_value_that_the_api_refuses_is_an_error_of_the_form():
    made = ClaimFilters({"said_after": "yesterday"}, current("claims"))
    assert not made.is_valid()
    assert "write it as 2023-06-19" in made.errors["said_after"][0]


def test_the_api_asks_no_form_and_makes_no_filter_set(ledger, monkeypatch):
    monkeypatch.setattr(PublicationFilters, "__init__", None)
    assert ids(ask("/api/v1/claims/", predicate="killed"))
