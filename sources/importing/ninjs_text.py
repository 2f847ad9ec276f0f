"""The text of a ninjs item: its best body, else its description, which is then said to be one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sources.importing.markup import looks_like_markup, read_blocks
from sources.importing.ninjs_form import Fields
from sources.importing.nitf import Printed, read_printed
from sources.importing.safe_xml import parse_xml
from sources.text import clip


def has_body(fields: Fields) -> bool:
    return next(_candidates(fields, "body", "bodies"), None) is not None


def read_text(fields: Fields) -> Printed:
    """What a reader sees of an item; the text is "" if there is none. Raises `RecordProblem`."""
    bodies = list(_candidates(fields, "body", "bodies"))
    if bodies:
        return _read(bodies)
    descriptions = list(_candidates(fields, "description", "descriptions"))
    if not descriptions:
        return Printed("")
    printed = _read(descriptions)
    note = "The item has no body; its text is the description of it."
    return replace(printed, notes=(*printed.notes, note))


_HTML, _NITF, _PLAIN = 1, 2, 3
_BY_MEDIA_TYPE = {
    "application/nitf+xml": _NITF,
    "application/xhtml+xml": _HTML,
    "text/html": _HTML,
    "text/plain": _PLAIN,
    "text/vnd.iptc.nitf": _NITF,
    "text/xhtml": _HTML,
}
_BY_ROLE = {"html": _HTML, "nitf": _NITF, "plain": _PLAIN, "text": _PLAIN, "xhtml": _HTML}
_OF_THE_BODY = frozenset(["", "article", "body", "main", *_BY_ROLE])


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One of several forms of a text. `form` is 0 where nothing says which it is."""

    value: str
    role: str
    form: int

    @property
    def rank(self) -> tuple[bool, int]:
        """The body before a teaser, and the form that keeps the paragraphs before plain words."""
        return self.role not in _OF_THE_BODY, self.form or _guessed_form(self.value)


def _candidates(fields: Fields, prefix: str, plural: str) -> Iterator[_Candidate]:
    for name, value in fields.items():
        if name.startswith(prefix + "_") and value.strip():
            role = name.removeprefix(prefix + "_")
            yield _Candidate(value, role, _BY_ROLE.get(role, 0))
    for each in fields.get(plural, ()):
        if each["value"].strip():
            role = each.get("role", "").strip().lower()
            media_type = each.get("contenttype", "").partition(";")[0].strip().lower()
            form = _BY_MEDIA_TYPE.get(media_type, 0) if media_type else _BY_ROLE.get(role, 0)
            yield _Candidate(each["value"], role, form)


def _guessed_form(value: str) -> int:
    return _HTML if looks_like_markup(value) else _PLAIN


def _read(candidates: list[_Candidate]) -> Printed:
    best = min(candidates, key=lambda each: each.rank)
    notes = tuple(_notes(best, candidates))
    form = best.form or _guessed_form(best.value)
    if form == _NITF:
        printed = read_printed(parse_xml(best.value.encode()))
        return replace(printed, notes=(*printed.notes, *notes))
    if form == _PLAIN:
        return Printed(best.value, notes=notes)
    blocks = read_blocks(best.value)
    return Printed(blocks.text, notes=(*blocks.notes, *notes))


def _notes(best: _Candidate, candidates: list[_Candidate]) -> Iterator[str]:
    if not best.form:
        form = "HTML" if _guessed_form(best.value) == _HTML else "plain words"
        yield f"Nothing that is known says in which form its text is; it was read as {form}."
    if best.role not in _OF_THE_BODY:
        yield f"The text was taken from what has the role “{clip(best.role)}”."
    others = dict.fromkeys(each.role for each in candidates if each.role not in _OF_THE_BODY and each is not best)
    if others:
        yield f"Left out of the text: {', '.join(clip(role) for role in list(others)[:5])}."
