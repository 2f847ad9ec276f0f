"""The working rows of a cell, made the ordinary way, so that the ordinary act can publish them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from events.models import Claim, Incident, IncidentParty, Population, Predicate, Question
from events.models.claims import Polarity, Rendering, SpeaksForBasis, VerbClass
from events.quantity_words import parse_quantity
from events.recording import Quote, cite
from newsroom.benching.api.cells import MOMENT, Cell, SourceName
from sources.models import Article, ArticleVersion, Contribution, Place, Source

INCIDENT_TYPES = ("armed_clash", "air_drone_strike", "attack", "mob_violence", "abduction_forced_disappearance")
ASKED = (
    (("killed", "combatants"), ("injured", "civilians")),
    (("killed", "civilians"), ("destroyed", "buildings")),
    (("killed", "persons"), ("detained", "persons")),
    (("injured", "persons"), ("displaced", "civilians")),
    (("killed", "children"), ("abducted", "civilians")),
    (("missing", "persons"), ("seriously_injured", "women")),
    (("deployed", "vehicles"), ("disabled", "vehicles")),
    (("casualties", "journalists"), ("damaged", "aircraft")),
)
FIGURES = ("six", "nine", "about 120", "more than 90", "up to 20", "dozens", "twelve", "at least 14")
MEDIA = ("briefing", "statement", "interview", "phone", "social_post", "press_conference", "broadcast", "court_filing")
PATTERNS = len(ASKED)


@dataclass(frozen=True)
class _Said:
    """One claim of every cell: to which question, by whom for whom, in which article, in which words."""

    question: int
    by: str
    speaks_for: str
    article: int
    figure: int
    relayed_by: str = ""
    rendering: str = Rendering.PARAPHRASE
    verb: tuple[str, str] = ("said", VerbClass.NEUTRAL)


SAID = (
    _Said(0, "person1", "side1", 0, 0, verb=("told reporters", VerbClass.NEUTRAL)),
    _Said(0, "outlet2", "", 1, 1, rendering=Rendering.NARRATIVE, verb=("", VerbClass.NONE)),
    _Said(0, "person2", "side2", 1, 2, relayed_by="wire1", verb=("claimed", VerbClass.DISTANCING)),
    _Said(1, "person1", "side1", 0, 3, rendering=Rendering.PARTIAL_QUOTE, verb=("confirmed", VerbClass.ENDORSING)),
    _Said(1, "side2", "", 1, 4, relayed_by="outlet1", verb=("estimated", VerbClass.ESTIMATING)),
)


def plant_sources(names: Iterable[SourceName]) -> list[Source]:
    """Sources as they are known to the press, those that are not there yet."""
    wanted = {name.public_id: name for name in names}
    there = set(Source.objects.filter(public_id__in=wanted).values_list("public_id", flat=True))
    made = [Source(**vars(name)) for public_id, name in sorted(wanted.items()) if public_id not in there]
    return Source.objects.bulk_create(made)


def plant(cell: Cell) -> list[Claim]:
    """The claims of a cell with all that they stand on; its sources are planted before."""
    sources = {role: Source.objects.get(public_id=name.public_id) for role, name in cell.sources.items()}
    incident = _incident(cell, sources)
    questions = [
        Question.objects.create(
            public_id=cell.ids["question"][at],
            incident=incident,
            predicate=Predicate.objects.get(code=predicate),
            population=Population.objects.get(code=population),
        )
        for at, (predicate, population) in enumerate(ASKED[cell.pattern])
    ]
    versions = [_article(cell, at, sources) for at in range(2)]
    return [_claim(cell, at, questions, versions, sources) for at in range(len(SAID))]


def _incident(cell: Cell, sources: dict[str, Source]) -> Incident:
    place, _ = Place.objects.get_or_create(
        name=cell.place.name,
        defaults={
            "country": cell.place.country,
            "latitude": Decimal(cell.place.latitude_e6) / 1_000_000,
            "longitude": Decimal(cell.place.longitude_e6) / 1_000_000,
        },
    )
    incident = Incident.objects.create(
        public_id=cell.ids["incident"][0],
        label=cell.title,
        type=INCIDENT_TYPES[cell.pattern % len(INCIDENT_TYPES)],
        occurred_edtf=cell.day.isoformat(),
        place=place,
        place_precision=1,
    )
    for side, role in (("side1", IncidentParty.Role.SIDE_A), ("side2", IncidentParty.Role.SIDE_B)):
        IncidentParty.objects.create(incident=incident, party=sources[side], role=role)
    return incident


def _article(cell: Cell, at: int, sources: dict[str, Source]) -> ArticleVersion:
    day = cell.day + dt.timedelta(days=1)
    article = Article.objects.create(
        public_id=cell.ids["article"][at],
        outlet=sources[f"outlet{at + 1}"],
        headline=cell.headlines[at],
        canonical_url=cell.url(at),
        language="en" if cell.pattern % 3 else "ar",
        published_on=day,
    )
    if at:
        wire = sources["wire1"]
        article.contributions.create(
            role=Contribution.Role.CONTRIBUTING_AGENCY,
            name=wire.name,
            source=wire,
            credit_text=f"{wire.name} contributed to this report.",
        )
    text = "\n\n".join(_sentence(cell, claim) for claim, said in enumerate(SAID) if said.article == at)
    return ArticleVersion.objects.create(article=article, number=1, text=text, published_on=day, captured_at=MOMENT)


def _words(cell: Cell, claim: int) -> str:
    predicate, population = ASKED[cell.pattern][SAID[claim].question]
    return f"{_figure(cell, claim)} {population.replace('_', ' ')} {predicate.replace('_', ' ')}"


def _figure(cell: Cell, claim: int) -> str:
    return FIGURES[(cell.pattern + SAID[claim].figure) % len(FIGURES)]


def _sentence(cell: Cell, claim: int) -> str:
    by = SAID[claim].by.rstrip("12")
    return (
        f"In the early hours before the roads were opened again, there were {_words(cell, claim)} in what a {by} "
        f"described as the heaviest of the incursions since the beginning of that month."
    )


def _claim(
    cell: Cell, at: int, questions: list[Question], versions: list[ArticleVersion], sources: dict[str, Source]
) -> Claim:
    said = SAID[at]
    for_whom = sources.get(said.speaks_for)
    claim = Claim(
        public_id=cell.ids["claim"][at],
        question=questions[said.question],
        said_by=sources[said.by],
        speaks_for=for_whom,
        speaks_for_title="spokesman" if for_whom else "",
        speaks_for_basis=SpeaksForBasis.STATED_IN_PASSAGE if for_whom else "",
        medium=MEDIA[(cell.pattern + at) % len(MEDIA)],
        polarity=Polarity.AFFIRMS,
        said_edtf=cell.day.isoformat(),
    )
    claim.quantity = parse_quantity(_figure(cell, at))
    claim.save()
    relays = (sources[said.relayed_by],) if said.relayed_by else ()
    verb_text, verb_class = said.verb
    words = _words(cell, at)
    cite(
        claim,
        Quote(
            version=versions[said.article],
            words=words,
            rendering=said.rendering,
            verb_text=verb_text,
            verb_class=verb_class,
            relayed_by=relays,
        ),
    )
    return claim
