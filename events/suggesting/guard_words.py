"""The words by which a sentence shows that it does not tell a fact."""

from events.suggesting.suggestions import Measure
from events.suggesting.tokens import QUOTE
from events.suggesting.word_lists import words

CLAUSE_BREAKS = words("; : — – but while although though whereas after when where because since as") | frozenset(
    [QUOTE]
)
NEGATIONS = words("not never neither nor hardly barely scarcely cannot without no nobody none nothing nowhere")
NEAR_NEGATIONS = words("no without nobody none nothing nowhere")  # these reach to the next comma only
MODALS = words("could would might may can will shall should must ought cannot 'd 'll wo")
IRREALIS = words(
    """
    if unless whether suppose supposing imagine imagined imagining hypothetical hypothetically scenario
    scenarios pretend pretended otherwise lest would-be
    """
)
DENIALS = words(
    """
    deny denies denied denying denial denials refute refuted refutes refuting false falsely untrue fabricated
    fabrication fabrications hoax hoaxes rumour rumours rumor rumors rumoured rumored debunk debunked dismissed
    dismisses dismissing rejected rejects rejecting disputed disputes disputing retracted retracts incorrect incorrectly
    erroneous erroneously misreported misstated wrongly myth lie lies lied lying baseless unfounded disinformation
    misinformation correction corrected corrects contrary
    initially originally exaggerated inflated invented doctored fake faked staged
    """
)
DENYING_PHRASES = (
    *(("earlier", "version"), ("previous", "version"), ("earlier", "report")),
    *(
        ("not", "confirmed"),
        ("not", "verified"),
        ("independently", "verified"),
        ("be", "verified"),
        ("be", "confirmed"),
    ),
)
INTENTS = words(
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
INTENT_PHRASES = (
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
    *(
        ("in", "case"),
        ("even", "had"),
        ("too", "many"),
        ("were", "to"),
        ("instead", "of"),
        ("rather", "than"),
        ("had", "they"),
    ),
)
FICTION = words(
    """
    film films movie movies novel novels thriller sitcom episode episodes fictional fictitious videogame drill drills
    simulation simulating simulated mock screenplay box-office character characters sketch parody satire
    """
)
FICTION_PHRASES = (("video", "game"), ("computer", "game"), ("box", "office"), ("war", "game"), ("role", "play"))
HISTORY = words(
    """
    anniversary anniversaries commemorate commemorated commemorating commemoration commemorations memorial memorials
    holocaust centuries century ancestors forefathers remembrance genocide pogrom pogroms
    """
)
LONG_AGO = words("years decades decade history historic generations once remember")
COMPARED = words("compared compares comparing comparison versus vs against unlike equivalent equal")
THAN = words("than from versus vs unlike exceeding surpassing besides excluding except minus")
PASSED = words("passed passes surpassed surpasses exceeded exceeds topped tops overtook matched equalled")
MULTIPLES = words("twice double triple treble half times quadruple")
QUESTION_MARKS = frozenset("?؟？")
RATES = words("per average averaged averages annually daily weekly monthly yearly hourly")
TIMES = words("day week month year hour minute night")
AFTER_A_TIME = words("after before ago earlier later when since into from")
NEARLY = words("nearly almost narrowly virtually practically")
BELIEFS = words("feared believed presumed thought confirmed known said reported considered understood")
HAVING_KILLED = words(
    "claimed claims claim said says admitted admits acknowledged boasted believed thought known feared"
)
FROM_DOING = words(
    "of at for from against without about to on into stop stopped stopping began begin considered despite"
)
GENERAL = words("is are be being get gets am")
STATES = (Measure.MISSING, Measure.DISPLACED, Measure.DEPLOYED)
