"""Articles and sources as the API lists them."""

from newsroom.api.conditions import bound, has_any
from newsroom.api.filters import Is, Meets, Names, PublicationFilters
from newsroom.api.grammar import COUNTRY, END, LANGUAGE, SHA256, START, TOPIC, choice, public_id, words
from newsroom.api.schema import name_choices
from newsroom.api.searching import Searches
from newsroom.api.views import PublicationViewSet
from sources.documents.articles import ARTICLE, ArticleDocument
from sources.documents.sources import SOURCE, SourceDocument
from sources.models import Contribution, Source
from sources.models.articles import PubStatus

SOURCE_ID = public_id("src")
name_choices(SourceKind=Source.Kind, CreditRole=Contribution.Role)


class SourceFilters(PublicationFilters):
    SYNONYMS = {
        **PublicationFilters.SYNONYMS,
        "type": "kind",
        "affiliation": "speaks_for",
        "organisation": "speaks_for",
        "organization": "speaks_for",
        "employer": "speaks_for",
        "nationality": "country",
    }

    q = Searches("In names, descriptions and titles.")
    kind = Is(choice(Source.Kind.values), "kind")
    country = Is(COUNTRY, "country", says="ISO 3166-1 alpha-2.")
    speaks_for = Names(SOURCE_ID, "speaks_for", says="Has or had an affiliation to it.")


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
