"""How many independent claims stand behind the claims that answer a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.independence import (
    CarriedClaim,
    Carrier,
    Derivation,
    Judgement,
    WireCredit,
    draw_edges,
    independent,
    weigh,
)
from sources.models.derivations import DerivationJudgement

AP = WireCredit("ap", "The Associated Press")
REUTERS = WireCredit("reuters", "Reuters")


def narrates(outlet, *wire_credits, answer="4"):
    """An outlet's claim in its own voice, in its one article."""
    carrier = Carrier(f"art {outlet}", outlet, in_own_voice=True, wire_credits=wire_credits)
    return CarriedClaim(f"clm {outlet}", outlet, answer, (carrier,))


def quotes(speaker, *outlets, answer="4", wire_credits=()):
    """A named speaker's claim, in one article of each outlet."""
    carriers = tuple(Carrier(f"art {outlet}", outlet, wire_credits=wire_credits) for outlet in outlets)
    return CarriedClaim(f"clm {speaker}", speaker, answer, carriers)


def derives(outlet, origin, judgement=Judgement.POSITIVE):
    return Derivation(f"art {outlet}", from_article=f"art {origin}", judgement=judgement)


def interval(claims, *derivations):
    weighed = weigh(claims, derivations)
    return weighed.low, weighed.high


@pytest.mark.parametrize(
    ("nodes", "sure", "unsure", "expected"),
    [
        ("xy", [], [("x", "y")], (1, 2)),
        ("x", [], [], (1, 1)),
        ("", [], [], (0, 0)),
        ("xyz", [("x", "hub"), ("y", "hub")], [("z", "other")], (2, 2)),
        ("wxyz", [("w", "x")], [("x", "y")], (2, 3)),
    ],
)
def test_groups_are_counted_over_sure_edges_and_over_all(nodes, sure, unsure, expected):
    counted = independent(nodes, sure, unsure)
    assert (counted.low, counted.high) == expected


def test_forty_outlets_that_carry_one_wire_story_are_one_independent_origin():
    outlets = [f"o{number}" for number in range(40)]
    weighed = weigh(map(narrates, outlets), [derives(outlet, "o0") for outlet in outlets[1:]])
    assert weighed.reason == "1 independent, 40 outlets."
    assert (weighed.low, weighed.high, weighed.outlets) == (1, 1, 40)


def test_one_speaker_quoted_in_forty_outlets_is_one_independent_origin():
    ministry = quotes("Ministry", *(f"o{number}" for number in range(40)))
    assert weigh([ministry], []).reason == "1 independent, 40 outlets."


def test_copies_of_one_article_are_one_even_if_it_carries_no_claim_itself():
    assert interval([narrates("A"), narrates("B")], derives("A", "wire"), derives("B", "wire")) == (1, 1)


def test_a_narrative_claim_under_a_wire_credit_is_one_with_a_flag():
    weighed = weigh([narrates("Post", AP)], [])
    assert (weighed.low, weighed.high, weighed.unknown_parts) == (1, 1, ("The Associated Press",))
    assert weighed.reason == "1 independent: the report credits The Associated Press, whose part is unknown."


def test_two_outlets_in_their_own_voice_under_one_wire_credit_are_one_or_two():
    weighed = weigh([narrates("Post", AP), narrates("Courier", AP)], [])
    assert (weighed.low, weighed.high, weighed.unknown_parts) == (1, 2, ("The Associated Press",))
    assert weighed.components == (("clm Courier",), ("clm Post",))
    assert weighed.reason == "1–2 independent: both reports credit The Associated Press, whose part is unknown."


def test_a_wire_credit_rests_on_the_agency_where_it_is_among_the_claims():
    weighed = weigh([narrates("Post", AP), narrates("ap")], [])
    assert (weighed.low, weighed.high) == (1, 2)
    assert weighed.reason == "1–2 independent: one report credits The Associated Press, whose part is unknown."


def test_a_wire_credit_says_nothing_about_what_the_article_quotes():
    weighed = weigh([quotes("Ministry", "Post", wire_credits=(AP,)), quotes("Army", "Courier", wire_credits=(AP,))], [])
    assert (weighed.low, weighed.high, weighed.unknown_parts) == (2, 2, ())


def test_two_agencies_have_each_an_unknown_part():
    weighed = weigh([narrates("A", AP, REUTERS), narrates("B", AP), narrates("C")], [])
    assert weighed.unknown_parts == ("Reuters", "The Associated Press")
    assert weighed.reason == (
        "2–3 independent: one report credits Reuters, whose part is unknown; "
        "2 reports credit The Associated Press, whose part is unknown."
    )


@pytest.mark.parametrize(
    ("judgement", "expected"),
    [(Judgement.POSITIVE, (1, 1)), (Judgement.UNSURE, (1, 2)), (Judgement.NEGATIVE, (2, 2))],
)
def test_a_derivation_counts_as_it_is_judged(judgement, expected):
    assert interval([narrates("A"), narrates("B")], derives("A", "B", judgement)) == expected
    from_agency = Derivation("art A", from_source="ap", judgement=judgement)
    assert interval([narrates("A"), narrates("ap")], from_agency) == expected


