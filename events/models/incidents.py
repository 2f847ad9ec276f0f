import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from events.dates import ImpossibleDate, PartialDate
from newsroom.ledger.records import PublicIdField, Record
from sources.models import Place, Source


class IncidentType(models.TextChoices):
    """The 25 sub-event types of the ACLED codebook; `EVENT_TYPES` groups them."""

    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory", "Government regains territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = (
        "non_state_actor_overtakes_territory",
        "Non-state actor overtakes territory",
    )
    ARMED_CLASH = "armed_clash", "Armed clash"
    CHEMICAL_WEAPON = "chemical_weapon", "Chemical weapon"
    AIR_DRONE_STRIKE = "air_drone_strike", "Air/drone strike"
    SUICIDE_BOMB = "suicide_bomb", "Suicide bomb"
    SHELLING = "shelling_artillery_missile_attack", "Shelling/artillery/missile attack"
    REMOTE_EXPLOSIVE = "remote_explosive_landmine_ied", "Remote explosive/landmine/IED"
    GRENADE = "grenade", "Grenade"
    SEXUAL_VIOLENCE = "sexual_violence", "Sexual violence"
    ATTACK = "attack", "Attack"
    ABDUCTION = "abduction_forced_disappearance", "Abduction/forced disappearance"
    PEACEFUL_PROTEST = "peaceful_protest", "Peaceful protest"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention", "Protest with intervention"
    EXCESSIVE_FORCE = "excessive_force_against_protesters", "Excessive force against protesters"
    VIOLENT_DEMONSTRATION = "violent_demonstration", "Violent demonstration"
    MOB_VIOLENCE = "mob_violence", "Mob violence"
    AGREEMENT = "agreement", "Agreement"
    ARRESTS = "arrests", "Arrests"
    CHANGE_TO_GROUP = "change_to_group_activity", "Change to group/activity"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use", "Disrupted weapons use"
    HEADQUARTERS_ESTABLISHED = "headquarters_or_base_established", "Headquarters or base established"
    LOOTING = "looting_property_destruction", "Looting/property destruction"
    NON_VIOLENT_TRANSFER = "non_violent_transfer_of_territory", "Non-violent transfer of territory"
    OTHER = "other", "Other"


_T = IncidentType
EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": (_T.GOVERNMENT_REGAINS_TERRITORY, _T.NON_STATE_ACTOR_OVERTAKES_TERRITORY, _T.ARMED_CLASH),
    "Explosions/Remote violence": (
        _T.CHEMICAL_WEAPON,
        _T.AIR_DRONE_STRIKE,
        _T.SUICIDE_BOMB,
        _T.SHELLING,
        _T.REMOTE_EXPLOSIVE,
        _T.GRENADE,
    ),
    "Violence against civilians": (_T.SEXUAL_VIOLENCE, _T.ATTACK, _T.ABDUCTION),
    "Protests": (_T.PEACEFUL_PROTEST, _T.PROTEST_WITH_INTERVENTION, _T.EXCESSIVE_FORCE),
    "Riots": (_T.VIOLENT_DEMONSTRATION, _T.MOB_VIOLENCE),
    "Strategic developments": (
        _T.AGREEMENT,
        _T.ARRESTS,
        _T.CHANGE_TO_GROUP,
        _T.DISRUPTED_WEAPONS_USE,
        _T.HEADQUARTERS_ESTABLISHED,
        _T.LOOTING,
        _T.NON_VIOLENT_TRANSFER,
        _T.OTHER,
    ),
}


def event_type(sub_event: str) -> str:
    """The ACLED event type that a sub-event belongs to; empty for none."""
    return next((event for event, subs in EVENT_TYPES.items() if sub_event in subs), "")


