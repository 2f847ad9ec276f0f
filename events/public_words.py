"""Parts of a question's public document in plain words, for the screens."""

from typing import Any

from events.dates import ImpossibleDate, PartialDate, render_date
from events.models.claims import WITHOUT_VALUE, Polarity

Json = dict[str, Any]
UNNAMED = "An unnamed source"


def reading_words(answer: Json) -> str:
    """What is answered: “at least 6”, “denies: at least 6”, “declined to comment”."""
    polarity = Polarity(answer["polarity"])
    if polarity in WITHOUT_VALUE:
        return str(polarity.label)
    through = (answer.get("value") or {}).get("through")
    counted = f", counted up to {date_words(through)}" if through else ""
    return f"{'denies: ' if polarity == Polarity.DENIES else ''}{answer['reading']}{counted}"


def reported_words(reported: Json | None) -> str:
    """“6–9, best 9, somebody gave no upper limit”; "" where there are no figures."""
    ends = range_of(reported)
    if reported is None or ends is None:
        return ""
    low, high = ends
    spread = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    best = reported.get("best")
    told = [
        spread,
        f"best {best:,}" if best is not None and low != high else "",
        "contested" if reported.get("contested") else "",
        "somebody gave no upper limit" if reported.get("high_is_floor") else "",
    ]
    return ", ".join(filter(None, told))


def range_of(reported: Json | None) -> tuple[int, int] | None:
    """The lowest and highest figure reported; None where one of them is missing or they are out of order."""
    low, high = ((reported or {}).get(name) for name in ("low", "high"))
    return (low, high) if low is not None and high is not None and low <= high else None


def value_reading(value: Json | None) -> str:
    """A public value in words."""
    if value is None:
        return ""
    if value.get("type") == "boolean":
        return "yes" if value["is_true"] else "no"
    if value.get("type") == "party":
        return str(value["party"]["label"] or UNNAMED)
    return str(next((value[name] for name in ("reading", "name", "category", "text", "edtf") if value.get(name)), ""))


def date_words(text: str) -> str:
    """An EDTF string in plain words; as it stands if it cannot be read."""
    try:
        return render_date(PartialDate(text))
    except ImpossibleDate:
        return text
