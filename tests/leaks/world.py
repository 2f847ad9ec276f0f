"""A newsroom with open and with confidential sources, which differs from its twin in nothing but what is secret."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group

from events.models import Claim, IncidentParty, Relay
from events.models.claims import SpeaksForBasis
from newsroom.accounts.models import User
from newsroom.accounts.tokens import SCOPES, make_token
from newsroom.desk.roles import ROLES, ensure_roles
from newsroom.desk.shield_plan import plan_for
from newsroom.desk.shielding import make_stricter
from newsroom.ledger import seam
from newsroom.ledger.publishing import has_unpublished_changes, publish
from sources.models import Contribution, IdentityGrant, Source, SourceIdentity
from sources.vault import open_identity, record_identity
from tests import factories
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory
from tests.leaks.asks import HOLDER
from tests.leaks.hidden import LEVELS, Hidden, people
from tests.leaks.naming import named_openly

LABELS = {"background": "a senior official", "deep_background": "an aide of Zwqdeep", "off_record": "one of Zwqnowhere"}
NEVER_PUBLIC = ("Zwqdeep", "Zwqnowhere")
"""Words by which the desk tells those apart whom readers cannot even know by a label."""
STAFF = ("no role", *ROLES, "superuser", HOLDER)


@dataclass
class World:
    """What stands in every newsroom, the people at its desk, and the sources that are confidential in the end."""

    hidden: list[Hidden]
    users: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    army: Any = None
    outlet: Any = None
    incident: Any = None
    dead: Any = None
    hurt: Any = None
    sealed: list[Source] = field(default_factory=list)
    shielded: list[Source] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)


def make_world(edition: str, levels: Sequence[str] = ()) -> World:
    """The same rows under the same keys, whichever edition of the secrets is told; of all levels unless said."""
    for factory in (factories.UserFactory, *_NUMBERED):
        factory.reset_sequence(0, force=True)
    world = World([hidden for hidden in people(edition) if hidden.level in (levels or LEVELS)])
    _hire(world)
    _furnish(world)
    openly = [(hidden, named_openly(hidden, world)) for hidden in world.hidden if hidden.before]
    for hidden in world.hidden:
        if not hidden.before:
            world.sealed.append(_sealed(hidden, world))
    for hidden, source in openly:
        _make_confidential(hidden, source, world)
    spoken = Claim.objects.filter(said_by__in=[*world.sealed, *world.shielded]).order_by("pk")
    world.claims = list(spoken.values_list("pk", flat=True)[::3])
    return world


_NUMBERED = (SourceFactory, PlaceFactory, ArticleFactory, IncidentFactory)


def _hire(world: World) -> None:
    ensure_roles()
    for role in STAFF:
        user = User.objects.create(username=role, is_staff=True, is_superuser=role == "superuser")
        user.groups.set(Group.objects.filter(name="Editor" if role == HOLDER else role))
        world.users[role] = user
    world.token = make_token("a reader", list(SCOPES), 10_000)[1]


def _furnish(world: World) -> None:
    world.army = SourceFactory(name="The Army")
    world.outlet = SourceFactory(outlet=True, name="The Post")
    world.incident = IncidentFactory(label="Raid", place=PlaceFactory(name="Exampleville"))
    world.dead = QuestionFactory(incident=world.incident)
    world.hurt = QuestionFactory(incident=world.incident, asks="injured")
    publish([ClaimFactory(said_by=world.army, question=world.dead)])


def _sealed(hidden: Hidden, world: World) -> Source:
    """A source that was never named: in every place where one can stand, and opened once by who may."""
    source: Source = SourceFactory(kind="person", name=LABELS[hidden.level], disclosure=hidden.level)
    record_identity(source, world.users["Chief"], hidden.parts)
    _stands_everywhere(source, world)
    now = seam.now()
    IdentityGrant.objects.create(
        identity=SourceIdentity.objects.get(source=source),
        holder=world.users[HOLDER],
        until=now + dt.timedelta(days=300),
        given_at=now,
        given_by=world.users["Chief"],
    )
    open_identity(source, world.users[HOLDER], "To call back before we print.")
    return source


def _stands_everywhere(source: Source, world: World) -> None:
    article = ArticleFactory(outlet=world.outlet, headline=f"Raid {source.pk}")
    Contribution.objects.create(article=article, role="contributing_agency", name="J. Printed", source=source)
    if source.disclosure != "off_record":  # nothing that names such a source is ever issued
        IncidentParty.objects.create(incident=world.incident, party=source, role="side_b")
    for figure, question in (("seven", world.dead), ("at least six", world.hurt)):
        claim = ClaimFactory(
            said_by=source,
            figure=figure,
            question=question,
            cited_in=article,
            speaks_for=world.army,
            speaks_for_basis=SpeaksForBasis.AFFILIATION,
        )
        Relay.objects.create(citation=claim.citations.get(), position=1, source=source)
        if source.disclosure != "off_record":
            publish([claim])


def _make_confidential(hidden: Hidden, source: Source, world: World) -> None:
    for record in plan_for(source, hidden.level).reissued:
        if has_unpublished_changes(record):
            publish([record])
    make_stricter(source, hidden.level, LABELS[hidden.level], world.users["Chief"])
    source.refresh_from_db()
    identity = SourceIdentity.objects.get(source=source)
    identity.contacts, identity.note = hidden.contacts, hidden.note
    identity.save()
    world.shielded.append(source)
