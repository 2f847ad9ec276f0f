"""The JSON-LD files read by rdflib, their terms held to the vocabularies themselves."""

from typing import Any

import pytest
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import PROV, SDO

from events.models import Finding
from newsroom.ledger.publishing import publish
from tests.api.asking import ask, client, issue
from tests.factories import ClaimFactory, SourceFactory, UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # by its own reader of JSON-LD
]
BASE = "https://facts.example"
OA = Namespace("http://www.w3.org/ns/oa#")
# What we use of W3C Web Annotation, which rdflib has no list of: Recommendation of 23 February 2017, "Vocabulary".
OA_TERMS = {
    *(OA[name] for name in ("Annotation", "hasBody", "hasTarget", "motivatedBy", "identifying")),
    *(OA[name] for name in ("SpecificResource", "hasSource", "hasSelector", "hasState")),
    *(OA[name] for name in ("TextQuoteSelector", "exact", "prefix", "suffix")),
    *(OA[name] for name in ("TextPositionSelector", "start", "end")),
    *(OA[name] for name in ("TimeState", "sourceDate", "cachedSource")),
}


def graph(address: str) -> Graph:
    response: Any = client.get(f"/api/v1/{address}")
    assert response["Content-Type"] == "application/ld+json"
    read = Graph()
    read.parse(data=b"".join(response.streaming_content), format="json-ld", publicID=f"{BASE}/api/v1/{address}")
    return read


def is_known(term: Any) -> bool:
    """True for a term that its vocabulary has."""
    return term in OA_TERMS or any(
        term in vocabulary for vocabulary in (RDF, PROV, SDO, XSD) if isinstance(term, URIRef)
    )


def concluded(claim):
    finding = Finding.objects.create(
        question=claim.question,
        outcome=Finding.Outcome.NO_DEFINITIVE_CONCLUSION,
        method=Finding.Method.PENDING,
        rationale="Only one side was heard.",
        signed_by=UserFactory(),
    )
    finding.weighed.create(claim=claim, role="considered", reading_then="at least 6")
    publish([claim.question])


@pytest.mark.parametrize("address", ["claims.jsonld", "questions.jsonld"])
def test_only_terms_of_the_vocabularies_are_used(address):
    claim = ClaimFactory(said_by=SourceFactory(person=True), speaks_for=SourceFactory())
    issue(claim)
    concluded(claim)
    read = graph(address)
    terms = set(read.predicates()) | set(read.objects(None, RDF.type))
    assert len(read) > 10
    assert sorted(str(term) for term in terms if not is_known(term)) == []


def test_the_passage_is_an_annotation_with_the_exact_words_and_their_place():
    claim = ClaimFactory()
    issue(claim)
    document = ask(f"/api/v1/claims/{claim.public_id}/")
    passage = document["citations"][0]["passage"]
    read = graph("claims.jsonld")
    [annotation] = read.subjects(OA.hasBody, URIRef(BASE + document["url"]))
    [target] = read.objects(annotation, OA.hasTarget)
    selectors = set(read.objects(target, OA.hasSelector))
    assert {value for each in selectors for value in read.objects(each, OA.exact)} == {Literal(passage["exact"])}
    assert {int(str(value)) for each in selectors for value in read.objects(each, OA.start)} == {passage["start"]}
    assert {int(str(value)) for each in selectors for value in read.objects(each, OA.end)} == {passage["end"]}
    article = URIRef(BASE + document["citations"][0]["article"]["url"])
    assert set(read.objects(target, OA.hasSource)) == {article}


def test_a_claim_is_attributed_to_the_speaker_on_behalf_of_whom_he_speaks_for():
    army, spokesman = SourceFactory(), SourceFactory(person=True)
    issue(ClaimFactory(said_by=spokesman, speaks_for=army))
    read = graph("claims.jsonld")
    behalf = set(read.subject_objects(PROV.actedOnBehalfOf))
    address = f"{BASE}/api/v1/sources/"
    assert behalf == {(URIRef(f"{address}{spokesman.public_id}/"), URIRef(f"{address}{army.public_id}/"))}
    assert (URIRef(f"{address}{spokesman.public_id}/"), RDF.type, SDO.Person) in read


def test_a_confidential_speaker_has_no_address():
    source = SourceFactory(confidential=True)
    issue(ClaimFactory(said_by=source))
    read = graph("claims.jsonld")
    assert Literal("a senior official") in set(read.objects(None, SDO.name))
    assert not any(source.public_id in str(term) for triple in read for term in triple)


def test_there_is_a_review_only_where_there_is_a_finding():
    claim = ClaimFactory()
    issue(claim)
    assert not set(graph("questions.jsonld").subjects(RDF.type, SDO.ClaimReview))
    concluded(claim)
    read = graph("questions.jsonld")
    [review] = read.subjects(RDF.type, SDO.ClaimReview)
    assert set(read.objects(review, SDO.reviewBody)) == {Literal("Only one side was heard.")}
    assert set(read.objects(review, SDO.itemReviewed)) == {URIRef(f"{BASE}/api/v1/claims/{claim.public_id}/")}