class PlacePrecision(models.IntegerChoices):
    """How exactly an incident is located: `where_prec` of the UCDP GED codebook."""

    EXACT = 1, "1 · exact location"
    NEAR = 2, "2 · within about 25 km of the point"
    SECOND_ORDER = 3, "3 · second-order division (district)"
    FIRST_ORDER = 4, "4 · first-order division (province)"
    LINEAR = 5, "5 · a line or a fuzzy area"
    COUNTRY = 6, "6 · the country only"
    INTERNATIONAL = 7, "7 · international waters or airspace"


def validate_edtf(text: str) -> None:
    """Raises `ValidationError` with the reader's own words for what is not in the EDTF subset."""
    try:
        PartialDate(text)
    except ImpossibleDate as problem:
        raise ValidationError(str(problem)) from problem


class Incident(Record):
    """One thing said to have happened; it may be part of another.

    Its own date, place and type are the editors' finding aid and shown as such. It holds no
    figures of its own: those are claims.
    """

    ASIDE: ClassVar = ("state", "note")

    public_id = PublicIdField(prefix="inc")
    label = models.CharField(max_length=200, help_text="Public: “Raid on Jenin, 19 June 2023”.")
    type = models.CharField(
        max_length=40,
        choices=IncidentType,
        blank=True,
        help_text="ACLED sub-event type, as the editors see it.",
    )
    occurred_words = models.CharField(
        "when, in words", max_length=200, blank=True, help_text="“late January”, “overnight on Sunday”."
    )
    occurred_edtf = models.CharField(
        "when (EDTF)",
        max_length=60,
        blank=True,
        validators=[validate_edtf],
        help_text="ISO 8601-2: 2023-06-19 · 2023-01 · some day in [2023-01-21..2023-01-31] · throughout a/b.",
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents")
    place_precision = models.PositiveSmallIntegerField(
        choices=PlacePrecision,
        null=True,
        blank=True,
        help_text="How exactly it is located (UCDP where_prec).",
    )
    description = models.TextField(blank=True, help_text="Public: what this incident is, without figures.")
    note = models.TextField(blank=True, help_text="For the desk only; never issued.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-occurred_edtf", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place_precision=None) | Q(place__isnull=False),
                name="incident_precision_needs_a_place",
                violation_error_message="A place precision needs a place.",
            ),
            models.CheckConstraint(
                condition=Q(place_precision=None) | Q(place_precision__range=(1, 7)),
                name="incident_precision_is_where_prec",
                violation_error_message="UCDP where_prec runs from 1 to 7.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def occurred(self, reported_on: dt.date | None = None) -> PartialDate | None:
        if not self.occurred_edtf:
            return None
        return PartialDate(self.occurred_edtf, text=self.occurred_words, reported_on=reported_on)


class IncidentLink(models.Model):
    """How one incident stands to another, as an editor sees it."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", "is part of"
        FOLLOW_UP_OF = "follow_up_of", "followed from"
        SAME_PLACE_EARLIER = "same_place_earlier", "happened at the same place earlier than"
        DUPLICATE_OF = "duplicate_of", "is the same as"
        DISTINCT_FROM = "distinct_from", "is not the same as"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=18, choices=Kind)
    other = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_from_others")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind", "other"],
                name="incident_link_is_said_once",
                violation_error_message="This link is already there.",
            ),
            models.CheckConstraint(
                condition=~Q(incident=F("other")),
                name="incident_link_is_to_another",
                violation_error_message="An incident is not linked to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident} {self.get_kind_display()} {self.other}"


class IncidentParty(models.Model):
    """Who takes part in an incident, and on which side."""

    class Role(models.TextChoices):
        SIDE_A = "side_a", "side A"
        SIDE_B = "side_b", "side B"
        TARGET = "target", "target"
        RESPONDER = "responder", "responder"
        BYSTANDER = "bystander", "bystander"

    SIDES = (Role.SIDE_A, Role.SIDE_B)

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="incident_roles",
        help_text="An organisation, group or state.",
    )
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        verbose_name_plural = "incident parties"
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "party"],
                name="incident_party_has_one_role",
                violation_error_message="This party already has a role here.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.get_role_display()})"
