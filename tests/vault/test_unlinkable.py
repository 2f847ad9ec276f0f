"""Nothing public tells a confidential source's claims from those of two, nor names it, whatever it has to do with."""

import datetime as dt
import hashlib
import json
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from events.models import ClaimPublication, IncidentParty, Relay
from events.models.claims import SpeaksForBasis
from events.series_export import SHAPES, rows
from newsroom.ledger import seam
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Basis, Entry, Mention
from newsroom.ledger.publishing import publish
from newsroom.ledger.registry import kinds
from sources.models import Contribution, Derivation, Disclosure, Source
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db

LEVELS = [Disclosure.BACKGROUND, Disclosure.DEEP_BACKGROUND]


@pytest.fixture
def same_chance(monkeypatch):
    """Ids and moments that come out the same each time the world is made."""

    def begin():
        numbers, seconds = count(), count()

        class Clock(dt.datetime):
            @classmethod
            def now(cls, tz=None):
                return dt.datetime(2023, 7, 1, tzinfo=tz) + dt.timedelta(seconds=next(seconds))

        def drawn(size):
            return hashlib.sha512(str(next(numbers)).encode()).digest()[:size]

        monkeypatch.setattr(seam, "random_bytes", drawn)
        monkeypatch.setattr(seam, "dt", SimpleNamespace(datetime=Clock, UTC=dt.UTC))

    return begin


def make_world(level, speakers):
    """Claims that `speakers` made, four of them, in every place where a source can stand."""
    official = [SourceFactory(kind=Source.Kind.PERSON, name="a senior official", disclosure=level) for _ in range(4)]
    by = [official[n] for n in speakers]
    army = SourceFactory(name="The Army")
    posts = [SourceFactory(outlet=True, name=f"The Post {n}") for n in range(4)]
    place = PlaceFactory(name="Exampleville")
    incident = IncidentFactory(label="Raid", place=place)
    IncidentParty.objects.create(incident=incident, party=army, role="side_a")
    IncidentParty.objects.create(incident=incident, party=by[0], role="side_b")
    dead = QuestionFactory(incident=incident)
    hurt = QuestionFactory(incident=incident, asks="injured")
    claims = []
    for n, (speaker, figure) in enumerate(zip(by, ["six", "nine", "at least six", "seven"], strict=True)):
        article = ArticleFactory(headline=f"Raid {n}", outlet=posts[n])
        Contribution.objects.create(
            article=article,
            role="contributing_agency",
            name="Jane Printed",
            source=speaker,
            credit_text="By J. Printed",
        )
        Derivation.objects.create(article=article, from_source=speaker, kind="cites")
        claim = ClaimFactory(
            said_by=speaker,
            figure=figure,
            question=hurt if n == 3 else dead,
            cited_in=article,
            said_edtf=f"2023-06-{20 + n}",
            speaks_for=army,
            speaks_for_basis=SpeaksForBasis.AFFILIATION,
        )
        Relay.objects.create(citation=claim.citations.get(), position=1, source=speaker)
        claims.append(claim)
    for claim in claims:
        publish([claim])
    return official


def everything_public():
    """All rows of the ledger's own tables, and what the API answers."""
    tables: list[Any] = [table for kind in kinds() for table in (kind.publication, kind.term)] + [Entry, Mention, Basis]
    stored = [
        [
            {name: str(value) for name, value in row.items() if name != "id"}
            for row in table.objects.order_by("pk").values()
        ]
        for table in tables
    ]
    return json.dumps([stored, answers(), exported()], indent=1)


def exported():
    return [[str(row) for row in rows(shape, "killed")] for shape in SHAPES]


def answers():
    client = Client()
    told = []
    for kind in kinds():
        plural = f"/api/v1/{kind.name}s/"
        told += [client.get(plural), client.get(plural, {"as_of": Entry.objects.count() - 1})]
        for row in kind.publication.objects.current().order_by("from_seq"):
            told += [client.get(f"{plural}{row.public_id}/"), client.get(f"{plural}{row.public_id}/versions/")]
    for query in (
        "ordering=said",
        "ordering=-said",
        "source_kind=person",
        "source_kind=organisation",
        "medium=unknown",
    ):
        told.append(client.get(f"/api/v1/claims/?{query}"))
    return [(answer.status_code, sorted(answer.headers.items()), answer.content.decode()) for answer in told]


