"""What a text itself proposes where its file says nothing: a headline, the dateline, wire credits.

Read literally or not at all; an editor judges every one of them, and the text stays as it is.
"""

import re

from sources.importing.lines import one_line
from sources.importing.records import WireCredit
from sources.text import Paragraph, paragraphs

HEADLINE_LENGTH = 90
"""The most characters of a proposed headline, its ellipsis included."""


def propose_headline(text: str) -> str:
    """The first sentence of the lead without its full stop, cut at a word; "" for a blank text."""
    lead = next(iter(paragraphs(text.lstrip()[:5_000])), None)
    if lead is None:
        return ""
    dateline = _dateline(lead.text)
    told = lead.text[dateline.end() if dateline else 0 :][:2_000]
    sentence = _first_sentence(one_line(told))
    return _cut_at_word(sentence)


def read_dateline(text: str) -> str:
    """The place of a lead such as "JENIN, West Bank (AP) — …"; "" unless the form is certain.

    Certain is a place in capitals with a region or an agency after it, then a spaced dash.
    """
    found = _dateline(text.lstrip())
    return found["place"] if found else ""


def propose_wire_credits(text: str) -> tuple[WireCredit, ...]:
    """The agencies of a closing credit such as "The … contributed to this report."

    The credit is a paragraph of its own among the last three (a correction note may follow it). A name that
    looks like a person's is nobody's wire credit.
    """
    for paragraph in reversed(paragraphs(text[-5_000:])[-3:]):
        credit = _credit(paragraph)
        if credit:
            return _agencies(credit, paragraph.start + max(0, len(text) - 5_000))
    return ()


_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,4}(?P<region>, [^\W\d_][\w.'’ -]{1,40}?)?)"
    r"(?P<agency> \([A-Z][\w ]{1,20}\))? (?:—|–|--?) "
)
_SENTENCE_END = re.compile(r"(?P<before>\w*)(?:[.!?؟]+[”’\"')\]]*(?= [^a-z]|$)|[。！？]+)")
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "maj", "capt", "st", "sen", "rep", "gov"]
)

_LONGEST_CREDIT = 300
_CREDIT = re.compile(
    r"""[(\[*_—–-]{0,3} [ ]? (?P<sentence>(?:
        (?P<givers>[^.!?]+?) \s contributed \s (?:reporting | to \s this \s (?:report|story|article))
        [^.!?]{0,80}
      | With \s (?:(?:additional|extra) \s)? reporting \s by \s (?P<reporters>[^!?]+?)
    ) \.?) [)\]*_]{0,3}""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN_NAMES = re.compile(r" ?, and | ?, | and | & ")
_STAFF = re.compile(r" (?:staff|writers?|reporters?|journalists?|correspondents?)\b.*")
_AGENCY_WORD = re.compile(
    r"(?i:^the )|^\w+$|\b[A-Z]{2,}\b"
    r"|\b(?:Press|Presse|Wires?|News|Newswire|Agency|Agencies|Agence|Agencia|Agenzia|Service|Services|Bureau"
    r"|Media|Dispatch|Network|Reuters|Bloomberg|Times|Post)\b"
)


def _dateline(text: str) -> re.Match[str] | None:
    found = _DATELINE.match(text[:200])
    return found if found and (found["region"] or found["agency"]) else None


def _first_sentence(line: str) -> str:
    for end in _SENTENCE_END.finditer(line):
        before = end["before"].lower()
        is_initial = len(before) == 1 and before.isalpha()
        if not is_initial and before not in _ABBREVIATIONS:
            return line[: end.end()].removesuffix(".")
    return line


def _cut_at_word(sentence: str) -> str:
    if len(sentence) <= HEADLINE_LENGTH:
        return sentence
    kept = sentence[:HEADLINE_LENGTH].rpartition(" ")[0] or sentence[: HEADLINE_LENGTH - 1]
    return kept.rstrip(" ,;:–—-") + "…"


def _credit(paragraph: Paragraph) -> re.Match[str] | None:
    if len(paragraph.text) > _LONGEST_CREDIT:
        return None
    return _CREDIT.fullmatch(paragraph.text.rstrip())


def _agencies(credit: re.Match[str], offset: int) -> tuple[WireCredit, ...]:
    givers = " ".join((credit["givers"] or credit["reporters"]).split())
    names = [_STAFF.sub("", name.strip()) for name in _BETWEEN_NAMES.split(givers)]
    start, end = offset + credit.start("sentence"), offset + credit.end("sentence")
    agencies = filter(_AGENCY_WORD.search, dict.fromkeys(names))
    return tuple(WireCredit(agency, credit["sentence"], start, end) for agency in agencies)
