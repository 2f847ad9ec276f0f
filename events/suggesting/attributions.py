"""Who is said to have said what in one sentence: the verb of saying, its speaker, and which words are his.

Patterns: "…," X said · "…," said X · X said: "…" · X said that … · …, X said. · according to X, … · X told Y …
· Y quoted X as saying … · Y reported …, citing X.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from events.suggesting.adjuncts import past_adjuncts, told_to
from events.suggesting.cue_verbs import CALLING, CUES, REMARKING, SAYING, SPEAKING
from events.suggesting.date_phrases import is_date_word
from events.suggesting.fates import AUXILIARIES
from events.suggesting.speaker_phrases import Phrase, after_verb, before_verb
from events.suggesting.suggestions import VerbClass
from events.suggesting.tokens import QUOTE, Sentence
from events.suggesting.word_lists import words

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution, in tokens of its sentence; all ranges end before their second number.

    `verb` is the verb of saying, or what stands for it; `contents` are the speaker's words as the article gives
    them; `has_quotation` says that a direct quotation stands beside. `relay` is who passed it on. `around` is what is
    said of the saying: when, through what.
    """

    rule: str
    phrase: Phrase
    verb: Range
    verb_class: VerbClass
    contents: tuple[Range, ...] = ()
    has_quotation: bool = False
    relay: Phrase | None = None
    around: Range = (0, 0)

    @property
    def first(self) -> int:
        return min(self.phrase.first, self.verb[0])

    def holds(self, first: int, last: int) -> bool:
        """Whether the words are the speaker's."""
        return any(start <= first and last <= end for start, end in self.contents)


_ADVERBS = words(
    """
    also later earlier then now further repeatedly previously already initially immediately separately himself herself
    itself themselves early late just recently again publicly officially has have had
    """
)
_BREAKING = words(
    "not never could would might may can will shall should must cannot did does do to was were is are been be"
)
_VERBS = CUES.keys() | words("quoted according")
_ABOUT_THE_SPEAKER = words("who whose which where when speaking standing")
_NO_CUES_BEFORE = SAYING.keys() | AUXILIARIES
_TURNS = words("but while although though whereas")
_DESCRIBING = words("news media press latest new first original initial earlier recent false official")
_NO_CONTENTS = words("with against")  # "argued with them"


def find_said(sentence: Sentence) -> list[Said]:
    """The attributions of a sentence in the order of its words; contents do not run into the next attribution."""
    if _VERBS.isdisjoint(sentence.vocabulary):
        return []
    found = [*_by_verbs(sentence), *_according(sentence)]
    found.sort(key=lambda said: said.first)
    return [_citing(sentence, _clipped(said, found[index + 1 :])) for index, said in enumerate(found)]


def _clipped(said: Said, later: list[Said]) -> Said:
    """In "officials said …, while the ministry put …" what the ministry puts is not the officials'."""
    start = next((other.first for other in later if other.first > said.first), None)
    if start is None:
        return said
    contents = tuple((first, min(last, start) if first < start else last) for first, last in said.contents)
    return replace(said, contents=contents)


def _citing(sentence: Sentence, said: Said) -> Said:
    """In "the agency reported …, citing officials" the officials speak and the agency relays."""
    for at in range(said.verb[1], len(sentence)):
        if sentence.word(at) == "citing" and (cited := after_verb(sentence, at + 1)):
            contents = tuple((first, min(last, at)) for first, last in said.contents)
            return replace(said, rule="X, citing Y", phrase=cited, relay=said.phrase, contents=contents)
    return said


def _by_verbs(sentence: Sentence) -> Iterator[Said]:
    done = 0
    for at in range(len(sentence)):
        if at >= done and (said := _at(sentence, at)):
            done = said.verb[1]
            yield said


def _at(sentence: Sentence, at: int) -> Said | None:
    word = sentence.word(at)
    if word == "quoted":
        return _was_quoted(sentence, at) or _quoted(sentence, at)
    if word not in CUES or sentence.word(at + 1) in _NO_CUES_BEFORE or _is_a_noun(sentence, at):
        return None
    if _follows_quotation(sentence, at):
        return _inverted(sentence, at) or _normal(sentence, at)
    return _normal(sentence, at) or _inverted(sentence, at)


def _is_a_noun(sentence: Sentence, at: int) -> bool:
    """A news report, the latest claim."""
    return sentence.word(at) in ("report", "claim", "estimate") and sentence.word(at - 1) in _DESCRIBING


def _follows_quotation(sentence: Sentence, at: int) -> bool:
    return sentence.word(at - 1) == QUOTE or sentence.words(at - 2, at) == (QUOTE, ",")


