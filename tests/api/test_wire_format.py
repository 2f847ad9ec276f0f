import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.api.asking import CLAIMS, ask, issue
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db
RESOURCES = {
    "articles/": "sources/examples/article.json",
    "sources/?kind=organisation": "sources/examples/source.json",
    "incidents/": "events/examples/incident.json",
    "questions/": "events/examples/question.json",
    "claims/": "events/examples/claim.json",
}


def settled(document: Any) -> str:
    """The document as an example shows it: ids in order of appearance, and one moment for all of ours."""
    numbers: dict[str, Iterator[str]] = {}
    known: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        letters = numbers.setdefault(match[1], iter("abcdefghijklmnopqrstuvwxyz"))
        if match[0] not in known:
            known[match[0]] = f"{match[1]}_{next(letters) * 26}"
        return known[match[0]]

    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    text = re.sub(r"\b([a-z]{3})_[a-z2-7]{26}\b", number, text)
    text = re.sub(r'"recipe_id": "[0-9a-f]{16}"', '"recipe_id": "0123456789abcdef"', text)  # a hash over ids
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", "2026-01-01T09:30:00.000000Z", text) + "\n"


def issue_one_claim() -> None:
    outlet = SourceFactory(outlet=True, name="Example News")
    article = ArticleFactory(
        outlet=outlet,
        headline="Six killed in raid",
        credit=SourceFactory(agency=True, name="Example Wire"),
        language="en",
        canonical_url="https://news.example/raid",
    )
    place = PlaceFactory(name="Example City")
    incident = IncidentFactory(label="Raid on Example City, 19 June 2023", place=place)
    claim = ClaimFactory(
        cited_in=article,
        question=QuestionFactory(incident=incident),
        said_by=SourceFactory(person=True, name="Lt. Col. D. Example"),
        speaks_for=SourceFactory(name="Example Army"),
        speaks_for_title="spokesman",
        speaks_for_basis="stated_in_passage",
        medium="briefing",
    )
    claim.citations.get().relays.create(source=SourceFactory(outlet=True, name="Example Radio"), position=1)
    issue(claim)


@pytest.mark.parametrize("address", RESOURCES)
def test_a_document_is_exactly_the_example_in_the_docs(address):
    """Whole. Where a document changes on purpose: WRITE_EXAMPLES=1 python -m pytest tests/api/test_wire_format.py"""
    issue_one_claim()
    given = settled(ask(f"/api/v1/{address}")["results"][0])
    example = settings.BASE_DIR / RESOURCES[address]
    if os.environ.get("WRITE_EXAMPLES"):
        example.write_text(given)
    assert given == example.read_text()


def test_a_list_is_the_documents_side_by_side_and_nothing_else():
    issue_one_claim()
    (claim,) = ask(CLAIMS)["results"]
    assert ask(CLAIMS) == {"next": None, "previous": None, "results": [claim]}
    assert ask(claim["url"]) == claim
