"""Record that a claim is read in an article: find the words, anchor them, cite them."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.models import Citation, Claim, Relay
from events.models.claims import Rendering, VerbClass
from sources.deriving import propose_from_citation
from sources.models import Article, ArticleVersion, Passage, Source
from sources.text import MOST_HITS, Span, clip, find_words, nearest_words


class WordsNotFound(ValueError):
    """The words do not stand in the text; the message names the version they stood in, or the nearest words."""

    def __init__(self, version: ArticleVersion, words: str) -> None:
        super().__init__(f"These words are not in {_named(version)}: “{clip(words)}”. {_where(version, words)}")


class WordsInSeveralPlaces(ValueError):
    """The words stand in the text more than once; `spans` are the places to choose from."""

    def __init__(self, version: ArticleVersion, spans: list[Span]) -> None:
        self.spans = spans
        count = f"at least {len(spans)}" if len(spans) == MOST_HITS else str(len(spans))
        super().__init__(f"These words stand {count} times in {_named(version)}. Choose which you mean.")


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
        raise WordsNotFound(version, words)
    if len(spans) > 1:
        raise WordsInSeveralPlaces(version, spans)
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
    relay(citation, quote.relayed_by)
    return citation


def relay(citation: Citation, sources: Iterable[Source]) -> None:
    """Put down who passed the words on, in this order, the first closest to the speaker.

    “Told Reuters” cites Reuters: where that is an outlet or agency, a derivation is proposed for judging.
    """
    for position, source in enumerate(sources, start=1):
        Relay.objects.create(citation=citation, position=position, source=source)
        propose_from_citation(citation.article, source)


def _named(version: ArticleVersion) -> str:
    return f"version {version.number} of “{version.article}”"


def _where(version: ArticleVersion, words: str) -> str:
    others = version.article.versions.exclude(pk=version.pk).newest_first()
    stands_in = next((other.number for other in others if find_words(other.text, words, limit=1)), None)
    if stands_in is not None:
        return f"They stood in version {stands_in}: open that text and quote from it."
    nearest = nearest_words(version.text, words)
    return f"Nearest: “{nearest}”." if nearest else "Nothing in it comes near."
