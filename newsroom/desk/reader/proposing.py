"""A suggestion as the panel takes it over: every box that the words fill, and nothing that they do not tell.

Constant queries for a text, however many suggestions it has.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from events.models.claims import Certainty, Medium, Polarity, SpeaksForBasis
from events.offering import Offer
from events.suggesting.suggestions import Attribution, Figure, Rendering, Suggestion
from events.suggesting.word_lists import words as word_list
from newsroom.desk.reader.happenings import Happening, Happenings
from newsroom.desk.reader.known_names import KnownNames, bare
from newsroom.desk.reader.reports import Report
from newsroom.desk.reader.told import Told, told_of_box
from newsroom.desk.reading import ReadClaim
from sources.text import Span

Boxes = dict[str, Told | None]
IN_PASSAGE = str(SpeaksForBasis.STATED_IN_PASSAGE)

UNSAID = {"polarity": Polarity.AFFIRMS, "certainty": Certainty.STATED, "medium": Medium.UNKNOWN}
"""What the boxes hold anyway: nothing of it is suggested."""

PEOPLE = frozenset(
    ["killed", "injured", "seriously_injured", "casualties", "detained", "abducted", "missing", "displaced"]
)
"""What only befalls people: whoever is counted, "persons" is never wrong."""

VAGUE = word_list(
    """
    he she it they officials authorities sources residents witnesses police medics spokesman spokeswoman spokesperson
    military army government ministry group man woman president minister
    """
)
"""Said of somebody whom the text has named before, or does not name: nobody to make a source of."""


def proposals_of(report: Report, claims: Sequence[ReadClaim], offers: Sequence[Offer]) -> list[Told]:
    """Those that no recorded claim has taken up yet."""
    open_offers = [offer for offer in offers if not _is_recorded(offer.suggestion, claims)]
    suggestions = [offer.suggestion for offer in open_offers]
    names = KnownNames.among(_printed(suggestions), on=report.article.published_on)
    happenings = Happenings.of(report, claims, suggestions)
    proposer = _Proposer(report, names, happenings)
    return [proposer.proposal(offer) for offer in open_offers]


def _is_recorded(suggestion: Suggestion, claims: Sequence[ReadClaim]) -> bool:
    spans = (claim.span for claim in claims if _asks(claim) == suggestion.measure)
    told = suggestion.figure.words if suggestion.figure else suggestion.passage
    return any(span.start <= told.start and told.end <= span.end for span in spans if span)


def _asks(claim: ReadClaim) -> str:
    question = claim.citation.claim.question
    return question.predicate_id if question else ""


def _printed(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """Every name that may stand for a source."""
    for suggestion in suggestions:
        speaker = suggestion.attribution.speaker
        spans = [*suggestion.attribution.relays, suggestion.figure.party_words if suggestion.figure else None]
        spans += [speaker.words, speaker.name, speaker.speaks_for, speaker.refers_to] if speaker else []
        yield from (span.exact for span in spans if span)


class _Proposer:
    def __init__(self, report: Report, names: KnownNames, happenings: Happenings) -> None:
        self.report, self.names, self.happenings = report, names, happenings

    def proposal(self, offer: Offer) -> Told:
        one = offer.suggestion
        happening = self.happenings.of_suggestion(one)
        boxes, known = self._speakers(one.attribution)
        boxes |= {**self._happened(happening), **self._counted(one.figure)}
        values = {**_values(one), **known, **self._asked(one, happening)}
        return {
            "key": offer.key,
            "start": one.passage.start,
            "end": one.passage.end,
            "rule": _rules(one),
            "tier": str(one.tier),
            "engine": one.engine,
            "values": {name: value for name, value in values.items() if value and value != UNSAID.get(name)},
            "boxes": {name: box for name, box in boxes.items() if box},
            "heard": one.attribution.speaker.words.exact if one.attribution.speaker else "",
        }

    # Who said it.

    def _speakers(self, attribution: Attribution) -> tuple[Boxes, dict[str, str]]:
        """The boxes, and what is known of the speaker beside them."""
        if attribution.rendering == Rendering.NARRATIVE:
            return {"said_by": told_of_box(self.report.article.outlet)}, {}
        speaker = attribution.speaker
        if speaker is None:
            return {}, {}
        said_by = self._first_known([speaker.name, speaker.words, speaker.refers_to])
        boxes = {"said_by": said_by or self._new(speaker.name or speaker.words)}
        boxes |= dict(zip(["citations-0-relay_1"], map(self._box, attribution.relays), strict=False))
        if speaker.speaks_for:
            known = {"speaks_for_basis": IN_PASSAGE, "speaks_for_title": speaker.title.exact if speaker.title else ""}
            for_whom = self._box(speaker.speaks_for)
            return {**boxes, "speaks_for": for_whom}, known if for_whom else {}
        return self._with_affiliation(boxes, said_by)

    def _with_affiliation(self, boxes: Boxes, said_by: Told | None) -> tuple[Boxes, dict[str, str]]:
        """For whom a known speaker speaks at the day of the report, where that is one body."""
        held = self.names.affiliation(said_by["id"]) if said_by else None
        if held is None:
            return boxes, {}
        known = {"speaks_for_basis": str(SpeaksForBasis.AFFILIATION), "speaks_for_title": held.title}
        return {**boxes, "speaks_for": told_of_box(held.speaks_for)}, known

    def _first_known(self, spans: Sequence[Span | None]) -> Told | None:
        found = (self.names.source(span.exact) for span in spans if span)
        return told_of_box(next(filter(None, found), None))

    def _box(self, span: Span | None) -> Told | None:
        return (self._first_known([span]) or self._new(span)) if span else None

    def _new(self, span: Span) -> Told | None:
        """A source that is not there yet; none of words that only point at somebody."""
        name = bare(span.exact)
        is_name = name.split() and name.casefold().split()[-1] not in VAGUE and any(map(str.isupper, name))
        is_caseless = name.upper() == name.lower()
        return {"new": name[:1].upper() + name[1:]} if is_name or (name and is_caseless) else None

    # What it answers.

    def _asked(self, one: Suggestion, happening: Happening) -> dict[str, Any]:
        counts_people = one.figure is not None and one.measure in PEOPLE
        population = (one.figure.population if one.figure else "") or ("persons" if counts_people else "")
        through = self.report.article.published_on if happening.window and one.figure else None
        return {"population": population, "window": happening.window, "through_on": through and through.isoformat()}

    def _happened(self, happening: Happening) -> Boxes:
        return {"incident": told_of_box(happening.incident), "place": told_of_box(happening.place)}

    def _counted(self, figure: Figure | None) -> Boxes:
        words = figure.party_words if figure else None
        return {"party": self._first_known([words])} if words else {}


def _values(one: Suggestion) -> dict[str, Any]:
    attribution = one.attribution
    return {
        "predicate": str(one.measure),
        "polarity": str(one.polarity),
        "certainty": str(one.certainty),
        "medium": str(attribution.medium),
        "quantity_words": one.figure.words.exact if one.figure else "",
        "value_text": one.statement.exact if one.statement else "",
        "said_words": attribution.said_on.words.exact if attribution.said_on else "",
        "citations-0-rendering": str(attribution.rendering),
        "citations-0-verb_text": attribution.verb.exact if attribution.verb else "",
        "citations-0-verb_class": str(attribution.verb_class),
    }


def _rules(one: Suggestion) -> str:
    return " · ".join(dict.fromkeys([one.rule, one.attribution.rule]))
