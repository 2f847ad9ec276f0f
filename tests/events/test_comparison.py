"""What two answers are to each other: by their words, by their questions, by who said them and when."""

import datetime as dt
import math
from collections import defaultdict
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.answers import Answer, Polarity
from events.comparison import Relation, compare, relate, relations
from events.dates import PartialDate
from events.models.claims import Polarity as StoredPolarity
from events.quantities import Quantity, QuantityKind, render
from events.scopes import Member, Scope, outermost
from tests.events.stated import (
    COMBATANTS,
    DEPLOYED,
    INJURED,
    ISRAEL,
    JANUARY,
    JENIN,
    KILLED,
    MISSING,
    NABLUS,
    PALESTINIANS,
    PARTY_BLAMED,
    PERSONS,
    RAID,
    SERIOUSLY,
    SINCE_JANUARY,
    WEST_BANK,
    answer,
    asked,
    at_least,
    exact,
    quantities,
    says,
)

K, R = QuantityKind, Relation


def only(first, second):
    (comparison,) = relate(first, second)
    return comparison


def ends(quantity):
    return quantity.low, math.inf if quantity.high is None else quantity.high


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (at_least(6), exact(9), R.REFINED_BY),
        (exact(6), exact(9), R.CONTRADICTS),
        (at_least(6), exact(4), R.CONTRADICTS),
        (Quantity(K.APPROX, 124), exact(124), R.REFINED_BY),
        (Quantity(K.APPROX, 124), exact(500), R.IN_TENSION),
        (Quantity(K.NEARLY, 9), Quantity(K.NEARLY, 9), R.AGREES),
        (Quantity(K.NONE), exact(0), R.AGREES),
        (Quantity(K.VAGUE, word="dozens"), exact(20), R.CONTRADICTS),
        (Quantity(K.VAGUE, word="dozens"), exact(150), R.IN_TENSION),
        (Quantity(K.ONE_OF, 6, 7), exact(9), R.CONTRADICTS),
        (Quantity(K.BETWEEN, 6, 9), exact(9), R.REFINED_BY),
        (Quantity(K.BETWEEN, 6, 9), Quantity(K.BETWEEN, 8, 12), R.COMPATIBLE),
        (Quantity(K.APPROX, 124), Quantity(K.APPROX, 130), R.COMPATIBLE),
        (Quantity(K.APPROX, 124), Quantity(K.UNKNOWN), R.REFINES),
    ],
    ids=str,
)
def test_two_counts_are_compared_by_what_their_words_entail(first, second, relation):
    assert compare(first, second) == relation


@given(quantities(), quantities())
def test_two_counts_contradict_each_other_exactly_where_no_number_satisfies_both(first, second):
    one, other = ends(first), ends(second)
    disjoint = one[1] < other[0] or other[1] < one[0]
    assert (compare(first, second) == R.CONTRADICTS) == disjoint


@given(quantities(), quantities())
def test_a_comparison_reads_the_same_from_both_sides(first, second):
    assert compare(second, first) == compare(first, second).mirrored
    assert compare(first, first) == R.AGREES


def test_at_least_six_militants_and_nine_people_are_no_conflict_across_populations_and_one_refines_the_other_on_one():
    idf, authorities = says("clm1", "IDF", words="“at least” six militants"), says("clm2", "Authorities", words="nine")
    six = answer(at_least(6), idf, scope=asked(population=COMBATANTS, incident=JANUARY))
    nine = answer(exact(9), authorities, scope=asked(incident=JANUARY))
    assert only(six, nine).relation == R.HOLDS
    assert only(nine, six).reason == (
        "IDF said “at least” six militants (combatants killed); Authorities said nine (people killed): "
        "the part fits into the whole."
    )
    assert only(replace(six, scope=nine.scope), nine).relation == R.REFINED_BY


def test_at_least_six_militants_contradict_four_people():
    six, four = answer(at_least(6), scope=asked(population=COMBATANTS)), answer(exact(4))
    assert only(six, four).relation == R.CONTRADICTS
    assert only(six, four).reason.endswith("a part cannot exceed its whole.")


