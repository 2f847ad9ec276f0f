"""Incidents, questions and claims as the API lists them."""

from events.documents.claim_shapes import ClaimDocument
from events.documents.claims import CLAIM
from events.documents.features import incident_feature
from events.documents.incidents import INCIDENT, IncidentDocument
from events.documents.linked import CONTEXT, claim_linked, question_linked
from events.documents.questions import QUESTION, QuestionDocument
from events.models.claims import Certainty, Medium, Polarity, Rendering, VerbClass
from events.models.incidents import IncidentLink, IncidentParty, IncidentType
from events.quantities import QuantityKind
from newsroom.api.conditions import bound, exactly, has_any
from newsroom.api.exporting import geojson, linked_data
from newsroom.api.filters import Is, Meets, Names, NamesInWords, PublicationFilters
from newsroom.api.geography import PlaceFilters
from newsroom.api.grammar import BOOLEAN, CODE, COUNTRY, DAY, END, LANGUAGE, NUMBER, TOPIC, choice, public_id, words
from newsroom.api.schema import name_choices
from newsroom.api.searching import Searches
from newsroom.api.views import PublicationViewSet
from sources.models import Source

SOURCE_ID, ARTICLE_ID = public_id("src"), public_id("art")
INCIDENT_ID, QUESTION_ID = public_id("inc"), public_id("qst")
PLACE_NAME = words(100, "Exampleville")
# True on some day from the day asked on, or up to it, as far as the bounds tell; an open end reaches everywhere.
OCCURRED_AFTER, OCCURRED_BEFORE = (
    bound("occurred_until", ">=", open_beside="occurred_from"),
    bound("occurred_from", "<=", open_beside="occurred_until"),
)
SAID_AFTER, SAID_BEFORE = (
    bound("said_until", ">=", open_beside="said_from"),
    bound("said_from", "<=", open_beside="said_until"),
)
_BY_CLAIMS = "Only claims have this clock: ask /api/v1/claims/?{}=…&reported_until=…"
_OF_PLACES_AND_PARTIES = {
    "location": "place",
    "where": "place",
    "city": "place",
    "nation": "country",
    "side": "party",
    "actor": "party",
    "event": "incident",
    "metric": "predicate",
    "variable": "predicate",
}
_OF_COORDINATES = {
    "bounds": "bbox",
    "box": "bbox",
    "around": "near",
    "latlng": "near",
    "point": "near",
    "radius": "radius_km",
    "distance": "radius_km",
}


name_choices(PartyRole=IncidentParty.Role, LinkKind=IncidentLink.Kind, QuantityKind=QuantityKind)


class IncidentFilters(PlaceFilters, PublicationFilters):
    ELSEWHERE = {"reported_until": _BY_CLAIMS.format("incident")}
    SYNONYMS = {
        **PublicationFilters.SYNONYMS,
        **_OF_PLACES_AND_PARTIES,
        **_OF_COORDINATES,
        "kind": "type",
        "sub_event_type": "type",
        "category": "type",
        "parent": "part_of",
        "date": "after",
        "from": "after",
        "occurred_after": "after",
        "to": "before",
        "until": "before",
        "occurred_before": "before",
    }

    q = Searches("In names, descriptions, parties and what is asked.")
    type = Is(choice(IncidentType.values), "type", says="ACLED sub-event type.")
    country = Is(COUNTRY, "country", says="ISO 3166-1 alpha-2.")
    place = NamesInWords(PLACE_NAME, "place", says="The name of the place, whole.")
    party = Names(SOURCE_ID, "party", says="Has this party, in whichever part.")
    part_of = Names(INCIDENT_ID, "part_of", says="Is part of it.")
    has_conflicts = Meets(
        BOOLEAN,
        lambda yes: exactly("p.conflicts > 0" if yes else "p.conflicts = 0"),
        says="Some answers cannot both be right.",
    )
    after = Meets(DAY, OCCURRED_AFTER, says="May have happened on that day or later.")
    before = Meets(DAY, OCCURRED_BEFORE, says="May have happened up to that day.")


class QuestionFilters(PublicationFilters):
    ELSEWHERE = {"reported_until": _BY_CLAIMS.format("question")}
    SYNONYMS = {**PublicationFilters.SYNONYMS, **_OF_PLACES_AND_PARTIES, "answers": "answered", "about": "incident"}

    incident = Is(INCIDENT_ID, "incident")
    predicate = Is(CODE, "predicate", says="What is asked.")
    population = Is(CODE, "population", says="Of whom.")
    party = Is(SOURCE_ID, "party", says="Whose.")
    contested = Meets(
        BOOLEAN,
        lambda yes: exactly("p.conflicts > 0" if yes else "p.conflicts = 0"),
        says="Two answers cannot both be right.",
    )
    explainable_by_time = Meets(
        BOOLEAN,
        lambda yes: has_any("explainable_by_time", [yes]),
        says="A growing count may explain every conflict there is.",
    )
    answered = Meets(
        BOOLEAN, lambda yes: exactly("p.answers > 0" if yes else "p.answers = 0"), says="Has an issued answer."
    )


