"""Who is suggested as the speaker, by which words, and what of a sentence is his."""

import pytest

from events.answers import Polarity
from events.suggesting.suggestions import Medium, Rendering, Tier, VerbClass
from tests.events.suggesting.reading import JENIN, only, suggested, words

CONTENT = "12 people were killed"


def attribution(text):
    return only(text, JENIN).attribution


# The sentence, the speaker's words, his name, his title, in whose name he speaks.
SPEAKERS = [
    ("Officials said that 12 people were killed.", "Officials", None, None, None),
    ("Palestinian officials say 12 people were killed.", "Palestinian officials", None, None, None),
    ("On the other side, officials said 12 people were killed.", "officials", None, None, None),
    ("In Gaza officials said 12 people were killed.", "officials", None, None, None),
    ("But the army said 12 people were killed.", "the army", None, None, None),
    ("Dana Reyes said 12 people were killed.", "Dana Reyes", "Dana Reyes", None, None),
    ("Dana Reyes, the deputy mayor, said 12 people were killed.", "Dana Reyes", "Dana Reyes", "deputy mayor", None),
    ("Mr. Haddad, 45, said 12 people were killed.", "Mr. Haddad", "Haddad", "Mr.", None),
    (
        "Minister of Defense Omar Haddad said 12 people were killed.",
        "Minister of Defense Omar Haddad",
        "Omar Haddad",
        "Minister of Defense",
        None,
    ),
    (
        "A spokesman for the army said 12 people were killed.",
        "A spokesman for the army",
        None,
        "spokesman",
        "the army",
    ),
    (
        "Dana Reyes, a spokeswoman for the coast guard, said 12 people were killed.",
        "Dana Reyes",
        "Dana Reyes",
        "spokeswoman",
        "the coast guard",
    ),
    (
        "A spokesman for the U.N. agency, Omar Haddad, said 12 people were killed.",
        "A spokesman for the U.N. agency",
        "Omar Haddad",
        "spokesman",
        "the U.N. agency",
    ),
    (
        "Twelve people were killed, said Col. Omar Haddad, a police spokesman.",
        "Col. Omar Haddad",
        "Omar Haddad",
        "Col.",
        "police",
    ),
    (
        "Health Ministry spokesman Omar al-Haddad said 12 people were killed.",
        "Health Ministry spokesman Omar al-Haddad",
        "Omar al-Haddad",
        "Health Ministry spokesman",
        "Health Ministry",
    ),
    (
        "Coast Guard (CG) officials said 12 people were killed.",
        "Coast Guard (CG) officials",
        None,
        None,
        "Coast Guard (CG)",
    ),
    (
        "Officials of the Coast Guard said 12 people were killed.",
        "Officials of the Coast Guard",
        None,
        None,
        "the Coast Guard",
    ),
    (
        "Officials with the health ministry said 12 people were killed.",
        "Officials with the health ministry",
        None,
        None,
        "the health ministry",
    ),
    ("The agency, which runs schools, said 12 people were killed.", "The agency", None, None, None),
    ("Officials who asked not to be named said 12 people were killed.", "Officials", None, None, None),
    (
        "Residents of the town of Hebron said 12 people were killed.",
        "Residents of the town of Hebron",
        None,
        None,
        None,
    ),
    ("The butcher said 12 people were killed.", "The butcher", None, None, None),
    ("Asked about it, the mayor said 12 people were killed.", "the mayor", None, "mayor", None),
    (
        "The harbour police and Red Star said 12 people were killed.",
        "The harbour police and Red Star",
        None,
        None,
        None,
    ),
    ("Guards closed the road and officials said 12 people were killed.", "officials", None, None, None),
    ("What was heard there said 12 people were killed.", None, None, None, None),
    ("Red Star and Blue Star said 12 people were killed.", "Red Star and Blue Star", None, None, None),
]


@pytest.mark.parametrize(("text", "printed", "name", "title", "speaks_for"), SPEAKERS)
def test_a_speaker_is_taken_as_printed_with_his_name_and_title(text, printed, name, title, speaks_for):
    one = only(text)
    assert one.measure == "killed"
    speaker = one.attribution.speaker
    if printed is None:
        assert speaker is None
        assert one.tier == Tier.UNSURE
        return
    parts = (speaker.words, speaker.name, speaker.title, speaker.speaks_for)
    assert tuple(map(words, parts)) == (printed, name, title, speaks_for)