def test_four_and_five_killed_on_one_day_contradict_each_other_and_time_may_explain_it():
    four = answer(exact(4), says("clm1", "Palestinian officials", "2023-06-19", "2023-06-19", words="four people"))
    five = answer(exact(5), says("clm2", "Health Ministry", "2023-06-19", "2023-06-19T17:40:00Z", words="five"))
    found = only(five, four)
    assert (found.relation, found.explainable_by_time) == (R.CONTRADICTS, True)
    assert (found.first_claims, found.second_claims) == (("clm2",), ("clm1",))
    assert found.reason == (
        "Palestinian officials said four people on 19 June 2023; Health Ministry said five that same day "
        "(reported 17:40 UTC): both cannot be right at once, but the count may have grown."
    )


@pytest.mark.parametrize(
    ("low_said", "high_said", "explainable"),
    [
        ("2023-06-19", "2023-06-20", True),
        ("2023-06-20", "2023-06-19", False),
        ("2023-06", "2023-06-19", True),
        ("", "2023-06-19", False),
        ("", "", False),
    ],
)
def test_time_explains_a_higher_count_that_may_have_come_later(low_said, high_said, explainable):
    four, five = answer(exact(4), says("clm1", "A", low_said)), answer(exact(5), says("clm2", "B", high_said))
    assert only(four, five).explainable_by_time is explainable
    assert only(four, five).relation == R.CONTRADICTS


def test_a_number_of_missing_people_may_change_either_way():
    ten = answer(exact(10), says("clm1", "A", "2023-06-19"), scope=asked(MISSING))
    four = answer(exact(4), says("clm2", "A", "2023-06-20"), scope=asked(MISSING))
    assert (only(ten, four).relation, only(ten, four).explainable_by_time) == (R.CONTRADICTS, True)


def test_one_speakers_later_count_updates_his_earlier_one_and_a_lower_one_falls():
    monday, tuesday = says("clm1", "Ministry", "2023-06-19"), says("clm2", "Ministry", "2023-06-20")
    assert only(answer(exact(4), monday), answer(exact(5), tuesday)).relation == R.UPDATES
    fallen = only(answer(exact(4), tuesday), answer(exact(5), monday))
    assert (fallen.relation, fallen.relation.is_conflict) == (R.FALLS, True)
    assert fallen.reason.startswith("Ministry said 5 on 19 June 2023; Ministry said 4 on 20 June 2023: ")


def test_reports_are_ordered_by_their_instants_whatever_day_it_is_where_they_appear():
    tokyo, lima = "2023-06-20T01:00:00+09:00", "2023-06-19T23:00:00-05:00"
    four, five = answer(exact(4), says("clm1", "A", "", tokyo)), answer(exact(5), says("clm2", "A", "", lima))
    assert only(four, five).relation == R.UPDATES
    assert only(four, five).reason.startswith("A said 4 in a report of 20 June 2023, 01:00 +09:00; A said 5 in a ")


def test_the_report_is_named_only_where_the_speakers_days_do_not_tell_the_order():
    four = answer(exact(4), says("clm1", "A", "2023-06-19", "2023-06-21"))
    five = answer(exact(5), says("clm2", "B", "2023-06-20", "2023-06-21"))
    assert only(four, five).reason.startswith("A said 4 on 19 June 2023; B said 5 on 20 June 2023: both cannot")


def test_one_speakers_part_that_exceeds_his_whole_is_no_update():
    people = answer(exact(4), says("clm1", "A", "2023-06-19"))
    militants = answer(exact(6), says("clm2", "A", "2023-06-20"), scope=asked(population=COMBATANTS))
    found = only(people, militants)
    assert (found.relation, found.explainable_by_time) == (R.CONTRADICTS, True)
    assert found.reason.endswith("a part cannot exceed its whole, but the count may have grown.")


def test_two_claims_of_confidential_speakers_never_count_as_one_speakers():
    four = answer(exact(4), says("clm1", "a senior official", "2023-06-19", originator=None))
    five = answer(exact(5), says("clm2", "a senior official", "2023-06-20", originator=None))
    assert only(four, five).relation == R.CONTRADICTS


