"""One row of figures for data sets from all the answers to a question."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.answers import Polarity
from events.quantities import ImpossibleQuantity, Quantity, QuantityKind
from events.series import Flag, How, Input, RawEstimate, UnknownRule, Why, check_total, derive, rerun
from tests.events.stated import at_least, exact, quantities, says

K = QuantityKind


def given_by(speaker, figure, said="2023-06-19", **more):
    return Input(says(f"clm {speaker}", speaker, said), figure, **more)


def series(*figures, finding=None):
    return derive([given_by(f"S{number}", figure) for number, figure in enumerate(figures)], finding)


def triple(*figures, finding=None):
    derived = series(*figures, finding=finding)
    return derived.low, derived.best, derived.high


def excluded(derived):
    return {exclusion.claim.removeprefix("clm "): exclusion.why for exclusion in derived.exclusions}


def used(derived):
    return [ingredient.claim.removeprefix("clm ") for ingredient in derived.inputs]


def test_at_least_six_and_nine_give_six_nine_nine_with_a_floor():
    derived = series(at_least(6), exact(9))
    assert (derived.low, derived.best, derived.high, derived.contested) == (6, 9, 9, False)
    assert (derived.how, derived.high_is_floor, derived.flags) == (How.INTERSECTION, True, (Flag.HIGH_IS_FLOOR,))
    assert (derived.minimum, derived.maximum, derived.conservative) == (6, 9, 6)
    assert derived.reason == (
        "One of 2 independent inputs gives a figure that all of them allow; "
        "the high end is a floor, for more was not ruled out."
    )


def test_six_and_nine_are_contested_until_there_is_a_finding():
    derived = series(exact(6), exact(9))
    assert (derived.low, derived.best, derived.high, derived.contested) == (6, None, 9, True)
    assert (derived.how, derived.flags) == (How.NEEDS_FINDING, (Flag.CONTESTED,))
    assert derived.reason == "2 independent inputs cannot all be right, so that a best figure needs a finding."
    assert triple(exact(6), exact(9), finding=exact(9)) == (6, 9, 9)


@pytest.mark.parametrize(
    ("figure", "expected", "how"),
    [
        (Quantity(K.ESTIMATE, 23, 83, 23), (23, 23, 83), How.SINGLE),
        (RawEstimate(23, 23, 83), (23, 23, 83), How.SINGLE),
        (Quantity(K.MORE_THAN, 90), (91, 91, 91), How.SINGLE_FLOOR),
        (Quantity(K.APPROX, 124), (112, 124, 136), How.SINGLE),
        (Quantity(K.AT_MOST, 20), (0, None, 20), How.NEEDS_FINDING),
        (Quantity(K.NONE), (0, 0, 0), How.SINGLE),
        (Quantity(K.VAGUE, word="dozens"), (24, None, 99), How.NEEDS_FINDING),
        (Quantity(K.UNKNOWN), (None, None, None), How.NO_FIGURE),
        (None, (None, None, None), How.NO_FIGURE),
    ],
    ids=str,
)
def test_one_claim_alone_gives_the_figures_that_its_words_hold(figure, expected, how):
    assert triple(figure) == expected
    assert series(figure).how == how


def test_nothing_left_is_never_nought():
    derived = derive([])
    assert (derived.low, derived.best, derived.high, derived.conservative) == (None, None, None, None)
    assert derived.reason == "Nobody has given a figure that can be used."


@pytest.mark.parametrize(
    ("finding", "best", "how"),
    [
        (at_least(8), 8, How.FINDING),
        (Quantity(K.BETWEEN, 6, 9), 6, How.FINDING),
        (Quantity(K.NONE), 0, How.FINDING),
        (Quantity(K.UNKNOWN), 9, How.INTERSECTION),
    ],
    ids=str,
)
def test_a_finding_gives_the_best_figure_and_moves_the_ends_but_not_what_the_claims_say(finding, best, how):
    derived = series(at_least(6), exact(9), finding=finding)
    assert (derived.best, derived.how, derived.low) == (best, how, min(best, 6))
    assert (derived.minimum, derived.maximum) == (6, 9)


def test_a_finding_alone_that_is_a_floor_is_never_shown_as_a_point():
    derived = derive([], finding=at_least(6))
    assert (derived.low, derived.best, derived.high, derived.high_is_floor) == (6, 6, 6, True)


def test_an_exact_figure_goes_before_best_estimates_and_two_best_estimates_need_a_finding():
    first, second = Quantity(K.ESTIMATE, 10, 30, 20), Quantity(K.ESTIMATE, 15, 40, 25)
    assert triple(first, second) == (10, None, 40)
    assert triple(first, second, exact(28)) == (10, 28, 40)
    assert triple(first, Quantity(K.ESTIMATE, 5, 19, 12)) == (5, 12, 30)


def test_acled_writes_down_its_own_number_for_dozens():
    assert series(Quantity(K.VAGUE, word="dozens"), exact(30)).conservative == 12
    assert series(Quantity(K.VAGUE, word="several")).conservative is None


def test_each_independent_component_sends_its_most_precise_claim_and_among_equals_the_latest():
    derived = derive(
        [
            given_by("vague", at_least(6), component="x"),
            given_by("early", exact(8), component="x"),
            given_by("late", exact(9), "2023-06-20", component="x"),
            given_by("undated", exact(7), "", component="x"),
            given_by("floor", at_least(100), "2023-06-20", component="y"),
            given_by("rounded", Quantity(K.APPROX, 100), component="y"),
            given_by("alone", at_least(2)),
        ]
    )
    assert used(derived) == ["alone", "late", "rounded"]
    assert set(excluded(derived).values()) == {Why.NOT_REPRESENTATIVE}


def test_what_takes_no_part_says_why():
    bars = (Why.WITHDRAWN, Why.OFF_RECORD, Why.REJECTED, Why.SUPERSEDED)
    derived = derive(
        [
            *(given_by(why, exact(5), barred=why) for why in bars),
            given_by("denied", exact(5), polarity=Polarity.DENIES),
            given_by("declined", None, polarity=Polarity.DECLINES),
            given_by("nothing", None),
            given_by("unknown", Quantity(K.UNKNOWN)),
            given_by("disordered", RawEstimate(9, 10, 9)),
            given_by("hidden", RawEstimate(9, 10, 9), barred=Why.OFF_RECORD),
            given_by("kept", exact(9)),
        ]
    )
    assert used(derived) == ["kept"]
    assert excluded(derived) == {
        **{why.value: why for why in bars},
        "denied": Why.NOT_AFFIRMED,
        "declined": Why.NOT_AFFIRMED,
        "nothing": Why.NO_FIGURE,
        "unknown": Why.UNKNOWN,
        "disordered": Why.DISORDERED,
        "hidden": Why.OFF_RECORD,
    }


def test_a_data_sets_row_out_of_order_keeps_its_numbers_is_flagged_and_takes_no_part():
    derived = series(RawEstimate(9, 10, 9))
    assert (derived.low, derived.best, derived.high) == (None, None, None)
    assert derived.flags == (Flag.DISORDERED,)
    assert derived.exclusions[0].note == "low 9, best 10, high 9 are out of order"


def test_removing_an_input_changes_the_recipe_and_removing_what_took_no_part_does_not():
    inputs = [given_by("A", at_least(6)), given_by("B", exact(9)), given_by("C", Quantity(K.UNKNOWN))]
    whole = derive(inputs).recipe_id
    assert derive(inputs[:1] + inputs[2:]).recipe_id != whole
    assert derive(inputs[:2]).recipe_id == whole
    assert derive(inputs, finding=exact(9)).recipe_id != whole


def test_another_figure_from_the_same_claim_is_another_recipe():
    assert derive([given_by("A", exact(9))]).recipe_id != derive([given_by("A", exact(8))]).recipe_id


def test_a_recipe_of_another_rule_is_refused():
    derived = series(exact(9))
    with pytest.raises(UnknownRule, match="follows the rule series-v0; this program has series-v1"):
        rerun({**derived.recipe, "rule_version": "series-v0"})


def test_a_recipe_that_was_tampered_with_is_refused():
    recipe = series(Quantity(K.ESTIMATE, 23, 83, 23)).recipe
    recipe["inputs"][0]["best"] = 99
    with pytest.raises(ImpossibleQuantity):
        rerun(recipe)


@pytest.mark.parametrize(
    ("total", "parts", "alarmed"),
    [
        (exact(124), [exact(100), exact(25)], True),
        (exact(124), [at_least(60), at_least(65)], True),
        (exact(124), [exact(100), exact(24)], False),
        (exact(124), [Quantity(K.AT_MOST, 100), Quantity(K.AT_MOST, 100)], False),
        (Quantity(K.APPROX, 124), [exact(500)], False),
        (at_least(20), [exact(500)], False),
        (Quantity(K.AT_MOST, 20), [exact(21)], True),
        (exact(0), [], False),
    ],
    ids=str,
)
def test_a_running_total_raises_an_alarm_only_if_its_incidents_surely_come_to_more(total, parts, alarmed):
    assert bool(check_total(total, parts)) is alarmed


def test_the_alarm_names_both_sides():
    alarm = check_total(exact(124), [at_least(60), at_least(65)])
    assert alarm is not None
    assert (alarm.floor, alarm.ceiling) == (125, 124)
    assert alarm.reason == "The running total is 124, and the 2 incidents in it come to at least 125."


INPUTS = st.lists(
    st.builds(
        given_by,
        st.sampled_from("ABCDEFGH"),
        st.one_of(quantities(), st.builds(RawEstimate, *[st.integers(0, 9)] * 3)),
        st.sampled_from(["", "2023-06-19", "2023-06-20"]),
        component=st.sampled_from(["", "x", "y"]),
        barred=st.sampled_from([None, None, Why.WITHDRAWN]),
    ),
    unique_by=lambda one: one.saying.claim,
)
FINDINGS = st.none() | quantities()


@given(INPUTS, FINDINGS)
def test_low_best_and_high_are_in_order(inputs, finding):
    derived = derive(inputs, finding)
    stated = [number for number in (derived.low, derived.best, derived.high) if number is not None]
    assert stated == sorted(stated)
    assert (derived.low is None) == (derived.high is None)
    assert derived.best is None or derived.low is not None


@given(INPUTS, FINDINGS, st.randoms())
def test_the_order_of_arrival_never_matters(inputs, finding, random):
    assert derive(random.sample(inputs, len(inputs)), finding) == derive(inputs, finding)


@given(INPUTS, FINDINGS)
def test_running_a_stored_recipe_again_gives_the_same_numbers(inputs, finding):
    derived = derive(inputs, finding)
    again = rerun(json.loads(json.dumps(derived.recipe)))
    assert again.recipe_id == derived.recipe_id
    for name in ("low", "best", "high", "minimum", "maximum", "conservative", "contested", "high_is_floor", "how"):
        assert getattr(again, name) == getattr(derived, name)
    assert (again.inputs, again.reason) == (derived.inputs, derived.reason)


@given(INPUTS, FINDINGS)
def test_every_claim_either_takes_part_or_says_why_not(inputs, finding):
    derived = derive(inputs, finding)
    assert sorted(used(derived) + list(excluded(derived))) == sorted(one.saying.speaker for one in inputs)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_data_sets_row_derives_to_its_own_three_numbers_wherever_they_are_in_order(low, best, high):
    in_order = low <= best <= high
    assert triple(RawEstimate(low, best, high)) == ((low, best, high) if in_order else (None, None, None))