def seen(same_chance, level, speakers):
    same_chance()
    with transaction.atomic():
        make_world(level, speakers)
        public = everything_public()
        transaction.set_rollback(True)
    return public


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("speakers", [[0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 2, 3]])
def test_it_makes_no_difference_to_anybody_outside_who_of_the_unnamed_said_what(same_chance, level, speakers):
    one, other = (seen(same_chance, level, world).splitlines() for world in ([0, 1, 2, 3], speakers))
    assert len(one) > 200
    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_public_id_of_a_confidential_source_is_nowhere_in_the_ledger(level):
    sources = make_world(level, [0, 0, 1, 1])
    public = everything_public()
    assert not [source.public_id for source in sources if source.public_id in public]


def test_a_printed_credit_is_not_tied_to_the_agreed_label():
    make_world(Disclosure.BACKGROUND, [0, 0, 0, 0])
    for credit in Client().get("/api/v1/articles/").json()["results"][0]["wire_credits"]:
        assert (credit["id"], credit["label"]) == (None, "Jane Printed")


def test_to_ask_for_a_confidential_source_is_answered_like_asking_for_one_that_never_was():
    source = make_world(Disclosure.BACKGROUND, [0, 0, 0, 0])[0]
    never = seam.new_public_id("src")
    for address in ("/api/v1/sources/{}/", "/api/v1/sources/{}/versions/", "/api/v1/claims/?said_by={}"):
        told = [Client().get(address.format(key)) for key in (source.public_id, never)]
        assert told[0].status_code == told[1].status_code
        assert told[0].content.decode().replace(source.public_id, never) == told[1].content.decode()


@pytest.mark.parametrize("level", LEVELS)
def test_one_claim_does_not_replace_another_where_that_would_join_the_unnamed(level):
    source = SourceFactory(kind=Source.Kind.PERSON, name="a senior official", disclosure=level)
    earlier = ClaimFactory(said_by=source)
    publish([earlier])
    for later in (
        ClaimFactory(said_by=source, supersedes=earlier),
        ClaimFactory(said_by=SourceFactory(person=True), supersedes=earlier),
        ClaimFactory(said_by=SourceFactory(person=True), supersedes=earlier, disclosure=level, attribution="an aide"),
    ):
        with pytest.raises(PublishingRefused, match="one speaker"):
            publish([later])
    assert ClaimPublication.objects.count() == 1


# Off the record.


def named_by_claim(source):
    return {
        "as its speaker": lambda: ClaimFactory(said_by=source),
        "as who it was said for": lambda: ClaimFactory(speaks_for=source),
        "as a relay": lambda: (
            Relay.objects.create(citation=ClaimFactory().citations.get(), position=1, source=source).citation.claim
        ),
        "as whose": lambda: ClaimFactory(question=QuestionFactory(party=source)),
    }


@pytest.mark.parametrize("how", named_by_claim(None))
def test_what_names_somebody_who_is_off_the_record_is_never_issued(how):
    source = SourceFactory(name="nobody", disclosure=Disclosure.OFF_RECORD)
    claim = named_by_claim(source)[how]()
    with pytest.raises(PublishingRefused, match="off the record"):
        publish([claim])
    assert not Entry.objects.exists()


def test_a_claim_off_the_record_is_refused_even_if_a_rule_forgot_it(monkeypatch):
    claim = ClaimFactory(said_by=SourceFactory(name="nobody", disclosure=Disclosure.OFF_RECORD))
    monkeypatch.setattr("events.documents.claims._refuse_disclosure", lambda _claim: [])
    publish([claim])
    said = ClaimPublication.objects.get().body_json()["said_by"]
    assert (said["id"], said["label"]) == (None, None)


# On background.


@pytest.mark.parametrize(
    ("basis", "shown"),
    [(SpeaksForBasis.STATED_IN_PASSAGE, True), (SpeaksForBasis.AFFILIATION, False), (SpeaksForBasis.EDITOR, False)],
)
def test_whom_an_unnamed_speaker_speaks_for_is_told_only_where_the_article_tells_it(basis, shown):
    army = SourceFactory(name="The Army")
    claim = ClaimFactory(said_by=SourceFactory(confidential=True), speaks_for=army, speaks_for_basis=basis)
    publish([claim])
    assert (army.public_id in ClaimPublication.objects.get().body) is shown


def test_nothing_of_the_house_s_own_names_a_source_by_its_working_row():
    """A list of the models that point at a source: a new one has to be looked at before it gets a place here."""
    known = {"affiliations", "spokespeople", "aliases", "identifiers", "identity", "claims", "claims_through_others"}
    known |= {
        "contributions",
        "derived_articles",
        "relayed",
        "incident_roles",
        "articles",
        "questions",
        "upstream_rows",
    }
    pointing = {field.get_accessor_name() for field in Source._meta.related_objects}
    assert {name for name in pointing if name and not name.startswith("historical")} - known == set(), pointing
