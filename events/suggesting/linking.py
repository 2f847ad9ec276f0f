"""Whom a fate befell: which counted group is its subject or object.

Strict on purpose. Only words that are understood may stand between a group and its fate; a group behind a
preposition ("at 5 checkpoints", "by 12 men"), one that does something ("seven soldiers killed …") and one whose
clause begins with unknown words are nobody's subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from events.suggesting.counted_groups import (
    PREPOSITIONS,
    Group,
    before_determiners,
    ends_phrase,
    group_at,
    is_complete,
)
from events.suggesting.counted_kinds import kind_of
from events.suggesting.cue_verbs import CUES
from events.suggesting.date_phrases import is_date_word
from events.suggesting.fates import AUXILIARIES, Fate, Form, Voice
from events.suggesting.tokens import QUOTE, Sentence
from events.suggesting.word_lists import words


class Link(NamedTuple):
    """A group and how it was found to be the one of a fate."""

    group: Group
    rule: str


_BEFORE_A_CLAUSE = words(
    """
    , ; : — – - ( ) and or but while when after before because although though since as until where whereas then that
    meanwhile there whom which later earlier overnight also only saying adding noting
    fear fears feared
    """
) | frozenset([QUOTE, ""])
_ASIDES = words("aged ages including among mostly many most some all both at two three one who whom mainly")
_RELATIVE = words("who that which")
_PRONOUNS = words("him her them himself herself itself themselves me us you")
_OBJECT_BEGINS = _PRONOUNS | words("the a an his its their our my your several many some most all it everyone")
_CONJUNCTIONS = words("after before since until")
_CONNECTIVES = words("and or")
_NO_FATES_OF = words("at by on aged since until")  # "at 45 killed in action" counts nobody
_FURTHEST = 8  # words of one prepositional phrase
_LONGEST_ASIDE = 15
_MOST_PHRASES = 4


@dataclass(frozen=True, slots=True)
class Linker:
    """The groups and fates of one sentence, by where they begin and end."""

    sentence: Sentence
    by_first: dict[int, Group]
    by_last: dict[int, Group]
    fates_by_group: dict[int, Fate]
    fates_by_last: dict[int, Fate]

    @classmethod
    def of(cls, sentence: Sentence, groups: list[Group], fates: list[Fate]) -> "Linker":
        return cls(
            sentence,
            {group.first: group for group in groups},
            {group.last: group for group in groups},
            {fate.group: fate for fate in fates},
            {fate.last: fate for fate in fates},
        )

    def links(self, fate: Fate) -> list[Link]:
        """The groups that the fate befell."""
        if fate.form == Form.GERUND:
            return self._objects(fate)
        if fate.voice == Voice.PASSIVE:
            return self._subjects(fate.group, "passive")
        if fate.form == Form.INTRANSITIVE:
            return self._intransitive(fate)
        if fate.voice == Voice.ACTIVE or self._has_object(fate):
            return self._objects(fate)
        return self._reduced(fate)

    def _intransitive(self, fate: Fate) -> list[Link]:
        if self.sentence.word(fate.first).endswith("ing"):  # with five of them suffering serious injuries
            return self._reduced(fate)
        return self._subjects(fate.group, "intransitive")

    def _reduced(self, fate: Fate) -> list[Link]:
        """The group stands right before the fate: "six militants killed", "45 wounded"."""
        group = self.by_last.get(fate.group)
        if group is None or not ends_phrase(self.sentence, fate.last):
            return []
        is_governed = group.noun < 0 and self.sentence.word(group.first - 1) in _NO_FATES_OF
        is_of_the_whole = group.is_part and group.noun >= 0 and fate.form == Form.PAST  # eight of the 15 detained
        return [] if is_governed or is_of_the_whole else [Link(group, "reduced")]

    def _has_object(self, fate: Fate) -> bool:
        """Whether the bare verb goes on with whom it befell, so that what stands before it did it."""
        if fate.form == Form.STATE:
            return False
        at = fate.last
        if at in self.by_first:
            return True
        word = self.sentence.word(at)
        if is_date_word(word) or self._is_time(at):
            return False
        begins = word in _OBJECT_BEGINS or self.sentence.is_capitalised(at)
        return begins or (at < len(self.sentence) and kind_of(self.sentence.tokens[at].text) is not None)

    def _is_time(self, at: int) -> bool:
        """The same day, a week ago, this month."""
        return any(map(is_date_word, self.sentence.words(at + 1, at + 3)))

    # What follows the verb.

    def _objects(self, fate: Fate) -> list[Link]:
        group = self._first_object(fate.last)
        found: list[Link] = []
        while (
            group
            and is_complete(self.sentence, group)
            and (self._is_in_relative_clause(fate) or not self._is_next_subject(group))
        ):
            found.append(Link(group, "active"))
            group = self._coordinated(group.last)
        return found

    def _is_in_relative_clause(self, fate: Fate) -> bool:
        """In "two gunmen who wounded six people were arrested" what follows the object is the gunmen's verb."""
        return self.sentence.word(fate.group - 1) in _RELATIVE

    def _first_object(self, at: int) -> Group | None:
        return group_at(self.sentence, self.by_first, at) or self._coordinated(self._past_uncounted(at))

    def _past_uncounted(self, at: int) -> int:
        """Behind "him" or "the commander": at most four words, up to the "and" that joins a count to them."""
        for index in range(at, at + 5):
            if self.sentence.word(index) in _CONNECTIVES:
                return index
            if self.sentence.word(index) in PREPOSITIONS or self.sentence.word(index) in AUXILIARIES:
                break
        return at

    def _coordinated(self, at: int) -> Group | None:
        """The counted group that "and", "or" or a comma joins to what ends here."""
        start = at
        while self.sentence.word(at) in (",", "and", "or", "as", "well"):
            at += 1
        if at == start:
            return None
        group = group_at(self.sentence, self.by_first, at)
        is_named = group is not None and group.noun >= 0 and ends_phrase(self.sentence, group.last)
        return group if is_named else None

    def _is_next_subject(self, group: Group) -> bool:
        """Whether another verb follows the group: in "and 45 were wounded" it is that one's."""
        after = self.sentence.word(group.last)
        return after in AUXILIARIES or group.last in self.fates_by_group or after in CUES

    # What stands before the verb.

    def _subjects(self, at: int, rule: str) -> list[Link]:
        verb = at
        at = self._before_relative_clause(self._before_aside(at))
        if self.sentence.word(at - 1) in _RELATIVE:
            at -= 1
            at -= self.sentence.word(at - 1) == ","
        for _ in range(_MOST_PHRASES):
            group = self.by_last.get(at)
            preposition = self._governing(group, at_verb=at == verb) if group else self._preposition_before(at)
            if group and preposition is None:
                return list(self._with_coordinated(group, rule))
            if preposition is None:
                return []
            at = self._before_aside(preposition)
        return []

    def _before_relative_clause(self, at: int) -> int:
        group = self.by_last.get(at)
        fate = self.fates_by_last.get(group.first) if group else None
        return fate.group if fate and self._is_in_relative_clause(fate) else at

    def _before_aside(self, at: int) -> int:
        """Before ", including two medics," or "(460 families)"; `at` itself where nothing of the sort stands there."""
        if self.sentence.word(at - 1) == ")":
            return next((index for index in range(at - 2, max(-1, at - 8), -1) if self.sentence.word(index) == "("), at)
        if self.sentence.word(at - 1) != ",":
            return at
        for index in range(at - 2, max(-1, at - _LONGEST_ASIDE), -1):
            if self.sentence.word(index) == "," and self._begins_aside(index + 1):
                return index
        return at

    def _begins_aside(self, at: int) -> bool:
        group = self.by_first.get(at)
        return self.sentence.word(at) in _ASIDES or (group is not None and group.is_part)

    def _governing(self, group: Group, *, at_verb: bool = False) -> int | None:
        """The preposition on which the group hangs; right before a verb, "after two" begins a clause."""
        at = before_determiners(self.sentence, group.first)
        word = self.sentence.word(at)
        return at if word in PREPOSITIONS and not (at_verb and word in _CONJUNCTIONS) else None

    def _preposition_before(self, at: int) -> int | None:
        """The preposition of the phrase that ends here: names and plain nouns, no verb, no mark."""
        for index in range(at - 1, max(-1, at - 1 - _FURTHEST), -1):
            if self.sentence.word(index) in PREPOSITIONS:
                return index
            if not self._may_be_within_phrase(index):
                return None
        return None

    def _may_be_within_phrase(self, at: int) -> bool:
        token = self.sentence.tokens[at]
        if token.word == "and":
            return self.sentence.is_capitalised(at - 1) and self.sentence.is_capitalised(at + 1)
        is_verb = token.word in AUXILIARIES or token.word in CUES or token.word.endswith(("ing", "ed"))
        return token.is_word and token.word not in _BEFORE_A_CLAUSE | _RELATIVE and not is_verb

    def _with_coordinated(self, group: Group, rule: str) -> Iterator[Link]:
        """The group and those joined to it on the left, if the first begins a clause; behind ", and" itself alone."""
        chain = [group]
        for _ in range(_MOST_PHRASES):
            former = self._joined_before(chain[-1].first)
            if former is None:
                break
            chain.append(former)
        if self._begins_clause(chain[-1].first):
            yield from (Link(member, rule) for member in reversed(chain))
        elif self.sentence.words(group.first - 2, group.first) == (",", "and"):
            yield Link(group, rule)

    def _joined_before(self, first: int) -> Group | None:
        at = before_determiners(self.sentence, first)
        if self.sentence.word(at) not in (",", "and", "or"):
            return None
        while self.sentence.word(at) in (",", "and", "or", "as", "well"):
            at -= 1
        group = self.by_last.get(at + 1)
        is_of_the_subject = group is not None and group.measure is None and self._governing(group) is None
        return group if is_of_the_subject else None

    def _begins_clause(self, first: int) -> bool:
        at = before_determiners(self.sentence, first)
        word = self.sentence.word(at)
        if word in _BEFORE_A_CLAUSE or word in CUES or is_date_word(word):
            return True
        return self._is_leading_phrase(at)

    def _is_leading_phrase(self, at: int) -> bool:
        """A preposition and names, at the beginning of a clause: "In Jenin four people …"."""
        while at > 0 and (self.sentence.is_capitalised(at) or self.sentence.word(at) == "the"):
            at -= 1
        begins = self.sentence.word(at) in PREPOSITIONS
        return begins and (self.sentence.word(at - 1) in _BEFORE_A_CLAUSE or self.sentence.word(at - 1) in CUES)
