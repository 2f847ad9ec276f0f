"""Load the seeds: who is who, what happened, and the claims that an editor reads in the seed articles.

Everything goes through the acts that the desk uses; loading again finds what is there and adds nothing.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from events.date_words import resolve_date
from events.models import Citation, Claim, Incident, Population, Predicate, Question
from events.models.claims import Rendering, SpeaksForBasis, VerbClass
from events.number_words import UnknownWords
from events.quantity_words import parse_quantity
from events.recording import Quote, cite
from newsroom.ledger.publishing import publish
from newsroom.ledger.writing import Signature
from sources.models import Article, ArticleVersion, Place, Source

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
Row = dict[str, Any]


@transaction.atomic
def load_claims(path: Path, by: str) -> tuple[int, int]:
    """Load what the file says of articles that are there, and publish it: (claims added, claims there before).

    Claims on a version that has not been imported yet are left for a later call.
    """
    seeds = _Seeds(tomllib.loads(path.read_text(encoding="utf-8")))
    added = [claim for claim in seeds.record_claims() if claim is not None]
    publish([*seeds.sources.values(), *seeds.incidents.values()], Signature(by=by, note="seeds"))
    publish(added, Signature(by=by, note="seeds"))
    return len(added), seeds.found


class _Seeds:
    """The rows that the keys of one seed file stand for."""

    def __init__(self, content: Row) -> None:
        self.content = content
        self.found = 0
        self.sources = {key: _source(row) for key, row in content["sources"].items()}
        self.places: dict[str, Place] = {}
        for key, row in content["places"].items():
            self.places[key] = self._place(row)
        self.incidents = {key: self._incident(row) for key, row in content["incidents"].items()}
        self.claims: dict[str, Claim] = {}
        self._link()

    def record_claims(self) -> Iterator[Claim | None]:
        """Each claim of the file that can be read and was not there yet."""
        for row in self.content["claims"]:
            version = _version(row)
            yield self._claim(row, version) if version else None

    def _place(self, row: Row) -> Place:
        details = {**row, "within": self.places.get(row.get("within", ""))}
        aliases = details.pop("aliases", [])
        place, _ = Place.objects.get_or_create(name=row["name"], defaults=details)
        for name in aliases:
            place.aliases.get_or_create(name=name)
        return place

    def _incident(self, row: Row) -> Incident:
        linking = {"parties", "part_of", "same_place_earlier_than"}
        details = {name: value for name, value in row.items() if name not in linking}
        details["place"] = self.places[row["place"]]
        return Incident.objects.get_or_create(label=row["label"], defaults=details)[0]

    def _link(self) -> None:
        for key, row in self.content["sources"].items():
            if "speaks_for" in row:
                self._affiliate(self.sources[key], row)
        for key, row in self.content["incidents"].items():
            self._link_incident(self.incidents[key], row)

    def _affiliate(self, source: Source, row: Row) -> None:
        source.affiliations.get_or_create(
            speaks_for=self.sources[row["speaks_for"]],
            title=row.get("title", ""),
            since_on=row.get("since"),
            until_on=row.get("until"),
        )

    def _link_incident(self, incident: Incident, row: Row) -> None:
        for party, role in row.get("parties", {}).items():
            incident.parties.get_or_create(party=self.sources[party], defaults={"role": role})
        for name, kind in (("part_of", "part_of"), ("same_place_earlier_than", "same_place_earlier")):
            if name in row:
                incident.links.get_or_create(kind=kind, other=self.incidents[row[name]])

    def _claim(self, row: Row, version: ArticleVersion) -> Claim | None:
        claim = Claim(question=self._question(row), **self._speaker(row, version), **_how_said(row, version))
        _state_value(claim, row)
        claim.supersedes = self.claims[row["supersedes"]] if "supersedes" in row else None
        earlier = _recorded_before(claim, version, row["words"])
        if "key" in row:
            self.claims[row["key"]] = earlier or claim
        if earlier:
            self.found += 1
            return None
        claim.save()
        for quoted in [row, *row.get("also", [])]:
            cite(claim, _quote(quoted, _version(quoted) or version))
        return claim

    def _question(self, row: Row) -> Question:
        return Question.objects.find_or_make(
            incident=self.incidents.get(row.get("incident", "")),
            predicate=Predicate.objects.get(code=row["asks"]),
            population=Population.objects.get(code=row.get("of", "not_applicable")),
            party=self.sources.get(row.get("party", "")),
            place=self.places.get(row.get("place", "")),
            window=row.get("window", ""),
        )

    def _speaker(self, row: Row, version: ArticleVersion) -> Row:
        if row.get("own_voice"):
            return {"said_by": version.article.outlet}
        speaks_for = self.sources.get(row.get("speaks_for", ""))
        return {
            "said_by": self.sources[row["said_by"]],
            "speaks_for": speaks_for,
            "speaks_for_title": row.get("title", ""),
            "speaks_for_basis": SpeaksForBasis.STATED_IN_PASSAGE if speaks_for else "",
        }


def _source(row: Row) -> Source:
    fields = {name: row[name] for name in ("kind", "name", "description", "country") if name in row}
    source = Source.objects.called(row["name"]).first() or Source.objects.create(**fields)
    for name in row.get("aliases", []):
        source.aliases.get_or_create(name=name)
    return source


def _version(row: Row) -> ArticleVersion | None:
    article = Article.objects.filter(external_id=row["article"]).first()
    return article.versions.filter(number=row.get("version", 1)).first() if article else None


def _how_said(row: Row, version: ArticleVersion) -> Row:
    given: Row = {name: row[name] for name in ("medium", "polarity") if name in row}
    if "said" not in row or version.published_on is None:
        return given
    try:
        edtf = resolve_date(row["said"], version.published_on).edtf
    except UnknownWords:
        edtf = ""
    return {**given, "said_words": row["said"], "said_edtf": edtf}


def _state_value(claim: Claim, row: Row) -> None:
    if "figure" in row:
        claim.quantity = parse_quantity(row["figure"])
        claim.through_on = row.get("through")
    claim.value_words, claim.value_edtf = row.get("date", ""), row.get("edtf", "")
    claim.value_text = row.get("text", "")


def _recorded_before(claim: Claim, version: ArticleVersion, words: str) -> Claim | None:
    cited = Citation.objects.filter(passage__version=version, passage__exact=words, claim__question=claim.question)
    found = cited.filter(claim__said_by=claim.said_by).select_related("claim").first()
    return found.claim if found else None


def _quote(row: Row, version: ArticleVersion) -> Quote:
    own_voice = row.get("own_voice", False)
    return Quote(
        version=version,
        words=row["words"],
        rendering=row.get("rendering", Rendering.NARRATIVE if own_voice else Rendering.PARAPHRASE),
        verb_text=row.get("verb", ""),
        verb_class=row.get("verb_class", VerbClass.NONE if own_voice else VerbClass.NEUTRAL),
    )
