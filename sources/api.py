"""Articles and sources as the API lists them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from newsroom.api.conditions import Condition, Sql, bound, either, has_any, has_term, one_of
from newsroom.api.filters import Is, IsIn, Meets, Names, PublicationFilters
from newsroom.api.grammar import COUNTRY, DAY, END, LANGUAGE, SHA256, START, TOPIC, choice, public_id, words
from newsroom.api.members import some_element
from newsroom.api.schema import name_choices
from newsroom.api.searching import Searches
from newsroom.api.views import PublicationViewSet
from sources.documents.articles import ARTICLE, ArticleDocument
from sources.documents.sources import SOURCE, SourceDocument
from sources.models import Contribution, Source
from sources.models.articles import PubStatus

SOURCE_ID = public_id("src")
name_choices(SourceKind=Source.Kind, CreditRole=Contribution.Role)


def _of_party(values: Sequence[Any]) -> Condition:
    """The party itself, and who speaks or has spoken for it."""
    return either(has_any("public_id", values), has_term("speaks_for", values))


def _spoke_for(day: dt.date, values: Sequence[Any]) -> Condition:
    """Had an affiliation to one of these on that day; one without a first or last day reaches as far as one looks."""
    return some_element(
        "affiliations",
        lambda member: (
            one_of(member("speaks_for.id"), values),
            Sql(f"COALESCE({member('since')}, '') <= %s", (day.isoformat(),)),
            Sql(f"COALESCE({member('until')}, '9999') >= %s", (day.isoformat(),)),
        ),
    )


class SourceFilters(PublicationFilters):
    SYNONYMS = {
        **PublicationFilters.SYNONYMS,
        "type": "kind",
        "affiliation": "speaks_for",
        "organisation": "speaks_for",
        "organization": "speaks_for",
        "employer": "speaks_for",
        "nationality": "country",
        "side": "party",
        "date": "on",
        "as_at": "on",
    }

    q = Searches("In names, descriptions and titles.")
    kind = Is(choice(Source.Kind.values), "kind")
    country = Is(COUNTRY, "country", says="ISO 3166-1 alpha-2.")
    speaks_for = Names(SOURCE_ID, "speaks_for", says="Has or had an affiliation to it; `on` says when.")
    on = Meets(DAY, _spoke_for, beside="speaks_for", says="The day on which the affiliation to `speaks_for` held.")
    party = IsIn(SOURCE_ID, _of_party, says="The party itself, and who has or had an affiliation to it.")


class ArticleFilters(PublicationFilters):
    SYNONYMS = {
        **PublicationFilters.SYNONYMS,
        "source": "outlet",
        "publisher": "outlet",
        "newspaper": "outlet",
        "agency": "wire_credit",
        "wire": "wire_credit",
        "date": "published_after",
        "from": "published_after",
        "after": "published_after",
        "to": "published_before",
        "until": "published_before",
        "before": "published_before",
        "lang": "language",
        "status": "pub_status",
        "link": "url",
        "canonical_url": "url",
        "hash": "sha256",
        "subject": "topic",
    }

    q = Searches("In headlines, names, credits and topics; texts are not public.")
    outlet = Names(SOURCE_ID, "outlet", says="Who published it.")
    wire_credit = Names(SOURCE_ID, "wire_credit", says="An agency credited in it.")
    published_after = Meets(
        START,
        bound("published_until", ">", open_beside="published_from"),
        says="May have been published then or later, UTC.",
    )
    published_before = Meets(
        END, bound("published_from", "<", open_beside="published_until"), says="May have been published by then, UTC."
    )
    reported_until = Meets(
        END,
        bound("published_until", "<="),
        says="Surely published by the end of that day, UTC, or by that moment.",
    )
    language = Is(LANGUAGE, "language", says="BCP 47.")
    pub_status = Is(choice(PubStatus.values), "pub_status", says="IPTC pubStatus.")
    url = Meets(
        words(2000, "https://news.example/raid"),
        lambda url: has_any("url", [url]),
        says="Its canonical address, whole.",
    )
    sha256 = Names(SHA256, "sha256", says="Of the text of one of its versions.")
    topic = Names(TOPIC, "topic", says="IPTC Media Topics.")


class SourceViewSet(PublicationViewSet):
    """Anyone or anything that asserts or publishes: a person, an office, an outlet, a document."""

    kind = SOURCE
    document = SourceDocument
    filters = SourceFilters


class ArticleViewSet(PublicationViewSet):
    """Published reports: who published them, when, in which versions. Never their text."""

    kind = ARTICLE
    document = ArticleDocument
    filters = ArticleFilters
