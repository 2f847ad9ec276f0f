"""Whom "he", "it", "they" and a bare surname mean: most likely the one named last, in this paragraph or the last."""

from dataclasses import dataclass, replace

from events.suggesting.speaker_words import BODIES, PRONOUNS, TITLES
from events.suggesting.suggestions import Speaker
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words
from sources.text import Span

_PERSONAL = words("he she who")
_REACH = 1  # paragraphs back


@dataclass(slots=True)
class Antecedents:
    """Who was named so far; asked and told in the order of the text."""

    paragraph: int = 0
    person: Span | None = None
    person_at: int = 0
    body: Span | None = None
    body_at: int = 0

    def note_names(self, sentence: Sentence) -> None:
        """Remembers persons named with a title, whether they speak or not: "Minister Dana Reyes praised …"."""
        if TITLES.isdisjoint(sentence.vocabulary):
            return
        for at, token in enumerate(sentence.tokens):
            if token.word in TITLES and (last := _name_end(sentence, at + 1)) > at + 2:
                self.person, self.person_at = sentence.span(at + 1, last), self.paragraph

    def resolved(self, speaker: Speaker) -> Speaker:
        """The speaker with whom the words refer to, and remembers him."""
        said = speaker.words.exact.lower()
        referent = self._referent(said)
        if referent is None:
            self._note(speaker)
            return speaker
        return replace(speaker, refers_to=referent)

    def _referent(self, said: str) -> Span | None:
        is_near_person = self.paragraph - self.person_at <= _REACH
        if said in _PERSONAL or self._is_surname(said):
            return self.person if is_near_person else None
        if said in ("it", "they"):
            return self.body if self.paragraph - self.body_at <= _REACH else None
        return None

    def _is_surname(self, said: str) -> bool:
        return self.person is not None and said == self.person.exact.lower().split()[-1] != self.person.exact.lower()

    def _note(self, speaker: Speaker) -> None:
        said = speaker.words.exact.lower()
        if speaker.name:
            self.person, self.person_at = speaker.name, self.paragraph
        elif said not in PRONOUNS and (said.endswith("s") or not BODIES.isdisjoint(said.split())):
            self.body, self.body_at = speaker.words, self.paragraph


def _name_end(sentence: Sentence, at: int) -> int:
    while sentence.is_capitalised(at):
        at += 1
    return at