def _inverted(sentence: Sentence, at: int) -> Said | None:
    """The verb first: "…," said X; …, said X."""
    is_behind = _follows_quotation(sentence, at) or (sentence.word(at - 1) == "," and at > 1)
    is_saying = sentence.word(at) in SAYING and _follows_quotation(sentence, at)
    may_be = is_behind and sentence.word(at) not in CALLING
    phrase = after_verb(sentence, at + 1, anybody=is_saying) if may_be else None
    if phrase is None:
        return None
    end = phrase.aside[1] if phrase.aside else phrase.last
    after = past_adjuncts(sentence, end)
    if not _ends_here(sentence, after):
        return None
    said = Said("said X", phrase, (at, at + 1), CUES[sentence.word(at)], around=(end, after))
    return _behind(sentence, said, at, after)


def _normal(sentence: Sentence, at: int) -> Said | None:
    """X said …; …, X said."""
    group = _verb_group(sentence, at)
    anybody = sentence.word(at) in SAYING
    phrase = before_verb(sentence, group, anybody=anybody) if group is not None else None
    if phrase is None:
        return None
    relay, end = told_to(sentence, at)
    after = past_adjuncts(sentence, end)
    verb_class = CUES[sentence.word(at)]
    said = Said("X said", phrase, (at, at + 1), verb_class, relay=relay, around=(phrase.last, after))
    if sentence.word(phrase.first - 1) == "as" and _ends_here(sentence, after):
        return _as_said(sentence, said, phrase.first - 1, after)
    if _ends_here(sentence, after) and _is_behind(sentence, phrase.first, after):
        return _behind(sentence, replace(said, rule="…, X said"), phrase.first, after)
    return _before(sentence, said, after)


def _verb_group(sentence: Sentence, at: int) -> int | None:
    """Where the verb group begins, or None if it says that nothing was said ("did not confirm", "was reported")."""
    start = at
    while sentence.word(start - 1) in _ADVERBS or is_date_word(sentence.word(start - 1)):
        start -= 1
        start -= sentence.word(start - 1) == "on" and is_date_word(sentence.word(start))
    before = sentence.word(start - 1)
    return None if before in _BREAKING or before.endswith("n't") else start


def _is_behind(sentence: Sentence, first: int, after: int) -> bool:
    """Whether what was said stands before; in "At the gate, she said, “…”" it does not."""
    opens_quotation = sentence.words(after, after + 2) == (",", QUOTE)
    return sentence.word(first - 1) == QUOTE or (
        sentence.word(first - 1) == "," and (not opens_quotation or QUOTE in sentence.words(0, first))
    )


def _ends_here(sentence: Sentence, at: int) -> bool:
    """Whether nothing more of what was said follows, or a comma parts it."""
    word = sentence.word(at)
    return word == QUOTE or word[:1] in tuple(".,;!?)…—–") or not word


def _behind(sentence: Sentence, said: Said, first: int, after: int) -> Said | None:
    """What was said stands before the attribution, and goes on behind it where a comma parts the two."""
    has_quotation = _quotes(sentence, first, after)
    end = first - (sentence.word(first - 1) == ",")
    contents = [(_clause_before(sentence, end), end)]
    if sentence.word(after) == "," and sentence.word(after + 1) not in _TURNS | _ABOUT_THE_SPEAKER:
        contents.append((after + 1, _end_of_content(sentence, after + 1)))
    contents = [part for part in contents if part[0] < part[1] and sentence.word(part[0]) != QUOTE]
    if not has_quotation and not (contents and _may_trail(sentence, said, after)):
        return None
    return replace(said, contents=tuple(contents), has_quotation=has_quotation)


def _may_trail(sentence: Sentence, said: Said, after: int) -> bool:
    """Whether the verb may follow what was said without quotation marks: "…, writes the Open Desk." ends with it."""
    verb = sentence.word(said.verb[0])
    ends_with_it = said.rule == "said X" and sentence.word(after) in ("", ".")
    return verb not in CALLING and (verb not in REMARKING or ends_with_it)


def _as_said(sentence: Sentence, said: Said, first: int, after: int) -> Said | None:
    """As X said, …; …, as X said."""
    said = replace(said, rule="as X said")
    if first == 0 and sentence.word(after) == ",":
        return replace(said, contents=((after + 1, _end_of_content(sentence, after + 1)),))
    return _behind(sentence, said, first, after)


