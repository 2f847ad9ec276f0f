"""The texts of a public document that a search looks in. Read from the body alone: what is not public is not found."""

from collections.abc import Iterator

from newsroom.ledger.registry import Json


def claim_texts(body: Json) -> Iterator[str | None]:
    """The quoted words with what stands around them first; who said it, about what, where it was printed."""
    for citation in body["citations"]:
        passage = citation["passage"]
        yield passage and passage["prefix"] + passage["exact"] + passage["suffix"]
        yield from (relay["label"] for relay in citation["relayed_by"])
        yield citation["article"]["headline"]
        yield citation["article"]["outlet"]["label"]
        yield from (credit["label"] for credit in citation["article"]["wire_credits"])
    yield body["label"]
    yield body["reading"]
    yield (body["value"] or {}).get("text")
    for speaker in (body["said_by"], body["speaks_for"]):
        yield from (speaker["label"], speaker.get("title")) if speaker else ()
    yield body["question"]["label"]
    yield body["incident"] and body["incident"]["label"]


def incident_texts(body: Json) -> Iterator[str | None]:
    """Its name and description, what kind of event, where, between whom, and what is asked about it."""
    yield from (body[name] for name in ("label", "description", "event_type", "sub_event_type"))
    yield body["place"] and body["place"]["name"]
    yield from (part["party"]["label"] for part in body["parties"])
    yield from (figure["label"] for figure in body["figures"])
