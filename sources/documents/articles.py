"""The public document of an article: who published it, when, in which versions. Never its text."""

from collections.abc import Iterable, Iterator

from rest_framework import serializers

from newsroom.api.shapes import Shape, api_path
from newsroom.ledger import seam
from newsroom.ledger.models import moment_text
from newsroom.ledger.registry import Facets, Issued, Json, Kind
from sources.changes import changes_of_article
from sources.documents.columns import ARTICLE_COLUMNS
from sources.documents.sources import SourceReference, name_source, resolve_name
from sources.models import (
    Article,
    ArticleLine,
    ArticlePublication,
    ArticleTerm,
    ArticleVersion,
    ArticleWords,
    Contribution,
    Derivation,
    DerivationJudgement,
    Source,
)
from sources.models.articles import PubStatus
from sources.models.published import Precision
from sources.models.texts import ArticleEvent
from sources.publication_times import PublicationTime, parse_published


class PublishedShape(Shape):
    at = serializers.CharField(help_text="A day or a moment in UTC, as exact as `precision` says.")
    precision = serializers.ChoiceField(choices=Precision.choices)
    zone_assumed = serializers.BooleanField(help_text="The report named no time zone.")


class WireCreditShape(Shape):
    id = serializers.CharField(allow_null=True)
    label = serializers.CharField()
    role = serializers.ChoiceField(choices=Contribution.Role.choices)
    credit_text = serializers.CharField()


class VersionShape(Shape):
    """One captured text: its hash, so that anyone who holds the text can check it; never the text."""

    number = serializers.IntegerField()
    event = serializers.ChoiceField(choices=ArticleEvent.choices)
    sha256 = serializers.CharField()
    captured_at = serializers.DateTimeField()
    published = PublishedShape(allow_null=True)


class TopicShape(Shape):
    qcode = serializers.CharField(help_text="IPTC Media Topics.")
    label = serializers.CharField()


class DerivedFromArticle(Shape):
    id = serializers.CharField()
    headline = serializers.CharField()
    url = serializers.CharField(help_text="Path on this host.")
    outlet = serializers.CharField(help_text="Its id.")


class DerivationShape(Shape):
    """Where the article takes its matter from: another article or a source; sure only once judged."""

    kind = serializers.ChoiceField(choices=Derivation.Kind.choices)
    basis = serializers.ChoiceField(choices=Derivation.Basis.choices)
    judgement = serializers.ChoiceField(choices=DerivationJudgement.Verdict.choices)
    similarity_permille = serializers.IntegerField(allow_null=True)
    from_article = DerivedFromArticle(allow_null=True)
    from_source = SourceReference(allow_null=True)


class ArticleReference(Shape):
    """An article as a citation names it."""

    id = serializers.CharField()
    headline = serializers.CharField()
    published = PublishedShape(allow_null=True)
    url = serializers.CharField(help_text="Path on this host.")
    canonical_url = serializers.CharField(allow_null=True)
    byline = serializers.ListField(child=serializers.CharField())
    outlet = SourceReference()
    wire_credits = WireCreditShape(many=True)
    language = serializers.CharField(allow_null=True, help_text="BCP 47.")
    topics = TopicShape(many=True)


class ArticleDocument(ArticleReference):
    """One published report, as issued. Its text is not public, only hashes and cited passages."""

    type = serializers.CharField()
    headline_is_proposed = serializers.BooleanField(help_text="Made from the first sentence; none was printed.")
    pub_status = serializers.ChoiceField(choices=PubStatus.choices)
    dateline = serializers.CharField()
    rights = serializers.CharField()
    public_notice = serializers.CharField()
    derivations = DerivationShape(many=True)
    versions = VersionShape(many=True)
    links = serializers.DictField(child=serializers.CharField())


def extract_article(article: Article) -> Json:
    contributions = list(article.contributions.select_related("source"))
    return {
        "id": article.public_id,
        "headline": article.headline,
        "headline_is_proposed": article.headline_is_proposed,
        "published": _public_time(article.published),
        "canonical_url": article.canonical_url or None,
        "byline": [made.name for made in contributions if made.role == Contribution.Role.BYLINE],
        "outlet": name_source(article.outlet),
        "wire_credits": [_wire_credit(made) for made in contributions if made.role in Contribution.WIRE_ROLES],
        "language": article.language or None,
        "topics": [{"qcode": topic.qcode, "label": topic.label} for topic in article.topics.order_by("qcode")],
        "pub_status": article.pub_status,
        "dateline": article.dateline,
        "rights": article.rights,
        "public_notice": article.public_notice,
        "derivations": [_derivation(found) for found in _public_derivations(article)],
        "versions": [
            {
                "number": version.number,
                "event": version.event or (ArticleEvent.UPDATE if position else ArticleEvent.FIRST),
                "sha256": version.sha256,
                "captured_at": moment_text(version.captured_at),
                "published": _public_time(version.published),
            }
            for position, version in enumerate(_texts(article))
        ],
    }


def _texts(article: Article) -> Iterable[ArticleVersion]:
    """The captured texts in the outlet's own order."""
    return article.versions.with_text().order_by("order_key", "number").defer("text")