# The sentence, the verb as printed, what the verb lets the writer say.
VERBS = [
    ("The army said 12 people were killed.", "said", VerbClass.NEUTRAL),
    ("The army confirmed that 12 people were killed.", "confirmed", VerbClass.ENDORSING),
    ("The army acknowledged 12 people were killed.", "acknowledged", VerbClass.ENDORSING),
    ("The army claimed 12 people were killed.", "claimed", VerbClass.DISTANCING),
    ("The army insists that 12 people were killed.", "insists", VerbClass.DISTANCING),
    ("The army estimated that 12 people were killed.", "estimated", VerbClass.ESTIMATING),
    ("The army put the death toll at 12.", "put", VerbClass.ESTIMATING),
    ("State radio reported that 12 people were killed.", "reported", VerbClass.RELAYING),
    ("The mayor added that 12 people were killed.", "added", VerbClass.NEUTRAL),
    ("The mayor had spoken of 12 people killed.", "spoken", VerbClass.NEUTRAL),
    ("According to the army, 12 people were killed.", "According to", VerbClass.NEUTRAL),
    ("Twelve people were killed, according to the army.", "according to", VerbClass.NEUTRAL),
    ("Twelve people were killed, the army said.", "said", VerbClass.NEUTRAL),
    ("Twelve people were killed, said the army.", "said", VerbClass.NEUTRAL),
    ("As the army said, 12 people were killed.", "said", VerbClass.NEUTRAL),
    ("Twelve people were killed, as the army said.", "said", VerbClass.NEUTRAL),
    ("The army was quoted as saying that 12 people were killed.", "quoted as saying", VerbClass.RELAYING),
    ("The army later also said on Monday that 12 people were killed.", "said", VerbClass.NEUTRAL),
]


@pytest.mark.parametrize(("text", "verb", "verb_class"), VERBS)
def test_the_verb_is_kept_as_printed_and_classed(text, verb, verb_class):
    given = attribution(text)
    assert (given.verb.exact, given.verb_class, given.rendering) == (verb, verb_class, Rendering.INDIRECT)
    assert given.speaker is not None


@pytest.mark.parametrize(
    ("text", "speaker", "relay"),
    [
        ("Dana Reyes told Reuters that 12 people were killed.", "Dana Reyes", "Reuters"),
        (
            "Dana Reyes told The Associated Press by telephone that 12 people were killed.",
            "Dana Reyes",
            "The Associated Press",
        ),
        ("Dana Reyes said in an interview with Le Monde that 12 people were killed.", "Dana Reyes", "Le Monde"),
        ("State television reported that 12 people were killed, citing the army.", "the army", "State television"),
        ("State television quoted the army as saying that 12 people were killed.", "the army", "State television"),
        ("The army was quoted by Reuters as saying that 12 people were killed.", "The army", "Reuters"),
        ("Dana Reyes told reporters that 12 people were killed.", "Dana Reyes", None),
        ("Dana Reyes told them that 12 people were killed.", "Dana Reyes", None),
    ],
)
def test_who_passed_the_words_on_is_kept_apart_from_who_said_them(text, speaker, relay):
    given = attribution(text)
    assert given.speaker.words.exact == speaker
    assert [one.exact for one in given.relays] == ([relay] if relay else [])


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("The army said in a statement that 12 people were killed.", Medium.STATEMENT),
        ("The army told a news conference that 12 people were killed.", Medium.PRESS_CONFERENCE),
        ("The army said at a briefing that 12 people were killed.", Medium.BRIEFING),
        ("The army said in a post on Telegram that 12 people were killed.", Medium.SOCIAL_POST),
        ("Dana Reyes said by telephone that 12 people were killed.", Medium.PHONE),
        ("State television said 12 people were killed.", Medium.BROADCAST),
        ("The report said 12 people were killed.", Medium.DOCUMENT),
        ("The army said 12 people were killed.", Medium.UNKNOWN),
    ],
)
def test_the_medium_is_what_the_words_say(text, medium):
    assert attribution(text).medium == medium


def test_two_speakers_in_one_sentence_each_have_their_own_figure():
    text = "The army confirmed “at least” six dead, while the ministry said nine people had died."
    found = [(one.figure.words.exact, one.attribution.speaker.words.exact) for one in suggested(text)]
    assert found == [("“at least” six", "The army"), ("nine", "the ministry")]


def test_what_follows_an_attribution_behind_a_turn_is_the_articles_own():
    first, second = suggested("Twelve people were killed, the army said, but three others were hurt.")
    assert first.attribution.speaker is not None
    assert (second.attribution.speaker, second.attribution.rendering) == (None, Rendering.NARRATIVE)


