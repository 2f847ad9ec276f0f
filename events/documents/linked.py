"""Claims and questions as JSON-LD: schema.org Claim and ClaimReview, W3C Web Annotation selectors, PROV-O.

Addresses are paths, resolved against the address of the file (JSON-LD 1.1, "Base Direction and IRIs").
Only terms of these vocabularies are used; what they have no word for stays in the JSON document, to
which `schema:subjectOf` leads.
"""

from typing import Any

from newsroom.ledger.lines import Body
from newsroom.ledger.registry import Json

CONTEXT: Json = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
}
_AGENTS = {"person": "schema:Person"}
_CONFIRMED = {"confirms": 1, "no_definitive_conclusion": 0, "rejects": -1}
"""Findings on the scale of `schema:ratingValue`; the word itself is its `schema:alternateName`."""


def claim_linked(body: Body) -> Json:
    """One claim: what is stated, by whom and for whom, and each passage that it is read in."""
    return _without_nothing(
        {
            "id": body["url"],
            "type": ["schema:Claim", "prov:Entity"],
            "schema:identifier": body["id"],
            "schema:name": body["label"],
            "schema:text": body["reading"],
            "schema:about": _named(body["incident"], "schema:Event") or _named(body["question"], "schema:Question"),
            "schema:isPartOf": _named(body["question"], "schema:Question"),
            "schema:author": _agent(body["speaks_for"] or body["said_by"]),
            "schema:appearance": [_article(citation["article"]) for citation in body["citations"]],
            "schema:subjectOf": {"id": body["links"]["versions"], "type": "schema:DataFeed"},
            "prov:wasGeneratedBy": _saying(body),
            "prov:wasQuotedFrom": [{"id": citation["article"]["url"]} for citation in body["citations"]],
            "prov:wasRevisionOf": _named(body["supersedes"], "schema:Claim"),
            "@reverse": {"oa:hasBody": [_annotation(body, at) for at in range(len(body["citations"]))]},
        }
    )


def _saying(body: Body) -> Json | None:
    """The act of saying it: who spoke, on whose behalf."""
    speaker = _agent(body["said_by"])
    if speaker is None:
        return None
    behalf = _agent(body["speaks_for"])
    delegated = {"prov:actedOnBehalfOf": behalf} if behalf else {}
    said = body["said_on"] or {}
    started, ended = _moment(said.get("earliest"), "00:00:00"), _moment(said.get("latest"), "23:59:59")
    return _without_nothing(
        {
            "type": "prov:Activity",
            "prov:wasAssociatedWith": {**speaker, **delegated},
            "prov:startedAtTime": started,
            "prov:endedAtTime": ended,
        }
    )


def _moment(day: str | None, time: str) -> Json | None:
    """PROV has moments only: not before the first day it may have been, not after the last, UTC."""
    return {"@type": "xsd:dateTime", "@value": f"{day}T{time}Z"} if day else None


def _agent(source: Body | None) -> Json | None:
    """Whoever is named; one who may not be named is told by the agreed words alone, without an id."""
    if source is None or not source["label"]:
        return None
    kind = _AGENTS.get(source["kind"], "schema:Organization")
    agent = {"type": [kind, "prov:Agent"], "schema:name": source["label"]}
    return {"id": source["url"], **agent} if source["id"] else agent


def _named(record: Body | None, kind: str) -> Json | None:
    return {"id": record["url"], "type": kind, "schema:name": record["label"]} if record else None


def _article(article: Body) -> Json:
    published = article["published"]
    return _without_nothing(
        {
            "id": article["url"],
            "type": ["schema:NewsArticle", "prov:Entity"],
            "schema:headline": article["headline"],
            "schema:url": article["canonical_url"] and {"id": article["canonical_url"]},
            "schema:datePublished": published and published["at"],
            "schema:inLanguage": article["language"],
            "schema:author": [{"type": "schema:Person", "schema:name": name} for name in article["byline"]],
            "schema:publisher": _agent(article["outlet"]),
            "schema:creditText": [credit["credit_text"] for credit in article["wire_credits"]],
        }
    )


def _annotation(body: Body, at: int) -> Json:
    citation = body["citations"][at]
    return _without_nothing(
        {
            "id": f"{body['url']}#citation-{at + 1}",
            "type": "oa:Annotation",
            "oa:motivatedBy": {"id": "oa:identifying"},
            "oa:hasTarget": _target(citation),
        }
    )


def _target(citation: Body) -> Json:
    passage, article = citation["passage"], {"id": citation["article"]["url"]}
    if passage is None:
        return {"type": "oa:SpecificResource", "oa:hasSource": article}
    version = {"id": f"urn:sha256:{passage['version']['sha256']}"}
    quote = {"type": "oa:TextQuoteSelector"} | {f"oa:{name}": passage[name] for name in ("exact", "prefix", "suffix")}
    place = {
        "type": "oa:TextPositionSelector",
        "oa:start": _natural(passage["start"]),
        "oa:end": _natural(passage["end"]),
    }
    return {"type": "oa:SpecificResource", "oa:hasSource": article, "oa:hasState": _state(passage, version)} | {
        "oa:hasSelector": [quote, place]
    }


def _state(passage: Body, version: Json) -> Json:
    """The text as it was captured: its hash stands for it, for the text itself is not public."""
    captured = {"@type": "xsd:dateTime", "@value": passage["version"]["captured_at"]}
    return {"type": "oa:TimeState", "oa:sourceDate": captured, "oa:cachedSource": version}


def _natural(number: int) -> Json:
    return {"@type": "xsd:nonNegativeInteger", "@value": str(number)}


def question_linked(body: Body) -> Json:
    """One question; with a finding, the review of what was claimed."""
    linked = {
        "id": body["url"],
        "type": "schema:Question",
        "schema:identifier": body["id"],
        "schema:name": body["label"],
        "schema:about": _named(body["incident"], "schema:Event"),
        "schema:suggestedAnswer": [_answer(answer) for answer in body["answers"]],
        "@reverse": {"schema:about": _review(body)} if body["finding"] else None,
    }
    return _without_nothing(linked)


def _answer(answer: Body) -> Json:
    claims = [{"id": claim["url"], "type": "schema:Claim"} for claim in answer["claims"]]
    return {"type": "schema:Answer", "schema:text": answer["reading"], "schema:citation": claims}


def _review(body: Body) -> Json:
    finding = body["finding"]
    claims = {claim["id"]: claim["url"] for answer in body["answers"] for claim in answer["claims"]}
    reviewed = [claims[each["claim"]] for each in finding["weighed"] if each["claim"] in claims]
    return _without_nothing(
        {
            "id": f"{body['url']}#finding",
            "type": "schema:ClaimReview",
            "schema:itemReviewed": [{"id": url, "type": "schema:Claim"} for url in reviewed],
            "schema:claimReviewed": body["label"],
            "schema:reviewBody": finding["rationale"],
            "schema:datePublished": finding["signed_at"],
            "schema:author": {"type": "schema:Person", "schema:name": finding["signed_by"]},
            "schema:reviewRating": {
                "type": "schema:Rating",
                "schema:ratingValue": _CONFIRMED[finding["outcome"]],
                "schema:worstRating": -1,
                "schema:bestRating": 1,
                "schema:alternateName": finding["outcome"],
            },
        }
    )


def _without_nothing(node: dict[str, Any]) -> Json:
    """JSON-LD says nothing by leaving it out."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
