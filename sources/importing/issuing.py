"""Making public what an import has stored, as far as it may be; the rest stays, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Reason, Visibility
from newsroom.ledger.publishing import publish
from newsroom.ledger.registry import kind_of
from newsroom.ledger.writing import Signature
from sources.importing.planning import Plan
from sources.models import Article, ArticlePublication

_STORED = ("created", "new_version", "filled")
_SIGNATURE = Signature(by="import_articles", reason=Reason.IMPORT)


def issue(plans: Sequence[Plan]) -> None:
    """Issue the articles that these plans stored or changed, in one act, inside the caller's transaction.

    Every outcome says afterwards whether its article is public, and if not why.
    """
    fit = judge(plans)
    articles = list({plan.article.pk: plan.article for plan in fit if plan.article}.values())
    try:
        publish(articles, _SIGNATURE)
    except PublishingRefused:
        _issue_each(fit)


def judge(plans: Iterable[Plan]) -> list[Plan]:
    """The plans whose articles may be issued; the outcome of every other one notes what stands against it."""
    stored = [plan for plan in plans if plan.article and plan.outcome.outcome in _STORED]
    ended = set(
        ArticlePublication.objects.current()
        .filter(public_id__in=[plan.article.public_id for plan in stored if plan.article])
        .exclude(visibility=Visibility.ISSUED)
        .values_list("public_id", flat=True)
    )
    for plan in stored:
        _note(plan, _objections(plan.article, ended) if plan.article else [])
    return [plan for plan in stored if plan.outcome.is_issued]


def _objections(article: Article, ended: set[str]) -> list[str]:
    if article.public_id in ended:
        return [f"“{article}” was withdrawn. Publish it at the desk if it is to be public again."]
    return list(kind_of(article).refuse(article))


def _issue_each(plans: Iterable[Plan]) -> None:
    """One act an article: something that one of them stands on may not be issued."""
    for plan in plans:
        try:
            publish([plan.article] if plan.article else [], _SIGNATURE)
        except PublishingRefused as refused:
            _note(plan, refused.messages)


def _note(plan: Plan, objections: Sequence[str]) -> None:
    note = " ".join(filter(None, [plan.outcome.note, *(f"Not issued: {said}" for said in objections)]))
    plan.outcome = replace(plan.outcome, note=note, is_issued=not objections)
