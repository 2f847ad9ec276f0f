"""What keeps a figure from being told as a fact: denial, threat, plan, "if", comparison, rate, fiction, history.

A guard errs on one side: it may drop a true figure, never pass one that the words only threaten, deny, compare or
imagine. Each is a question about one thing told in one sentence.
"""

from collections.abc import Callable
from itertools import pairwise

from events.suggesting.counts import is_numeric
from events.suggesting.cue_verbs import CUES
from events.suggesting.fates import Form
from events.suggesting.suggestions import Measure
from events.suggesting.telling import Told
from events.suggesting.tokens import QUOTE, Sentence
from events.suggesting.word_lists import words

_CLAUSE_BREAKS = words("; : — – but while although though whereas after when where because since as") | frozenset(
    [QUOTE]
)
_NEGATIONS = words("not never neither nor hardly barely scarcely cannot without no nobody none nothing nowhere")
_NEAR_NEGATIONS = words("no without nobody none nothing nowhere")  # these reach to the next comma only
_MODALS = words("could would might may can will shall should must ought cannot 'd 'll wo")
_IRREALIS = words(
    """
    if unless whether suppose supposing imagine imagined imagining hypothetical hypothetically scenario
    scenarios pretend pretended otherwise lest would-be
    """
)
_DENIALS = words(
    """
    deny denies denied denying denial denials refute refuted refutes refuting false falsely untrue fabricated
    fabrication fabrications hoax hoaxes rumour rumours rumor rumors rumoured rumored debunk debunked dismissed
    dismisses dismissing rejected rejects rejecting disputed disputes disputing retracted retracts incorrect incorrectly
    erroneous erroneously misreported misstated wrongly myth lie lies lied lying baseless unfounded disinformation
    misinformation correction corrected corrects contrary exaggerated inflated invented doctored fake faked staged
    """
)
_DENYING_PHRASES = (
    *(("earlier", "version"), ("previous", "version"), ("earlier", "report"), ("initially", "said")),
    *(
        ("not", "confirmed"),
        ("not", "verified"),
        ("independently", "verified"),
        ("be", "verified"),
        ("be", "confirmed"),
    ),
)
_INTENTS = words(
    """
    threaten threatens threatened threatening threat threats plan plans planned planning plot plots plotted plotting
    vow vows vowed vowing attempt attempts attempted attempting try tries tried trying aim aims aimed aiming intend
    intends intended intending intention want wants hope hopes hoped hoping seek seeks sought seeking conspired
    conspiracy conspiring foil foils foiled foiling thwart thwarted thwarting prevent prevents prevented preventing
    avert averted averting avoid avoided avoiding escape escaped escaping survive survived surviving warn warns warned
    risk risks risking danger predict predicts predicted predicting prediction forecast forecasts
    expect expects expected expecting project projects projected pledge pledges pledged promise promises promised
    propose proposes proposed proposal urge urges urged urging demand demands demanded demanding accuse accuses accused
    accusing accusation accusations indict indicted convicted convict guilty pleaded sentenced prepare prepares prepared
    preparing check checking verify verifying assess
    assessing ready able capable unable fail fails failed failing goal target targets possible possibility potential
    potentially likely unlikely could-be fictional simulate simulated simulation reward rewards bounty
    """
)
_INTENT_PHRASES = (
    *(
        ("charged", "with"),
        ("charges", "of"),
        ("wanted", "to"),
        ("wanted", "for"),
        ("wanted", "in"),
        ("suspected", "of"),
    ),
    *(("call", "for"), ("calls", "for"), ("called", "for"), ("calling", "for"), ("order", "to"), ("on", "trial")),
    *(
        ("ordered", "to"),
        ("set", "to"),
        ("due", "to"),
        ("going", "to"),
        ("about", "to"),
        ("as", "if"),
        ("as", "though"),
    ),
    *(("in", "case"), ("even", "had"), ("were", "to"), ("instead", "of"), ("rather", "than"), ("had", "they")),
)
_FICTION = words(
    """
    film films movie movies novel novels thriller sitcom episode episodes fictional fictitious videogame drill drills
    simulation simulated mock screenplay box-office character characters sketch parody satire hollywood netflix
    """
)
_FICTION_PHRASES = (("video", "game"), ("computer", "game"), ("box", "office"), ("war", "game"), ("role", "play"))
_HISTORY = words(
    """
    anniversary anniversaries commemorate commemorated commemorating commemoration commemorations memorial memorials
    holocaust centuries century ancestors forefathers remembrance genocide pogrom pogroms
    """
)
_LONG_AGO = words("years decades decade history historic generations once remember")
_COMPARED = words("compared compares comparing comparison versus vs against unlike equivalent equal")
_THAN = words("than from versus vs unlike exceeding surpassing besides excluding except minus")
_PASSED = words("passed passes surpassed surpasses exceeded exceeds topped tops overtook matched equalled")
_MULTIPLES = words("twice double triple treble half times quadruple")
_RATES = words("per average averaged averages annually daily weekly monthly yearly hourly")
_TIMES = words("day week month year hour minute night")
_AFTER_A_TIME = words("after before ago earlier later when since into from")
_NEARLY = words("nearly almost narrowly virtually practically")
_BELIEFS = words("feared believed presumed thought confirmed known said reported considered understood")
_HAVING_KILLED = words(
    "claimed claims claim said says admitted admits acknowledged boasted believed thought known feared"
)
_FROM_DOING = words(
    "of at for from against without about to on into stop stopped stopping began begin considered despite"
)
_GENERAL = words("is are be being get gets am")
_STATES = (Measure.MISSING, Measure.DISPLACED, Measure.DEPLOYED)

