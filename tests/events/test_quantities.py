"""What the words of a count say: kinds, bounds, soft ranges, and the words they are read from."""

import math
import re
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.number_words import UnknownWords
from events.quantities import LARGEST, VAGUE_WORDS, ImpossibleQuantity, Quantity, QuantityKind, render
from events.quantity_words import parse_quantity

K = QuantityKind


def exact(n):
    return Quantity(K.EXACT, n)


def vague(word):
    return Quantity(K.VAGUE, word=word)


# quantity, as rendered, entailed interval, soft range
MEANINGS = [
    (exact(9), "9", (9, 9), (9, 9)),
    (exact(0), "0", (0, 0), (0, 0)),
    (exact(1234), "1,234", (1234, 1234), (1234, 1234)),
    (Quantity(K.AT_LEAST, 6), "at least 6", (6, None), (6, None)),
    (Quantity(K.MORE_THAN, 90), "more than 90", (91, None), (91, None)),
    (Quantity(K.AT_MOST, 20), "up to 20", (0, 20), (0, 20)),
    (Quantity(K.FEWER_THAN, 20), "fewer than 20", (0, 19), (0, 19)),
    (Quantity(K.NEARLY, 100), "nearly 100", (0, 99), (90, 99)),
    (Quantity(K.NEARLY, 9), "nearly 9", (0, 8), (8, 8)),
    (Quantity(K.NEARLY, 2), "nearly 2", (0, 1), (1, 1)),
    (Quantity(K.APPROX, 124), "about 124", (1, None), (112, 136)),
    (Quantity(K.APPROX, 1), "about 1", (1, None), (1, 2)),
    (Quantity(K.APPROX, 15), "about 15", (1, None), (13, 17)),
    (Quantity(K.APPROX, 25), "about 25", (1, None), (23, 27)),
    (Quantity(K.ODD, 20), "20-odd", (20, None), (20, 29)),
    (Quantity(K.BETWEEN, 6, 9), "between 6 and 9", (6, 9), (6, 9)),
    (Quantity(K.ONE_OF, 6, 7), "6 or 7", (6, 7), (6, 7)),
    (Quantity(K.NONE), "0", (0, 0), (0, 0)),
    (Quantity(K.UNKNOWN), "an unknown number", (1, None), (1, None)),
    (Quantity(K.ESTIMATE, 23, 83, 23), "23 (23–83)", (23, 83), (23, 83)),
    (vague("a couple"), "a couple", (2, None), (2, 3)),
    (vague("a few"), "a few", (2, None), (2, 9)),
    (vague("several"), "several", (2, None), (3, 9)),
    (vague("a handful"), "a handful", (2, None), (3, 9)),
    (vague("multiple"), "multiple", (2, None), (2, 9)),
    (vague("a number"), "a number", (2, None), (2, None)),
    (vague("tens"), "tens", (20, None), (20, 99)),
    (vague("dozens"), "dozens", (24, None), (24, 99)),
    (vague("scores"), "scores", (40, None), (40, 199)),
    (vague("hundreds"), "hundreds", (200, None), (200, 999)),
    (vague("thousands"), "thousands", (2000, None), (2000, 9999)),
    (vague("several dozen"), "several dozen", (24, None), (36, 108)),
    (vague("several hundred"), "several hundred", (200, None), (300, 900)),
    (vague("a few hundred"), "a few hundred", (200, None), (200, 900)),
    (vague("several thousand"), "several thousand", (2000, None), (3000, 9000)),
    (vague("tens of thousands"), "tens of thousands", (20000, None), (20000, 99999)),
    (vague("hundreds of thousands"), "hundreds of thousands", (200000, None), (200000, 999999)),
]


@pytest.mark.parametrize(("quantity", "rendered", "entailed", "soft"), MEANINGS, ids=str)
def test_a_quantity_says_what_its_words_entail_and_how_they_are_usually_read(quantity, rendered, entailed, soft):
    assert render(quantity) == rendered
    assert (quantity.low, quantity.high) == entailed
    assert (quantity.soft_low, quantity.soft_high) == soft


def disjoint(first, second):
    return first[1] < second[0] or second[1] < first[0]


def ends(low, high):
    return low, math.inf if high is None else high


def hard(quantity):
    return ends(quantity.low, quantity.high)


