"""What is relied on in a ninjs object of any version: the types of the fields that are read.

All names in lower case, for 1.x writes versioncreated and 3.x versionCreated. Other fields may be anything.
"""

from typing import Any

_WORDS = {"type": "string"}
_NAMED = {"type": "object", "properties": {"name": _WORDS, "by": _WORDS, "rel": _WORDS, "role": _WORDS}}
_NAME = {"anyOf": [_WORDS, _NAMED]}
_NAMES = {"anyOf": [_WORDS, {"type": "array", "items": _NAME}]}
_CODED = {
    "type": "object",
    "properties": dict.fromkeys(("code", "literal", "qcode", "scheme", "uri"), _WORDS),
}
_CODES = {"anyOf": [_WORDS, {"type": "array", "items": {"anyOf": [_WORDS, _CODED]}}]}
_TEXTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "properties": {"value": _WORDS, "role": _WORDS, "contenttype": _WORDS},
    },
}

NINJS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        **dict.fromkeys(("uri", "guid", "type", "language", "representationtype"), _WORDS),
        **dict.fromkeys(("versioncreated", "firstcreated", "firstpublished"), _WORDS),
        **dict.fromkeys(("embargoed", "embargoeduntil", "pubstatus", "ednote", "evolvedfrom"), _WORDS),
        **dict.fromkeys(("copyrightholder", "copyrightnotice", "usageterms", "headline"), _WORDS),
        **dict.fromkeys(("located", "dateline", "outlet", "publisher", "provider"), _NAME),
        **dict.fromkeys(("byline", "by", "bylines", "authors", "contributors", "people", "person"), _NAMES),
        **dict.fromkeys(("infosource", "infosources"), _NAMES),
        **dict.fromkeys(("subject", "subjects", "signal", "signals"), _CODES),
        **dict.fromkeys(("bodies", "descriptions", "headlines"), _TEXTS),
        "version": {"type": ["string", "integer"]},
        "associations": {"type": ["object", "array"]},
    },
    "patternProperties": {"^(body|description|headline)_": _WORDS},
}

NOT_READ = frozenset(
    [
        *("$standard", "altids", "charcount", "contentcreated", "contentdigitised", "digitalsourcetype", "event"),
        *("eventdetails", "events", "expires", "genre", "genres", "mimetype", "object", "objects", "organisation"),
        *("organisations", "place", "places", "plannedcoverage", "profile", "renditions", "rightsinfo", "slugline"),
        *("standard", "title", "trustindicator", "trustindicators", "urgency", "wordcount"),
    ]
)
"""The other fields of the standard, versions 1.0 to 3.3."""
