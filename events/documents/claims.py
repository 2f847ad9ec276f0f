"""How the public document of a claim is made from its working rows and from what is issued of the others."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet

from events.changes import changes_of_claim
from events.documents.anchors import public_anchor
from events.documents.claim_shapes import ClaimBrief, ClaimDocument
from events.documents.columns import CLAIM_COLUMNS
from events.documents.incidents import as_day, finding_aid_columns, place_terms
from events.documents.searched import claim_texts
from events.documents.values import date_json, value_json, value_reading, value_words
from events.models import Citation, Claim, ClaimLine, ClaimPublication, ClaimTerm, ClaimWords, Relay
from events.models.claims import MORE_OPENLY, Polarity, SpeaksForBasis, reported_on
from events.models.vocabularies import ValueType
from newsroom.api.shapes import api_path
from newsroom.ledger.models import moment_text
from newsroom.ledger.records import Record
from newsroom.ledger.registry import Facets, Issued, Json, Kind
from sources.documents.articles import article_terms, published_bounds, refuse_use
from sources.documents.sources import name_source, refuse_off_record, resolve_name, stricter
from sources.models import Disclosure, Passage, Source

UNIT = "unicode_code_point"
CITED = "citations_as_read"
"""Where a claim keeps its citations once they were read with it."""


def extract_claim(claim: Claim) -> Json:
    terms = terms_of(claim)
    question = claim.question
    return {
        "id": claim.public_id,
        "incident": question and question.incident and question.incident.public_id,
        "question": question and question.public_id,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "value": value_json(claim, _counts_up_to(claim)),
        "said_by": name_source(claim.said_by, terms, claim.attribution),
        "speaks_for": _speaks_for(claim, terms),
        "medium": claim.medium,
        "said_on": date_json(claim.said_on),
        "citations": [_cite(citation) for citation in _citations(claim)],
        "fidelity": _fidelity(claim),
        "supersedes": claim.supersedes.public_id if claim.supersedes and not _links_unnamed(claim) else None,
    }


def terms_of(claim: Claim) -> str:
    """How its speaker may be named: by what was agreed with him and for this claim, whichever is stricter."""
    return stricter(claim.disclosure, claim.said_by.disclosure if claim.said_by else Disclosure.ON_RECORD)


def _links_unnamed(claim: Claim) -> bool:
    """True if saying which claim it replaces would tell readers that two claims have one unnamed speaker."""
    named = (Disclosure.ON_RECORD, Disclosure.ON_RECORD)
    return claim.supersedes is not None and (terms_of(claim), terms_of(claim.supersedes)) != named


def _counts_up_to(claim: Claim) -> dt.date | None:
    """The last day that a running total counts: as stated, else the day of the report."""
    is_total = claim.question is not None and claim.question.window
    return claim.through_on or (reported_on(claim) if is_total else None)


def _speaks_for(claim: Claim, terms: str) -> Json | None:
    """For whom it was said. Of a confidential speaker only what the article itself says of it."""
    if claim.speaks_for is None or terms == Disclosure.DEEP_BACKGROUND:
        return None
    if terms != Disclosure.ON_RECORD and claim.speaks_for_basis != SpeaksForBasis.STATED_IN_PASSAGE:
        return None
    title = claim.speaks_for_title if terms == Disclosure.ON_RECORD else ""
    return {"source": name_source(claim.speaks_for), "title": title, "basis": claim.speaks_for_basis}


def read_claims(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with all that is issued of them, in as many statements for many as for one."""
    people = ("said_by", "speaks_for", "value_party", "supersedes__said_by")
    return rows.select_related(*people, "question__incident").prefetch_related(
        Prefetch("citations", _cited(Citation.objects.all()), to_attr=CITED)
    )


