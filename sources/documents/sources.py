"""The public document of a source, and how a source is named in other documents."""

from collections.abc import Iterable, Iterator
from typing import Any

from rest_framework import serializers

from newsroom.api.shapes import Shape, api_path
from newsroom.ledger.registry import Facets, Issued, Json, Kind
from sources.changes import changes_of_source
from sources.documents.columns import SOURCE_COLUMNS
from sources.models import Disclosure, Source, SourceLine, SourcePublication, SourceTerm, SourceWords


class SourceReference(Shape):
    """A source as other documents name it. A confidential one has no id, only the agreed label."""

    id = serializers.CharField(allow_null=True)
    label = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=Source.Kind.choices, allow_null=True)
    disclosure = serializers.ChoiceField(choices=Disclosure.choices)
    url = serializers.CharField(allow_null=True)


class IdentifierShape(Shape):
    scheme = serializers.CharField()
    value = serializers.CharField()


class AffiliationShape(Shape):
    speaks_for = SourceReference()
    title = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)


class SourceDocument(Shape):
    """Anyone or anything that asserts or publishes, as issued."""

    id = serializers.CharField()
    type = serializers.CharField()
    url = serializers.CharField(help_text="Path on this host.")
    label = serializers.CharField()
    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    disclosure = serializers.ChoiceField(choices=Disclosure.choices)
    description = serializers.CharField()
    country = serializers.CharField(allow_null=True, help_text="ISO 3166-1 alpha-2.")
    homepage = serializers.CharField(allow_null=True)
    aliases = serializers.ListField(child=serializers.CharField())
    identifiers = IdentifierShape(many=True)
    affiliations = AffiliationShape(many=True)
    links = serializers.DictField(child=serializers.CharField())


def extract_source(source: Source) -> Json:
    affiliations = source.affiliations.select_related("speaks_for").order_by("since_on", "id")
    return {
        "id": source.public_id,
        "label": source.name,
        "kind": source.kind,
        "disclosure": source.disclosure,
        "description": source.description,
        "country": source.country or None,
        "homepage": source.homepage or None,
        "aliases": sorted(alias.name for alias in source.aliases.all()),
        "identifiers": [{"scheme": known.scheme, "value": known.value} for known in source.identifiers.all()],
        "affiliations": [
            {
                "speaks_for": link.speaks_for.public_id,
                "title": link.title,
                "since": link.since_on and link.since_on.isoformat(),
                "until": link.until_on and link.until_on.isoformat(),
            }
            for link in affiliations
            if not link.speaks_for.is_confidential
        ],
    }


def render_source(basis: Json, issued: Issued) -> Json:
    path = api_path("sources", basis["id"])
    return SourceDocument.of(
        {
            **basis,
            "type": "source",
            "url": path,
            "affiliations": list(_issued_affiliations(basis, issued)),
            "links": {"versions": f"{path}versions/", "claims": f"/api/v1/claims/?said_by={basis['id']}"},
        }
    )


def _issued_affiliations(basis: Json, issued: Issued) -> Iterator[Json]:
    for affiliation in basis["affiliations"]:
        reference = issued.reference_if_issued(affiliation["speaks_for"])
        if reference is not None:
            yield {**affiliation, "speaks_for": reference}


def source_reference(body: Json) -> Json:
    return SourceReference.of(body)


def source_facets(body: Json, _issued: Issued) -> Facets:
    speaks_for = [("speaks_for", link["speaks_for"]["id"]) for link in body["affiliations"]]
    return Facets({"kind": body["kind"], "country": body["country"] or ""}, speaks_for)


def source_texts(body: Json) -> Iterator[str | None]:
    """Its names, what it is, and the titles and bodies it speaks with."""
    yield from (body["label"], body["description"], *body["aliases"])
    for link in body["affiliations"]:
        yield from (link["title"], link["speaks_for"]["label"])


def refuse_source(source: Source) -> Iterator[str]:
    if source.is_confidential:
        yield (
            f"“{source}” is confidential and has no public document; publish the claim, which shows "
            "the agreed label only."
        )


def name_source(source: Source | None, disclosure: str = Disclosure.ON_RECORD, label: str = "") -> Any:
    """How a basis names a source: by id where it may be named, else in the agreed words alone.

    The stricter of the source's and the given disclosure holds. On background the label is all that is said, the
    kind neither, for only the label was agreed; deep background says nothing.
    """
    if source is None:
        return None
    terms = stricter(source.disclosure, disclosure)
    if terms == Disclosure.ON_RECORD:
        return {"id": source.public_id}
    shown = terms == Disclosure.BACKGROUND
    words = label or (source.name if source.is_confidential else "")
    return {
        "id": None,
        "label": words if shown and words else None,
        "kind": None,
        "disclosure": terms,
        "url": None,
    }


def refuse_off_record(named: Iterable[Source | None], what: str) -> Iterator[str]:
    """Whatever names a source that is off the record is never issued, not even without the name."""
    for source in named:
        if source is not None and source.disclosure == Disclosure.OFF_RECORD:
            yield f"{what} names “{source}”, who is off the record. Take the source out of it."


def stricter(*levels: str) -> str:
    """The strictest of these disclosure levels."""
    order = list(Disclosure.values)
    return max(levels, key=order.index)


def resolve_name(named: Json | None, issued: Issued) -> Json | None:
    """The public form of what `name_source` wrote into a basis."""
    if named is None or named["id"] is None:
        return named
    return SourceReference.of(issued.reference(named["id"]))


SOURCE = Kind(
    name="source",
    rank=0,
    model=Source,
    publication=SourcePublication,
    term=SourceTerm,
    line=SourceLine,
    extract=extract_source,
    render=render_source,
    reference=source_reference,
    facets=source_facets,
    columns=SOURCE_COLUMNS,
    refuse=refuse_source,
    words=SourceWords,
    searched=source_texts,
    changes=changes_of_source,
)
