"""The desk with much on its screens: sides that contradict each other, texts in two directions, two issued versions."""

from django.db import transaction

from events.models import Claim, Finding, Incident, IncidentLink, IncidentParty, Question
from events.quantity_words import parse_quantity
from newsroom.accounts.models import User
from newsroom.ledger.publishing import publish
from sources.models import Article, ArticleVersion, Source
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    IncidentFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
)
from tests.hostile.desk import Desk

ENGLISH = "At least six militants were killed on Monday.\n\n" + "\n\n".join(f"Paragraph {n}." for n in range(9))
ARABIC = "قتل ستة مسلحين على الأقل يوم الاثنين.\n\nاحترقت أربع سيارات."


@transaction.atomic
def furnished_desk() -> Desk:
    desk = Desk()
    desk.rows[Incident] = contested_incident(desk.user)
    desk.rows[Article] = article = corrected_article()
    desk.rows[ArticleVersion] = article.newest_version
    desk.rows[Finding] = Finding.objects.get(question__incident=desk.rows[Incident])
    issue_twice(desk.claim)
    return desk


def issue_twice(claim: Claim) -> None:
    """So that there are two public versions to compare."""
    for certainty in ("believed", "feared"):
        Claim.objects.filter(pk=claim.pk).update(certainty=certainty)
        with transaction.atomic():
            publish([Claim.objects.get(pk=claim.pk)])


@transaction.atomic
def corrected_article() -> Article:
    """Two versions in two directions, a claim in the changed words, two issued versions."""
    article: Article = ArticleFactory(text=f"{ENGLISH}\n\n{ARABIC}")
    publish([ClaimFactory(cited_in=article, cited_in__words="At least six militants")])
    article.headline = "Raid leaves seven dead"
    article.save()
    publish([article])
    newer = f"{ENGLISH}\n\n{ARABIC}".replace("At least six", "Seven").replace("ستة", "سبعة")
    ArticleVersionFactory(article=article, text=f"{newer}\n\nA last word.", event="correction")
    article.editorial_note = "Seen."
    article.rights = "© Example Post"
    article.save()
    return article


@transaction.atomic
def contested_incident(signed_by: User) -> Incident:
    """Two sides that contradict each other, a draft, a finding, a neighbour elsewhere."""
    question: Question = QuestionFactory(incident=IncidentFactory(label="Raid on Exampleville, 19 June 2023"))
    incident = question.incident
    assert incident is not None
    army: Source = SourceFactory(name="Example Army")
    ministry: Source = SourceFactory(name="وزارة الصحة")
    IncidentParty.objects.create(incident=incident, party=army, role="side_a")
    IncidentParty.objects.create(incident=incident, party=ministry, role="side_b")
    publish(_answers(question, army, ministry))
    ClaimFactory(question=question, figure="forty")
    _conclude(question, signed_by)
    elsewhere = IncidentFactory(place=PlaceFactory(latitude="32.220000", longitude="35.260000"), place_precision=3)
    IncidentLink.objects.create(incident=elsewhere, kind="part_of", other=incident)
    return incident


def _answers(question: Question, army: Source, ministry: Source) -> list[Claim]:
    said: dict[str, Source] = {"at least six": army, "four": ministry}
    said["nearly 30"] = SourceFactory(name="A Witness with a Long Name")
    later = {"about 12": "2023-06-20", "12,000": "2023-06-21", "between six and nine": "2023-06-21"}
    return [
        *(ClaimFactory(question=question, said_by=by, figure=figure) for figure, by in said.items()),
        *(ClaimFactory(question=question, figure=figure, said_edtf=day) for figure, day in later.items()),
    ]


def _conclude(question: Question, signed_by: User) -> None:
    finding = Finding(
        question=question,
        outcome="confirms",
        method="report_range",
        rationale="Names of nine are known.",
        value_type="quantity",
        signed_by=signed_by,
    )
    finding.quantity = parse_quantity("nine")
    finding.save()
    publish([question])
