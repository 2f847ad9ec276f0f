"""What became of quoted words in the newest text of their report that is public."""

from newsroom.ledger.registry import Json
from sources.anchors import Outcome, carry_span
from sources.models import ArticleVersion
from sources.text import Span


def public_anchor(article: str, passage: Json, texts: list[int]) -> str:
    """“intact”, “altered” or “missing”: carried by a diff from the text they were read in to the last of `texts`.

    `texts` are the numbers of the public ones in their order. Captured texts never change, so this depends on
    nothing but what is issued. Moved words are intact, and so are those of a text newer than the public ones.
    """
    read_in = passage["version"]["number"]
    if read_in not in texts or texts[-1] == read_in:
        return "intact"
    newest = texts[-1]
    stored = ArticleVersion.objects.filter(article__public_id=article, number__in=[read_in, newest])
    text = dict(stored.values_list("number", "text"))
    span = Span(passage["start"], passage["end"], passage["exact"], passage["prefix"], passage["suffix"])
    outcome: Outcome = carry_span(text[read_in], text[newest], span)[1]
    return "intact" if outcome == "moved" else outcome
