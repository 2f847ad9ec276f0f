"""What a correction, a withholding, a withdrawal or a takedown of a report does to the claims read in it.

Text and claims stay in the house; a takedown does not judge the facts. Runs inside the caller's transaction.
"""

from events.models import Citation, Claim, Review
from events.reviewing import open_reviews
from events.withdrawals import resting_on
from newsroom.ledger.publishing import take_down, withdraw
from newsroom.ledger.records import Record
from newsroom.ledger.writing import Signature
from sources.anchors import carry_span
from sources.models import Article, ArticlePublication, ArticleVersion
from sources.models.articles import PubStatus
from sources.models.texts import ArticleEvent
from sources.text import Span

Cause = Review.Cause
_CAUSES = {"altered": Cause.WORDS_ALTERED, "missing": Cause.WORDS_MISSING}
NO_NOTICE = "Withdrawn by its outlet."


def follow_text(article: Article, version: ArticleVersion) -> None:
    """Review the claims whose words a new version of a report has altered or taken out, if it is the newest."""
    newest = article.newest_version
    if newest is None or newest.pk != version.pk:
        return
    citations = Citation.objects.filter(article=article, passage__isnull=False).exclude(passage__version=newest)
    affected: dict[str, list[Claim]] = {}
    for citation in citations.select_related("claim", "passage__version"):
        outcome = _outcome(citation, newest)
        if outcome in _CAUSES:
            affected.setdefault(_CAUSES[outcome], []).append(citation.claim)
    for cause, claims in affected.items():
        open_reviews({claim.pk: claim for claim in claims}.values(), cause, article, version)


def follow_status(article: Article, version: ArticleVersion, signature: Signature) -> None:
    """Act on what an outlet says of a whole report: withheld freezes, withdrawn and taken down end what is public."""
    claims = list(Claim.objects.filter(citations__article=article).distinct())
    if article.pub_status == PubStatus.WITHHELD:
        open_reviews(claims, Cause.REPORT_WITHHELD, article, version)
    elif article.pub_status == PubStatus.CANCELED:
        is_takedown = version.event == ArticleEvent.TAKEDOWN
        open_reviews(claims, Cause.REPORT_TAKEN_DOWN if is_takedown else Cause.REPORT_WITHDRAWN, article, version)
        _end_what_is_public(article, signature, is_takedown=is_takedown)


def _end_what_is_public(article: Article, signature: Signature, *, is_takedown: bool) -> None:
    """Tombstones for the report and for the claims that stand on no other public report."""
    ended: list[Record] = list(resting_on(article))
    if ArticlePublication.objects.issued().filter(public_id=article.public_id).exists():
        ended.append(article)
    if ended:
        act = take_down if is_takedown else withdraw
        act(ended, article.public_notice or NO_NOTICE, signature)


def _outcome(citation: Citation, newest: ArticleVersion) -> str:
    passage = citation.passage
    if passage is None:
        return ""
    span = Span(passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)
    return carry_span(passage.version.text, newest.text, span)[1]
