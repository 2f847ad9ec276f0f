"""Entries, publications and what ties them: the tables that the public side reads."""

import datetime as dt
import json
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from newsroom.ledger.canonical import canonical_json, sha256

PUBLIC_ID_LENGTH = 32
SHA256_LENGTH = 64


class Operation(models.TextChoices):
    ISSUED = "issued"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    TAKEN_DOWN = "taken_down"
    MERGED = "merged"
    ERASED = "erased"


class Visibility(models.TextChoices):
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    TAKEN_DOWN = "taken_down"
    MERGED = "merged"
    ERASED = "erased"


class Reason(models.TextChoices):
    """Why an entry was written; free text stays outside the chain."""

    EDITORIAL = "editorial", "editorial decision"
    CORRECTION = "correction", "correction of an error"
    DEPENDENCY = "dependency", "something it names has changed"
    SOURCE_REQUEST = "source_request", "at the request of a source"
    LEGAL = "legal", "legal ground"
    IMPORT = "import", "import"


class Entry(models.Model):
    """One step of the ledger: which document was issued or ended, when, chained to the step before.

    Never edited and never deleted. `seq` has no gaps; `at` is never behind the entry before.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    op = models.CharField(max_length=12, choices=Operation)
    kind = models.CharField(max_length=20)
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH)
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    act = models.CharField(max_length=PUBLIC_ID_LENGTH, help_text="One id for everything done in one act.")
    content_sha256 = models.CharField(max_length=SHA256_LENGTH)
    prev_sha256 = models.CharField(max_length=SHA256_LENGTH, blank=True)
    entry_sha256 = models.CharField(max_length=SHA256_LENGTH)

    class Meta:
        verbose_name_plural = "entries"
        permissions = [
            ("publish_record", "Can publish a record"),
            ("withdraw_record", "Can withdraw a record"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_seq_starts_at_one"),
            models.UniqueConstraint(fields=["public_id", "version"], name="entry_is_one_per_version"),
        ]
        indexes = [models.Index(fields=["at", "seq"], name="entry_by_moment")]

    def __str__(self) -> str:
        return f"{self.seq}: {self.op} {self.public_id} version {self.version}"

    def expected_sha256(self) -> str:
        return sha256(self.hashed_text())

    def hashed_text(self) -> str:
        """Everything this entry says and the hash of the entry before it, as the text that its own hash is over."""
        said = [
            self.seq,
            self.at.isoformat(),
            self.op,
            self.kind,
            self.public_id,
            self.version,
            self.reason,
            self.act,
            self.content_sha256,
            self.prev_sha256,
        ]
        return canonical_json(said)


P = TypeVar("P", bound="Publication")


class PublicationQuerySet(models.QuerySet[P]):
    def current(self) -> Self:
        return self.filter(until_seq=None)

    def issued(self) -> Self:
        """What anyone may read now."""
        return self.filter(until_seq=None, visibility=Visibility.ISSUED)

    def as_of(self, seq: int) -> Self:
        """What was current when entry `seq` had been written."""
        return self.filter(Q(until_seq=None) | Q(until_seq__gt=seq), from_seq__lte=seq)


class Publication(models.Model):
    """The public document of one record, as issued at one moment. Append-only: only `until_seq` is ever set.

    The body is stored once, as canonical JSON; version, visibility, notice and moment are put in
    front of it when it is served. Concrete tables add facets: the typed columns that lists filter
    by, computed from the same public data.
    """

    FACETS: ClassVar[tuple[str, ...]] = ()

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH)
    version = models.PositiveIntegerField()
    visibility = models.CharField(max_length=10, choices=Visibility)
    from_seq = models.BigIntegerField(unique=True)
    until_seq = models.BigIntegerField(null=True, blank=True, help_text="Empty: this is the current one.")
    issued_at = models.DateTimeField()
    etag = models.CharField(max_length=SHA256_LENGTH)
    salt = models.CharField(max_length=SHA256_LENGTH)
    notice = models.TextField(blank=True, help_text="Public words on a withdrawal or correction; outside the chain.")
    successor = models.CharField(
        max_length=PUBLIC_ID_LENGTH, blank=True, help_text="Of what was merged: the record that answers for it now."
    )
    body = models.TextField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["public_id", "version"], name="%(class)s_is_one_per_version"),
            models.UniqueConstraint(
                fields=["public_id"], condition=Q(until_seq=None), name="%(class)s_has_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until_seq=None) | Q(until_seq__gt=F("from_seq")),
                name="%(class)s_interval_is_ordered",
            ),
            models.CheckConstraint(
                condition=(Q(visibility=Visibility.MERGED) & ~Q(successor=""))
                | (~Q(visibility=Visibility.MERGED) & Q(successor="")),
                name="%(class)s_names_its_successor",
            ),
        ]
        indexes = [
            models.Index(
                *(F("from_seq").desc(), F("until_seq"), F("visibility")),
                condition=Q(until_seq=None, visibility=Visibility.ISSUED),
                name="%(class)s_newest",
            ),
            models.Index(
                F("from_seq").desc(),
                condition=Q(until_seq=None, visibility=Visibility.WITHDRAWN),
                name="%(class)s_withdrawn",
            ),
            # What has ended, for lists as of a number: by its end where few ended since, else in the order of lists.
            models.Index(F("until_seq"), condition=Q(until_seq__isnull=False), name="%(class)s_ended"),
            models.Index(
                F("from_seq").desc(), F("until_seq"), condition=Q(until_seq__isnull=False), name="%(class)s_past"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} version {self.version}"

    def body_json(self) -> dict[str, Any]:
        """What it says; nothing where it was erased."""
        return cast("dict[str, Any]", json.loads(self.body or "{}"))

    def facets(self) -> dict[str, Any]:
        """The facet columns in the form they are hashed in."""
        return {name: _plain(getattr(self, name)) for name in self.FACETS}

    def content_sha256(self, terms: list[tuple[str, str]]) -> str:
        """The hash that the ledger's entry holds of this document."""
        return sha256(*self.hashed_texts(terms))

    def hashed_texts(self, terms: list[tuple[str, str]]) -> tuple[str, ...]:
        """The texts that this hash is over."""
        pointer = {"successor": self.successor} if self.successor else {}
        facets = canonical_json({"columns": self.facets(), "terms": sorted(map(list, terms)), **pointer})
        return self.salt, self.body, facets, self.visibility

    def expected_etag(self) -> str:
        """The hash of the bytes as served, so that a strong ETag can be answered from a column."""
        return sha256(self.served())

    def served(self) -> str:
        """The document as the API gives it: the envelope in front of the stored body."""
        moment = moment_text(self.issued_at)
        return with_envelope(self.body, moment, self.version, self.visibility, self.notice, self.successor)