def test_a_speaker_who_corrects_himself_still_contradicted_the_others():
    four = answer(exact(4), says("clm1", "Ministry", "2023-06-19"), says("clm2", "Army", "2023-06-19"))
    five = answer(exact(5), says("clm3", "Ministry", "2023-06-20"))
    contradiction, update = relate(four, five)
    assert (contradiction.relation, contradiction.first_claims) == (R.CONTRADICTS, ("clm2",))
    assert (update.relation, update.first_claims) == (R.UPDATES, ("clm1",))


def test_forty_five_injured_contain_five_seriously_injured():
    seriously = answer(exact(5), scope=asked(SERIOUSLY))
    assert only(seriously, answer(exact(45), scope=asked(INJURED))).relation == R.HOLDS
    assert only(answer(exact(4), scope=asked(INJURED)), seriously).relation == R.CONTRADICTS


def test_a_total_is_never_compared_with_one_incident():
    total = asked(party=PALESTINIANS, place=WEST_BANK, window=SINCE_JANUARY, through=dt.date(2023, 6, 19))
    found = only(answer(Quantity(K.APPROX, 124), scope=total), answer(exact(500), scope=asked(party=PALESTINIANS)))
    assert found.relation == R.UNRELATED
    assert "sum of the incidents" in found.reason


def test_questions_of_which_neither_contains_the_other_are_not_compared():
    here = asked(party=PALESTINIANS, place=WEST_BANK, window=SINCE_JANUARY)
    there = asked(place=ISRAEL, window=SINCE_JANUARY)
    assert only(answer(exact(124), scope=here), answer(at_least(200), scope=there)).relation == R.UNRELATED
    assert only(answer(exact(9), scope=asked(incident=JANUARY)), answer(exact(4))).relation == R.UNRELATED


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (asked(party=PALESTINIANS), asked()),
        (asked(place=JENIN), asked(place=WEST_BANK)),
        (asked(window=PartialDate("2023-02")), asked(window=PartialDate("2023"))),
        (asked(SERIOUSLY, COMBATANTS, party=PALESTINIANS), asked(INJURED)),
    ],
)
def test_a_part_by_party_place_window_or_several_at_once_cannot_exceed_its_whole(part, whole):
    assert only(answer(exact(9), scope=part), answer(exact(8), scope=whole)).relation == R.CONTRADICTS
    assert only(answer(exact(8), scope=whole), answer(exact(7), scope=part)).relation == R.HOLDS


def running_total(n, day, speaker, said=""):
    scope = Scope("total", KILLED, PERSONS, place=WEST_BANK, window=SINCE_JANUARY, through=dt.date(2023, 6, day))
    return answer(exact(n), says(f"clm{n}-{day}", speaker, said), scope=scope)


def test_successive_totals_count_up_to_different_days():
    tenth = running_total(120, 10, "Ministry")
    assert only(tenth, running_total(124, 19, "Ministry")).relation == R.UPDATES
    assert only(tenth, running_total(124, 19, "B’Tselem")).relation == R.HOLDS
    assert only(tenth, running_total(119, 19, "Ministry")).relation == R.FALLS
    assert only(tenth, running_total(119, 19, "B’Tselem")).relation == R.CONTRADICTS
    same_day = only(running_total(123, 19, "Ministry"), running_total(124, 19, "B’Tselem"))
    assert (same_day.relation, "counted up to" in same_day.reason) == (R.CONTRADICTS, False)
    assert "120, counted up to 10 June 2023" in only(tenth, running_total(124, 19, "Ministry")).reason


@pytest.mark.parametrize(
    ("affirmed", "denied", "relation"),
    [
        (exact(9), exact(9), R.CONTRADICTS),
        (exact(9), at_least(6), R.CONTRADICTS),
        (at_least(6), exact(9), R.COMPATIBLE),
        (exact(500), Quantity(K.APPROX, 124), R.COMPATIBLE),
        (JENIN, WEST_BANK, R.CONTRADICTS),
        (WEST_BANK, JENIN, R.COMPATIBLE),
        (PartialDate("2023-06-19"), PartialDate("2023-06"), R.CONTRADICTS),
        (PartialDate("2023-06"), PartialDate("2023-06-19"), R.COMPATIBLE),
        (True, True, R.CONTRADICTS),
    ],
    ids=str,
)
def test_a_denial_contradicts_only_what_lies_inside_the_denied(affirmed, denied, relation):
    denial = answer(denied, says("clm2", "B"), polarity=Polarity.DENIES)
    assert only(answer(affirmed, says("clm1", "A")), denial).relation == relation
    assert only(denial, denial).relation == R.AGREES