def soft(quantity):
    return ends(quantity.soft_low, quantity.soft_high)


def contains(outer, inner):
    return outer[0] <= inner[0] and inner[1] <= outer[1]


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (Quantity(K.AT_LEAST, 6), exact(9)),
        (Quantity(K.APPROX, 124), exact(124)),
        (Quantity(K.BETWEEN, 6, 9), exact(9)),
        (Quantity(K.NEARLY, 9), Quantity(K.NEARLY, 9)),
        (Quantity(K.NONE), exact(0)),
        (exact(0), Quantity(K.NONE)),
    ],
    ids=str,
)
def test_a_precise_count_lies_inside_the_hedged_one_it_refines(whole, part):
    assert contains(hard(whole), hard(part))
    assert not disjoint(soft(whole), soft(part))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (exact(6), exact(9)),
        (Quantity(K.AT_LEAST, 6), exact(4)),
        (vague("dozens"), exact(20)),
        (Quantity(K.ONE_OF, 6, 7), exact(9)),
    ],
    ids=str,
)
def test_counts_that_cannot_both_be_true_entail_nothing_in_common(first, second):
    assert disjoint(hard(first), hard(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [(Quantity(K.APPROX, 124), exact(500)), (vague("dozens"), exact(150))],
    ids=str,
)
def test_counts_in_tension_are_apart_only_in_their_usual_reading(first, second):
    assert not disjoint(hard(first), hard(second))
    assert disjoint(soft(first), soft(second))


@pytest.mark.parametrize(
    ("quantity", "low", "nominal", "high"),
    [
        (Quantity(K.AT_LEAST, 6), 6, 6, 6),
        (exact(9), 9, 9, 9),
        (Quantity(K.MORE_THAN, 90), 91, 90, 91),
        (Quantity(K.APPROX, 124), 112, 124, 136),
        (Quantity(K.NEARLY, 100), 90, 100, 99),
        (Quantity(K.ODD, 20), 20, 20, 29),
        (Quantity(K.AT_MOST, 20), 0, 20, 20),
        (Quantity(K.FEWER_THAN, 20), 0, 20, 19),
        (Quantity(K.ESTIMATE, 0, 83, 23), 0, 23, 83),
        (Quantity(K.BETWEEN, 6, 9), 6, None, 9),
        (Quantity(K.ONE_OF, 6, 7), 6, None, 7),
        (Quantity(K.NONE), 0, 0, 0),
        (Quantity(K.UNKNOWN), 1, None, 1),
        (vague("dozens"), 24, None, 99),
        (vague("a number"), 2, None, 2),
    ],
    ids=str,
)
def test_a_data_set_without_hedges_gets_a_low_a_nominal_and_a_high_number(quantity, low, nominal, high):
    assert (quantity.point_low, quantity.nominal, quantity.point_high) == (low, nominal, high)


@pytest.mark.parametrize(
    ("quantity", "point"),
    [
        (Quantity(K.AT_LEAST, 6), 6),
        (exact(9), 9),
        (vague("tens"), 10),
        (vague("dozens"), 12),
        (vague("hundreds"), 100),
        (vague("several"), None),
        (Quantity(K.NONE), 0),
        (Quantity(K.UNKNOWN), None),
        (Quantity(K.BETWEEN, 6, 9), 6),
    ],
    ids=str,
)
def test_the_acled_number_follows_its_codebook(quantity, point):
    assert quantity.acled_point == point


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"kind": K.BETWEEN, "n": 9, "n2": 6}, "between 9 and 6 is not a range"),
        ({"kind": K.BETWEEN, "n": 6, "n2": 6}, "choose the kind exact"),
        ({"kind": K.ONE_OF, "n": 7, "n2": 6}, "lower number first"),
        ({"kind": K.BETWEEN, "n": 6}, "needs a number in n2"),
        ({"kind": K.FEWER_THAN, "n": 0}, "“fewer than 0” cannot be. The number must be 1 or more"),
        ({"kind": K.APPROX, "n": 0}, "must be 1 or more"),
        ({"kind": K.NEARLY, "n": 1}, "must be 2 or more"),
        ({"kind": K.ODD, "n": 9}, "must be 10 or more"),
        ({"kind": K.AT_LEAST}, "needs a number in n"),
        ({"kind": K.EXACT, "n": -1}, "negative"),
        ({"kind": K.EXACT, "n": 2**62 + 1}, "absurdly large"),
        ({"kind": K.ESTIMATE, "n": 0, "best": 1, "n2": 2**70}, "absurdly large"),
        ({"kind": K.EXACT, "n": 6, "n2": 9}, "no use for n2"),
        ({"kind": K.EXACT, "n": 6, "best": 6}, "no use for best"),
        ({"kind": K.NONE, "n": 0}, "no use for n"),
        ({"kind": K.VAGUE, "word": "umpteen"}, "“umpteen” is not a known vague word"),
        ({"kind": K.VAGUE, "word": "dozens", "n": 24}, "no use for n"),
        ({"kind": K.EXACT, "n": 24, "word": "dozens"}, "takes no word"),
        ({"kind": K.ESTIMATE, "n": 9, "best": 6, "n2": 12}, "Give low ≤ best ≤ high"),
        ({"kind": K.ESTIMATE, "n": 9, "best": 10, "n2": 6}, "out of order"),
        ({"kind": K.ESTIMATE, "n": 9, "n2": 12}, "needs a number in best"),
        ({"kind": "plenty"}, "not a kind of quantity"),
    ],
)
def test_an_impossible_quantity_is_refused_with_a_way_to_mend_it(parts, complaint):
    with pytest.raises(ImpossibleQuantity, match=re.escape(complaint)):
        Quantity(**parts)


