"""A person who spoke openly: his name in public, and wherever the desk and its software write by hand or by habit."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from events.models import Export, Finding, IncidentParty, Relay, Review
from newsroom.desk.models import SavedFilter
from newsroom.ledger import seam
from newsroom.ledger.publishing import publish, withdraw
from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.splitting import split
from newsroom.ledger.writing import Signature
from sources.models import (
    Affiliation,
    ArticleVersion,
    Contribution,
    Derivation,
    DerivationJudgement,
    ImportItem,
    ImportRun,
    Source,
)
from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory
from tests.leaks.hidden import Hidden


def named_openly(hidden: Hidden, stage: Any) -> Any:
    """The source of a person, who stands in everything there is."""
    name = hidden["real_name"]
    source: Any = SourceFactory(person=True, name=hidden["former_name"])
    source.name, source.description = name, f"{hidden['about']} {name} is a general."
    source.country, source.homepage = "IL", hidden["site"]
    source._change_reason = f"{name} asked for it"
    source.save()
    _known_as(source, hidden, stage)
    _spoken(source, name, stage)
    if hidden.level != "off_record":  # what is asked of somebody has to be taken back before
        _asked_of(source, stage)
    _written_of(name, stage)
    _logged(source, hidden, stage)
    return source


def _known_as(source: Source, hidden: Hidden, stage: Any) -> None:
    source.aliases.create(name=hidden["alias"])
    source.identifiers.create(scheme="wikidata", value=hidden["register"])
    Affiliation.objects.create(source=source, speaks_for=stage.army, title=hidden["title"])


def _spoken(source: Source, name: str, stage: Any) -> None:
    """As a speaker, a relay, a party, a credit, and as what somebody else withdrew because of him."""
    article = ArticleFactory(outlet=stage.outlet, headline="Five dead")
    article.editorial_note = f"Ask {name} again."
    article.save()
    Contribution.objects.create(article=article, role="contributing_agency", name="The Wire", source=source)
    Derivation.objects.create(article=article, from_source=source, kind="cites")
    spoken = ClaimFactory(
        said_by=source,
        question=stage.dead,
        figure="nine",
        attribution=f"{name}, a general",
        note=f"Called {name}.",
        cited_in=article,
    )
    relayed = ClaimFactory(question=stage.hurt, said_by=stage.army, cited_in=article)
    Relay.objects.create(citation=relayed.citations.get(), position=1, source=source)
    mistaken = ClaimFactory(said_by=stage.army)
    for claim in (spoken, relayed, mistaken):
        publish([claim], Signature(by="Chief", note=f"as {name} wished"))
    withdraw([mistaken], f"In truth {name} said it.")
    _edited(spoken, name)


def _asked_of(source: Source, stage: Any) -> None:
    """As a party of the incident, and as the one whose dead are counted."""
    IncidentParty.objects.create(incident=stage.incident, party=source, role="responder")
    publish([ClaimFactory(question=QuestionFactory(party=source), said_by=stage.army)])


def _edited(claim: Any, name: str) -> None:
    claim.note, claim._change_reason = f"Called {name} twice.", f"{name} called back"
    claim.save()
    publish([claim])


def _written_of(name: str, stage: Any) -> None:
    """In notes, reasons, judgements and decisions of the desk."""
    chief = stage.users["Chief"]
    incident, incident_note = stage.incident, f"{name} was there."
    incident.note = f"{incident.note} {incident_note}".strip()
    incident.save()
    Finding.objects.create(
        question=stage.dead,
        outcome="no_definitive_conclusion",
        method="pending",
        rationale=f"Only {name} was there.",
        signed_by=chief,
    )
    publish([stage.dead])
    one, other = (SourceFactory(name=f"Ministry {n}") for n in range(2))
    merge(one, other, [], chief, f"{name} said they are the same.")
    claim = ClaimFactory()
    split(claim.said_by, f"The other {claim.pk}", {"events.Claim.said_by": [claim.pk]}, chief, f"{name} told us.")
    _judged(name, stage, chief)


def _judged(name: str, stage: Any, chief: Any) -> None:
    article = ArticleFactory(outlet=stage.outlet)
    derivation = Derivation.objects.create(article=article, from_article=ArticleFactory(), kind="rewrite")
    DerivationJudgement.objects.create(derivation=derivation, verdict="positive", why=f"{name}.", judged_by=chief)
    claim = ClaimFactory(cited_in=article)
    version = ArticleVersion(article=article, number=2, text="Seven dead.", note=f"{name} complained.")
    version.save()
    review = Review.objects.create(claim=claim, cause="words_altered", article=article, version=version)
    review.decision, review.closed_at, review.closed_by = f"{name} says it holds.", seam.now(), chief
    review.save()


def _logged(source: Source, hidden: Hidden, stage: Any) -> None:
    """By the software: the log of the admin, of imports and of exports, and filters that were kept."""
    name, chief = hidden["real_name"], stage.users["Chief"]
    for row in (source, source.claims.get()):
        for words in (name, hidden["former_name"]):
            LogEntry.objects.create(
                user=chief,
                content_type=ContentType.objects.get_for_model(row),
                object_id=str(row.pk),
                object_repr=words,
                action_flag=2,
                change_message=f"Changed name of {words}.",
            )
    SavedFilter.objects.create(owner=chief, name=f"All of {name}"[:80], model="events.claim", query="", is_shared=True)
    run = ImportRun.objects.create(command="import_articles", target="reports", read=1, refused=1)
    ImportItem.objects.create(
        run=run,
        name="1.txt",
        outcome="refused",
        reason="unknown_outlet",
        message=f"No outlet called {name}.",
        hint=f"Add {name} first.",
    )
    export = Export.objects.create(what="series, ucdp, killed", ledger_seq=1, sha256="0" * 64)
    export.documents.create(public_id=stage.dead.public_id)
