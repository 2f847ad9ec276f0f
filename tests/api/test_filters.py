import datetime as dt
from typing import Any

import pytest

from events.api import ClaimFilters, ClaimViewSet, IncidentViewSet, QuestionViewSet
from events.models import Claim, IncidentLink, IncidentParty
from newsroom.api.asking import list_controls
from newsroom.api.filters import Is
from newsroom.api.searching import Searches
from newsroom.api.views import PublicationViewSet
from newsroom.ledger.registry import kinds
from sources.api import ArticleViewSet, SourceViewSet
from sources.models import Affiliation
from tests.api.asking import CLAIMS, ask, end, found, ids, issue, refusal
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    IncidentFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
VIEWS: list[type[PublicationViewSet]] = [ArticleViewSet, SourceViewSet, IncidentViewSet, QuestionViewSet, ClaimViewSet]
NOBODY = "src_" + "a" * 26


@pytest.fixture
def wire():
    return SourceFactory(agency=True)


@pytest.fixture
def article(wire):
    return ArticleFactory(credit=wire, language="en", canonical_url="https://news.example/raid")


@pytest.fixture
def claim(article):
    """“At least six combatants killed”, said on 19 June 2023 by somebody in the name of somebody else."""
    made: Claim = ClaimFactory(
        cited_in=article, speaks_for=SourceFactory(), said_by=SourceFactory(person=True), medium="briefing"
    )
    citation = made.citations.get()
    citation.relays.create(source=SourceFactory(outlet=True), position=1)
    return made


@pytest.fixture
def other():
    """“Nine civilians injured”, believed, said in 2022 of what happened in another country in 2021."""
    incident = IncidentFactory(
        occurred_edtf="2021-05-01", occurred_words="", type="shelling_artillery_missile_attack",
        place=PlaceFactory(country="UA"),
    )  # fmt: skip
    question = QuestionFactory(incident=incident, asks="injured", of="civilians")
    article = ArticleFactory(language="ar", published_on=dt.date(2022, 1, 5))
    ArticleVersionFactory(article=article, published_on=dt.date(2022, 1, 5))
    made: Claim = ClaimFactory(
        question=question, said_edtf="2022-01", said_words="", figure="nine", certainty="believed", cited_in=article
    )
    made.citations.update(rendering="direct_quote", verb_class="distancing")
    return made


def of_claim(claim: Any) -> dict[str, str]:
    """What finds the claim and not the other."""
    citation = claim.citations.get()
    return {
        "incident": claim.question.incident.public_id,
        "question": claim.question.public_id,
        "article": citation.article.public_id,
        "outlet": citation.article.outlet.public_id,
        "said_by": claim.said_by.public_id,
        "speaks_for": claim.speaks_for.public_id,
        "source_kind": "person",
        "relayed_by": citation.relays.get().source.public_id,
        "wire_credit": citation.article.contributions.get().source.public_id,
        "medium": "briefing",
        "rendering": "paraphrase",
        "verb_class": "neutral",
        "predicate": "killed",
        "population": "combatants",
        "certainty": "stated",
        "kind": "at_least",
        "country": "ps",
        "place": claim.question.incident.place.name,
        "language": "en",
        "id__in": claim.public_id,
    }


def test_every_claim_filter_keeps_its_claim_and_its_twin_the_other(claim, other):
    issue(claim, other)
    for name, value in of_claim(claim).items():
        assert found(**{name: value}) == {claim.public_id}, name
        if ClaimFilters.declared()[name].has_twin:
            assert found(**{f"{name}__not": value}) == {other.public_id}, name


def test_several_values_are_joined_by_or_and_several_filters_by_and(claim, other):
    issue(claim, other)
    both = {claim.public_id, other.public_id}
    assert found(predicate="killed, injured") == both
    assert found(predicate="killed,injured", population="civilians") == {other.public_id}
    assert found(rendering="paraphrase,direct_quote", verb_class__not="neutral") == {other.public_id}
    assert found(predicate__not="killed,injured") == set()
    assert found(id__in=",".join(both)) == both


@pytest.mark.parametrize(
    ("params", "finds"),
    [
        ({"low__gte": 6}, "claim other"),  # at least six: 6–∞, nine: 9–9
        ({"low__gte": 7}, "other"),
        ({"low__lte": 6}, "claim"),
        ({"high__gte": 1000}, "claim"),
        ({"high__lte": 9}, "other"),
        ({"high__lte": 8}, ""),
        ({"said_after": "2022-01-31"}, "claim other"),
        ({"said_after": "2022-02-01"}, "claim"),
        ({"said_before": "2022-01-01"}, "other"),
        ({"said_before": "2021-12-31"}, ""),
        ({"occurred_after": "2021-05-02"}, "claim"),
        ({"occurred_before": "2021-05-01"}, "other"),
        ({"reported_until": "2022-01-06"}, "other"),
        ({"reported_until": "2023-06-20"}, "claim other"),
        ({"issued_after": "2001-01-01"}, "claim other"),
        ({"issued_before": "2001-01-01"}, ""),
        ({"issued_after": "2001-01-01T00:00:00 02:00", "issued_before": "2998-01-01T00:00:00Z"}, "claim other"),
    ],
)
def test_bounds_keep_what_may_lie_in_them(claim, other, params, finds):
    issue(claim, other)
    names = {claim.public_id: "claim", other.public_id: "other"}
    assert {names[public_id] for public_id in found(**params)} == set(finds.split())


