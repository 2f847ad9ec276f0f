"""How fast claims are suggested, and what the worst text of a megabyte costs. On one core, without a database.

The reports are made by chance from sentences such as wires print; the figures say how fast this machine is beside
another, or this version beside the last.
"""

import random
import resource
import time
from collections.abc import Iterator
from typing import Any

from events.suggesting.engine import MOST_CHARACTERS, suggest
from events.suggesting.suggestions import Dateline

SENTENCES_OF_A_REPORT = 24
_PLACES = ("Velin", "the town of Karsha", "Qalem", "the port of Sambrook", "the northern district of Teshk")
_SPEAKERS = ("the ministry", "Governor Mara Lind", "a spokesman for the army", "police", "two local officials", "she")
_COUNTS = ("at least six", "four", "between 10 and 12", "more than 300", "dozens of", "nearly 40", "12", "up to 20")
_FATES = ("people were killed", "soldiers were wounded", "houses were destroyed", "men were arrested", "are missing")
_FRAMES = (
    "{speaker} said on Monday that {count} {fate} near {place}.",
    "“We will not leave {place},” {speaker} said in a statement. “Nobody has asked us to.”",
    "{count} {fate} in {place}, according to {speaker}, including two children.",
    "The market of {place} opened late after a night of rain, and buses ran as on any other day.",
    "No further figures were given, and {speaker} declined to comment on the reports from {place}.",
    "The road from {place} to the border has been closed since January, which the traders there call a burden.",
)

HOSTILE: dict[str, str] = {
    "opening quotation marks": "“",
    "straight quotation marks": '"',
    "single quotation marks": "'a ",
    "quotations": "“a” ",
    "quoted paragraphs": "“a\n\n",
    "direct speech": "“Six people were killed,” he said. ",
    "digits": "1",
    "numbers": "1 ",
    "grouped digits": "1,000,",
    "ranges": "10-",
    "no spaces": "a",
    "one endless sentence": "six people were killed and ",
    "counts": "six people, ",
    "verbs of saying": "he said that ",
    "attributions": "according to ",
    "opening brackets": "(",
    "bracketed words": "(a ",
    "short sentences": "A. ",
    "sentences with figures": "Six people were killed. ",
    "abbreviations": "Gen. U.S. ",
    "end marks": ".!?",
    "names": "Abc ",
    "dates": "Monday, January 1, ",
    "short paragraphs": "a\n\n",
    "combining marks": "e\u0301",
    "two code units each": "😀",
    "long sentences of names": "The officials, " + "Dana " * 150 + ", said. ",
    "long sentences of counts": "six people " * 95 + "were killed. ",
}
"""Pieces of which hostile texts are made, each repeated up to the limit of what is read."""


def hostile_text(shape: str, length: int = MOST_CHARACTERS) -> str:
    """A text of nothing but one shape."""
    piece = HOSTILE[shape]
    return (piece * (length // len(piece) + 1))[:length]


def made_reports(count: int, seed: int = 1) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(count):
        made = [_sentence(chance) for _ in range(SENTENCES_OF_A_REPORT)]
        yield "\n\n".join(" ".join(made[at : at + 3]) for at in range(0, len(made), 3))


def measure_suggesting(count: int) -> dict[str, Any]:
    """Reports, characters and suggestions a second; memory at its highest; the slowest shapes of a hostile text."""
    reports = list(made_reports(count))
    began = time.process_time()
    found = sum(len(suggest(report, Dateline("Velin"))) for report in reports)
    seconds = time.process_time() - began
    hostile = sorted(((_seconds_of(shape), shape) for shape in HOSTILE), reverse=True)
    return {
        "reports": count,
        "characters_each": sum(map(len, reports)) // count,
        "suggestions": found,
        "reports_per_second": round(count / seconds, 1),
        "kilobytes_per_second": round(sum(map(len, reports)) / seconds / 1000),
        "hostile_characters": MOST_CHARACTERS,
        "hostile_seconds": {shape: round(took, 2) for took, shape in hostile[:5]},
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _sentence(chance: random.Random) -> str:
    speaker, count, fate, place = (chance.choice(part) for part in (_SPEAKERS, _COUNTS, _FATES, _PLACES))
    made = chance.choice(_FRAMES).format(speaker=speaker, count=count, fate=fate, place=place)
    return made[0].upper() + made[1:]


def _seconds_of(shape: str) -> float:
    text = hostile_text(shape)
    began = time.process_time()
    suggest(text)
    return time.process_time() - began
