"""What a dry run found, in the words of the screen."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from newsroom.desk.import_rehearsal import SECONDS, Rehearsal, Row
from newsroom.desk.import_uploads import Upload
from sources.importing.outcomes import Outcome

_SAID = {
    "created": ("%d would become a new article", "%d would become new articles"),
    "new_version": (
        "%d would become a new version of an article that is here",
        "%d would become new versions of articles that are here",
    ),
    "filled": (
        "%d would fill empty fields of an article that is here",
        "%d would fill empty fields of articles that are here",
    ),
    "unchanged": ("%d is here already, unchanged", "%d are here already, unchanged"),
    "duplicate": (
        "%d has the text of another article and would be left out",
        "%d have the text of other articles and would be left out",
    ),
}
_OPTION = re.compile(r"--(encoding|format|id|outlet)\b(?P<says> says\b)?")


@dataclass(frozen=True)
class Refused:
    """One item that would not be taken: where it stands, why, and the mend."""

    place: str
    reason: str
    message: str
    hint: str


@dataclass(frozen=True)
class Group:
    """The items of one outcome: how many in words, and the first of them."""

    title: str
    count: int
    rows: Sequence[Row]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def sentences_of(rehearsal: Rehearsal, upload: Upload) -> Iterator[str]:
    """What holds for the whole upload."""
    counts, read = rehearsal.summary.counts, rehearsal.summary.read
    given = upload.files[0].name if len(upload.files) == 1 else f"{len(upload.files)} files"
    yield ngettext("%d item was read from", "%d items were read from", read) % read + f" {given}."
    if rehearsal.is_cut:
        yield f"There was time for these alone, {SECONDS:.0f} seconds; the others are judged as they are imported."
    if rehearsal.new_outlets:
        listed = ", ".join(f"“{name}”" for name in rehearsal.new_outlets)
        made = ngettext("A new outlet would be made", "New outlets would be made", len(rehearsal.new_outlets))
        yield f"{made}: {listed}."
    if upload.publish:
        public, waiting = counts["issued"], counts["not_issued"]
        rest = f" {waiting} would wait at the desk; the notes say why." if waiting else ""
        yield f"{public} would be made public.{rest}"


def groups_of(rehearsal: Rehearsal) -> list[Group]:
    """What would be taken or is here already, an outcome each."""
    counts = dict(rehearsal.summary.counts)
    counts["unchanged"] = counts.get("unchanged", 0) - counts.get("filled", 0)
    return [
        Group(ngettext(*words, counts[name]) % counts[name], counts[name], rehearsal.rows.get(name, []))
        for name, words in _SAID.items()
        if counts.get(name)
    ]


def refused_of(rehearsal: Rehearsal) -> list[Refused]:
    return [_refused(row.outcome) for row in rehearsal.rows.get("refused", [])]


def _refused(outcome: Outcome) -> Refused:
    return Refused(outcome.place, outcome.reason.replace("_", " "), outcome.message, on_screen(outcome.hint))


def on_screen(words: str) -> str:
    """A hint with the boxes of the form where it names options of the command."""
    return _OPTION.sub(lambda found: "the form says" if found["says"] else f"the {found[1]}", words)
