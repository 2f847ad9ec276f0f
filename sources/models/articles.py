from typing import TYPE_CHECKING, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from newsroom.ledger.records import PublicIdField, Record
from sources.models.places import Place
from sources.models.published import WithPublicationTime
from sources.models.sources import Source

if TYPE_CHECKING:
    from sources.models.texts import ArticleVersion

language_tag = RegexValidator(
    r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*\Z", "A BCP 47 language tag, for example en, ar or en-GB."
)
NO_OUTLET = 0


class Topic(models.Model):
    """A subject of the IPTC Media Topics vocabulary. Ships with the product; not edited by the desk."""

    qcode = models.CharField(max_length=30, unique=True, help_text="IPTC concept, for example medtop:16000000.")
    label = models.CharField(max_length=200)
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class PubStatus(models.TextChoices):
    """IPTC pubStatus: may this report be used?"""

    USABLE = "usable", "usable"
    WITHHELD = "withheld", "withheld for now"
    CANCELED = "canceled", "canceled"


class Article(WithPublicationTime, Record):
    """One published report: outlet, headline, bylines, wire credits, dateline, when published.

    Not its text: that is an `ArticleVersion`, and a changed text is a new one.
    """

    ASIDE: ClassVar = ("state", "editorial_note", "is_read")
    LOGGED: ClassVar = ("Text", "Topics")

    public_id = PublicIdField(prefix="art")
    outlet = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        limit_choices_to={
            "kind__in": [Source.Kind.OUTLET, Source.Kind.AGENCY, Source.Kind.ACCOUNT, Source.Kind.DATA_SET]
        },
        help_text="Who published it. May stay empty until the article is issued.",
    )
    headline = models.CharField(max_length=500, help_text="As printed.")
    headline_is_proposed = models.BooleanField(
        default=False,
        help_text="Made from the first sentence because none was given; correct it and clear this.",
    )
    url = models.URLField("address", max_length=2000, blank=True, help_text="Where it was found.")
    canonical_url = models.CharField(
        max_length=2000, blank=True, editable=False, help_text="The address without tracking and fragments."
    )
    external_id = models.CharField(
        "id at the outlet", max_length=300, blank=True, help_text="The outlet's own id for this report."
    )
    import_path = models.CharField(
        max_length=1000, blank=True, editable=False, help_text="Path below the imported folder."
    )
    import_root = models.CharField(max_length=300, blank=True, editable=False, help_text="Name of the imported folder.")
    dateline = models.CharField(max_length=200, blank=True, help_text="As printed: “JENIN, West Bank (AP)”.")
    dateline_place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=35, blank=True, validators=[language_tag], help_text="BCP 47: en, ar, he.")
    pub_status = models.CharField(
        "status", max_length=8, choices=PubStatus, default=PubStatus.USABLE, help_text="IPTC pubStatus."
    )
    embargoed_until = models.DateTimeField(null=True, blank=True, help_text="Not issued before this moment.")
    rights = models.CharField(max_length=300, blank=True, help_text="Public: the rights line as printed.")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", help_text="IPTC Media Topics.")
    public_notice = models.TextField(blank=True, help_text="Public: the outlet's own note, such as a correction line.")
    editorial_note = models.TextField(blank=True, help_text="For the desk only; never issued.")
    is_read = models.BooleanField(
        "read to its end",
        default=False,
        help_text="Somebody has read it and recorded what there is to record; it is no longer in the queue “To read”.",
    )

    history = HistoricalRecords(excluded_fields=["canonical_url", "import_path", "import_root"])

    class Meta(WithPublicationTime.Meta):
        abstract = False
        ordering = ["-published_on", "-id"]
        constraints = [
            *WithPublicationTime.Meta.constraints,
            models.UniqueConstraint(
                "outlet",
                "external_id",
                condition=~Q(external_id="") & Q(outlet__isnull=False),
                name="article_id_is_unique_at_its_outlet",
                violation_error_message="Another article of this outlet has this id.",
            ),
            models.UniqueConstraint(
                fields=["canonical_url"],
                condition=~Q(canonical_url=""),
                name="article_address_is_unique",
                violation_error_message="Another article has this address.",
            ),
            models.UniqueConstraint(
                Coalesce("outlet", Value(NO_OUTLET), output_field=models.BigIntegerField()),
                "import_root",
                "import_path",
                condition=~Q(import_path=""),
                name="article_import_path_is_unique_at_its_outlet",
                violation_error_message="Another article was imported from this path.",
            ),
        ]
        indexes = [
            models.Index(fields=["import_path"], name="article_by_import_path"),
            models.Index(fields=["external_id"], condition=~Q(external_id=""), name="article_by_external_id"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def newest_version(self) -> "ArticleVersion | None":
        """The newest text in the outlet's own order."""
        return self.versions.with_text().newest_first().first()

    @property
    def next_version_number(self) -> int:
        return 1 + (self.versions.aggregate(highest=models.Max("number"))["highest"] or 0)


class Contribution(models.Model):
    """Who made an article besides its outlet: a byline, or a wire credit as printed.

    A wire credit belongs to the article; its part in any one claim is unknown.
    """

    class Role(models.TextChoices):
        BYLINE = "byline", "byline"
        CONTRIBUTOR = "contributor", "contributing reporter"
        PHOTOGRAPHER = "photographer", "photographer"
        TRANSLATOR = "translator", "translator"
        CONTRIBUTING_AGENCY = "contributing_agency", "contributing agency (wire credit)"
        PUBLISHING_AGENCY = "publishing_agency", "agency whose text this is (wire credit)"

    WIRE_ROLES = (Role.CONTRIBUTING_AGENCY, Role.PUBLISHING_AGENCY)

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="contributions")
    role = models.CharField(max_length=20, choices=Role, default=Role.BYLINE)
    name = models.CharField(max_length=300, help_text="The name as printed.")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        help_text="The source that this name stands for, once somebody has said so.",
    )
    credit_text = models.CharField(
        max_length=500, blank=True, help_text="The credit word for word: “The … contributed to this report.”"
    )
    is_proposed = models.BooleanField(default=False, help_text="Read by the software; confirm by clearing this.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order as printed.")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "role", "name"],
                name="contribution_is_said_once",
                violation_error_message="This name is already there in this role.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"