READINGS = [
    ("six", exact(6)),
    ("45", exact(45)),
    ("Seventy-two", exact(72)),
    ("ninety nine", exact(99)),
    ("two hundred and six", exact(206)),
    ("two hundred six", exact(206)),
    ("nineteen hundred", exact(1900)),
    ("three thousand and twelve", exact(3012)),
    ("four hundred and ten thousand", exact(410_000)),
    ("one million two hundred thousand and five", exact(1_200_005)),
    ("2,345", exact(2345)),
    ("12 500", exact(12_500)),
    ("12\u00a0500", exact(12_500)),
    ("12\u2009500", exact(12_500)),
    ("12\u202f500", exact(12_500)),
    ("3.5 million", exact(3_500_000)),
    ("half a million", exact(500_000)),
    ("a dozen", exact(12)),
    ("three dozen", exact(36)),
    ("half a dozen", exact(6)),
    ("a hundred", exact(100)),
    ("a thousand", exact(1000)),
    ("precisely 14", exact(14)),
    ("only two", exact(2)),
    ("a total of 31", exact(31)),
    ("19 in total", exact(19)),
    ("another nine", exact(9)),
    ("five more", exact(5)),
    ("seven soldiers", exact(7)),
    ("45 others", exact(45)),
    ("nine people", exact(9)),
    ("nine Palestinian people killed", exact(9)),
    ("three wounded Israeli soldiers", exact(3)),
    ("seven Hamas-linked gunmen", exact(7)),
    ("at least six", Quantity(K.AT_LEAST, 6)),
    ("“at least” six", Quantity(K.AT_LEAST, 6)),
    ("'At Least'  SIX", Quantity(K.AT_LEAST, 6)),
    ("at least six militants", Quantity(K.AT_LEAST, 6)),
    ("at least another six people", Quantity(K.AT_LEAST, 6)),
    ("six or more", Quantity(K.AT_LEAST, 6)),
    ("six people or more", Quantity(K.AT_LEAST, 6)),
    ("six or more people", Quantity(K.AT_LEAST, 6)),
    ("no fewer than six", Quantity(K.AT_LEAST, 6)),
    ("not less than 8", Quantity(K.AT_LEAST, 8)),
    ("70+", Quantity(K.AT_LEAST, 70)),
    ("15 and counting", Quantity(K.AT_LEAST, 15)),
    ("at least dozens", Quantity(K.AT_LEAST, 24)),
    ("at least several hundred people", Quantity(K.AT_LEAST, 200)),
    ("more than 90", Quantity(K.MORE_THAN, 90)),
    ("over two dozen", Quantity(K.MORE_THAN, 24)),
    ("well over 300", Quantity(K.MORE_THAN, 300)),
    ("upwards of 250", Quantity(K.MORE_THAN, 250)),
    ("in excess of 1,000", Quantity(K.MORE_THAN, 1000)),
    ("up to 20", Quantity(K.AT_MOST, 20)),
    ("as many as 26", Quantity(K.AT_MOST, 26)),
    ("no more than eight people", Quantity(K.AT_MOST, 8)),
    ("a maximum of 4", Quantity(K.AT_MOST, 4)),
    ("five or fewer", Quantity(K.AT_MOST, 5)),
    ("fewer than 20", Quantity(K.FEWER_THAN, 20)),
    ("less than a hundred", Quantity(K.FEWER_THAN, 100)),
    ("under 50", Quantity(K.FEWER_THAN, 50)),
    ("nearly 100", Quantity(K.NEARLY, 100)),
    ("almost two hundred", Quantity(K.NEARLY, 200)),
    ("just under 40", Quantity(K.NEARLY, 40)),
    ("close to 60", Quantity(K.NEARLY, 60)),
    ("roughly 124", Quantity(K.APPROX, 124)),
    ("about 20", Quantity(K.APPROX, 20)),
    ("around 700 people", Quantity(K.APPROX, 700)),
    ("some 3,000", Quantity(K.APPROX, 3000)),
    ("some two dozen", Quantity(K.APPROX, 24)),
    ("approximately 50", Quantity(K.APPROX, 50)),
    ("an estimated 80 000", Quantity(K.APPROX, 80_000)),
    ("another estimated 500", Quantity(K.APPROX, 500)),
    ("60 or so", Quantity(K.APPROX, 60)),
    ("20-odd", Quantity(K.ODD, 20)),
    ("thirty-odd protesters", Quantity(K.ODD, 30)),
    ("between six and nine", Quantity(K.BETWEEN, 6, 9)),
    ("between two hundred and six and nine hundred", Quantity(K.BETWEEN, 206, 900)),
    ("between two and three hundred people", Quantity(K.BETWEEN, 200, 300)),
    ("five to 10 million", Quantity(K.BETWEEN, 5_000_000, 10_000_000)),
    ("500 to one thousand", Quantity(K.BETWEEN, 500, 1000)),
    ("from 3 to 4", Quantity(K.BETWEEN, 3, 4)),
    ("six to nine", Quantity(K.BETWEEN, 6, 9)),
    ("6-9", Quantity(K.BETWEEN, 6, 9)),
    ("6–9 people", Quantity(K.BETWEEN, 6, 9)),
    ("six or seven", Quantity(K.ONE_OF, 6, 7)),
    ("two or three dozen", Quantity(K.ONE_OF, 24, 36)),
    ("a couple of", vague("a couple")),
    ("a couple of dozen men", vague("a couple dozen")),
    ("a few", vague("a few")),
    ("several", vague("several")),
    ("a handful of protesters", vague("a handful")),
    ("dozens", vague("dozens")),
    ("dozens of Palestinian civilians", vague("dozens")),
    ("dozens more people", vague("dozens")),
    ("scores", vague("scores")),
    ("several dozen", vague("several dozen")),
    ("a few hundred", vague("a few hundred")),
    ("tens of thousands of people", vague("tens of thousands")),
    ("a number of houses", vague("a number")),
    ("no one", Quantity(K.NONE)),
    ("no", Quantity(K.NONE)),
    ("None", Quantity(K.NONE)),
    ("no soldiers", Quantity(K.NONE)),
    ("zero", Quantity(K.NONE)),
    ("an unknown number of", Quantity(K.UNKNOWN)),
    ("an undetermined number of people", Quantity(K.UNKNOWN)),
]