Guard = Callable[[Sentence, Told], bool]


def reasons_against(sentence: Sentence, told: Told, *, in_quotation: bool = False) -> frozenset[str]:
    """Why this is not to be told as a fact, each reason in a word or two; empty if nothing speaks against it."""
    guards = {**_GUARDS, **_IN_QUOTATION} if in_quotation else _GUARDS
    return frozenset(name for name, guard in guards.items() if guard(sentence, told))


def _start(told: Told) -> int:
    return min(told.first, told.verb)


def _end(told: Told) -> int:
    return max(told.last, told.verb_last)


def _clause(sentence: Sentence, told: Told) -> int:
    """Where the clause begins in which this is told."""
    for at in range(_start(told), 0, -1):
        before = sentence.word(at - 1)
        if before in _CLAUSE_BREAKS or _is_relative(sentence, told, at - 1) or _is_plain_cue(sentence, at - 1):
            return at
    return 0


def _is_relative(sentence: Sentence, told: Told, at: int) -> bool:
    """The pronoun of "the strike that killed 12", or "which" and "who" behind a comma."""
    word = sentence.word(at)
    if word in ("which", "who"):
        return True
    return word == "that" and at + 1 == told.verb and told.form == Form.PAST and told.rule == "active"


def _is_plain_cue(sentence: Sentence, at: int) -> bool:
    """A verb of saying opens a clause, unless it is itself denied or only imagined."""
    if sentence.word(at) not in CUES:
        return False
    before = sentence.words(at - 4, at)
    near = before[before.index(",") :] if "," in before else before
    is_negated = any(word.endswith("n't") for word in near)
    return not is_negated and (_NEGATIONS | _MODALS | _IRREALIS).isdisjoint(near)


def _has_phrase(sentence: Sentence, first: int, last: int, phrases: tuple[tuple[str, ...], ...]) -> bool:
    said = sentence.words(first, last)
    return any(pair in phrases for pair in pairwise(said))


def _is_question(sentence: Sentence, told: Told) -> bool:
    return sentence.word(len(sentence) - 1) in ("?", "؟", "？")


def _is_negated(sentence: Sentence, told: Told) -> bool:
    figure = range(told.group.first, told.group.figure_last)
    for at in range(_clause(sentence, told), _end(told)):
        word = sentence.word(at)
        is_negation = word in _NEGATIONS or word.endswith("n't")
        if is_negation and at not in figure and not _is_out_of_reach(sentence, told, at):
            return told.rule != "none"
    return False


def _is_out_of_reach(sentence: Sentence, told: Told, at: int) -> bool:
    """In "with no warning, …" the negation reaches no further than the comma."""
    return sentence.word(at) in _NEAR_NEGATIONS and "," in sentence.words(at, _start(told))


def _is_denied(sentence: Sentence, told: Told) -> bool:
    every = sentence.words(0, len(sentence))
    return not _DENIALS.isdisjoint(every) or _has_phrase(sentence, 0, len(sentence), _DENYING_PHRASES)


def _is_unreal(sentence: Sentence, told: Told) -> bool:
    """If, unless, whether: anywhere in the sentence; could, would, will: in the clause."""
    if not _IRREALIS.isdisjoint(sentence.words(0, len(sentence))):
        return True
    clause = range(_clause(sentence, told), _end(told))
    return any(sentence.word(at) in _MODALS and not may_have(sentence, at) for at in clause)


def may_have(sentence: Sentence, at: int) -> bool:
    """Whether it speaks of the past; "could have" and "might have" may speak of what never was."""
    return sentence.word(at) == "may" and sentence.word(at + 1) == "have"


def _is_intended(sentence: Sentence, told: Told) -> bool:
    """A word of intent, charge or expectation before it, in the same sentence and not cut off by "but" or ";"."""
    start = 0
    for at in range(_start(told), 0, -1):
        if sentence.word(at) in (";", "but"):
            start = at
            break
    before = sentence.words(start, max(_start(told) + 1, told.figure_first))
    return not _INTENTS.isdisjoint(before) or _has_phrase(sentence, start, _end(told), _INTENT_PHRASES)


