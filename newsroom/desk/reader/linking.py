"""Link what is read to what is there: the same question, an earlier claim it replaces, other incidents and reports."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.http import HttpRequest, JsonResponse, QueryDict

from events.models import Citation, Claim, Incident, IncidentLink
from events.question_forms import KEY
from events.side_by_side import SHOWN, answer_words, speaker_words
from newsroom.desk.reader.reports import article_to_read
from newsroom.desk.reader.told import told_of_box
from sources.models import Article, Derivation
from sources.names import fold

MOST_CLAIMS = 200
MOST_OTHERS = 30
MOST_SHOWN = 30
Told = dict[str, Any]

RIGHTS: dict[type[Model], str] = {
    IncidentLink: "events.add_incidentlink",
    Derivation: "sources.add_derivation",
}


def links_view(request: HttpRequest, _site: AdminSite, key: int) -> JsonResponse:
    """What the claim in the panel can be linked to, the nearest first, as the results of a combobox."""
    article = article_to_read(request, key)
    term = fold(request.GET.get("term", ""))
    links = {(link["text"], link["note"]): link for link in _Links(article, request.GET).all()}
    results = [link for told, link in links.items() if term in fold(" ".join(told))]
    return JsonResponse({"results": results[:MOST_SHOWN], "pagination": {"more": len(results) > MOST_SHOWN}})


def link_view(request: HttpRequest, site: AdminSite, key: int) -> JsonResponse:
    """Make a link between incidents or reports, at once; links of the claim itself are saved with it."""
    if request.method != "POST":
        return JsonResponse({"problem": "A link is made by POST."}, status=405)
    article = article_to_read(request, key)
    made = _incident_link(request.POST) if request.POST.get("incident") else _derivation(article, request.POST)
    if not request.user.has_perm(RIGHTS[type(made)]):
        return JsonResponse({"problem": "You have no right to link these."}, status=403)
    try:
        with transaction.atomic():
            made.full_clean()
            made.save()
    except ValidationError as problem:
        return JsonResponse({"problem": " ".join(problem.messages)}, status=422)
    _log(request, site, made)
    return JsonResponse({"made": str(made)}, status=201)


class _Links:
    """The links that are on offer for one claim, by what stands in the panel."""

    def __init__(self, article: Article, asked: QueryDict) -> None:
        self.article, self.asked = article, asked
        self.incident = _key(asked.get("incident"))
        read = Incident.objects.filter(questions__claims__citations__article=article).values_list("pk", flat=True)
        self.around = {*read, *([self.incident] if self.incident else [])}
        self.originator = _key(asked.get("speaks_for")) or _key(asked.get("said_by"))

    def all(self) -> Iterator[Told]:
        if not self.asked.get("recorded"):  # what a recorded claim answers is changed on its own page
            claims = self._claims()
            yield from map(_same_question, claims)
            yield from (_replaces(claim) for claim in claims if self._is_earlier(claim))
        yield from self._incidents()
        yield from self._reports()

    def _claims(self) -> list[Claim]:
        """Those of the incident in the panel and of those in this report; what asks the same first."""
        found = Claim.objects.filter(question__incident__in=self.around).exclude(superseded_by__isnull=False)
        rows = found.select_related(*SHOWN).order_by("-id")[:MOST_CLAIMS]
        return sorted(rows, key=self._distance)

    def _distance(self, claim: Claim) -> tuple[bool, ...]:
        question = claim.question
        keys = ("predicate", "incident", "population", "party")
        return tuple(str(getattr(question, f"{name}_id") or "") != self.asked.get(name, "") for name in keys)

    def _is_earlier(self, claim: Claim) -> bool:
        same_question = not any(self._distance(claim))
        return same_question and claim.originator is not None and claim.originator.pk == self.originator

    def _incidents(self) -> Iterator[Told]:
        if not self.incident:
            return
        linked = IncidentLink.objects.filter(incident=self.incident).values("other")
        at = Incident.objects.filter(pk=self.incident).values("place")
        others = Incident.objects.filter(Q(place__in=at) | Q(pk__in=self.around)).exclude(pk=self.incident)
        for other in others.exclude(pk__in=linked)[:MOST_OTHERS]:
            for kind in IncidentLink.Kind:
                yield {
                    "id": f"incident:{kind}:{other.pk}",
                    "text": f"The incident {kind.label}: {other.label}",
                    "note": other.occurred_words or other.occurred_edtf,
                    "post": {"incident": str(self.incident), "kind": kind, "other": str(other.pk)},
                }

    def _reports(self) -> Iterator[Told]:
        """Reports in which claims on the same incidents were read; what is proposed already is judged elsewhere."""
        known = Derivation.objects.filter(article=self.article, from_article__isnull=False).values("from_article")
        same = Citation.objects.filter(claim__question__incident__in=self.around).values("article")
        others = Article.objects.filter(pk__in=same).exclude(pk=self.article.pk).exclude(pk__in=known)
        for other in others.select_related("outlet")[:MOST_OTHERS]:
            for kind in (Derivation.Kind.CITES, Derivation.Kind.REWRITE, Derivation.Kind.WIRE_COPY):
                yield {
                    "id": f"report:{kind}:{other.pk}",
                    "text": f"This report: {kind.label} {other.headline}",
                    "note": str(other.outlet or ""),
                    "post": {"from_article": str(other.pk), "kind": kind},
                }


def _same_question(claim: Claim) -> Told:
    question = claim.question
    key = {name: getattr(question, name) for name in KEY}
    return {
        "id": f"question:{claim.pk}",
        "text": f"Same question as {speaker_words(claim)}: {answer_words(claim)}",
        "note": str(question),
        "boxes": {name: told_of_box(key[name]) for name in ("incident", "party", "place")},
        "values": {
            "predicate": key["predicate"].pk,
            "population": key["population"].pk,
            "window": key["window"],
        },
    }


def _replaces(claim: Claim) -> Told:
    return {
        "id": f"replaces:{claim.pk}",
        "text": f"Replaces what {speaker_words(claim)} said before: {answer_words(claim)}",
        "note": str(claim.public_id),
        "values": {"supersedes": str(claim.pk)},
    }


def _incident_link(posted: QueryDict) -> IncidentLink:
    incident, other = _key(posted.get("incident")), _key(posted.get("other"))
    return IncidentLink(incident_id=incident or 0, kind=posted.get("kind", ""), other_id=other or 0)


def _derivation(article: Article, posted: QueryDict) -> Derivation:
    return Derivation(
        article=article,
        from_article_id=_key(posted.get("from_article")),
        kind=posted.get("kind", ""),
        basis=Derivation.Basis.EDITOR,
    )


def _log(request: HttpRequest, site: AdminSite, made: Model) -> None:
    record = made.incident if isinstance(made, IncidentLink) else made
    act: Any = {"name": str(made._meta.verbose_name), "object": str(made)}  # noqa: SLF001  Django's documented attribute
    admin = site.get_model_admin(type(record))
    if record is made:
        admin.log_addition(request, record, [{"added": {}}])
    else:
        admin.log_change(request, record, [{"added": act}])


def _key(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 19 else None
