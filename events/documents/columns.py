"""Incidents, questions and claims as rows of a table. The order is part of the contract: new columns go to the end."""

from typing import Any

from events.documents.values import value_words
from events.models.vocabularies import ValueType
from newsroom.ledger.lines import Body, Column
from sources.documents.columns import as_json, at, joined, listed


def _quantity(name: str) -> Any:
    """A member of the figure; nothing where the claim states none."""

    def value(body: Body) -> Any:
        stated = body["value"]
        return stated.get(name) if stated and stated["type"] == ValueType.QUANTITY else None

    return value


def _soft(name: str) -> Any:
    return lambda body: (_quantity("soft")(body) or {}).get(name)


def _stated(body: Body) -> str | None:
    return value_words(body["value"]) or None if body["value"] else None


def _cited(*path: str) -> Any:
    """What stands at a path of the first citation."""
    value = at(*path)
    return lambda body: value(body["citations"][0]) if body["citations"] else None


def _of_first(name: str, *path: str) -> Any:
    """A list of the first citation, or of its article, joined."""
    value = at(*path)

    def of_first(body: Body) -> str | None:
        if not body["citations"]:
            return None
        citation = body["citations"][0]
        members = citation.get(name) if name in citation else citation["article"][name]
        return joined(value(member) if path else member for member in members)

    return of_first


CLAIM_COLUMNS = (
    Column("label", at("label"), "The claim in one line."),
    Column("incident_id", at("incident", "id"), "What it is about: id of the incident."),
    Column("incident", at("incident", "label"), "Its name."),
    Column("occurred", at("clocks", "occurred", "edtf"), "When it happened, by the editors' finding aid: EDTF."),
    Column("question_id", at("question", "id"), "Which question it answers."),
    Column("question", at("question", "label"), "The question in words."),
    Column("predicate", at("question", "predicate"), "killed, injured, …"),
    Column("population", at("question", "population"), "Of what kind: persons, civilians, …"),
    Column("party_id", at("question", "party", "id"), "Whose: id."),
    Column("party", at("question", "party", "label"), "Whose: name."),
    Column("window", at("question", "window"), "For a running total: the period counted, EDTF."),
    Column("polarity", at("polarity"), "affirms, denies, declines, no_response."),
    Column("certainty", at("certainty"), "Of the wording; it never widens a figure."),
    Column("value_type", at("value", "type"), "quantity, date, place, party, category, boolean, text."),
    Column("value", _stated, "What is stated, in the speaker's words where there are any."),
    Column("reading", at("reading"), "The value in plain words: “at least 6”."),
    Column("hedge", _quantity("kind"), "How the figure is hedged: exact, at_least, approx, …"),
    Column("n", _quantity("n"), "The number in the words.", "integer"),
    Column("n2", _quantity("n2"), "The second number, of two.", "integer"),
    Column("best", _quantity("best"), "A data set's best estimate.", "integer"),
    Column("low", _quantity("low"), "What the words entail at least.", "integer"),
    Column("high", _quantity("high"), "What the words entail at most; empty is no limit.", "integer"),
    Column("soft_low", _soft("low"), "The soft range, for display.", "integer"),
    Column("soft_high", _soft("high"), "The soft range, for display.", "integer"),
    Column("through", _quantity("through"), "For a running total: the last day counted.", "date"),
    Column("is_disordered", _quantity("is_disordered"), "Three numbers out of order: kept, not used.", "boolean"),
    Column("said_by_id", at("said_by", "id"), "Who said it: id; empty for a confidential speaker."),
    Column("said_by", at("said_by", "label"), "Who said it: the name or the agreed words."),
    Column("said_by_kind", at("said_by", "kind"), "person, office, group, …"),
    Column("disclosure", at("said_by", "disclosure"), "How the speaker may be named."),
    Column("speaks_for_id", at("speaks_for", "id"), "For whom: id."),
    Column("speaks_for", at("speaks_for", "label"), "For whom: name."),
    Column("speaks_for_title", at("speaks_for", "title"), "The title, as stated."),
    Column("side", at("speaks_for", "party"), "The side that this has in the incident."),
    Column("medium", at("medium"), "briefing, statement, interview, …"),
    Column("said_words", at("said_on", "text"), "When it was said, in words."),
    Column("said_on", at("said_on", "edtf"), "When it was said: EDTF."),
    Column("reported", at("clocks", "reported"), "When the earliest cited version was published."),
    Column("rendering", _cited("rendering"), "How the first article cited gives it: direct_quote, paraphrase, …"),
    Column("verb", _cited("verb_text"), "Its verb, word for word."),
    Column("verb_class", _cited("verb_class"), "neutral, distancing, endorsing, …"),
    Column("relayed_by", _of_first("relayed_by", "label"), "Who passed it on, in order."),
    Column("quote", _cited("passage", "exact"), "The exact words."),
    Column("quote_before", _cited("passage", "prefix"), "At most 64 characters before them."),
    Column("quote_after", _cited("passage", "suffix"), "At most 64 characters after them."),
    Column("quote_start", _cited("passage", "start"), "In Unicode code points of the text.", "integer"),
    Column("quote_end", _cited("passage", "end"), "In Unicode code points of the text.", "integer"),
    Column("quote_sha256", _cited("passage", "sha256"), "Hash of the exact words, UTF-8."),
    Column("text_version", _cited("passage", "version", "number"), "Which captured text.", "integer"),
    Column("text_sha256", _cited("passage", "version", "sha256"), "Hash of the whole text, UTF-8."),
    Column("anchor", _cited("passage", "anchor"), "What became of the words in the newest text."),
    Column("locator", _cited("locator"), "The place, where no text was captured."),
    Column("article_id", _cited("article", "id"), "The article: id."),
    Column("headline", _cited("article", "headline"), "Its headline."),
    Column("byline", _of_first("byline"), "Its reporters."),
    Column("article_url", _cited("article", "canonical_url"), "Its address.", "anyURI"),
    Column("outlet_id", _cited("article", "outlet", "id"), "Who published it: id."),
    Column("outlet", _cited("article", "outlet", "label"), "Who published it: name."),
    Column("wire_credits", _of_first("wire_credits", "label"), "Agencies credited; their part is unknown."),
    Column("citations", lambda body: len(body["citations"]), "In how many articles it is read.", "integer"),
    Column("more_citations", lambda body: as_json(body["citations"][1:]), "The others, as JSON.", "json"),
    Column("fidelity_verified", at("fidelity", "verified"), "Somebody confirmed that the words are there.", "boolean"),
    Column("by_second_person", at("fidelity", "by_second_person"), "Not the one who recorded it.", "boolean"),
    Column("supersedes", at("supersedes", "id"), "The claim that it takes back."),
    Column("superseded_by", at("superseded_by", "id"), "The claim that takes it back."),
)