def _is_infinitive(sentence: Sentence, told: Told) -> bool:
    """Is to be: "to be killed", "to have 12 people arrested"; but "believed to have been killed" is told."""
    group = sentence.words(told.verb, told.verb_last)
    if "to" in group:
        believed = _BELIEFS.intersection(group[: group.index("to")])
        return not (believed or sentence.word(told.verb - 1) in _HAVING_KILLED) or "have" not in group
    return told.rule in ("reduced", "noun") and sentence.word(told.group.first - 2) == "to"


def _is_after_preposition(sentence: Sentence, told: Told) -> bool:
    """Not a deed done: "accused of killing", "stopped killing", "is killing", "a ward for 12 wounded people"."""
    if told.form != Form.GERUND:
        return told.rule == "noun" and sentence.word(told.group.first - 1) == "for"
    return told.verb != told.verb_last - 1 or sentence.word(told.verb - 1) in _FROM_DOING


def _is_general(sentence: Sentence, told: Told) -> bool:
    """What happens in general ("are killed"), and not how it stands ("are missing", "are feared killed")."""
    if told.form != Form.PAST or told.rule != "passive" or told.measure in _STATES:
        return False
    group = sentence.words(told.verb, told.verb_last)
    return not _GENERAL.isdisjoint(group) and _BELIEFS.isdisjoint(group)


def _is_nearly(sentence: Sentence, told: Told) -> bool:
    """Whether it did not happen: "nearly killed 12 people"."""
    if told.rule in ("noun", "none", "toll", "part", "part of them"):
        return False
    return not _NEARLY.isdisjoint(sentence.words(told.verb - 1, told.verb_last))


def _is_compared(sentence: Sentence, told: Told) -> bool:
    """Than, up from, compared with, twice, all but: the figure of something else, or none."""
    before = sentence.words(told.figure_first - 4, told.figure_first)
    after = range(told.group.figure_last, _end(told) + 4)
    if any(sentence.word(at) == "than" and not _is_hedge(sentence, at) for at in after):
        return True
    if not (_COMPARED | _MULTIPLES).isdisjoint(before) or _is_exception(before):
        return True
    nearest = next((word for word in reversed(before) if word not in ("the", "an", "its", "all")), "")
    return nearest in _THAN or (nearest in _PASSED and told.rule != "toll")


def _is_hedge(sentence: Sentence, at: int) -> bool:
    """The "than" of another count: "more than 30"."""
    is_number = is_numeric(sentence.word(at + 1)) or sentence.word(at + 1) in ("a", "half")
    return is_number and sentence.word(at - 1) in ("more", "fewer", "less")


def _is_exception(before: tuple[str, ...]) -> bool:
    return before[-2:] == ("all", "but") or before[-2:] in (("except", "for"), ("apart", "from"), ("other", "than"))


def _is_rate(sentence: Sentence, told: Told) -> bool:
    """Per day, on average, a year."""
    if not _RATES.isdisjoint(sentence.words(_start(told) - 6, _end(told) + 6)):
        return True
    for at in range(told.group.figure_last, min(len(sentence), _end(told) + 6)):
        is_article = sentence.word(at) in ("a", "an", "each", "every")
        if is_article and sentence.word(at + 1) in _TIMES and sentence.word(at + 2) not in _AFTER_A_TIME:
            return True
    return sentence.words(0, 1) in (("every",), ("each",))


def _is_fiction(sentence: Sentence, told: Told) -> bool:
    every = sentence.words(0, len(sentence))
    return not _FICTION.isdisjoint(every) or _has_phrase(sentence, 0, len(sentence), _FICTION_PHRASES)


def _is_history(sentence: Sentence, told: Told) -> bool:
    return not _HISTORY.isdisjoint(sentence.words(0, len(sentence)))


def _is_history_in_quotation(sentence: Sentence, told: Told) -> bool:
    """Who speaks of years may speak of any; the article does not vouch for it."""
    said = sentence.words(0, len(sentence))
    is_year = any(len(word) == 4 and word.isdigit() and word[:2] in ("17", "18", "19", "20") for word in said)
    return is_year or not _LONG_AGO.isdisjoint(said)


_GUARDS: dict[str, Guard] = {
    "question": _is_question,
    "denial": _is_denied,
    "unreal": _is_unreal,
    "negation": _is_negated,
    "intent": _is_intended,
    "infinitive": _is_infinitive,
    "preposition": _is_after_preposition,
    "general": _is_general,
    "nearly": _is_nearly,
    "comparison": _is_compared,
    "rate": _is_rate,
    "fiction": _is_fiction,
    "history": _is_history,
}
_IN_QUOTATION: dict[str, Guard] = {"old history": _is_history_in_quotation}