@pytest.mark.parametrize(("words", "quantity"), READINGS)
def test_the_words_of_a_count_are_read_and_kept(words, quantity):
    read = parse_quantity(words)
    assert read == quantity
    assert read.text == words


NOT_READ = [
    *("", "  ", "of", "people", "killed", "many", "a", "million", "dozen", "some people", "umpteen"),
    *("six percent", "six times", "six hours", "$6", "6.5", "6²", "-5", "007", "2,000,5", "1.23 dozen"),
    *("three quarters", "half of them", "two thirds of people", "one in six", "six of seven", "sixth"),
    *("two of the seven soldiers", "some of the soldiers", "all but six", "not six", "six, not seven"),
    *("six soldiers killed civilians", "two dead and six wounded", "20 soldiers and six civilians"),
    *("six-year-old children", "six month old babies", "no confirmed deaths", "no more people", "no more"),
    *("twenty twenty three", "one two", "two hundredsix", "six or seven or eight", "zero confirmed deaths"),
    *("an estimated 500 or more", "up to 20–30", "exactly at least six", "hundreds, if not thousands"),
    *("23 (23–83)", "six hundred hundred", "nine hundred thousand thousand", "9" * 300),
]


@pytest.mark.parametrize("words", NOT_READ)
def test_words_that_are_not_wholly_understood_are_never_guessed_at(words):
    with pytest.raises(UnknownWords, match="“at least six” or “between 10 and 12”") as refusal:
        parse_quantity(words)
    assert f"“{words[:200]}”" in str(refusal.value)


