"""Claims that an imported item gives with its article, recorded as an editor would: words found, then anchored.

Nothing is guessed: what names no row of the desk's, or cannot be read, refuses the item and says which claim.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from events.dates import ImpossibleDate, PartialDate
from events.models import Citation, Claim, Incident, Population, Predicate, Question
from events.models.claims import WITHOUT_VALUE, Certainty, Medium, Polarity, Rendering, SpeaksForBasis, VerbClass
from events.models.vocabularies import ValueType
from events.number_words import UnknownWords
from events.quantities import ImpossibleQuantity
from events.quantity_words import parse_quantity
from events.recording import anchor
from events.worded_dates import edtf_of
from sources.importing.planning import Plan
from sources.importing.records import ClaimRecord, RecordProblem
from sources.models import ArticleVersion, Passage, Source
from sources.places_lookup import find_places
from sources.text import Span, clip, find_words

M = TypeVar("M", bound=Model)
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")


def record_claims(plans: Sequence[Plan]) -> list[Claim]:
    """Record what these items claim, as drafts; what is recorded already is left as it is.

    Raises `RecordProblem` naming the claim.
    """
    made = [_record(claim, plan.version) for plan in plans if plan.version for claim in plan.claims]
    return [claim for claim in made if claim]


def _record(given: ClaimRecord, version: ArticleVersion) -> Claim | None:
    try:
        return _claim(given, version)
    except RecordProblem as problem:
        message = f"the claim “{clip(given.quote)}”: {problem.message}"
        raise RecordProblem(problem.reason, message, hint=problem.hint, line=problem.line) from problem


def _claim(given: ClaimRecord, version: ArticleVersion) -> Claim | None:
    passage = anchor(version, _span(given, version))
    question = _question(given)
    speaker = _source(given.said_by, "said_by") or version.article.outlet
    if Citation.objects.filter(passage=passage, claim__question=question, claim__said_by=speaker).exists():
        return None
    speaks_for = _source(given.speaks_for, "speaks_for")
    claim = Claim(
        question=question,
        said_by=speaker,
        speaks_for=speaks_for,
        speaks_for_title=given.title,
        speaks_for_basis=SpeaksForBasis.STATED_IN_PASSAGE if speaks_for else "",
        medium=_choice(given.medium, Medium, Medium.UNKNOWN, "medium"),
        polarity=_choice(given.polarity, Polarity, Polarity.AFFIRMS, "polarity"),
        certainty=_choice(given.certainty, Certainty, Certainty.STATED, "certainty"),
        **_said(given, version),
    )
    _state(claim, given, question.predicate, version)
    claim.save()
    _cite(claim, given, passage)
    return claim


def _cite(claim: Claim, given: ClaimRecord, passage: Passage) -> None:
    own_voice = not given.said_by
    Citation.objects.create(
        claim=claim,
        article=passage.version.article,
        passage=passage,
        rendering=_choice(
            given.rendering, Rendering, Rendering.NARRATIVE if own_voice else Rendering.PARAPHRASE, "rendering"
        ),
        verb_text=given.verb,
        verb_class=VerbClass.NONE if own_voice else VerbClass.NEUTRAL,
    )


def _span(given: ClaimRecord, version: ArticleVersion) -> Span:
    spans = find_words(version.text, given.quote)
    if not spans:
        message = "these words do not stand in the text (0 places)"
        raise RecordProblem("quote_not_found", message, hint="Quote the text word for word.")
    if given.occurrence is None and len(spans) > 1:
        message = f"these words stand in {len(spans)} places"
        hint = "Quote more of the sentence, or say which place is meant in claim_occurrence, counted from 1."
        raise RecordProblem("quote_ambiguous", message, hint=hint)
    if given.occurrence is not None and not 1 <= given.occurrence <= len(spans):
        message = f"occurrence {given.occurrence} is asked for, and the words stand in {len(spans)} places"
        raise RecordProblem("quote_not_found", message, hint="Count the places from 1.")
    return spans[(given.occurrence or 1) - 1]


def _question(given: ClaimRecord) -> Question:
    if not given.predicate:
        message = "nothing says what is claimed"
        raise RecordProblem("missing", message, hint=f"Give claim_predicate: {_codes(Predicate)}.")
    incident = _incident(given.incident)
    predicate = _coded(Predicate, given.predicate, "predicate")
    default = "persons" if predicate.value_type == ValueType.QUANTITY else "not_applicable"
    party = _source(given.party, "party")
    if incident is None and party is None:
        hint = "Give claim_incident, the id or label of an incident that the desk has."
        raise RecordProblem("missing", "nothing says which incident or party it is about", hint=hint)
    population = _coded(Population, given.population or default, "population")
    return Question.objects.find_or_make(incident=incident, predicate=predicate, population=population, party=party)


def _coded(model: type[M], words: str, what: str) -> M:
    """A row of a vocabulary by its code or label."""
    rows = model._default_manager  # noqa: SLF001  Django documents it
    found = rows.filter(code=_code(words)).first() or rows.filter(label__iexact=words.strip()).first()
    if found is None:
        raise RecordProblem("unknown_value", f"“{clip(words)}” is no {what}", hint=f"Known are {_codes(model)}.")
    return found


def _code(words: str) -> str:
    return words.strip().lower().replace(" ", "_").replace("-", "_")


def _codes(model: type[Model]) -> str:
    return ", ".join(model._default_manager.order_by("code").values_list("code", flat=True))  # noqa: SLF001  same


def _incident(words: str) -> Incident | None:
    if not words:
        return None
    found = list(Incident.objects.filter(public_id=words)[:1]) or list(Incident.objects.filter(label=words)[:2])
    return _only(found, words, "incident", "Make it at the desk first, or give its id (inc_…).")


def _source(words: str, column: str) -> Source | None:
    if not words:
        return None
    by_id = list(Source.objects.on_record().filter(public_id=words)[:1])
    found = by_id or list(Source.objects.on_record().called(words)[:2])
    return _only(found, words, f"source (claim_{column})", "Make it at the desk first, or give its id (src_…).")


def _only(found: Sequence[M], words: str, what: str, hint: str) -> M:
    if len(found) != 1:
        count = "several" if found else "no"
        raise RecordProblem("unknown_value", f"{count} {what} called “{clip(words)}”", hint=hint)
    return found[0]


def _choice(words: str, choices: Any, default: str, what: str) -> str:
    code = _code(words)
    if code and code not in choices.values:
        hint = f"Known are {', '.join(choices.values)}."
        raise RecordProblem("unknown_value", f"“{clip(words)}” is no {what}", hint=hint)
    return code or default


def _said(given: ClaimRecord, version: ArticleVersion) -> dict[str, str]:
    return {"said_words": given.said, "said_edtf": _edtf(given.said, version)} if given.said else {}


def _edtf(words: str, version: ArticleVersion) -> str:
    """The words may be EDTF themselves."""
    try:
        return PartialDate(words).edtf
    except ValueError:
        return _read(words, lambda: edtf_of(words, version.published_on))


def _state(claim: Claim, given: ClaimRecord, predicate: Predicate, version: ArticleVersion) -> None:
    """Put the stated value into the columns that the predicate asks for."""
    if claim.polarity in WITHOUT_VALUE:
        return
    if not given.value:
        raise RecordProblem("missing", "nothing says what the answer is", hint="Give claim_value.")
    _STATED[ValueType(predicate.value_type)](claim, given.value, version)


def _state_quantity(claim: Claim, words: str, _version: ArticleVersion) -> None:
    claim.quantity = _read(words, lambda: parse_quantity(words))


def _state_date(claim: Claim, words: str, version: ArticleVersion) -> None:
    claim.value_words, claim.value_edtf = words, _edtf(words, version)


def _state_place(claim: Claim, words: str, _version: ArticleVersion) -> None:
    claim.value_place = _only(find_places(words)[:2], words, "place", "Load or make the place first.")


def _state_party(claim: Claim, words: str, _version: ArticleVersion) -> None:
    claim.value_party = _source(words, "value")


def _state_boolean(claim: Claim, words: str, _version: ArticleVersion) -> None:
    if words.strip().lower() not in (*_TRUE, *_FALSE):
        raise RecordProblem("unknown_value", f"“{clip(words)}” is neither yes nor no", hint="Write yes or no.")
    claim.value_boolean = words.strip().lower() in _TRUE


def _state_category(claim: Claim, words: str, _version: ArticleVersion) -> None:
    claim.value_category = words


def _state_text(claim: Claim, words: str, _version: ArticleVersion) -> None:
    claim.value_text = words


_STATED: dict[ValueType, Callable[[Claim, str, ArticleVersion], None]] = {
    ValueType.QUANTITY: _state_quantity,
    ValueType.DATE: _state_date,
    ValueType.PLACE: _state_place,
    ValueType.PARTY: _state_party,
    ValueType.BOOLEAN: _state_boolean,
    ValueType.CATEGORY: _state_category,
    ValueType.TEXT: _state_text,
}
R = TypeVar("R")


def _read(words: str, reader: Callable[[], R]) -> R:
    try:
        return reader()
    except (UnknownWords, ImpossibleQuantity, ImpossibleDate, ValueError) as error:
        hint = "Write it as it is quoted, for example “at least six” or “on Monday”."
        raise RecordProblem("unknown_value", f"“{clip(words)}” cannot be read: {error}", hint=hint) from error
