"""A press made by chance: reports on topics, the background paragraphs they share, and eight kinds of copies.

Everything follows from the seed, and every report can be made again by itself, so that none has to be kept.
"""

import random
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice, pairwise

WORDS, TOPIC_WORDS = 30_000, 1_500
PHRASES, TOPIC_PHRASES = 4_000, 300
REPORTS_A_TOPIC = 400
BACKGROUNDS_A_REPORT = {0: 45, 1: 35, 2: 15, 3: 5}
"""How many reports in a hundred have so many paragraphs of background; each such paragraph stands in 5 to 200."""

Paragraph = list[str]
"""The words of a paragraph, with their marks."""


@dataclass(frozen=True, slots=True)
class Made:
    """One report, and the number of its original: its own, unless it is a copy."""

    number: int
    original: int
    text: str


class Press:
    """So many originals and copies of them: reports with numbers from 0, the copies behind the originals."""

    def __init__(self, seed: int, originals: int, copies: int) -> None:
        self.seed = seed
        self.originals = originals
        self.copies = range(originals, originals + copies)
        count = max(1, originals // REPORTS_A_TOPIC)
        self._topics = [Topic(f"{seed}/topic/{at}", len(range(at, originals, count))) for at in range(count)]

    def __len__(self) -> int:
        """How many reports there are, with the copies."""
        return self.copies.stop

    def order_of_arrival(self) -> list[int]:
        """The numbers of all reports by chance: many a copy comes in before its original."""
        return self._chance("order").sample(range(len(self)), len(self))

    def original_of(self, number: int) -> int:
        return self._chance("original", number).randrange(self.originals) if number in self.copies else number

    def kind_of(self, copy: int) -> str:
        """How it was copied; every kind is as frequent."""
        return list(COPIES)[copy % len(COPIES)]

    def report(self, number: int) -> Made:
        original = self.original_of(number)
        topic = self._topics[original % len(self._topics)]
        report = topic.report(self._chance("report", original), original // len(self._topics))
        if number in self.copies:
            report = COPIES[self.kind_of(number)](report, topic, self._chance("copy", number))
        return Made(number, original, "\n\n".join(" ".join(words) for words in report if words))

    def _chance(self, *what: object) -> random.Random:
        return random.Random(f"{self.seed}/{what}")


class Topic:
    """What the reports on one thing have in common: words, phrases, and paragraphs on what went before."""

    def __init__(self, seed: str, size: int) -> None:
        chance = random.Random(seed)
        self._words = chance.sample(range(200, WORDS), TOPIC_WORDS)
        self._phrases = [self._run(chance, chance.randint(3, 6)) for _ in range(TOPIC_PHRASES)]
        counts = chance.choices(list(BACKGROUNDS_A_REPORT), list(BACKGROUNDS_A_REPORT.values()), k=size)
        self._ends = list(accumulate(counts))
        self._background: list[Paragraph] = []  # each as often as it is used, report after report
        while len(self._background) < self._ends[-1]:
            self._background += [self.paragraph(chance, chance.randint(25, 80))] * chance.randint(5, 200)
        chance.shuffle(self._background)

    def report(self, chance: random.Random, place: int) -> list[Paragraph]:
        """The report in this place of the topic: some 150 to 600 words in three to six paragraphs, its lead its own."""
        background = self._background_of(place)
        own = max(1, chance.randint(3, 6) - len(background))
        length = max(60 * own, chance.randint(150, 600) - sum(map(len, background)))
        cuts = [0, *sorted(chance.sample(range(20, length - 20), own - 1)), length]
        report = [self.paragraph(chance, max(12, end - start)) for start, end in pairwise(cuts)]
        for paragraph in background:
            report.insert(chance.randint(1, len(report)), paragraph)
        return report

    def paragraph(self, chance: random.Random, length: int) -> Paragraph:
        """So many words, nearly a quarter of them in phrases that come again: in the topic, or everywhere."""
        words: list[str] = []
        while len(words) < length:
            if chance.random() < 0.8:
                words += self._run(chance, 4)
            else:
                words += chance.choice(self._phrases if chance.random() < 0.3 else _phrases())
        return _sentences(chance, words[:length])

    def _run(self, chance: random.Random, length: int) -> list[str]:
        """So many words, a third of them the topic's own."""
        return [
            _spelt(self._words[bisect(_TOPIC_WEIGHTS, chance.random())]) if chance.random() < 0.35 else any_word(chance)
            for _ in range(length)
        ]

    def _background_of(self, place: int) -> list[Paragraph]:
        uses = self._background[self._ends[place - 1] if place else 0 : self._ends[place]]
        return [words for at, words in enumerate(uses) if words not in uses[:at]]


def any_word(chance: random.Random) -> str:
    """A word of the language, a few of them often and most of them seldom, by Zipf's law."""
    return _spelt(bisect(_WEIGHTS, chance.random()))


def _zipf(count: int) -> list[float]:
    """The cumulated frequencies of so many things, without the last."""
    sums = list(accumulate(1 / (rank + 2) for rank in range(count)))
    return [part / sums[-1] for part in sums[:-1]]


_WEIGHTS, _TOPIC_WEIGHTS, _PHRASE_WEIGHTS = _zipf(WORDS), _zipf(TOPIC_WORDS), _zipf(PHRASES)
_SYLLABLES = [first + vowel for first in "bdfghklmnprstvz" for vowel in ("a", "e", "i", "o", "u", "ar", "en")]


@cache
def _spelt(number: int) -> str:
    """The word of this number; the frequent ones are short."""
    rest, last = divmod(number, len(_SYLLABLES))
    return _spelt(rest - 1) + _SYLLABLES[last] if rest else _SYLLABLES[last]


@cache
def _phrases() -> list[list[str]]:
    """The phrases of the whole language, each in the list as often as it is frequent."""
    chance = random.Random("phrases")
    different = [[any_word(chance) for _ in range(chance.randint(3, 6))] for _ in range(PHRASES)]
    return [different[bisect(_PHRASE_WEIGHTS, chance.random())] for _ in range(10 * PHRASES)]


def _sentences(chance: random.Random, words: Sequence[str]) -> Paragraph:
    """The words with capitals and full stops, eight to thirty a sentence."""
    left, made = iter(words), Paragraph()
    while sentence := list(islice(left, chance.randint(8, 30))):
        made += [sentence[0].capitalize(), *sentence[1:]]
        made[-1] += "."
    return made


Copy = Callable[[list[Paragraph], Topic, random.Random], list[Paragraph]]


def _with_dateline(report: list[Paragraph], _topic: Topic, _chance: random.Random) -> list[Paragraph]:
    return [["EXAMPLETON,", "Northland", "(XW)", "—", *report[0]], *report[1:]]


def _cut(share: float) -> Copy:
    def cut(report: list[Paragraph], _topic: Topic, _chance: random.Random) -> list[Paragraph]:
        ends = list(accumulate(map(len, report)))
        last = round(ends[-1] * (1 - share))
        return [words[: max(0, last - end + len(words))] for words, end in zip(report, ends, strict=True)]

    return cut


def _edited(share: float) -> Copy:
    def edit(report: list[Paragraph], _topic: Topic, chance: random.Random) -> list[Paragraph]:
        return [[any_word(chance) if chance.random() < share else word for word in words] for words in report]

    return edit


def _lead_and_own_text(report: list[Paragraph], topic: Topic, chance: random.Random) -> list[Paragraph]:
    """The first paragraphs up to 60 words or more, then own text half to one and a half times as long."""
    ends = list(accumulate(map(len, report)))
    last = next((at for at, end in enumerate(ends) if end >= 60), len(report) - 1)
    return [*report[: last + 1], topic.paragraph(chance, round(ends[last] * chance.uniform(0.5, 1.5)))]


def _reordered(report: list[Paragraph], _topic: Topic, chance: random.Random) -> list[Paragraph]:
    return chance.sample(report, len(report))


COPIES: dict[str, Copy] = {
    "dateline added": _with_dateline,
    "tail cut, 30 %": _cut(0.3),
    "tail cut, 60 %": _cut(0.6),
    "5 % of words edited": _edited(0.05),
    "15 % of words edited": _edited(0.15),
    "30 % of words edited": _edited(0.3),
    "lead and own text": _lead_and_own_text,
    "paragraphs reordered": _reordered,
}