class ClaimFilters(PlaceFilters, PublicationFilters):
    ORDERINGS = {"said": "said_from", "occurred": "occurred_from"}
    SYNONYMS = {
        **PublicationFilters.SYNONYMS,
        **_OF_PLACES_AND_PARTIES,
        **_OF_COORDINATES,
        "source": "said_by",
        "speaker": "said_by",
        "originator": "said_by",
        "author": "said_by",
        "who": "said_by",
        "organisation": "speaks_for",
        "organization": "speaks_for",
        "affiliation": "speaks_for",
        "publisher": "outlet",
        "newspaper": "outlet",
        "agency": "wire_credit",
        "wire": "wire_credit",
        "via": "relayed_by",
        "reporter": "relayed_by",
        "report": "article",
        "verb": "verb_class",
        "quote": "rendering",
        "channel": "medium",
        "type": "predicate",
        "who_counts": "population",
        "hedge": "kind",
        "value": "low__gte",
        "min": "low__gte",
        "max": "high__lte",
        "confidence": "certainty",
        "date": "said_after",
        "from": "said_after",
        "to": "said_before",
        "until": "said_before",
        "published_before": "reported_until",
        "lang": "language",
        "subject": "topic",
    }

    q = Searches("In quoted words, names, headlines and what it is about.")
    incident = Is(INCIDENT_ID, "incident")
    question = Is(QUESTION_ID, "question")
    article = Names(ARTICLE_ID, "article", says="Cited in it.")
    outlet = Names(SOURCE_ID, "outlet", says="Cited in an article of it.")
    said_by = Is(SOURCE_ID, "said_by", says="Who said it.")
    speaks_for = Is(SOURCE_ID, "speaks_for", says="For whom it was said.")
    source_kind = Is(choice(Source.Kind.values), "source_kind", says="Of the speaker.")
    party = Is(SOURCE_ID, "party", says="Whose people or things the question is about.")
    relayed_by = Names(SOURCE_ID, "relayed_by", says="Who passed the words on.")
    wire_credit = Names(SOURCE_ID, "wire_credit", says="An agency credited in a cited article.")
    medium = Is(choice(Medium.values), "medium", says="Through what it was said.")
    rendering = Names(choice(Rendering.values), "rendering", says="How an article gives the words.")
    verb_class = Names(choice(VerbClass.values), "verb_class")
    predicate = Is(CODE, "predicate", says="What is stated of them.")
    population = Is(CODE, "population", says="Of whom.")
    polarity = Is(choice(Polarity.values), "polarity")
    certainty = Is(choice(Certainty.values), "certainty", says="Of the wording.")
    kind = Is(choice(QuantityKind), "hedge", says="The hedge of the figure.")
    low__gte = Meets(NUMBER, bound("low", ">="), says="The words entail at least this many.")
    low__lte = Meets(NUMBER, bound("low", "<="), says="The words allow this few.")
    high__gte = Meets(
        NUMBER,
        bound("high", ">=", open_beside="low"),
        says="The words allow this many; a figure without a limit does.",
    )
    high__lte = Meets(NUMBER, bound("high", "<="), says="The words entail at most this many.")
    said_after = Meets(DAY, SAID_AFTER, says="May have been said on that day or later.")
    said_before = Meets(DAY, SAID_BEFORE, says="May have been said up to that day.")
    occurred_after = Meets(DAY, OCCURRED_AFTER, says="Of what may have happened on that day or later.")
    occurred_before = Meets(DAY, OCCURRED_BEFORE, says="Of what may have happened up to that day.")
    reported_until = Meets(
        END,
        bound("reported_until", "<="),
        says="What a reader of the press can have known by the end of that day, UTC: surely published by then.",
    )
    country = Is(COUNTRY, "country", says="Of the incident. ISO 3166-1 alpha-2.")
    place = NamesInWords(PLACE_NAME, "place", says="Of the incident: the name, whole.")
    language = Names(LANGUAGE, "language", says="Of a cited article. BCP 47.")
    topic = Names(TOPIC, "topic", says="Of a cited article. IPTC Media Topics.")


class IncidentViewSet(PublicationViewSet):
    """Things said to have happened. Type, date and place are the editors' finding aid, not a claim."""

    kind = INCIDENT
    document = IncidentDocument
    forms = (geojson(incident_feature),)
    filters = IncidentFilters


class QuestionViewSet(PublicationViewSet):
    """What is being answered, with every issued answer side by side."""

    kind = QUESTION
    document = QuestionDocument
    forms = (linked_data(CONTEXT, question_linked),)
    filters = QuestionFilters


class ClaimViewSet(PublicationViewSet):
    """Who said what, for whom, through which medium, in which article, in exactly which words."""

    kind = CLAIM
    document = ClaimDocument
    forms = (linked_data(CONTEXT, claim_linked),)
    filters = ClaimFilters