def with_envelope(body: str, issued_at: str, version: int, visibility: str, *told: str) -> str:
    """A stored body as it is served: canonical JSON of the envelope and, behind it, the body's own members.

    told: the notice and the successor, each empty where there is none.
    """
    notice, successor = told
    merged = f',"merged_into":"{successor}"' if successor else ""
    said = f',"notice":{canonical_json(notice)}' if notice else ""
    head = f'{{"issued_at":"{issued_at}"{merged}{said},"version":{version},"visibility":"{visibility}",'
    return head + body[1:]


def newest_by(kind: str, facet: str) -> models.Index:
    """An index that lists what is issued with one value of a facet, newest first."""
    return _of_issued(f"{kind}_newest_by_{facet}", F(facet), F("from_seq").desc())


def span_of(kind: str, *facets: str) -> models.Index:
    """An index that finds what is issued in a span of a facet, with further facets at hand to look at."""
    return _of_issued(f"{kind}_span_{facets[0]}", *map(F, facets), F("from_seq").desc())


def newest_where(name: str, condition: Q, *facets: str) -> models.Index:
    """An index that lists what is issued and meets a condition, newest first, with facets at hand to look at."""
    return _of_issued(name, F("from_seq").desc(), *map(F, facets), condition=condition)


def by_day(kind: str, facet: str) -> list[models.Index]:
    """Two indexes that list what is issued by a day, upwards and downwards; what has no day comes last in both."""
    up, down = (Coalesce(F(facet), Value(end), output_field=models.DateField()) for end in (dt.date.max, dt.date.min))
    return [
        _of_issued(f"{kind}_by_{facet}", up, F("from_seq")),
        _of_issued(f"{kind}_by_{facet}_down", down, F("from_seq")),
    ]


def _of_issued(name: str, *parts: Any, condition: Q | None = None) -> models.Index:
    issued = Q(until_seq=None, visibility=Visibility.ISSUED)
    # SQLite looks at the two columns of the condition for each row, so it has to find them without the document.
    parts = (*parts, F("until_seq"), F("visibility"))
    return models.Index(*parts, condition=issued & condition if condition else issued, name=name)


def moment_text(moment: dt.datetime) -> str:
    """A moment as the API writes it: UTC, microseconds, `Z`."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else value.isoformat()


class Term(models.Model):
    """One value of a many-valued facet of one publication ("outlet" = `src_…`). Ends with its publication."""

    name = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    from_seq = models.BigIntegerField()
    until_seq = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["from_seq", "name", "value"], name="%(class)s_is_said_once")]
        indexes = [
            models.Index("name", "value", F("from_seq").desc(), condition=Q(until_seq=None), name="%(class)s_newest")
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class Line(models.Model):
    """One document as a line of its kind's table, made from the body when it is issued. Ends with its publication.

    Beside the documents and not among them, so that neither a list nor an export reads what it does not serve.
    """

    from_seq = models.BigIntegerField(primary_key=True)
    text = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"line of entry {self.from_seq}"


class Basis(models.Model):
    """What the editors decided to say of one record: its own content, other records named by id alone.

    Bodies are rendered from it, at first issue and whenever something it names has changed.
    Not public, and never holds what the document itself may not say.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    kind = models.CharField(max_length=20)
    content = models.TextField()

    class Meta:
        verbose_name_plural = "bases"
        default_permissions = ()

    def __str__(self) -> str:
        return self.public_id

    def content_json(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.content))


class Mention(models.Model):
    """The current document of one record names another record, so it is re-issued when that one changes."""

    document = models.CharField(max_length=PUBLIC_ID_LENGTH)
    kind = models.CharField(max_length=20, help_text="Kind of the document that names.")
    named = models.CharField(max_length=PUBLIC_ID_LENGTH)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["document", "named"], name="mention_is_said_once")]
        indexes = [models.Index(fields=["named", "kind"], name="mention_by_named")]

    def __str__(self) -> str:
        return f"{self.document} names {self.named}"


class Act(models.Model):
    """Who did what the entries with this act id record, and why in free words. Internal; outside the chain."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True, help_text="The name, so that it outlives the account.")
    note = models.TextField(blank=True)

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} by {self.by or 'a command'}"


class Outdated(models.Model):
    """A document that names something changed since, left for `reissue_documents` by an act too large for one go."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    kind = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "outdated"
        default_permissions = ()

    def __str__(self) -> str:
        return self.public_id
