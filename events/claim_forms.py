"""One claim in the order in which an editor thinks: who said it, what it answers, the answer, how sure."""

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser

from events.dates import PartialDate
from events.models import Claim, Predicate
from events.models.claims import WITHOUT_VALUE, Polarity
from events.posted_citations import PostedCitation, posted_citations
from events.question_forms import QuestionForm
from events.value_forms import ValueForm
from newsroom.ledger import seam
from newsroom.ledger.forms import PublishableForm
from sources.models import Source


class ClaimForm(QuestionForm, ValueForm, PublishableForm):
    """Finds or makes the question, reads the words, signs the check that the words are there.

    `notices` are sentences for the editor on what was filled in for him, or could not be.
    """

    words_checked = forms.BooleanField(
        required=False,
        label="I have checked that the words are there",
        help_text="Signed with your name and the time. It says nothing about whether they are true.",
    )

    class Meta:
        model = Claim
        fields = "__all__"
        widgets = {
            "value_text": forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"}),
            "note": forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.notices: list[str] = []
        self.initial.setdefault("words_checked", self.instance.fidelity_verified_by_id is not None)

    # What the other forms ask

    def asked(self) -> Predicate | None:
        return self.cleaned_data.get("predicate")

    def question_is_needed(self) -> bool:
        return self.needs_value()

    def needs_value(self) -> bool:
        return self.cleaned_data.get("polarity") not in WITHOUT_VALUE

    def refuses_value(self) -> str:
        if self.needs_value():
            return ""
        refusal = Polarity(self.cleaned_data["polarity"]).label
        return f"“{refusal}” states no value: empty this box, or let the speaker affirm or deny."

    def reported_on(self) -> dt.date | None:
        """The earliest day on which a cited version was published."""
        return min((cited.published_on for cited in self._cited if cited.published_on), default=None)

    @cached_property
    def _cited(self) -> list[PostedCitation]:
        return posted_citations(self.data) if self.is_bound else []

    # Cleaning

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._let_the_article_speak()
        self._read_when_said()
        self._check_speakers()
        self._check_superseded()
        return self.cleaned_data

    def _let_the_article_speak(self) -> None:
        """The article in its own voice is a speaker too: its outlet."""
        if (
            any(self.cleaned_data.get(name) for name in ("said_by", "speaks_for", "attribution"))
            or "said_by" in self.errors
        ):
            return
        outlet = next((cited.article.outlet for cited in self._cited if cited.is_narrative), None)
        if outlet is not None:
            self.cleaned_data["said_by"] = outlet
            self.notices.append(f"Nobody was named, so this is said by “{outlet}”: the article's own voice.")

    def _read_when_said(self) -> None:
        problem = self.read_date("said_words", "said_edtf")
        if problem:
            words = self.cleaned_data["said_words"]
            self.notices.append(f"“{words}” was kept, but not read as a date: {problem}")
        edtf = self.cleaned_data.get("said_edtf")
        if edtf and PartialDate(edtf, reported_on=self.reported_on()).is_after_report:
            self.notices.append(f"It was said after the day of the report ({edtf}). Check the date.")

    def _check_speakers(self) -> None:
        stands_beside = self.cleaned_data.get("speaks_for_title") or self.cleaned_data.get("speaks_for_basis")
        if stands_beside and not self.cleaned_data.get("speaks_for") and "speaks_for" not in self.errors:
            self.add_error("speaks_for", "Choose for whom it was said; title and “known from” stand beside that.")

    def _check_superseded(self) -> None:
        earlier: Claim | None = self.cleaned_data.get("supersedes")
        if earlier is None:
            return
        originator: Source | None = self.cleaned_data.get("speaks_for") or self.cleaned_data.get("said_by")
        if earlier.pk == self.instance.pk:
            self.add_error("supersedes", "A claim does not supersede itself.")
        elif originator is not None and earlier.originator != originator:
            said = f"That claim is by “{earlier.originator}”, this one by “{originator}”."
            self.add_error("supersedes", f"{said} Two speakers who differ both stay.")

    # Saving

    def settle(self, user: AbstractBaseUser) -> None:
        """What is only done once everything was found valid. Call inside the transaction, before the row is saved."""
        self.instance.question = self.make_question()
        self._sign_fidelity(user)

    def _sign_fidelity(self, user: AbstractBaseUser) -> None:
        """A check signs the words that were there; when they change, it is this editor who says so anew."""
        claim = self.instance
        if not self.cleaned_data["words_checked"]:
            claim.fidelity_verified_by = claim.fidelity_verified_at = None
        elif claim.fidelity_verified_by is None or self._words_have_changed():
            claim.fidelity_verified_by, claim.fidelity_verified_at = user, seam.now()

    def _words_have_changed(self) -> bool:
        passages = self.instance.citations.filter(passage__isnull=False).values_list(
            "passage__version", "passage__start", "passage__end"
        )
        return bool({cited.anchor for cited in self._cited if cited.has_words} - set(passages))