def test_two_denials_never_exclude_each_other():
    four, five = (answer(exact(n), polarity=Polarity.DENIES) for n in (4, 5))
    assert only(four, five).relation == R.COMPATIBLE


def test_a_question_about_a_confidential_party_still_has_answers_that_contradict_each_other():
    hidden = asked(party=Member(None, "a group"))
    assert only(answer(exact(4), scope=hidden), answer(exact(5), scope=hidden)).relation == R.CONTRADICTS
    assert only(answer(exact(9), scope=replace(hidden, question="another")), answer(exact(4))).relation == R.CONTRADICTS
    other = answer(exact(5), scope=replace(hidden, question="another"))
    assert only(answer(exact(4), scope=hidden), other).relation == R.UNRELATED


def test_a_denial_says_nothing_about_other_questions():
    denial = answer(exact(4), polarity=Polarity.DENIES)
    assert only(answer(exact(9), scope=asked(population=COMBATANTS)), denial).relation == R.UNRELATED


@pytest.mark.parametrize("polarity", [Polarity.DECLINES, Polarity.NO_RESPONSE])
def test_who_declines_or_does_not_respond_stands_beside_everything(polarity):
    silent = Answer(asked(), None, "declined to comment", (says("clm1", "IDF"),), polarity)
    assert only(silent, answer(exact(4))).relation == R.UNRELATED
    assert only(silent, answer(exact(4))).reason == "IDF gave no answer that could be compared."


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (PartialDate("2023-06-18"), PartialDate("2023-06-19"), R.CONTRADICTS),
        (PartialDate("2023-06-18~"), PartialDate("2023-06-19"), R.IN_TENSION),
        (PartialDate("2023-06"), PartialDate("2023-06-19"), R.REFINED_BY),
        (PartialDate("2023-06-18/2023-06-19"), PartialDate("2023-06-19"), R.COMPATIBLE),
        (PartialDate("[2023-01-21..2023-01-31]"), PartialDate("2023-01"), R.REFINES),
        (JENIN, WEST_BANK, R.REFINES),
        (JENIN, Member("jenin", "Djenin"), R.AGREES),
        (JENIN, NABLUS, R.CONTRADICTS),
        (Member(None, "a group"), Member(None, "a group"), R.UNRELATED),
        (True, False, R.CONTRADICTS),
        ("we will fight", "we will not", R.UNRELATED),
    ],
    ids=str,
)
def test_dates_places_and_the_rest_are_compared_each_in_its_own_way(first, second, relation):
    assert only(answer(first), answer(second)).relation == relation
    assert only(answer(second), answer(first)).relation == relation.mirrored


def test_two_answers_contradict_each_other_only_where_one_can_be_true():
    blamed = asked(PARTY_BLAMED)
    assert only(answer(PALESTINIANS, scope=blamed), answer(ISRAEL, scope=blamed)).relation == R.COMPATIBLE
    assert only(answer(PALESTINIANS), answer(ISRAEL)).relation == R.CONTRADICTS
    fleet = asked(DEPLOYED), asked(DEPLOYED, COMBATANTS)
    assert only(answer(exact(2), scope=fleet[0]), answer(exact(5), scope=fleet[0])).relation == R.COMPATIBLE
    assert only(answer(exact(2), scope=fleet[0]), answer(exact(5), scope=fleet[1])).relation == R.COMPATIBLE
    denial = answer(ISRAEL, scope=blamed, polarity=Polarity.DENIES)
    assert only(answer(ISRAEL, scope=blamed), denial).relation == R.CONTRADICTS