def test_without_an_attribution_the_article_speaks_in_its_own_voice():
    given = attribution("Twelve people were killed.")
    assert (given.speaker, given.verb, given.rendering) == (None, None, Rendering.NARRATIVE)


def test_a_figure_whose_speaker_cannot_be_made_out_is_never_the_articles_own():
    one = only("What was heard there said 12 people were killed.")
    assert one.attribution.rendering == Rendering.INDIRECT
    assert (one.attribution.speaker, one.attribution.rule) == (None, "speaker not made out")
    assert one.tier == Tier.UNSURE


def test_he_is_the_person_named_last_and_less_sure():
    text = "Mayor Dana Reyes praised the crews. “We are proud,” she said. She added that two people had died."
    quotation, figure = suggested(text)
    assert words(quotation.attribution.speaker.refers_to) == "Dana Reyes"
    assert words(figure.attribution.speaker.refers_to) == "Dana Reyes"
    assert {quotation.tier, figure.tier} == {Tier.LIKELY}


def test_it_is_the_body_named_last():
    text = "Five people were killed, the health ministry said. It put the number of wounded at 91."
    assert words(suggested(text)[1].attribution.speaker.refers_to) == "the health ministry"


def test_a_surname_is_the_person_introduced_with_it():
    text = "Mayor Dana Reyes said two people died. Reyes said three people were hurt."
    assert words(suggested(text)[1].attribution.speaker.refers_to) == "Dana Reyes"


def test_nobody_named_two_paragraphs_ago_is_meant_by_he():
    text = "Mayor Dana Reyes spoke.\n\nThe sun set.\n\nThe shops closed.\n\n“Good night,” he said."
    assert only(text).attribution.speaker.refers_to is None


@pytest.mark.parametrize(
    "text",
    [
        "The army did not confirm that anybody was there.",
        "The army could not say who was there.",
        "The deaths were reported on Monday.",
        "The so-called army left.",
        "Two reported deaths shook the town of Hebron.",
    ],
)
def test_a_verb_of_saying_that_says_nothing_is_no_attribution(text):
    assert not any(one.measure == "statement" for one in suggested(text))


@pytest.mark.parametrize(
    ("text", "passage", "polarity"),
    [
        ("The army said the road was open.", "the road was open", Polarity.AFFIRMS),
        ("The army denied that the road was open.", "the road was open", Polarity.DENIES),
        ("The road was open, according to the army.", "The road was open", Polarity.AFFIRMS),
        ("The army warned that 200 people may die.", "200 people may die", Polarity.AFFIRMS),
    ],
)
def test_indirect_speech_without_a_figure_is_a_statement(text, passage, polarity):
    one = only(text)
    assert (one.measure, one.passage.exact, one.polarity) == ("statement", passage, polarity)
    assert one.statement == one.passage
    assert one.figure is None


def test_a_statement_keeps_the_day_and_the_place_of_what_it_tells():
    one = only("Soldiers entered a house in Jenin late on Sunday night, the army said on Monday.", JENIN)
    assert one.occurred.when.edtf == "2023-06-18"
    assert one.place.name == "Jenin"
    assert one.attribution.said_on.words.exact == "on Monday"


def test_a_denied_figure_is_kept_as_denied_and_not_told():
    one = only("The ministry denied that 40 people were killed.")
    assert (one.polarity, one.figure.quantity.n) == (Polarity.DENIES, 40)
    assert one.attribution.verb_class == VerbClass.DENYING
    assert not one.tells_a_figure


@pytest.mark.parametrize(
    ("text", "polarity", "measure", "speaker"),
    [
        ("The army declined to comment.", Polarity.DECLINES, "statement", "The army"),
        ("The army refused to say how many died.", Polarity.DECLINES, "statement", "The army"),
        ("The army declined to give its own casualties.", Polarity.DECLINES, "casualties", "The army"),
        ("The ministry did not immediately respond to a request.", Polarity.NO_RESPONSE, "statement", "The ministry"),
        ("The mayor could not be reached.", Polarity.NO_RESPONSE, "statement", "The mayor"),
        ("The army has yet to clarify its casualties.", Polarity.NO_RESPONSE, "casualties", "The army"),
        ("The army didn’t comment.", Polarity.NO_RESPONSE, "statement", "The army"),
        ("There was no immediate comment from the army.", Polarity.NO_RESPONSE, "statement", "the army"),
    ],
)
def test_who_gave_no_answer_is_data_too(text, polarity, measure, speaker):
    one = only(text)
    assert (one.polarity, one.measure, one.attribution.speaker.words.exact) == (polarity, measure, speaker)
    assert one.figure is None
