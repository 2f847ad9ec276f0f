"""The rows that a newer, complete release of a data set has no more: marked as gone, never deleted."""

from events.models import UpstreamRow
from newsroom.ledger import seam
from newsroom.ledger.records import Record
from sources.importing.outcomes import Outcome
from sources.importing.reading import shorten
from sources.models import Article, ImportItem, ImportRun, Source

BATCH = 500


class Vanishing:
    """Compares the ids of a whole file with the rows that are held of the data set."""

    def __init__(self, data_set: Source, seen: set[str], *, has_unnamed: bool) -> None:
        held = data_set.upstream_rows.filter(gone_since=None) if data_set.pk else UpstreamRow.objects.none()
        ids = held.order_by("external_id").values_list("pk", "external_id", "sha256")
        missing = [found for found in ids.iterator() if found[1] not in seen]
        self._is_unsure = has_unnamed and bool(missing)
        self._missing = [] if has_unnamed else missing

    def outcomes(self) -> list[Outcome]:
        """One for every row that is gone; where a row of the file has no id, only that nobody can say."""
        if self._is_unsure:
            note = "a row has no id, so that nobody can say which rows are gone; none was marked"
            return [Outcome("rows that are gone", "skipped", reason="unsure", note=note)]
        return [_outcome(external_id, sha256) for _pk, external_id, sha256 in self._missing]

    def mark(self, run: ImportRun, release: Article) -> None:
        """Mark them, with an item of the run for each. The release is stored if nothing else had made it be."""
        if self._missing and not release.pk:
            release._change_reason = f"import {run.pk}"  # type: ignore[attr-defined]  # noqa: SLF001  the history's own name
            release.save()
        for start in range(0, len(self._missing), BATCH):
            keys = [pk for pk, _external_id, _sha256 in self._missing[start : start + BATCH]]
            rows = UpstreamRow.objects.filter(pk__in=keys)
            rows.update(gone_since=seam.now(), last_changed=run)
            ImportItem.objects.bulk_create(
                ImportItem(run=run, public_id=_public_id(row), **_outcome(row.external_id, row.sha256).as_reported())
                for row in rows.select_related("incident", "data_set").prefetch_related("claims__claim")
            )


def _outcome(external_id: str, sha256: str) -> Outcome:
    message = "this release has it no more; it stays, marked as gone"
    return Outcome(shorten(f"gone ({external_id})"), "gone", sha256, message=message)


def _public_id(row: UpstreamRow) -> str:
    """The record that the row had made: its incident, else a claim; a row that made neither names its data set."""
    claims = [link.claim for link in row.claims.all()]
    made: Record = row.incident or next(iter(claims), None) or row.data_set
    return str(made.public_id)
