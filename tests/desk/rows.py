"""One valid row of every kind that has a page at the desk."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db.models import Model

from events.models import (
    Claim,
    Export,
    Finding,
    Incident,
    Population,
    Predicate,
    Question,
    Review,
    UpstreamClaim,
    UpstreamRow,
)
from newsroom.accounts.models import User
from newsroom.ledger import seam
from newsroom.ledger.models import Merge, Split
from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.splitting import split
from sources.models import (
    Affiliation,
    Article,
    ArticleVersion,
    Contribution,
    Derivation,
    DerivationJudgement,
    ImportItem,
    ImportRun,
    Passage,
    Place,
    PlaceAlias,
    Source,
    SourceAlias,
    Topic,
)
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    IncidentFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
    UserFactory,
)


def a_source() -> Source:
    source = SourceFactory()
    SourceAlias.objects.create(source=source, name="The Authority")
    return source


def an_affiliation() -> Affiliation:
    return Affiliation.objects.create(source=SourceFactory(person=True), speaks_for=SourceFactory(), title="spokesman")


def an_article() -> Article:
    article = ArticleFactory()
    Contribution.objects.create(article=article, name="B. Line", source=SourceFactory(person=True))
    ClaimFactory(cited_in=article)
    return article


def a_passage() -> Passage:
    passage: Passage = ClaimFactory().citations.get().passage
    return passage


def a_place() -> Place:
    place = PlaceFactory(within=PlaceFactory())
    PlaceAlias.objects.create(place=place, name="Beispielstadt")
    return place


def a_derivation() -> Derivation:
    derivation = Derivation.objects.create(
        article=ArticleFactory(), from_article=ArticleFactory(), kind=Derivation.Kind.REWRITE, similarity_permille=700
    )
    DerivationJudgement.objects.create(derivation=derivation, verdict="positive", why="Same", judged_by=UserFactory())
    return derivation


def an_import_run() -> ImportRun:
    return ImportRun.objects.create(command="import_articles", target="seeds", read=1, refused=1)


def an_import_item() -> ImportItem:
    version = ArticleVersionFactory()
    return ImportItem.objects.create(
        run=an_import_run(), name=f"{version.pk}.txt", outcome="created", article=version.article, version=version
    )


def a_finding() -> Finding:
    return Finding.objects.create(
        question=QuestionFactory(),
        outcome=Finding.Outcome.NO_DEFINITIVE_CONCLUSION,
        method=Finding.Method.PENDING,
        rationale="Too early.",
        signed_by=UserFactory(),
    )


def an_export() -> Export:
    export = Export.objects.create(what="series, ucdp, killed", ledger_seq=1, sha256="0" * 64)
    export.documents.create(public_id=QuestionFactory().public_id)
    Review.objects.create(export=export, cause="words_altered", article=ArticleFactory())
    return export


def a_review() -> Review:
    article = ArticleFactory()
    claim = ClaimFactory(cited_in=article)
    version = ArticleVersionFactory(article=article, text="Officials said that seven militants were killed.")
    return Review.objects.create(claim=claim, cause="words_altered", article=article, version=version)


def a_topic() -> Topic:
    return Topic.objects.create(qcode=f"medtop:{Topic.objects.count() + 90_000_000}", label="a subject")


def a_predicate() -> Predicate:
    return Predicate.objects.create(code=f"p{Predicate.objects.count()}", label="seen", value_type="boolean")


def an_upstream_row() -> UpstreamRow:
    run = an_import_run()
    row = UpstreamRow.objects.create(
        data_set=SourceFactory(kind="data_set"),
        external_id="7138",
        content={"id": "7138", "best": 1},
        sha256="0" * 64,
        incident=IncidentFactory(),
        first_seen=run,
        last_changed=run,
    )
    UpstreamClaim.objects.create(row=row, columns="low,best,high", claim=ClaimFactory())
    return row


def a_merge() -> Merge:
    made: Merge = merge(a_source(), SourceFactory(), [], UserFactory(), "The same.").row
    return made


def a_split() -> Split:
    claim = ClaimFactory()
    chosen = {"events.Claim.said_by": [claim.pk]}
    made: Split = split(claim.said_by, "Another", chosen, UserFactory(), "Somebody else.").row
    return made


def a_population() -> Population:
    return Population.objects.create(code=f"p{Population.objects.count()}", label="bridges")


def a_group() -> Group:
    return Group.objects.create(name=seam.new_public_id("grp"))


def a_session() -> UserSession:
    session: UserSession = UserSession.objects.create(
        user=UserFactory(), ip="192.0.2.7", session_key=seam.new_public_id("ses")
    )
    return session


ROWS: dict[type[Model], Callable[[], Any]] = {
    User: UserFactory,
    Group: a_group,
    Source: a_source,
    Affiliation: an_affiliation,
    Article: an_article,
    ArticleVersion: ArticleVersionFactory,
    Passage: a_passage,
    Place: a_place,
    Topic: a_topic,
    Derivation: a_derivation,
    ImportRun: an_import_run,
    ImportItem: an_import_item,
    Claim: ClaimFactory,
    Incident: IncidentFactory,
    Question: QuestionFactory,
    Finding: a_finding,
    Review: a_review,
    Export: an_export,
    Merge: a_merge,
    Split: a_split,
    Predicate: a_predicate,
    Population: a_population,
    UpstreamRow: an_upstream_row,
    UserSession: a_session,
}
