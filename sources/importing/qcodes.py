"""The codes of IPTC vocabularies, however they are written: `sig:update`, its whole address, or in parts.

What an alias stands for is said by the catalogue written in the item itself; for the IPTC's own aliases it is known.
A catalogue that is only referred to is never fetched, so that a code under any other alias stays unknown.
"""

import re
from collections.abc import Mapping
from typing import Literal

Vocabulary = Literal["contentprodpartyrole", "itemrelation", "mediatopic", "ninature", "pubstatusg2", "signal"]

IPTC_ALIASES: Mapping[str, Vocabulary] = {
    "cpprole": "contentprodpartyrole",
    "icls": "ninature",  # before 2008
    "irel": "itemrelation",
    "mediatopic": "mediatopic",
    "medtop": "mediatopic",
    "ninat": "ninature",
    "sig": "signal",
    "stat": "pubstatusg2",
}
"""The aliases of the IPTC's catalogue (catalog.IPTC-G2-Standards) and the names in the addresses of their schemes."""

Catalogue = Mapping[str, str]
"""The address of its scheme for every alias that an item explains itself."""


def code_in(vocabulary: Vocabulary, written: str, catalogue: Catalogue | None = None) -> str:
    """The code, such as "update" for `sig:update`; "" if it is none of this vocabulary.

    A word without an alias is taken as a code of the vocabulary that belongs in its place.
    """
    found = _IPTC_ADDRESS.fullmatch(written)
    if found:
        return found["code"] if found["vocabulary"].lower() == vocabulary else ""
    alias, colon, code = written.partition(":")
    if not colon:
        return alias if _BARE.fullmatch(alias) else ""
    explained = (catalogue or {}).get(alias)
    if explained is not None:
        return code_in(vocabulary, f"{explained.rstrip('/#')}/{code}")
    return code if IPTC_ALIASES.get(alias.lower()) == vocabulary else ""


def code_of_scheme(scheme: str, code: str) -> str:
    """The one way to write a code whose scheme is given beside it: by alias, by address, or not at all."""
    if not scheme:
        return code
    return f"{scheme.rstrip('/#')}/{code}" if "://" in scheme else f"{scheme}:{code}"


def media_topic(written: str, catalogue: Catalogue | None = None) -> str:
    """A media topic as "medtop:20000065"; "" for any other subject, and for a number without its vocabulary."""
    code = code_in("mediatopic", written, catalogue) if ":" in written else ""
    return f"medtop:{code}" if _TOPIC.fullmatch(code) else ""


_IPTC_ADDRESS = re.compile(r"https?://cv\.iptc\.org/newscodes/(?P<vocabulary>\w{1,40})/(?P<code>[^/?#\s]{1,80})")
_BARE = re.compile(r"[A-Za-z]{1,40}")
_TOPIC = re.compile(r"[0-9]{8}")
