"""The verbs with which reports attribute words, and what each lets the writer say of them."""

from events.suggesting.suggestions import VerbClass
from events.suggesting.word_lists import words


def _forms(table: dict[VerbClass, str]) -> dict[str, VerbClass]:
    return {form: verb_class for verb_class, forms in table.items() for form in forms.split()}


# What follows these is what was said, with "that" or without.
SAYING = _forms({VerbClass.NEUTRAL: "said says say told tells tell"})

# What follows these is what was said if it is a clause or a figure.
CLAIMING = _forms(
    {
        VerbClass.NEUTRAL: "announced announces announce declared declares stated warned warns warn informed informs",
        VerbClass.ENDORSING: """
            confirmed confirms confirm acknowledged acknowledges acknowledge admitted admits admit conceded
            concedes concede disclosed discloses verified verifies
        """,
        VerbClass.DISTANCING: """
            claimed claims claim alleged alleges allege asserted asserts insisted insists insist contended contends
            argued argues argue boasted
        """,
        VerbClass.DENYING: """
            denied denies deny denying rejected rejects dismissed dismisses disputed disputes refuted refutes
        """,
        VerbClass.ESTIMATING: "estimated estimates estimate believes believe believed put puts counted reckoned",
        VerbClass.RELAYING: "reported reports report",
    }
)

# These introduce words only before "that" or beside a quotation; otherwise they are verbs like others.
REMARKING = _forms(
    {
        VerbClass.NEUTRAL: """
            added adds add explained explains replied replies responded responds wrote writes write tweeted posted
            testified recalled remarked continued concluded commented observed stressed emphasised emphasized vowed
            vows predicted promised pledged threatened urged asked recounted shouted
            cried yelled screamed joked fear fears feared
        """,
        VerbClass.ENDORSING: "noted notes revealed reveals recognised recognized",
        VerbClass.DISTANCING: "maintained maintains suggested suggests complained",
    }
)

# "Called it a “massacre”": an opinion in a word or two.
CALLING = _forms(
    {VerbClass.NEUTRAL: "called calls call described describes describe labelled labeled dubbed termed branded"}
)

# "Had spoken of four dead".
SPEAKING = _forms({VerbClass.NEUTRAL: "spoke spoken speaks"})

CUES: dict[str, VerbClass] = {**SPEAKING, **CALLING, **REMARKING, **CLAIMING, **SAYING}

# These attribute a figure, hardly anything else.
COUNTING = words("put puts counted reckoned reports report believes believe believed estimates spoke spoken speaks")
