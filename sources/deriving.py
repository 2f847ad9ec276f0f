"""Say where an article takes its matter from: propose it from its credits, issue what was judged."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from newsroom.accounts.models import User
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Entry
from newsroom.ledger.panel import differences
from newsroom.ledger.publishing import publish
from newsroom.ledger.registry import NotIssued
from newsroom.ledger.writing import Signature
from sources.models import Article, ArticlePublication, Contribution, Derivation, Source

PUBLISH = "ledger.publish_record"
DERIVATIONS = "derivations"
"""The part of an article's public document that a judgement changes."""


def propose_from_credits(*articles: Article) -> list[Derivation]:
    """Propose that these articles derive from the agencies that they credit, as far as these are known sources.

    Unsure until somebody judges it. Proposes nothing twice, and nothing where a derivation from that source is
    recorded already, whatever its kind or judgement. Two queries, whatever the number of articles.
    """
    wanted = {(made.article_id, made.source_id) for made in _open_credits(articles)}
    proposed = [
        Derivation(
            article_id=article,
            from_source_id=source,
            kind=Derivation.Kind.CONTRIBUTED,
            basis=Derivation.Basis.CREDIT_LINE,
        )
        for article, source in sorted(wanted)
    ]
    return Derivation.objects.bulk_create(proposed, ignore_conflicts=True)  # another import may have been faster


def propose_from_citation(article: Article, source: Source) -> None:
    """Propose that an article which names an outlet or agency for somebody's words cites it. Nothing twice."""
    prints = source.kind in (Source.Kind.OUTLET, Source.Kind.AGENCY) and not source.is_confidential
    if prints and source != article.outlet and not article.derivations.filter(from_source=source).exists():
        article.derivations.create(
            from_source=source, kind=Derivation.Kind.CITES, basis=Derivation.Basis.EXPLICIT_CITATION
        )


def _open_credits(articles: Iterable[Article]) -> QuerySet[Contribution]:
    """Wire credits of known sources other than the outlet itself, from which no derivation is recorded yet."""
    recorded = Derivation.objects.filter(article=OuterRef("article"), from_source=OuterRef("source"))
    credited = Contribution.objects.filter(article__in=list(articles), role__in=Contribution.WIRE_ROLES)
    return credited.exclude(source=None).exclude(article__outlet=F("source")).exclude(Exists(recorded))


def is_public(article: Article) -> bool:
    return ArticlePublication.objects.issued().filter(public_id=article.public_id).exists()


def issue_judged(article: Article, by: User) -> list[Entry]:
    """Issue a public article anew after a derivation of it was judged. Runs inside the caller's transaction.

    Raises `PublishingRefused`, also where somebody's other edit of the article would go out with it.
    """
    unfinished = sorted({found.field for found in differences(article) if not found.field.startswith(DERIVATIONS)})
    if unfinished:
        message = f"“{article}” has other changes that are not public ({', '.join(unfinished)}). "
        raise PublishingRefused([f"{message}Publish it from its own page, then the judgement goes out with them."])
    try:
        return publish([article], Signature(by=by.get_username(), note="A derivation was judged."))
    except NotIssued as missing:
        message = f"“{article}” names {missing}, which is not public. Publish that first."
        raise PublishingRefused([message]) from missing