def test_a_claim_without_a_day_or_a_figure_is_in_no_bounds():
    question = QuestionFactory(asks="statement", of="not_applicable")
    claim = ClaimFactory(question=question, said_edtf="", said_words="", quantity=None, value_text="It was a mistake.")
    issue(claim)
    for bounds in ({"said_after": "1900-01-01"}, {"said_before": "2100-01-01"}, {"high__gte": 0}, {"low__lte": 9}):
        assert found(**bounds) == set()
    assert found(kind__not="exact") == {claim.public_id}


def test_filters_look_at_the_past_as_it_was(claim, other):
    then = issue(claim, other)
    claim.certainty = "feared"
    claim.save()
    claim.citations.update(rendering="figure")
    later = issue(claim)
    assert found(rendering="paraphrase") == set()
    assert found(rendering="paraphrase", certainty="stated", as_of=then) == {claim.public_id}
    end(claim)
    assert found(rendering="figure") == set()
    assert found(rendering="figure", include="withdrawn") == {claim.public_id}
    assert found(rendering="figure", as_of=later) == {claim.public_id}


def test_articles_are_found_by_what_is_printed_on_them(article, wire):
    other = ArticleFactory(language="ar", published_on=dt.date(2022, 1, 5))
    issue(article, other)
    version = article.versions.get()
    address = "/api/v1/articles/"
    for params in (
        {"outlet": article.outlet.public_id},
        {"wire_credit": wire.public_id},
        {"language": "en"},
        {"url": "https://news.example/raid"},
        {"published_after": "2023-06-19"},
        {"published_after": "2023-06-20T11:59:00Z"},  # a day that nobody gave a zone for ends at noon, UTC
        {"language__not": "ar"},
    ):
        assert found(address, **params) == {article.public_id}, params
    assert found(address, published_before="2023-06-17") == {other.public_id}
    assert found(address, published_after="2023-06-20T12:00:00Z") == set()
    assert found(address, sha256=version.sha256.upper()) >= {article.public_id}
    assert found(address, pub_status="usable") == {article.public_id, other.public_id}


def test_sources_are_found_by_kind_country_and_for_whom_they_speak():
    army, spokesman = SourceFactory(country="IL"), SourceFactory(person=True)
    Affiliation.objects.create(source=spokesman, speaks_for=army, title="spokesman")
    issue(army, spokesman)
    address = "/api/v1/sources/"
    assert found(address, kind="person") == found(address, speaks_for=army.public_id) == {spokesman.public_id}
    assert found(address, country="IL") == found(address, kind__not="person") == {army.public_id}


def test_incidents_are_found_by_type_time_place_party_and_whole():
    whole, part = IncidentFactory(), IncidentFactory(occurred_edtf="2021-05", type="other", occurred_words="")
    side = SourceFactory()
    IncidentParty.objects.create(incident=part, party=side, role="side_a")
    IncidentLink.objects.create(incident=part, other=whole, kind="part_of")
    issue(whole, part)
    address = "/api/v1/incidents/"
    for params in (
        {"type": "other"},
        {"part_of": whole.public_id},
        {"party": side.public_id},
        {"before": "2021-05-01"},
        {"place": part.place.name},
    ):
        assert found(address, **params) == {part.public_id}, params
    assert found(address, after="2021-06-01") == found(address, type__not="other") == {whole.public_id}
    assert found(address, country="PS") == {whole.public_id, part.public_id}


def test_questions_are_found_by_what_they_ask_and_whether_anybody_answered(claim):
    unanswered = QuestionFactory(asks="injured", of="civilians", party=SourceFactory())
    issue(claim, unanswered)
    address = "/api/v1/questions/"
    for params in (
        {"incident": unanswered.incident.public_id},
        {"predicate": "injured"},
        {"population": "civilians"},
        {"party": unanswered.party.public_id},
        {"answered": "false"},
    ):
        assert found(address, **params) == {unanswered.public_id}, params
    assert found(address, answered="true") == {claim.question.public_id}


def condition_of(view, declared):
    """What it keeps, by the examples that the schema gives."""
    wanted = [declared, *filter(None, [view.filters.declared().get(declared.beside)])]
    return str(declared.where(*(each.read(str(each.grammar.example).lower()) for each in wanted)).kept)


@pytest.mark.parametrize("view", VIEWS)
def test_every_public_facet_has_a_filter(view):
    asked = {declared.column for declared in view.filters.declared().values() if isinstance(declared, Is)}
    others = [each for each in view.filters.declared().values() if not isinstance(each, Is | Searches)]
    conditions = "".join(condition_of(view, declared) for declared in others)
    for facet in view.kind.publication.FACETS:
        assert facet in asked or facet in conditions, f"no filter for {facet}"


@pytest.mark.parametrize("view", VIEWS)
def test_every_term_has_a_filter(view):
    documented = view.kind.term.__doc__.partition(":")[2].strip(" .").split(", ")
    asked = {declared.column for declared in view.filters.declared().values() if isinstance(declared, Is)}
    assert {name for name in documented if name} <= asked


def test_every_plain_word_points_to_something_there_is():
    controls = set(list_controls(ClaimFilters))
    anywhere = controls.union(*(view.filters.declared() for view in VIEWS))
    for view in VIEWS:
        assert set(view.filters.SYNONYMS.values()) <= anywhere
        assert not set(view.filters.SYNONYMS) & {*view.filters.declared(), *controls}
    assert refusal("/api/v1/questions/", city="Jenin").get("did_you_mean") is None


def test_every_public_kind_is_a_resource():
    assert {view.kind.name for view in VIEWS} == {kind.name for kind in kinds()}


def test_a_filter_that_does_not_exist_yet_is_refused():
    assert refusal(CLAIMS, polygon="1,2,3,4")["code"] == "unknown-parameter"
    assert ids(ask(CLAIMS)) == []