def test_a_derivation_that_nobody_has_judged_is_the_reason_for_an_interval():
    weighed = weigh([narrates("A"), narrates("B")], [derives("A", "B", Judgement.UNSURE)])
    assert weighed.reason == "1–2 independent: nobody has judged yet whether one report derives from another."


def test_judging_what_the_agency_contributed_settles_its_credit():
    claims = [narrates("Post", AP), narrates("Courier", AP)]
    positive = [
        Derivation(f"art {outlet}", from_source="ap", judgement=Judgement.POSITIVE) for outlet in ("Post", "Courier")
    ]
    negative = Derivation("art Post", from_source="ap", judgement=Judgement.NEGATIVE)
    copy = Derivation("art Post", from_article="wire", from_outlet="ap", judgement=Judgement.POSITIVE)
    assert (interval(claims, *positive), weigh(claims, positive).unknown_parts) == ((1, 1), ())
    assert interval(claims, negative) == (2, 2)
    assert weigh([narrates("Post", AP)], [copy]).unknown_parts == ()


def test_two_speakers_whom_one_wire_story_names_remain_two():
    army, ministry = quotes("Army", "wire", "copy", answer="4"), quotes("Ministry", "wire", "copy", answer="5")
    assert interval([army, ministry], derives("copy", "wire")) == (2, 2)
    excerpt = quotes("Ministry", "copy", answer="5")
    assert interval([quotes("Army", "wire"), excerpt], derives("copy", "wire")) == (2, 2)


def test_two_speakers_whom_one_article_tells_apart_remain_two_even_if_they_say_the_same():
    army, ministry = quotes("Army", "wire", "copy"), quotes("Ministry", "copy")
    weighed = weigh([army, ministry], [derives("copy", "wire"), derives("wire", "other", Judgement.UNSURE)])
    assert weighed.reason == "2 independent."


def test_an_agency_that_credits_itself_has_no_unknown_part():
    assert weigh([narrates("ap", AP)], []).unknown_parts == ()


def test_the_same_answer_in_a_derived_article_is_no_second_origin_whoever_is_named():
    assert interval([quotes("Officials", "wire"), quotes("Authorities", "copy")], derives("copy", "wire")) == (1, 1)


def test_an_article_that_retells_a_quotation_in_its_own_voice_rests_on_the_speaker():
    ministry, army = quotes("Ministry", "wire", answer="5"), quotes("Army", "wire", answer="4")
    weighed = weigh([ministry, army, narrates("Post", answer="5")], [derives("Post", "wire")])
    assert weighed.components == (("clm Army",), ("clm Ministry", "clm Post"))


def test_an_outlet_that_copies_another_ones_voice_is_not_joined_to_the_speaker_named_beside_it():
    claims = [narrates("wire"), quotes("Army", "wire"), narrates("Post")]
    assert weigh(claims, [derives("Post", "wire")]).components == (("clm Army",), ("clm Post", "clm wire"))


def test_claims_of_confidential_speakers_are_never_joined_as_one_speakers():
    claims = [CarriedClaim(f"clm{number}", None, "4", (Carrier(f"art{number}", "Post"),)) for number in range(2)]
    assert interval(claims) == (2, 2)


def test_the_judgements_are_those_that_are_stored():
    assert set(Judgement) == set(DerivationJudgement.Verdict.values)


OUTLETS = st.sampled_from("ABCD")
CLAIMS = st.lists(
    st.one_of(
        st.builds(narrates, OUTLETS, st.sampled_from([AP, REUTERS]), answer=st.sampled_from("45")),
        st.builds(quotes, st.sampled_from(["Army", "Ministry", "ap"]), OUTLETS, answer=st.sampled_from("45")),
    ),
    unique_by=lambda carried: carried.claim,
)
DERIVATIONS = st.lists(st.builds(derives, OUTLETS, OUTLETS, st.sampled_from(Judgement)), max_size=5)


@given(CLAIMS, DERIVATIONS, st.randoms())
def test_the_count_is_ordered_and_the_order_of_arrival_never_matters(claims, derivations, random):
    weighed = weigh(claims, derivations)
    assert min(1, len(claims)) <= weighed.low <= weighed.high <= len(claims)
    shuffled = random.sample(claims, len(claims)), random.sample(derivations, len(derivations))
    assert weigh(*shuffled) == weighed
    assert weigh(*shuffled).reason == weighed.reason


@given(CLAIMS, DERIVATIONS)
def test_every_claim_is_in_one_component(claims, derivations):
    edges = draw_edges(claims, derivations)
    counted = independent([carried.claim for carried in claims], edges.sure, edges.unsure)
    assert len(counted.components) == counted.high
    grouped = [claim for component in counted.components for claim in component]
    assert sorted(grouped) == sorted(carried.claim for carried in claims)
