"""How many of the suggestions are right, and how many claims are found, on sentences labelled before anybody looked.

    python -m tests.events.suggesting.scoring

A figure is right if its words stand where the label has them and are read as the same number, of the same measure; a
speaker, if he is printed in the words of the label; a statement, if its words are the labelled ones but for closing
marks. `--wrong` lists what was not right.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from events.quantities import Quantity, QuantityKind
from events.suggesting.suggestions import Suggestion
from tests.events.suggesting.reading import figures, lines, suggested

Row = dict[str, Any]
_MARKS = " .,;:!?…—–“”‘’\"'"


class Key(NamedTuple):
    """What is compared of one figure."""

    start: int
    end: int
    kind: str
    n: int | None
    n2: int | None
    measure: str


class Score(NamedTuple):
    right: int
    shown: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.shown)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.labelled)

    def __add__(self, other: Any) -> "Score":
        return Score(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right}/{self.shown}), "
            f"recall {self.recall:.3f} ({self.right}/{self.labelled})"
        )


NOTHING = Score(0, 0, 0)


def labelled_figures(row: Row) -> dict[Key, Row]:
    """The figures that may be shown for a fact, by what is compared."""
    return {
        _labelled(claim["quantity"]): claim
        for claim in row["claims"]
        if claim["quantity"] and not claim["quantity"]["negated"] and claim["polarity"] == "affirms"
    }


def shown_figures(row: Row) -> dict[Key, Suggestion]:
    return {_shown(one): one for one in suggested(row["text"]) if one.tells_a_figure}


def _labelled(quantity: Row) -> Key:
    words, kind = quantity["words"], quantity["kind"]
    n = None if kind == QuantityKind.NONE else quantity["n"]
    return Key(words["start"], words["end"], kind, n, quantity["n2"], quantity["predicate"])


def _shown(one: Suggestion) -> Key:
    assert one.figure
    said: Quantity = one.figure.quantity
    n = None if said.kind == QuantityKind.NONE else said.n
    return Key(one.figure.words.start, one.figure.words.end, said.kind, n, said.n2, one.measure)


def score_figures(rows: list[Row]) -> Score:
    return sum((_figures_of(row) for row in rows), NOTHING)


def _figures_of(row: Row) -> Score:
    shown, labelled = shown_figures(row), labelled_figures(row)
    return Score(len(shown.keys() & labelled.keys()), len(shown), len(labelled))


def score_speakers(rows: list[Row]) -> Score:
    """Of the figures that are right: is it said whose words they are? Nobody is the article itself."""
    found = [
        (_speaker_of(shown[key]), (labelled[key]["speaker"] or {}).get("text", ""))
        for row in rows
        for shown, labelled in [(shown_figures(row), labelled_figures(row))]
        for key in shown.keys() & labelled.keys()
    ]
    return Score(sum(mine == theirs for mine, theirs in found), len(found), len(found))


def _speaker_of(one: Suggestion) -> str:
    speaker = one.attribution.speaker
    return _bare(speaker.words.exact) if speaker else ""


def _bare(words: str) -> str:
    return words.removeprefix("the ").removeprefix("The ")


def score_statements(rows: list[Row]) -> Score:
    """Reported words without a figure: exactly the labelled ones, but for closing marks.

    What is shown of a quotation that is labelled for a figure in it counts neither way.
    """
    return sum((_statements_of(row) for row in rows), NOTHING)


def _statements_of(row: Row) -> Score:
    shown, labelled = shown_statements(row), labelled_statements(row)
    return Score(len(shown & labelled), len(shown), len(labelled))


def labelled_statements(row: Row) -> set[str]:
    return _quoted(claim for claim in row["claims"] if claim["speaker"] and not claim["quantity"])


def shown_statements(row: Row) -> set[str]:
    with_figures = _quoted(claim for claim in row["claims"] if claim["quantity"])
    shown = {one.passage.exact for one in suggested(row["text"]) if one.figure is None}
    parts = {part.strip(_MARKS) for words in shown for part in words.split("\n\n")}
    return parts - with_figures


def _quoted(claims: Iterable[Row]) -> set[str]:
    return {span["text"].strip(_MARKS) for claim in claims for span in (claim["quote"], *claim["more"])}


def wrong_probes(probes: list[Row]) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """The probes that show a figure which their words do not tell: text, what was expected, what was shown."""
    for probe in probes:
        expect, shown = _expected(probe), figures(probe["text"])
        if Counter(shown) - Counter(expect):
            yield probe["text"], expect, shown


def missed_probes(probes: list[Row]) -> Iterator[tuple[str, list[Any], list[Any]]]:
    for probe in probes:
        expect, shown = _expected(probe), figures(probe["text"])
        if Counter(expect) - Counter(shown):
            yield probe["text"], expect, shown


def _expected(probe: Row) -> list[Any]:
    codes = {"wounded": "injured", "arrested": "detained"}
    return [(codes.get(one["measure"], one["measure"]), one["lo"], one["hi"]) for one in probe["expect"]]


def _differences(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        for told in (*_figures_apart(row), *_speakers_apart(row), *_statements_apart(row)):
            yield f"{row['id']} {told} in: {row['text']}"


def _figures_apart(row: Row) -> Iterator[str]:
    shown, labelled = shown_figures(row), labelled_figures(row)
    for name, keys in (("WRONG", shown.keys() - labelled.keys()), ("MISSED", labelled.keys() - shown.keys())):
        for key in sorted(keys, key=str):
            yield f"{name} {key.measure} {key.kind} “{row['text'][key.start : key.end]}”"


def _speakers_apart(row: Row) -> Iterator[str]:
    shown, labelled = shown_figures(row), labelled_figures(row)
    for key in shown.keys() & labelled.keys():
        mine, theirs = _speaker_of(shown[key]), (labelled[key]["speaker"] or {}).get("text", "")
        if mine != theirs:
            yield f"SPEAKER “{mine}” is “{theirs}”"


def _statements_apart(row: Row) -> Iterator[str]:
    shown, labelled = shown_statements(row), labelled_statements(row)
    yield from (f"STATEMENT “{words}” of {sorted(labelled)}" for words in sorted(shown - labelled))
    yield from (f"NO STATEMENT “{words}”" for words in sorted(labelled - shown))


def _main() -> None:
    rows, probes = lines("labelled.jsonl"), lines("held_out_probes.jsonl")
    wrong, missed = list(wrong_probes(probes)), list(missed_probes(probes))
    told = [
        f"Held-out probes: {len(wrong)} of {len(probes)} show a wrong figure, {len(missed)} miss one.",
        f"Figures:    {score_figures(rows)}",
        f"Speakers:   {score_speakers(rows).precision:.3f} of the right figures have the right speaker.",
        f"Statements: {score_statements(rows)}",
    ]
    apart = [*map(str, wrong), *map(str, missed), *_differences(rows)] if "--wrong" in sys.argv else []
    sys.stdout.write("\n".join([*told, *apart, ""]))


if __name__ == "__main__":
    _main()
