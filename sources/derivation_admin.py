"""The admin of derivations: proposed by software or an editor, judged by people, one judgement after the other."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.http import HttpRequest

from newsroom.accounts.models import User
from newsroom.ledger import seam
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.panel import issued_words
from newsroom.ledger.related_boxes import FindOrAdd
from sources.deriving import PUBLISH, is_public, issue_judged
from sources.models import Article, Derivation, DerivationJudgement

Verdict = DerivationJudgement.Verdict


class JudgementInline(admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    """Judgements are added, one after the other; the latest holds and none is ever edited."""

    model = DerivationJudgement
    verbose_name = "judgement"
    fields = ["verdict", "why", "signed"]
    readonly_fields = ["signed"]
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        """An empty one is offered where nobody has judged yet."""
        return 0 if obj and obj.judgements.exists() else 1

    @admin.display(description="signed")
    def signed(self, judgement: DerivationJudgement) -> str:
        if not judgement.pk:
            return "with your name, when you save"
        return f"{judgement.judged_by}, {judgement.judged_at:%d %B %Y %H:%M} UTC"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class JudgementFilter(admin.SimpleListFilter):
    title = "judgement"
    parameter_name = "judgement"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "Not judged yet"), *((value, str(label)) for value, label in Verdict.choices)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(latest_verdict=None if self.value() == "none" else self.value())


@admin.register(Derivation)
class DerivationAdmin(FindOrAdd, admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    seen_by = "Public with the article, as unsure until it is judged. Reasons and signature stay on the desk."
    list_display = ["article", "kind", "origin", "basis", "similarity", "latest_judgement"]
    list_filter = [JudgementFilter, "kind", "basis"]
    list_select_related = ["article", "from_article", "from_source"]
    search_fields = ["article__headline", "from_article__headline", "from_source__name"]
    autocomplete_fields = ["article", "from_article", "from_source"]
    inlines = [JudgementInline]
    fields = ["article", "kind", "from_article", "from_source", "basis", "similarity"]
    readonly_fields = ["basis", "similarity"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        latest = DerivationJudgement.objects.filter(derivation=OuterRef("pk")).order_by("-id")
        rows: QuerySet[Any] = super().get_queryset(request)
        judged: QuerySet[Any] = rows.annotate(latest_verdict=Subquery(latest.values("verdict")[:1]))
        return judged

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was proposed stays as it was proposed: it is judged, not retyped."""
        return self.fields if obj else self.readonly_fields

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        for judgement in formset.save(commit=False):
            judgement.judged_by, judgement.judged_at = request.user, seam.now()
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        article = form.instance.article
        if any(formset.new_objects for formset in formsets) and is_public(article):
            self._issue(request, article)

    def _issue(self, request: HttpRequest, article: Article) -> None:
        """Bring the judgement into the public document of the article, and tell what came of it."""
        if not request.user.has_perm(PUBLISH):
            text = f"Judged, but not public yet: ask somebody who may publish to publish “{article}” again."
            self.message_user(request, text, messages.WARNING)
            return
        try:
            with transaction.atomic():
                entries = issue_judged(article, cast("User", request.user))
        except PublishingRefused as refusal:
            for message in refusal.messages:
                self.message_user(request, f"Judged, but not public yet: {message}", messages.ERROR)
        else:
            self.message_user(request, issued_words(entries, article), messages.SUCCESS)

    @admin.display(description="from")
    def origin(self, derivation: Derivation) -> str:
        return str(derivation.from_article or derivation.from_source)

    @admin.display(description="similarity", ordering="similarity_permille")
    def similarity(self, derivation: Derivation) -> str:
        share = derivation.similarity_permille
        return "—" if share is None else f"{share / 10:.1f} %"

    @admin.display(description="judgement", ordering="latest_verdict")
    def latest_judgement(self, derivation: Any) -> str:
        verdict = derivation.latest_verdict
        return str(Verdict(verdict).label) if verdict else "not judged yet"
