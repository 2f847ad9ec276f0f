"""Record what was read: the claim with its words, and the speaker and incident that are met for the first time.

One transaction: either all of it is there afterwards, or nothing, and the answer says at which box to mend what.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AdminSite
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, JsonResponse, QueryDict

from events.citation_forms import CitationForm
from events.claim_forms import ClaimForm
from events.models import Citation, Claim, Incident
from events.posted_citations import PREFIX
from newsroom.desk.reader.boxes import INCIDENT, SAID_BY, SOURCE_BOXES
from newsroom.desk.reader.new_rows import NewIncident, NewSource
from newsroom.desk.reader.reports import Report, editor_of, report_to_read
from newsroom.desk.reader.suggested import note_decision
from newsroom.desk.reader.told import told_of_box, told_of_claim
from newsroom.desk.reading import Reading
from newsroom.ledger.records import RowState
from sources.models import Affiliation, Disclosure, Source
from sources.text import NotInText, check_anchor

ROW = f"{PREFIX}-0"
NEW = "-new"
NEWER = "A newer version of this text has come in meanwhile: reload the page to read on in that one."
Errors = dict[str, list[str]]


class Refused(Exception):
    """Nothing is saved; `errors` has the messages by the name of the box, "" for the whole."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(str(errors))
        self.errors = errors


def save_view(request: HttpRequest, site: AdminSite, key: int) -> JsonResponse:
    """201 with the claim as the page lists it, or 422 with the errors."""
    if request.method != "POST":
        return JsonResponse({"problem": "A claim is saved by POST."}, status=405)
    report = report_to_read(request, key, request.POST.get(f"{ROW}-version", ""))
    try:
        with transaction.atomic():
            recording = _Recording(request, site, report)
            claim = recording.record()
    except Refused as refusal:
        return JsonResponse({"errors": refusal.errors}, status=422)
    return JsonResponse(_told(report, claim, recording), status=201)


def _told(report: Report, claim: Claim, recording: "_Recording") -> dict[str, Any]:
    reading = Reading(report.article)
    told = told_of_claim(next(read for read in reading.claims if read.citation.claim_id == claim.pk))
    made = {name: told_of_box(row) for name, row in recording.made.items()}
    if reading.newest == report.version:
        return {"claim": told, "made": made, "notices": recording.notices}
    stands_at = {"start": recording.span[0], "end": recording.span[1]}
    return {"claim": told | stands_at, "made": made, "notices": [*recording.notices, NEWER]}


class _Recording:
    """One post on its way to rows. `made` are the new rows by the box that asked for them."""

    def __init__(self, request: HttpRequest, site: AdminSite, report: Report) -> None:
        self.request, self.site, self.report = request, site, report
        self.data: QueryDict = request.POST.copy()
        self.data[f"{PREFIX}-TOTAL_FORMS"] = "1"
        self.data[f"{ROW}-article"] = str(report.article.pk)
        self.data.setdefault("state", RowState.DRAFT)
        self.data.setdefault("disclosure", Disclosure.ON_RECORD)
        self.made: dict[str, Source | Incident] = {}
        self.notices: list[str] = []
        self.span = (0, 0)
        self.errors: Errors = {}

    def record(self) -> Claim:
        self._check_right("events.add_claim", "", "record claims")
        self._check_words()
        self._make_sources()
        self._make_incident()
        claim = self._save(ClaimForm(self.data), CitationForm(self.data, prefix=ROW, instance=Citation()))
        self._affiliate(claim)
        self.notices += filter(None, [note_decision(self.request, self.report, claim)])
        return claim

    def _save(self, form: ClaimForm, citation: CitationForm) -> Claim:
        are_valid = [form.is_valid(), citation.is_valid()]
        self.errors |= _errors_of(form) | _errors_of(citation)
        if self.errors or not all(are_valid):
            raise Refused(self.errors)
        form.settle(editor_of(self.request))
        claim: Claim = form.save()
        citation.instance.claim = claim
        citation.save()
        self._log(claim)
        self.notices += form.notices
        return claim

    def _check_words(self) -> None:
        """The words are those that stand at these very offsets; nothing is looked for, nothing is moved."""
        words = self.data.get(f"{ROW}-words", "")
        try:
            start, end = int(self.data.get(f"{ROW}-start", "")), int(self.data.get(f"{ROW}-end", ""))
            check_anchor(self.report.version.text, start, end, words)
            self.span = (start, end)
        except NotInText as problem:
            message = f"The words and their place do not fit: {problem}. Mark them again, or reload the page."
            raise Refused({f"{ROW}-words": [message]}) from problem
        except ValueError as problem:
            raise Refused({f"{ROW}-words": ["Mark the words in the text first."]}) from problem

    # What is met for the first time.

    def _make_sources(self) -> None:
        for box in SOURCE_BOXES:
            name = self.data.get(f"{box.name}{NEW}", "").strip()
            if name:
                self._make_source(box.name, name)

    def _make_source(self, box: str, name: str) -> None:
        self._check_right("sources.add_source", box, "add sources")
        same = next((row for row in self.made.values() if isinstance(row, Source) and row.name == name), None)
        if same:
            self._take(box, same)
        else:
            self._make(box, NewSource({"name": name, "kind": self.data.get(f"{box}{NEW}-kind", "")}), "name")

    def _make_incident(self) -> None:
        box = INCIDENT.name
        label = self.data.get(f"{box}{NEW}", "").strip()
        if label:
            self._check_right("events.add_incident", box, "add incidents")
            posted = {name: self.data.get(f"{box}{NEW}-{name}", "") for name in ("occurred_words", "place", "type")}
            self._make(box, NewIncident({"label": label, **posted}, reported_on=self._reported_on), "label")

    def _make(self, box: str, form: NewSource | NewIncident, called: str) -> None:
        """The box takes the new row; or the errors of its parts, those of the name at the box itself."""
        if form.is_valid():
            self._take(box, form.save())
            self._log(self.made[box])
        for field, found in form.errors.items():
            self.errors[box if field == called else f"{box}{NEW}-{field}"] = list(map(str, found))

    def _take(self, box: str, row: "Source | Incident") -> None:
        self.made[box] = row
        self.data[box] = str(row.pk)

    def _affiliate(self, claim: Claim) -> None:
        """A new speaker is kept as speaking for whom the words say he speaks for."""
        speaker = self.made.get(SAID_BY.name)
        if isinstance(speaker, Source) and claim.speaks_for:
            Affiliation.objects.create(source=speaker, speaks_for=claim.speaks_for, title=claim.speaks_for_title)

    @property
    def _reported_on(self) -> Any:
        return self.report.version.published_on or self.report.article.published_on

    def _check_right(self, right: str, box: str, act: str) -> None:
        if not self.request.user.has_perm(right):
            message = f"You have no right to {act}. Ask an editor; your words stay here."
            raise Refused({box: [message]})

    def _log(self, row: Model) -> None:
        self.site.get_model_admin(type(row)).log_addition(self.request, row, [{"added": {}}])


def _errors_of(form: Any) -> Errors:
    return dict(_named_errors(form))


def _named_errors(form: Any) -> Iterator[tuple[str, list[str]]]:
    """By the name of the box as posted, so that the page finds it."""
    for field, found in form.errors.items():
        yield "" if field == "__all__" else form.add_prefix(field), list(map(str, found))
