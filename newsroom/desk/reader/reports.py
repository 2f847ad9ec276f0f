"""The report that is being read, as far as somebody may read it."""

from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from newsroom.accounts.models import User
from sources.models import Article, ArticleVersion

NEEDED = ("sources.view_article", "events.view_claim")


@dataclass(frozen=True)
class Report:
    article: Article
    version: ArticleVersion


def editor_of(request: HttpRequest) -> User:
    """Who is at the desk; every address of the Reader lets nobody else in."""
    return cast("User", request.user)


def article_to_read(request: HttpRequest, key: int) -> Article:
    """Raises `PermissionDenied` before it says whether there is such an article."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    article = Article.objects.select_related("outlet", "dateline_place").filter(pk=key).first()
    if article is None:
        raise Http404
    return article


def report_to_read(request: HttpRequest, key: int, version: str = "") -> Report:
    """The article with one of its texts: that of this id, or the newest. Raises `Http404` where there is none."""
    article = article_to_read(request, key)
    texts = article.versions.with_text()
    found = texts.filter(pk=int(version)).first() if _is_key(version) else texts.newest_first().first()
    if found is None:
        raise Http404
    return Report(article, found)


def _is_key(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 19