def test_an_answer_is_given_by_somebody():
    with pytest.raises(ValueError, match="Name at least one claim"):
        Answer(asked(), exact(4), "4", ())


def test_the_polarities_are_those_that_are_stored():
    assert set(Polarity) == set(StoredPolarity.values)


FIGURES = st.lists(st.tuples(quantities(), st.sampled_from("ABC"), st.integers(1, 28)), min_size=2, max_size=6)


def group(figures):
    """The distinct answers among (count, speaker, day in June), as a document of a question has them."""
    sayings = defaultdict(list)
    for count, speaker, day in figures:
        claim = f"clm {render(count)} {speaker} {day}"
        sayings[count].append(says(claim, speaker, f"2023-06-{day:02}"))
    return [answer(count, *given) for count, given in sayings.items()]


def between_claims(answers):
    """The relation of every two claims, read from what is said of their answers one by one."""
    singles = [replace(one, sayings=(saying,)) for one in answers for saying in one.sayings]
    return {(one.claims, other.claims): only(one, other).relation for one, other in permutations(singles, 2)}


def between_answers(answers):
    return {
        (one.reading, other.reading, found.relation): found
        for one, other in permutations(answers, 2)
        for found in relate(one, other)
    }


@given(FIGURES, st.randoms())
def test_the_order_of_arrival_never_matters(figures, random):
    shuffled = random.sample(figures, len(figures))
    assert between_answers(group(figures)) == between_answers(group(shuffled))


@given(FIGURES, st.tuples(quantities(), st.sampled_from("ABC"), st.integers(1, 28)))
def test_adding_a_claim_never_changes_what_two_others_are_to_each_other(figures, late):
    before, after = group(figures), group([*figures, late])
    assert between_claims(before).items() <= between_claims(after).items()
    later = between_answers(after)
    for key, found in between_answers(before).items():
        assert set(found.first_claims) <= set(later[key].first_claims)
        assert set(found.second_claims) <= set(later[key].second_claims)


@given(FIGURES)
def test_every_relation_reads_the_same_from_both_sides_and_gives_its_reason_in_one_sentence(figures):
    for one, other in permutations(group(figures), 2):
        forth, back = relate(one, other), relate(other, one)
        assert [found.relation.mirrored for found in forth] == [found.relation for found in back]
        assert [found.reason for found in forth] == [found.reason for found in back]
        assert all(found.reason[0].isupper() or found.reason[0].isdigit() for found in forth)
        assert all(found.reason.endswith(".") and ". " not in found.reason for found in forth)
        assert only(one, one).relation == R.AGREES


def test_the_gravest_relation_comes_first():
    given = [
        answer(exact(4), says("clm1", "A", "2023-06-19")),
        answer(at_least(3), says("clm2", "B", "2023-06-19")),
        answer(exact(5), says("clm3", "A", "2023-06-20"), says("clm4", "C", "2023-06-18")),
    ]
    found = relations(given)
    assert [(one, other, comparison.relation) for one, other, comparison in found] == [
        (0, 2, R.CONTRADICTS),
        (0, 2, R.UPDATES),
        (0, 1, R.REFINES),
        (1, 2, R.REFINED_BY),
    ]


def test_the_figures_of_incidents_inside_a_running_total_are_known_by_all_their_orders():
    total = asked(place=WEST_BANK, window=SINCE_JANUARY, through=dt.date(2023, 6, 19))
    raid = asked(population=COMBATANTS, place=JENIN)
    assert raid.counts_towards(total, PartialDate("2023-06-18/2023-06-19"))
    assert not raid.counts_towards(total, PartialDate("2023-06"))
    assert not asked(place=ISRAEL).counts_towards(total, PartialDate("2023-06-01"))
    assert not raid.counts_towards(replace(total, through=None), PartialDate("2023-06-01"))


def test_an_incident_that_is_part_of_another_is_not_counted_twice():
    bomb = Member("bomb", "Roadside bomb", frozenset({"raid"}))
    assert outermost([bomb, RAID, JANUARY]) == [RAID, JANUARY]
    assert outermost([bomb, JANUARY]) == [bomb, JANUARY]