def _cited(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    relays = Prefetch("relays", Relay.objects.select_related("source"))
    return citations.select_related("article", "passage__version").prefetch_related(relays).order_by("id")


def _citations(claim: Claim) -> Iterable[Citation]:
    found: Iterable[Citation] | None = getattr(claim, CITED, None)
    return _cited(claim.citations.all()) if found is None else found


def _cite(citation: Citation) -> Json:
    return {
        "article": citation.article.public_id,
        "rendering": citation.rendering,
        "verb_text": citation.verb_text,
        "verb_class": citation.verb_class,
        "relayed_by": [name_source(relay.source) for relay in citation.relays.all()],
        "passage": citation.passage and _passage(citation.passage),
        "locator": citation.locator or None,
    }


def _passage(passage: Passage) -> Json:
    version = passage.version
    return {
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "start": passage.start,
        "end": passage.end,
        "unit": UNIT,
        "sha256": passage.sha256,
        "version": {
            "number": version.number,
            "sha256": version.sha256,
            "captured_at": moment_text(version.captured_at),
            "published": dict(version.published.public()) if version.published else None,
        },
    }


def _fidelity(claim: Claim) -> Json:
    if claim.fidelity_verified_by_id is None:
        return {"verified": False, "by_second_person": False}
    made_by = claim.history.order_by("history_id").values_list("history_user_id", flat=True).first()
    return {"verified": True, "by_second_person": claim.fidelity_verified_by_id != made_by}


def render_claim(basis: Json, issued: Issued) -> Json:
    path = api_path("claims", basis["id"])
    question = issued.reference(basis["question"])
    incident = basis["incident"] and issued.reference(basis["incident"])
    citations = [_render_citation(citation, issued) for citation in basis["citations"]]
    value = _render_value(basis["value"], issued)
    body = {
        **basis,
        "type": "claim",
        "url": path,
        "question": question,
        "incident": incident,
        "value": value,
        "reading": value_reading(value) if value else Polarity(basis["polarity"]).label,
        "said_by": resolve_name(basis["said_by"], issued),
        "speaks_for": _render_speaks_for(basis, issued),
        "citations": citations,
        "supersedes": basis["supersedes"] and issued.reference_if_issued(basis["supersedes"]),
        "superseded_by": _superseded_by(basis["id"], issued),
        "clocks": {
            "occurred": incident and incident["occurred"],
            "said": basis["said_on"] and basis["said_on"]["edtf"],
            "reported": _reported(citations),
        },
        "links": {
            "versions": f"{path}versions/",
            "question": question["url"],
            "other_answers": f"/api/v1/claims/?question={question['id']}",
        },
    }
    return ClaimDocument.of({**body, "label": _label(body)})


def _render_value(value: Json | None, issued: Issued) -> Json | None:
    if value and value["type"] == ValueType.PARTY:
        return {**value, "party": resolve_name(value["party"], issued)}
    return value


def _render_speaks_for(basis: Json, issued: Issued) -> Json | None:
    stated = basis["speaks_for"]
    if stated is None:
        return None
    source = resolve_name(stated["source"], issued) or {}
    return {
        **source,
        "title": stated["title"],
        "basis": stated["basis"],
        "party": _side(basis, source, issued),
    }


def _side(basis: Json, source: Json, issued: Issued) -> str | None:
    incident = basis["incident"] and issued.reference(basis["incident"])
    parties = incident["parties"] if incident else []
    return next(
        (part["role"] for part in parties if part["party"]["id"] and part["party"]["id"] == source.get("id")), None
    )


def _render_citation(citation: Json, issued: Issued) -> Json:
    article = issued.reference(citation["article"])
    wire_credits = [{**credit, "part_in_this_claim": "unknown"} for credit in article["wire_credits"]]
    passage = citation["passage"]
    anchor = passage and {"anchor": public_anchor(article["id"], passage, article["texts"])}
    return {
        **citation,
        "passage": passage and {**passage, **anchor},
        "article": {**article, "wire_credits": wire_credits},
        "relayed_by": [resolve_name(relay, issued) for relay in citation["relayed_by"]],
    }


def _superseded_by(public_id: str, issued: Issued) -> Json | None:
    later = issued.naming("claim", public_id)
    return next((claim for claim in later if (claim["supersedes"] or {}).get("id") == public_id), None)


def _reported(citations: list[Json]) -> str | None:
    return min((time["at"] for time in map(_cited_time, citations) if time), default=None)


def _cited_time(citation: Json) -> Json | None:
    passage: Json = citation["passage"] or {}
    version: Json = passage.get("version") or {}
    time: Json | None = version.get("published") or citation["article"]["published"]
    return time


def _label(body: Json) -> str:
    speaker = (body["speaks_for"] or {}).get("label") or (body["said_by"] or {}).get("label") or "unattributed"
    question, value = body["question"], body["value"]
    said = value_words(value) if value and value["type"] != ValueType.QUANTITY else body["reading"]
    subject = question["label"].removesuffix(f", {body['incident']['label']}" if body["incident"] else "")
    if value is None or value["type"] == ValueType.TEXT:
        return f"{speaker}: {said}"
    return f"{speaker}: {said} {subject}" if value["type"] == ValueType.QUANTITY else f"{speaker}: {subject}: {said}"


def claim_reference(body: Json) -> Json:
    return ClaimBrief.of(body)


def claim_facets(body: Json, issued: Issued) -> Facets:
    incident = issued.reference(body["incident"]["id"]) if body["incident"] else {"occurred": None, "place": None}
    said, speaker = body["said_on"] or {}, body["said_by"] or {}
    times = [published_bounds(_cited_time(citation)) for citation in body["citations"]]
    columns = {
        "incident": body["incident"]["id"] if body["incident"] else "",
        "question": body["question"]["id"],
        "said_by": speaker.get("id") or "",
        "speaks_for": (body["speaks_for"] or {}).get("id") or "",
        "source_kind": speaker.get("kind") or "",
        "party": (body["question"]["party"] or {}).get("id") or "",
        "predicate": body["question"]["predicate"],
        "population": body["question"]["population"],
        **{name: body[name] for name in ("medium", "polarity", "certainty")},
        **_hedge(body["value"]),
        "said_from": as_day(said.get("earliest")),
        "said_until": as_day(said.get("latest")),
        "reported_until": min((time.latest for time in times if time), default=None),
        **finding_aid_columns(incident),
    }
    return Facets(columns, [*_citation_terms(body), *place_terms(incident)])


def _hedge(value: Json | None) -> Json:
    if value is None or value["type"] != ValueType.QUANTITY:
        return {"hedge": "", "low": None, "high": None}
    return {"hedge": value["kind"], "low": value["low"], "high": value["high"]}


def _citation_terms(body: Json) -> Iterator[tuple[str, str]]:
    for citation in body["citations"]:
        yield "article", citation["article"]["id"]
        yield "rendering", citation["rendering"]
        yield "verb_class", citation["verb_class"]
        yield from article_terms(citation["article"])
        if citation["article"]["language"]:
            yield "language", citation["article"]["language"]
        yield from (("relayed_by", relay["id"]) for relay in citation["relayed_by"] if relay["id"])


def claim_ground(claim: Claim) -> Iterable[Record]:
    named: list[Source | None] = [claim.said_by, claim.speaks_for, claim.value_party]
    for citation in _citations(claim):
        yield citation.article
        named += [relay.source for relay in citation.relays.all()]
    if claim.question:
        yield claim.question
    yield from (source for source in named if source and not source.is_confidential)


def refuse_claim(claim: Claim) -> Iterator[str]:
    if claim.question is None:
        yield f"{claim.public_id} answers no question yet. Choose incident, predicate and population."
    if claim.originator is None:
        yield f"“{claim}” has no speaker. For the article in its own voice choose its outlet."
    if not list(_citations(claim)):
        yield f"“{claim}” is cited nowhere. Add the article and the quoted words."
    for citation in _citations(claim):
        yield from refuse_use(citation.article)
    yield from _refuse_disclosure(claim)


def _refuse_disclosure(claim: Claim) -> Iterator[str]:
    speaker = claim.said_by.disclosure if claim.said_by else Disclosure.ON_RECORD
    terms = terms_of(claim)
    relays = [relay.source for citation in _citations(claim) for relay in citation.relays.all()]
    yield from refuse_off_record([claim.speaks_for, claim.value_party, *relays], claim.public_id)
    if _links_unnamed(claim):
        yield (
            f"{claim.public_id} replaces another claim, which would tell that both have one speaker. Leave "
            "“supersedes” empty, and withdraw the earlier claim if it does not hold any more."
        )
    if ClaimPublication.tells_more_than(terms, claim):
        yield f"{claim.public_id}: {MORE_OPENLY}"
    if terms == Disclosure.OFF_RECORD:
        yield f"{claim.public_id} was said off the record and can never be issued."
    if terms == Disclosure.BACKGROUND and speaker == Disclosure.ON_RECORD and not claim.attribution:
        yield f"{claim.public_id} was said on background. Give the agreed words in “attribution”."


CLAIM = Kind(
    name="claim",
    rank=4,
    model=Claim,
    publication=ClaimPublication,
    term=ClaimTerm,
    line=ClaimLine,
    extract=extract_claim,
    read_with=read_claims,
    render=render_claim,
    reference=claim_reference,
    facets=claim_facets,
    columns=CLAIM_COLUMNS,
    gathers=("claim",),
    stands_on=claim_ground,
    refuse=refuse_claim,
    words=ClaimWords,
    searched=claim_texts,
    changes=changes_of_claim,
)