INCIDENT_COLUMNS = (
    Column("label", at("label"), "Its name."),
    Column("event_type", at("event_type"), "ACLED event type."),
    Column("sub_event_type", at("sub_event_type"), "ACLED sub-event type."),
    Column("occurred_words", at("occurred", "text"), "When, in words."),
    Column("occurred", at("occurred", "edtf"), "When: EDTF."),
    Column("earliest", at("occurred", "earliest"), "The first day it may have been.", "date"),
    Column("latest", at("occurred", "latest"), "The last day it may have been.", "date"),
    Column("place", at("place", "name"), "Where."),
    Column("admin1", at("place", "admin1"), "Its province or district."),
    Column("country", at("place", "country"), "ISO 3166-1 alpha-2."),
    Column("latitude", at("place", "latitude"), "Degrees, WGS 84.", "decimal"),
    Column("longitude", at("place", "longitude"), "Degrees, WGS 84.", "decimal"),
    Column("place_precision", at("place", "precision"), "UCDP where_prec, 1 exact to 7.", "integer"),
    Column("description", at("description"), "What the editors say of it."),
    Column("questions", at("counts", "questions"), "How many questions are asked about it.", "integer"),
    Column("claims", at("counts", "claims"), "How many claims answer them.", "integer"),
    Column("sources", at("counts", "sources"), "Made by how many originators.", "integer"),
    Column("outlets", at("counts", "outlets"), "Read in how many outlets.", "integer"),
    Column("conflicts", lambda body: len(body["conflicts"]), "Open conflicts between answers.", "integer"),
    Column("parties", lambda body: as_json(body["parties"]), "Who took part and as what, as JSON.", "json"),
    Column("figures", lambda body: as_json(body["figures"]), "Each question with its answers, as JSON.", "json"),
    Column("links", lambda body: as_json(body["incident_links"]), "Other incidents, as JSON.", "json"),
)

_REPORTED = "What was reported, by the rule named in rule_version"

QUESTION_COLUMNS = (
    Column("label", at("label"), "The question in words."),
    Column("incident_id", at("incident", "id"), "About which incident: id; empty for a running total."),
    Column("incident", at("incident", "label"), "Its name."),
    Column("predicate", at("predicate"), "killed, injured, …"),
    Column("population", at("population"), "Of what kind: persons, civilians, …"),
    Column("party_id", at("party", "id"), "Whose: id."),
    Column("party", at("party", "label"), "Whose: name."),
    Column("place", at("place", "name"), "Where, if that is part of the question."),
    Column("window", at("window"), "The period counted: EDTF."),
    Column("answers", listed("answers", "reading"), "The distinct answers, with “; ” between them."),
    Column("answer_count", lambda body: len(body["answers"]), "How many there are.", "integer"),
    Column("reported_low", at("reported", "low"), f"{_REPORTED}: low.", "integer"),
    Column("reported_best", at("reported", "best"), f"{_REPORTED}: best.", "integer"),
    Column("reported_high", at("reported", "high"), f"{_REPORTED}: high.", "integer"),
    Column("high_is_floor", at("reported", "high_is_floor"), "More was not ruled out.", "boolean"),
    Column("contested", at("reported", "contested"), "Independent inputs cannot all be right.", "boolean"),
    Column("rule_version", at("reported", "rule_version"), "The rule."),
    Column("recipe_id", at("reported", "recipe_id"), "The inputs and the rule; the same id gives the same numbers."),
    Column("independent_low", at("independence", "low"), "At least so many independent originators.", "integer"),
    Column("independent_high", at("independence", "high"), "At most so many.", "integer"),
    Column("outlets", at("independence", "outlets"), "Read in how many outlets.", "integer"),
    Column("finding", at("finding", "outcome"), "What the editors conclude, if they do."),
    Column("relations", lambda body: as_json(body["relations"]), "Between answers, as JSON.", "json"),
)
