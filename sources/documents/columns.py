"""Sources and articles as rows of a table. The order is part of the contract: new columns go to the end."""

from collections.abc import Callable, Iterable
from typing import Any

from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.lines import Body, Column

SEPARATOR = "; "


def at(*path: str) -> Callable[[Body], Any]:
    """Reads what stands at a path of keys; nothing where there is nothing on the way."""

    def value(body: Body) -> Any:
        found: Any = body
        for key in path:
            found = found.get(key) if found else None
        return found if found != "" else None

    return value


def listed(name: str, *path: str) -> Callable[[Body], str | None]:
    """Joins what stands at a path of each member of a list, each once."""

    def value(body: Body) -> str | None:
        return joined(at(*path)(member) if path else member for member in body[name])

    return value


def joined(values: Iterable[Any]) -> str | None:
    return SEPARATOR.join(dict.fromkeys(str(value) for value in values if value)) or None


def as_json(value: Any) -> str | None:
    """A list in one cell, as JSON; empty for an empty list."""
    return canonical_json(value) if value else None


SOURCE_COLUMNS = (
    Column("label", at("label"), "The name that may be shown."),
    Column("kind", at("kind"), "person, office, organisation, group, outlet, agency, document, data_set, account."),
    Column("disclosure", at("disclosure"), "How it may be named."),
    Column("country", at("country"), "ISO 3166-1 alpha-2."),
    Column("description", at("description"), "Who this is."),
    Column("homepage", at("homepage"), "Web address.", "anyURI"),
    Column("aliases", listed("aliases"), "Other names, with “; ” between them."),
    Column("speaks_for_ids", listed("affiliations", "speaks_for", "id"), "Ids of those it speaks or spoke for."),
    Column("speaks_for", listed("affiliations", "speaks_for", "label"), "Their names."),
    Column("affiliations", lambda body: as_json(body["affiliations"]), "With title and period, as JSON.", "json"),
    Column("identifiers", lambda body: as_json(body["identifiers"]), "Ids in other registers, as JSON.", "json"),
)

ARTICLE_COLUMNS = (
    Column("headline", at("headline"), "As printed, or proposed from the first sentence."),
    Column("headline_is_proposed", at("headline_is_proposed"), "True where none was printed.", "boolean"),
    Column("outlet_id", at("outlet", "id"), "Who published it: id."),
    Column("outlet", at("outlet", "label"), "Who published it: name."),
    Column("published_at", at("published", "at"), "A day or a moment in UTC."),
    Column("published_precision", at("published", "precision"), "How exact that is."),
    Column("zone_assumed", at("published", "zone_assumed"), "True where the report named no time zone.", "boolean"),
    Column("byline", listed("byline"), "Reporters, with “; ” between them."),
    Column("wire_credits", listed("wire_credits", "label"), "Agencies credited."),
    Column("wire_credit_ids", listed("wire_credits", "id"), "Their ids."),
    Column("dateline", at("dateline"), "As printed."),
    Column("language", at("language"), "BCP 47."),
    Column("canonical_url", at("canonical_url"), "Its address.", "anyURI"),
    Column("pub_status", at("pub_status"), "IPTC pubStatus."),
    Column("public_notice", at("public_notice"), "Public words of the outlet on it."),
    Column("rights", at("rights"), "As stated."),
    Column("topics", listed("topics", "qcode"), "IPTC Media Topics."),
    Column("versions", lambda body: as_json(body["versions"]), "Captured texts: hashes, moments, as JSON.", "json"),
    Column("derivations", lambda body: as_json(body["derivations"]), "Where it takes its matter from, JSON.", "json"),
)
