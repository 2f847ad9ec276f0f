"""What a figure counts, of whom, as part of what, when and where, and how sure its wording is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.suggesting.suggestions import Certainty, Dateline, Tier
from tests.events.suggesting.reading import JENIN, figures, only, suggested, told, words

# The sentence, the measure, the population, its words, the words of the party.
POPULATIONS = [
    ("Six people were killed.", "killed", "persons", "people", None),
    ("Six civilians were killed.", "killed", "civilians", "civilians", None),
    ("Seven Israeli soldiers were wounded.", "injured", "combatants", "soldiers", "Israeli"),
    ("Roughly 124 Palestinians have been killed.", "killed", "persons", "Palestinians", "Palestinians"),
    ("There were 124 Palestinian deaths.", "killed", "persons", "deaths", "Palestinian"),
    ("There were 12 civilian casualties.", "casualties", "civilians", "casualties", None),
    ("Two children were hurt.", "injured", "children", "children", None),
    ("Three women were detained.", "detained", "women", "women", None),
    ("Two medics were killed.", "killed", "medical", "medics", None),
    ("Two journalists were arrested.", "detained", "journalists", "journalists", None),
    ("Twelve farmers were abducted.", "abducted", "persons", "farmers", None),
    ("Five Israeli military vehicles were disabled.", "disabled", "vehicles", "vehicles", "Israeli"),
    ("Israel deployed two Cobra helicopter gunships.", "deployed", "aircraft", "gunships", None),
    ("Three houses were destroyed.", "destroyed", "buildings", "houses", None),
    ("A bridge was damaged.", "damaged", "", "bridge", None),
    ("Twelve men, women and children were killed.", "killed", "persons", "men", None),
    ("Three of the attackers were killed.", "killed", "combatants", "attackers", None),
    ("The number of Palestinians killed has risen to five.", "killed", "persons", "Palestinians", "Palestinians"),
    ("They left 45 wounded.", "injured", "", None, None),
]


@pytest.mark.parametrize(("text", "measure", "population", "noun", "party"), POPULATIONS)
def test_a_figure_says_of_whom_only_what_its_noun_says(text, measure, population, noun, party):
    (one,) = told(text)
    figure = one.figure
    found = (one.measure, figure.population, words(figure.population_words), words(figure.party_words))
    assert found == (measure, population, noun, party)


# The sentence, then each figure: its words, its measure, the words of the whole that it is a part of.
PARTS = [
    (
        "Four people were killed, including two children and a woman.",
        [("Four", "killed", None), ("two", "killed", "Four"), ("a", "killed", "Four")],
    ),
    ("Six people, including two medics, were killed.", [("Six", "killed", None), ("two", "killed", "Six")]),
    (
        "It killed four people, three of them children, and wounded nine.",
        [("four", "killed", None), ("three", "killed", "four"), ("nine", "injured", None)],
    ),
    (
        "Officials said 45 people were wounded, five of them seriously.",
        [("45", "injured", None), ("five", "seriously_injured", "45")],
    ),
    (
        "Some 45 people were wounded, with five of those suffering serious injuries.",
        [("Some 45", "injured", None), ("five", "seriously_injured", "Some 45")],
    ),
    (
        "Forty people were hurt, among them 12 women.",
        [("Forty", "injured", None), ("12", "injured", "Forty")],
    ),
    ("Among the dead were two children.", [("two", "killed", None)]),
    ("The wounded included a medic.", [("a", "injured", None)]),
]


@pytest.mark.parametrize(("text", "found"), PARTS)
def test_a_part_is_a_figure_of_its_own_and_names_its_whole(text, found):
    assert [(one.figure.words.exact, one.measure, words(one.figure.whole)) for one in told(text)] == found


def test_a_part_that_may_belong_to_two_wholes_is_unsure():
    *_, part = told("The strike killed 12 people and wounded 30, including five children.")
    assert part.figure.words.exact == "five"
    assert part.tier == Tier.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "The blast may kill 12 people, including two children.",
        "If it killed 12 people, including two children, that is news.",
        "He denies that it killed 12 people, including two children.",
    ],
)
def test_a_part_of_what_is_not_told_is_not_told(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Twelve people were killed.", Certainty.STATED),
        ("Twelve people were reportedly killed.", Certainty.REPORTED),
        ("It was reported that 12 people were killed.", Certainty.REPORTED),
        ("Unconfirmed reports said 12 people were killed.", Certainty.REPORTED),
        ("Some 40 people are believed to have been killed.", Certainty.BELIEVED),
        ("Twelve people were apparently killed.", Certainty.BELIEVED),
        ("Police said they believed 12 people had been killed.", Certainty.BELIEVED),
        ("Twelve people are feared dead.", Certainty.FEARED),
        ("Officials fear 12 people were killed.", Certainty.FEARED),
        ("Twelve people may have been killed.", Certainty.POSSIBLE),
    ],
)
def test_a_doubtful_wording_is_kept_apart_from_the_figure(text, certainty):
    (one,) = told(text)
    assert one.certainty == certainty
    assert one.figure.quantity.n in (12, 40)
    assert (one.tier == Tier.UNSURE) == (certainty != Certainty.STATED)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Six people were killed.", Tier.SURE),
        ("The blast killed six people.", Tier.SURE),
        ("Six people died.", Tier.SURE),
        ("The death toll stands at six.", Tier.SURE),
        ("The toll stands at six.", Tier.LIKELY),
        ("Six were killed.", Tier.LIKELY),
        ("The blast left six people dead.", Tier.LIKELY),
        ("They mourned the deaths of six people.", Tier.UNSURE),
    ],
)
def test_the_more_is_left_out_the_less_sure_is_the_reading(text, tier):
    (one,) = told(text)
    assert one.tier == tier


# The sentence, the words of the day it happened, the day in a report of 19 June 2023, the words of the telling's day.
DAYS = [
    ("Six people were killed on Sunday.", "on Sunday", "2023-06-18", None),
    ("The army said on Monday that six people were killed late Sunday.", "late Sunday", "2023-06-18", "on Monday"),
    ("Six people were killed on 12 June.", "on 12 June", "2023-06-12", None),
    ("Six people were killed on June 12, 2022.", "on June 12, 2022", "2022-06-12", None),
    ("In late January six people were killed.", "In late January", "[2023-01-21..2023-01-31]", None),
    ("So far in 2023, six people have been killed.", "in 2023", "2023", None),
    ("Six people have been killed since the start of the year.", "since the start of the year", "2023-01-01/..", None),
    ("Six people were killed two days ago.", "two days ago", "2023-06-17", None),
    ("Six people were killed overnight.", "overnight", "[2023-06-18..2023-06-19]", None),
    ("Six people were killed in Monday’s fighting.", "Monday", "2023-06-19", None),
    ("Six people were killed on 31 June.", "on 31 June", None, None),
    ("The army said on Monday that six people were killed.", None, None, "on Monday"),
    ("Six people were killed.", None, None, None),
]


@pytest.mark.parametrize(("text", "day", "edtf", "said"), DAYS)
def test_days_are_read_against_the_dateline_and_the_telling_has_its_own(text, day, edtf, said):
    (one,) = told(text)
    when = one.occurred
    assert words(when and when.words) == day
    assert (when and when.when and when.when.edtf) == edtf
    assert words(one.attribution.said_on and one.attribution.said_on.words) == said


def test_without_a_day_of_report_the_words_of_a_day_stay_words():
    one = only("Six people were killed on Sunday.", Dateline("Jenin"))
    assert (one.occurred.words.exact, one.occurred.when) == ("on Sunday", None)
    assert only("Six people were killed on Sunday.", None).occurred == one.occurred


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("Six people were killed in Jenin.", "Jenin", "Jenin"),
        ("Six people were killed near the town of Hebron.", "the town of Hebron", "Hebron"),
        ("Six people were killed in the West Bank city of Jenin.", "the West Bank city of Jenin", "Jenin"),
        ("Six people were killed in the Balata refugee camp.", "the Balata refugee camp", "Balata"),
        ("Six people were killed in the Balata camp.", "the Balata camp", "Balata"),
        ("Six people were killed in northern Gaza on Sunday.", "northern Gaza", "Gaza"),
        ("In Jenin, six people were killed.", "Jenin", "Jenin"),
        ("Six people were killed here.", "here", "Haifa"),
        ("Six people were killed in Palestinian attacks in Israel.", "Israel", "Israel"),
        ("Six people were killed in January.", None, None),
        ("Six people were killed at the Health Ministry.", None, None),
        ("Fighting in Jenin killed six people, while attacks in Haifa wounded ten.", "Jenin", "Jenin"),
    ],
)
def test_places_are_taken_as_named_and_here_is_the_place_of_the_dateline(text, place, name):
    one = told(text, Dateline("Haifa", dt.date(2023, 6, 19)))[0]
    assert (words(one.place and one.place.words), one.place and one.place.name) == (place, name)


ORDINARY = st.integers(2, 9_999_999)
HEDGED = st.sampled_from(["at least", "up to", "more than", "about", "nearly", "some", "exactly", "fewer than"])
FATES = st.sampled_from([("were killed", "killed"), ("were wounded", "injured"), ("were detained", "detained")])


@given(ORDINARY, HEDGED, FATES)
def test_a_plain_sentence_gives_its_number_whatever_it_is(number, hedge, fate):
    (one,) = told(f"Officials said {hedge} {number:,} people {fate[0]} in the town.")
    assert (one.figure.quantity.n, one.measure) == (number, fate[1])
    assert one.figure.words.exact == f"{hedge} {number:,}"


@given(ORDINARY, FATES, st.sampled_from(["never", "not"]))
def test_a_plain_negation_gives_no_number_whatever_it_is(number, fate, negation):
    auxiliary, _, verb = fate[0].partition(" ")
    assert figures(f"Officials said {number} people {auxiliary} {negation} {verb}.") == []


@given(st.integers(1, 28), st.sampled_from(["May", "June", "Oct."]), ORDINARY)
def test_a_day_of_the_month_is_never_counted(day, month, number):
    text = f"On {month} {day}, {number} people were killed."
    assert [one.figure.quantity.n for one in told(text)] == [number]
    assert figures(f"He was killed on {day} {month} at the age of {number}.") == []


def test_nothing_is_suggested_for_a_text_without_claims():
    assert suggested("The sun rose over the town of Hebron. Shops opened at nine.", JENIN) == []
