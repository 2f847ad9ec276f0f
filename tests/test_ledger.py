import pytest

from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish
from events.models import ClaimPublication, QuestionPublication, IncidentPublication
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_publishing_a_claim_issues_what_it_stands_on():
    claim = ClaimFactory()
    entries = publish([claim])
    assert [entry.kind for entry in entries] == ["source", "source", "article", "incident", "question", "claim"]
    import json
    print(json.dumps(ClaimPublication.objects.get().body_json(), indent=1))
    print(json.dumps(QuestionPublication.objects.get().body_json(), indent=1))
    print(IncidentPublication.objects.get().served())
    assert publish([claim]) == []
