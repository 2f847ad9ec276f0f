"""What a wire says of an item besides its text: update, correction, kill. One reading for every format.

Only closed words count: the IPTC's publishing status and editorial signals, and the usual words of agencies in the
same place. Where two of them disagree the stricter holds, for a story wrongly held back can still be let go.
What an editorial note says in prose is never more than proposed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sources.importing.qcodes import Catalogue, code_in
from sources.importing.records import Event, PubStatus, RecordProblem
from sources.text import clip

STATUSES: Mapping[str, PubStatus] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
"""The words of a publishing status (http://cv.iptc.org/newscodes/pubstatusg2/)."""

SIGNALS: Mapping[str, Event] = {
    "update": "update",
    "correction": "correction",
    "corrective": "corrective",
    "refile": "refile",
    "repeat": "repeat",
    "withhold": "withhold",
    "release": "release",
    "kill": "withdraw",
    "withdraw": "withdraw",
    "takedown": "takedown",
}
"""The words of a signal: the IPTC's (http://cv.iptc.org/newscodes/signal/) and those agencies add to them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an item is. `status` is "" where it gives none, or where a stricter signal overrules it."""

    event: Event = ""
    status: PubStatus = ""
    notes: tuple[str, ...] = ()


def read_status(written: str, catalogue: Catalogue | None = None) -> PubStatus:
    """The publishing status; "" where none is given. Raises `RecordProblem` (unknown_value) for any other word."""
    if not written:
        return ""
    status = STATUSES.get(code_in("pubstatusg2", written, catalogue).lower())
    if status is None:
        message = f"the publishing status is “{clip(written)}”"
        hint = "Write usable, withheld or canceled: any other may mean that it must not be published."
        raise RecordProblem("unknown_value", message, hint=hint)
    return status


def read_event(status: PubStatus, signals: Iterable[str], catalogue: Catalogue | None = None) -> Reading:
    """What the status and the signals together make of an item."""
    notes = []
    signalled: dict[Event, str] = {}
    for written in signals:
        event = SIGNALS.get(code_in("signal", written, catalogue).lower(), "")
        signalled.setdefault(event, written)
        if not event:
            notes.append(f"The signal “{clip(written)}” is not one that changes what an item is; it was left aside.")
    signalled.pop("", None)
    event = _strictest({*signalled, _OF_STATUS[status]})
    aside = [word for other, word in signalled.items() if other != event]
    if aside:
        notes.append(f"Read as “{event}”; the signal {_listed(aside)} was left aside.")
    if status and event in _HOLDING and _OF_STATUS[status] != event:
        notes.append(f"The status says {status}, the signal {signalled[event]}; the stricter was taken.")
        status = ""
    return Reading(event, status, tuple(notes))


def proposed_by(editorial_note: str, event: Event) -> str:
    """A note for the editor where the editorial note begins with a word of the wires that nothing else says."""
    found = _LEAD_WORD.match(editorial_note)
    if found is None:
        return ""
    meant = _LEAD_WORDS[found["word"]]
    if meant and meant == event:
        return ""
    proposal = f"this may be “{meant}”, which was not recorded" if meant else "read it before use"
    return f"The editorial note begins with “{found['word']}”: {proposal}."


_OF_STATUS: Mapping[PubStatus, Event] = {"": "", "usable": "", "withheld": "withhold", "canceled": "withdraw"}
_HOLDING: tuple[Event, ...] = ("takedown", "withdraw", "withhold")
_BY_WEIGHT: tuple[Event, ...] = (
    *_HOLDING,
    *("release", "corrective", "correction", "refile", "repeat", "update", ""),
)
_LEAD_WORDS: Mapping[str, Event] = {
    "ADVISORY": "",
    "CORRECTED": "correction",
    "CORRECTION": "correction",
    "CORRECTIVE": "corrective",
    "CORRECTS": "correction",
    "KILL": "withdraw",
    "REFILE": "refile",
    "REFILES": "refile",
    "RELEASE": "release",
    "REPEAT": "repeat",
    "REPEATS": "repeat",
    "UPDATE": "update",
    "UPDATES": "update",
    "WITHDRAWAL": "withdraw",
    "WITHDRAWN": "withdraw",
    "WITHHOLD": "withhold",
}
_LEAD_WORD = re.compile(r"\s*(?:EDITORS:\s+)?(?P<word>" + "|".join(_LEAD_WORDS) + r")\b")


def _strictest(events: Iterable[Event]) -> Event:
    return min(events, key=_BY_WEIGHT.index)


def _listed(words: list[str]) -> str:
    return " and ".join(f"“{clip(word)}”" for word in words[:5])
