from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from newsroom.ledger.records import PublicIdField, Record
from sources.models.named import Named
from sources.models.places import country_code
from sources.names import fold
from sources.zones import validate_zone


class Disclosure(models.TextChoices):
    """How a source may be named, after the levels of the Associated Press; later ones are stricter."""

    ON_RECORD = "on_record", "on the record: named"
    BACKGROUND = "background", "on background: by the agreed label only"
    DEEP_BACKGROUND = "deep_background", "on deep background: used without attribution"
    OFF_RECORD = "off_record", "off the record: never issued"


class SourceQuerySet(models.QuerySet["Source"]):
    def on_record(self) -> Self:
        return self.filter(disclosure=Disclosure.ON_RECORD)

    def called(self, name: str) -> Self:
        """Sources with this name or alias, whatever the case and marks."""
        key = fold(name)
        return self.filter(Q(folded=key) | Q(aliases__folded=key)).distinct()


class Source(Named, Record):
    """Anyone or anything that can assert or publish: a person, an office, an outlet, a document.

    Not an article: an article has an outlet, which is a source. `name` is the public label; the
    real name of a confidential source has no place here, only in its `SourceIdentity`.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        OFFICE = "office", "office or post"
        ORGANISATION = "organisation", "organisation"
        GROUP = "group", "group (“Palestinian officials”)"
        OUTLET = "outlet", "outlet"
        AGENCY = "agency", "news agency"
        DOCUMENT = "document", "document"
        DATA_SET = "data_set", "data set"
        ACCOUNT = "account", "account on a platform"

    public_id = PublicIdField(prefix="src")
    kind = models.CharField(max_length=12, choices=Kind, help_text="What kind of speaker or publisher this is.")
    name = models.CharField(
        max_length=200,
        help_text="The public label, shown to everyone. For a confidential source the agreed words (“a senior "
        "official”), never the real name.",
    )
    description = models.TextField(blank=True, help_text="Public: one or two sentences on who this is.")
    country = models.CharField(
        max_length=2, blank=True, validators=[country_code], help_text="ISO 3166-1 alpha-2, for example IL."
    )
    homepage = models.URLField(blank=True, help_text="Public web address.")
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        validators=[validate_zone],
        help_text="For an outlet: the zone of its times where they name none, for example Europe/Paris.",
    )
    disclosure = models.CharField(
        max_length=16,
        choices=Disclosure,
        default=Disclosure.ON_RECORD,
        help_text="May this source be named? Anything but “on the record” keeps it out of every public list.",
    )

    history = HistoricalRecords(excluded_fields=["folded"])
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disclosure=Disclosure.ON_RECORD) | Q(homepage="", description="", country=""),
                name="source_confidential_says_nothing_more",
                violation_error_message="A confidential source has no description, country or homepage: they could "
                "identify it. Empty them.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="source_has_a_name",
                violation_error_message="Give the public label.",
            ),
        ]

    @property
    def is_confidential(self) -> bool:
        return self.disclosure != Disclosure.ON_RECORD

    def clean(self) -> None:
        if self.is_confidential and self.pk and self._was_less_strict():
            message = (
                "The history and what was issued may hold the name. Use “Make confidential” above, or ask a chief."
            )
            raise ValidationError({"disclosure": message})

    def _was_less_strict(self) -> bool:
        order = list(Disclosure.values)
        before = type(self).objects.filter(pk=self.pk).values_list("disclosure", flat=True).first()
        return before is not None and order.index(before) < order.index(self.disclosure)


class SourceAlias(Named):
    """Another name of a source by which it is found: “IDF”, “Tsahal”."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200, help_text="A name as it is met in print.")

    class Meta:
        verbose_name_plural = "source aliases"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "name"],
                name="source_alias_is_said_once",
                violation_error_message="This name is already there.",
            )
        ]

    def clean(self) -> None:
        _refuse_for_confidential(self, "alias")


class SourceIdentifier(models.Model):
    """The id of a source in another register: Wikidata, ISNI, ISSN, a domain."""

    class Scheme(models.TextChoices):
        WIKIDATA = "wikidata", "Wikidata"
        ISNI = "isni", "ISNI"
        ISSN = "issn", "ISSN"
        ORCID = "orcid", "ORCID"
        DOMAIN = "domain", "domain name"
        OTHER = "other", "other"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=12, choices=Scheme)
    value = models.CharField(max_length=200, help_text="The id as that register writes it.")

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="source_identifier_names_one_source",
                violation_error_message="Another source has this id.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self) -> None:
        _refuse_for_confidential(self, "external id")


class Affiliation(models.Model):
    """A source speaks for another, with a title, for a period. Not a copy of the title at each claim."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="affiliations")
    speaks_for = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="spokespeople",
        help_text="The organisation, office or group that this source speaks for.",
    )
    title = models.CharField(max_length=200, blank=True, help_text="“Defence Minister”, “spokesman”.")
    since_on = models.DateField("since", null=True, blank=True, help_text="First day; empty where not known.")
    until_on = models.DateField("until", null=True, blank=True, help_text="Last day; empty while it lasts.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["source", "since_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("speaks_for")),
                name="affiliation_is_with_another",
                violation_error_message="A source needs no affiliation with itself.",
            ),
            models.CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None) | Q(since_on__lte=F("until_on")),
                name="affiliation_period_is_ordered",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.source), "for", str(self.speaks_for), self.title and f"({self.title})"]))

    def clean(self) -> None:
        _refuse_for_confidential(self, "affiliation")


def _refuse_for_confidential(row: SourceAlias | SourceIdentifier | Affiliation, what: str) -> None:
    """A form may come without a source; that is told by its field."""
    if row.source_id is not None and row.source.is_confidential:
        message = f"{row.source} is confidential, and an {what} could identify it. Record it with the identity instead."
        raise ValidationError(message)