@pytest.mark.parametrize("words", ["between nine and six", "fewer than 0 people", "nearly one", "1" + "0" * 30])
def test_words_that_are_understood_and_cannot_be_are_refused(words):
    with pytest.raises(ImpossibleQuantity):
        parse_quantity(words)


def test_the_words_take_no_part_in_equality():
    assert parse_quantity("a dozen") == parse_quantity("twelve") == exact(12)
    assert hash(parse_quantity("a dozen")) == hash(exact(12))


def test_a_stated_zero_and_none_are_one_claim():
    assert parse_quantity(render(exact(0))) == Quantity(K.NONE)


counts = st.integers(0, 10**13)
one_number = [K.EXACT, K.AT_LEAST, K.MORE_THAN, K.AT_MOST, K.FEWER_THAN, K.NEARLY, K.APPROX, K.ODD]
single = st.builds(Quantity, st.sampled_from(one_number), st.integers(10, 10**13))
ranges = st.tuples(st.sampled_from([K.BETWEEN, K.ONE_OF]), counts, st.integers(1, 10**6)).map(
    lambda parts: Quantity(parts[0], parts[1], parts[1] + parts[2])
)
wordless = st.sampled_from([Quantity(K.NONE), Quantity(K.UNKNOWN)])
vague_ones = st.sampled_from(sorted(VAGUE_WORDS)).map(vague)
stated = single | ranges | wordless | vague_ones
estimates = st.tuples(counts, counts, counts).map(sorted).map(lambda t: Quantity(K.ESTIMATE, t[0], t[2], t[1]))


@given(stated)
def test_what_is_rendered_reads_back_as_the_same_quantity(quantity):
    assert parse_quantity(render(quantity)) == quantity


@given(stated | estimates)
def test_the_soft_range_lies_inside_what_the_words_entail(quantity):
    assert 0 <= quantity.low <= quantity.soft_low <= soft(quantity)[1] <= hard(quantity)[1]
    assert quantity.soft_low <= quantity.point_low <= quantity.point_high


@given(st.sampled_from(QuantityKind), *[st.none() | st.integers(-3, 30) | st.just(LARGEST + 1)] * 3)
def test_a_quantity_either_has_ordered_bounds_or_is_refused(kind, n, n2, best):
    with suppress(ImpossibleQuantity):
        quantity = Quantity(kind, n, n2, best)
        assert 0 <= quantity.low <= hard(quantity)[1]
        assert render(quantity)


SYMBOLS = {"-", "–", "+", "0", "%", "1.5", ",", "'", "the", "not"}
TOKENS = sorted(SYMBOLS.union(*(words.split() for words, _ in READINGS)))


@given(st.text() | st.lists(st.sampled_from(TOKENS), max_size=7).map(" ".join))
def test_any_text_is_read_or_refused_and_never_breaks_the_reader(words):
    with suppress(UnknownWords, ImpossibleQuantity):
        assert parse_quantity(words).text == words


@given(st.integers(0, 10**9))
def test_digits_are_read_as_the_number_they_are_however_they_are_grouped(number):
    readings = [parse_quantity(f"at least {number:,}".replace(",", mark)) for mark in (",", " ", "\u202f", "")]
    assert {reading.n for reading in readings} == {number}


def test_disjoint_intervals_are_symmetric_over_all_kinds():
    for first, second in product([row[0] for row in MEANINGS], repeat=2):
        assert disjoint(hard(first), hard(second)) == disjoint(hard(second), hard(first))
