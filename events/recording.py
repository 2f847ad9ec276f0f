"""Record that a claim is read in an article: find the words, anchor them, cite them."""

from dataclasses import dataclass

from events.models import Citation, Claim, Relay
from events.models.claims import Rendering, VerbClass
from sources.models import Article, ArticleVersion, Passage, Source
from sources.text import Span, find_words, nearest_words


class WordsNotFound(ValueError):
    """The words do not stand in the text; the message quotes the nearest that do."""


class WordsInSeveralPlaces(ValueError):
    """The words stand in the text more than once; `spans` are the places to choose from."""

    def __init__(self, words: str, spans: list[Span]) -> None:
        self.spans = spans
        super().__init__(f"“{words}” stands there {len(spans)} times. Add a word before or after, or choose one.")


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Where and how an article gives the words of a claim."""

    version: ArticleVersion
    words: str
    rendering: str = Rendering.PARAPHRASE
    verb_text: str = ""
    verb_class: str = VerbClass.NEUTRAL
    relayed_by: tuple[Source, ...] = ()

    @property
    def article(self) -> Article:
        return self.version.article


def find_the_words(version: ArticleVersion, words: str) -> Span:
    """The one place where the words stand. Raises `WordsNotFound` or `WordsInSeveralPlaces`."""
    spans = find_words(version.text, words)
    if not spans:
        nearest = nearest_words(version.text, words)
        hint = f" Nearest: “{nearest}”" if nearest else ""
        message = f"These words are not in {version}: “{words}”.{hint}"
        raise WordsNotFound(message)
    if len(spans) > 1:
        raise WordsInSeveralPlaces(words, spans)
    return spans[0]


def anchor(version: ArticleVersion, span: Span) -> Passage:
    """The passage of these words, made once for everybody who cites them."""
    return Passage.objects.get_or_create(
        version=version, start=span.start, end=span.end, defaults={"exact": span.exact}
    )[0]


def cite(claim: Claim, quote: Quote) -> Citation:
    """Cite a stored claim with the words of an article. Raises what `find_the_words` raises."""
    citation = Citation.objects.create(
        claim=claim,
        article=quote.article,
        passage=anchor(quote.version, find_the_words(quote.version, quote.words)),
        rendering=quote.rendering,
        verb_text=quote.verb_text,
        verb_class=quote.verb_class,
    )
    for position, source in enumerate(quote.relayed_by, start=1):
        Relay.objects.create(citation=citation, position=position, source=source)
    return citation