def _public_derivations(article: Article) -> Iterable[Derivation]:
    """Those from a confidential source would tell whom an article was taken from."""
    derivations = article.derivations.select_related("from_article", "from_source").order_by("id")
    return [found for found in derivations if not (found.from_source and found.from_source.is_confidential)]


def _derivation(found: Derivation) -> Json:
    return {
        "kind": found.kind,
        "basis": found.basis,
        "judgement": found.judgement,
        "similarity_permille": found.similarity_permille,
        "from_article": found.from_article.public_id if found.from_article else None,
        "from_source": name_source(found.from_source),
    }


def _public_time(time: PublicationTime | None) -> Json | None:
    return dict(time.public()) if time else None


def _wire_credit(made: Contribution) -> Json:
    """A printed name is public, but not that it is a confidential source’s."""
    is_linked = made.source is not None and not made.source.is_confidential
    return {
        "source": name_source(made.source) if is_linked else None,
        "label": made.name,
        "role": made.role,
        "credit_text": made.credit_text,
    }


def render_article(basis: Json, issued: Issued) -> Json:
    path = api_path("articles", basis["id"])
    return ArticleDocument.of(
        {
            **basis,
            "type": "article",
            "url": path,
            "outlet": resolve_name(basis["outlet"], issued),
            "derivations": [_render_derivation(found, issued) for found in basis["derivations"]],
            "wire_credits": [_render_credit(credit, issued) for credit in basis["wire_credits"]],
            "links": {"versions": f"{path}versions/", "claims": f"/api/v1/claims/?article={basis['id']}"},
        }
    )


def _render_credit(credit: Json, issued: Issued) -> Json:
    source = resolve_name(credit["source"], issued)
    return {**credit, "id": source and source["id"], "label": (source and source["label"]) or credit["label"]}


def _render_derivation(found: Json, issued: Issued) -> Json:
    origin = found["from_article"] and issued.reference_if_issued(found["from_article"])
    return {
        **found,
        "from_article": {**origin, "outlet": origin["outlet"]["id"]} if origin else None,
        "from_source": resolve_name(found["from_source"], issued),
    }


def article_reference(body: Json) -> Json:
    """What others quote of it; its texts, the newest last, move the anchors of the claims that cite it."""
    texts = [text["number"] for text in body["versions"]]
    return {**ArticleReference.of(body), "derivations": body["derivations"], "texts": texts}


def article_texts(body: Json) -> Iterator[str | None]:
    """What stands above the report; its own text is not public and not searched."""
    yield from (body["headline"], body["dateline"], body["outlet"]["label"], *body["byline"], body["public_notice"])
    yield from (credit["label"] for credit in body["wire_credits"])
    yield from (topic["label"] for topic in body["topics"])


def article_facets(body: Json, _issued: Issued) -> Facets:
    published = published_bounds(body["published"])
    columns = {
        "language": body["language"] or "",
        "pub_status": body["pub_status"],
        "published_from": published and published.earliest,
        "published_until": published and published.latest,
        "url": body["canonical_url"] or "",
    }
    return Facets(columns, list(article_terms(body)) + [("sha256", text["sha256"]) for text in body["versions"]])


def article_terms(reference: Json) -> Iterator[tuple[str, str]]:
    """The many-valued facets that an article shares with the claims that cite it."""
    yield "outlet", reference["outlet"]["id"]
    for credit in reference["wire_credits"]:
        if credit["id"]:
            yield "wire_credit", credit["id"]
    for topic in reference["topics"]:
        yield "topic", topic["qcode"]


def published_bounds(published: Json | None) -> PublicationTime | None:
    """The public publication time read back, for its earliest and latest moment."""
    return parse_published(published["at"]) if published else None


def article_ground(article: Article) -> Iterable[Source]:
    credited = (made.source for made in article.contributions.select_related("source"))
    derived_from = (found.from_source for found in article.derivations.select_related("from_source"))
    named = [article.outlet, *credited, *derived_from]
    return [source for source in named if source and not source.is_confidential]


def refuse_article(article: Article) -> Iterator[str]:
    if article.outlet is None:
        yield f"“{article}” has no outlet. Say who published it before it is issued."
    elif article.outlet.is_confidential:
        yield f"The outlet of “{article}” is confidential; an article is published by somebody."
    yield from refuse_use(article)


def refuse_use(article: Article) -> Iterator[str]:
    """Why nothing may be issued from a report for the time being, or ever: its outlet's status, its embargo."""
    if article.pub_status != PubStatus.USABLE:
        yield f"“{article}” is {article.get_pub_status_display()} by its outlet and may not be issued."
    if article.embargoed_until and article.embargoed_until > seam.now():
        yield f"“{article}” is under embargo until {article.embargoed_until:%d %B %Y %H:%M} UTC."


ARTICLE = Kind(
    name="article",
    rank=1,
    model=Article,
    publication=ArticlePublication,
    term=ArticleTerm,
    line=ArticleLine,
    extract=extract_article,
    render=render_article,
    reference=article_reference,
    facets=article_facets,
    columns=ARTICLE_COLUMNS,
    stands_on=article_ground,
    refuse=refuse_article,
    words=ArticleWords,
    searched=article_texts,
    changes=changes_of_article,
)