def _before(sentence: Sentence, said: Said, after: int) -> Said | None:
    """What was said follows the attribution."""
    verb = sentence.word(said.verb[0])
    start = after
    while sentence.word(start) in ("that", ":", ",") or (verb in SPEAKING and sentence.word(start) == "of"):
        start += 1
    has_quotation = _quotes(sentence, said.phrase.first, after)
    if verb in REMARKING.keys() | SPEAKING.keys() and not has_quotation and start == after:
        return None
    contents = (start, _end_of_content(sentence, start))
    is_order = start == after and sentence.word(start).endswith("ing") and verb in SAYING
    says_nothing = start == after and sentence.word(start) in _NO_CONTENTS and not has_quotation
    is_wish = sentence.word(start) == "to" and sentence.word(start + 1) != "have"  # "claimed to have killed" tells
    if is_wish or is_order or says_nothing or (contents[0] >= contents[1] and not has_quotation):
        return None
    return replace(said, contents=(contents,), has_quotation=has_quotation)


def _quotes(sentence: Sentence, first: int, after: int) -> bool:
    """Whether a direct quotation stands right before or right behind."""
    behind = after
    while sentence.word(behind) in ("that", ":", ","):
        behind += 1
    return sentence.word(behind) == QUOTE or QUOTE in sentence.words(first - 2, first)


def _clause_before(sentence: Sentence, end: int) -> int:
    """Where the clause begins that ends here."""
    for at in range(end - 1, 0, -1):
        if sentence.word(at) in (";", QUOTE) or (sentence.word(at) in _TURNS and sentence.word(at - 1) == ","):
            return at + 1
    return 0


def _end_of_content(sentence: Sentence, start: int) -> int:
    for at in range(start, len(sentence)):
        if sentence.word(at) in (";", QUOTE) or (sentence.word(at) == "," and sentence.word(at + 1) in _TURNS):
            return at
    return len(sentence)


def _according(sentence: Sentence) -> Iterator[Said]:
    for at in range(len(sentence) - 2):
        if sentence.words(at, at + 2) != ("according", "to"):
            continue
        if phrase := after_verb(sentence, at + 2):
            yield _by_account(sentence, at, phrase)


def _by_account(sentence: Sentence, at: int, phrase: Phrase) -> Said:
    end = phrase.aside[1] if phrase.aside else phrase.last
    said = Said("according to X", phrase, (at, at + 2), VerbClass.NEUTRAL, around=(end, end))
    if at == 0 or _only_turns(sentence, at):
        start = end + (sentence.word(end) == ",")
        return replace(said, contents=((start, _end_of_content(sentence, start)),))
    last = at - (sentence.word(at - 1) == ",")
    return replace(said, contents=((_clause_before(sentence, last), last),))


def _only_turns(sentence: Sentence, at: int) -> bool:
    return sentence.word(at - 1) in (",", *_TURNS, "and") and at < 3


def _was_quoted(sentence: Sentence, at: int) -> Said | None:
    """X was quoted (by Y) as saying …"""
    if sentence.word(at - 1) not in ("was", "were", "is", "been"):
        return None
    start = at - 1
    while sentence.word(start - 1) in _ADVERBS:
        start -= 1
    phrase = before_verb(sentence, start)
    relay = after_verb(sentence, at + 2) if sentence.word(at + 1) == "by" else None
    saying = relay.last if relay else at + 1
    if phrase is None or sentence.words(saying, saying + 2) != ("as", "saying"):
        return None
    said = Said("X was quoted", phrase, (at, saying + 2), VerbClass.RELAYING, relay=relay)
    if sentence.word(saying + 2) == "by" and (relay := after_verb(sentence, saying + 3)):
        return _before(sentence, replace(said, relay=relay), relay.last)
    return _before(sentence, said, past_adjuncts(sentence, saying + 2))


def _quoted(sentence: Sentence, at: int) -> Said | None:
    """Y quoted X as saying …"""
    relay, phrase = before_verb(sentence, at), after_verb(sentence, at + 1)
    if phrase is None or sentence.words(phrase.last, phrase.last + 2) != ("as", "saying"):
        return None
    verb = (at, phrase.last + 2)
    said = Said("Y quoted X", phrase, verb, VerbClass.RELAYING, relay=relay)
    return _before(sentence, said, past_adjuncts(sentence, verb[1]))


def unread_verb(sentence: Sentence, found: list[Said]) -> int | None:
    """A verb of saying whose speaker was not made out; what stands around it may be anybody's."""
    read = {at for said in found for at in range(*said.verb)}
    return next((at for at in range(len(sentence)) if at not in read and _attributes(sentence, at)), None)


def _attributes(sentence: Sentence, at: int) -> bool:
    if sentence.word(at) in SAYING:
        return _verb_group(sentence, at) is not None
    return sentence.words(at, at + 2) == ("according", "to")
