"""Questions, answers and speakers as tests of comparison, independence and series need them."""

from hypothesis import strategies as st

from events.answers import Answer, Polarity, Saying
from events.dates import PartialDate
from events.quantities import VAGUE_WORDS, Quantity, QuantityKind, render
from events.scopes import AskedPredicate, Member, Scope

K = QuantityKind
PERSONS = Member("persons", "people")
COMBATANTS = Member("combatants", "combatants", frozenset({"persons"}))
KILLED = AskedPredicate("killed", "killed", is_cumulative=True)
INJURED = AskedPredicate("injured", "injured", is_cumulative=True)
SERIOUSLY = AskedPredicate("seriously_injured", "seriously injured", frozenset({"injured"}), is_cumulative=True)
MISSING = AskedPredicate("missing", "missing")
DEPLOYED = AskedPredicate("deployed", "deployed", is_single_valued=False)
PARTY_BLAMED = AskedPredicate("responsible_party", "was done by", is_single_valued=False)
RAID, JANUARY = Member("raid", "Raid on Jenin"), Member("january", "January raid")
WEST_BANK = Member("west_bank", "West Bank")
JENIN = Member("jenin", "Jenin", frozenset({"west_bank"}))
NABLUS = Member("nablus", "Nablus", frozenset({"west_bank"}))
ISRAEL = Member("israel", "Israel")
PALESTINIANS = Member("palestinians", "Palestinians")
SINCE_JANUARY = PartialDate("2023-01-01/..")


def exact(n):
    return Quantity(K.EXACT, n)


def at_least(n):
    return Quantity(K.AT_LEAST, n)


def asked(predicate=KILLED, population=PERSONS, **given):
    given.setdefault("incident", None if "window" in given else RAID)
    parts = [predicate, population, *given.values()]
    named = [getattr(part, "key", part) for part in parts]
    return Scope(f"qst {named}", predicate, population, **given)


def says(claim, speaker, said="", reported="", **more):
    given = {"originator": speaker, **more}
    return Saying(claim, speaker, said=said and PartialDate(said), reported=reported and PartialDate(reported), **given)


def answer(value, *sayings, scope=None, polarity=Polarity.AFFIRMS):
    reading = render(value) if isinstance(value, Quantity) else str(getattr(value, "label", value))
    return Answer(scope or asked(), value, reading, sayings or (says(f"clm {reading}", reading),), polarity)


SMALL = st.integers(10, 60)


def _estimate(numbers):
    low, best, high = sorted(numbers)
    return Quantity(K.ESTIMATE, n=low, n2=high, best=best)


def _pair(kind, numbers):
    low, more = numbers
    return Quantity(kind, low, low + more)


def quantities():
    """Few numbers, so that two draws often meet."""
    with_n = (K.EXACT, K.AT_LEAST, K.MORE_THAN, K.AT_MOST, K.FEWER_THAN, K.NEARLY, K.APPROX, K.ODD)
    return st.one_of(
        st.builds(Quantity, st.sampled_from(with_n), SMALL),
        st.builds(_pair, st.sampled_from((K.BETWEEN, K.ONE_OF)), st.tuples(SMALL, st.integers(1, 20))),
        st.builds(_estimate, st.tuples(SMALL, SMALL, SMALL)),
        st.sampled_from([Quantity(K.NONE), Quantity(K.UNKNOWN)]),
        st.builds(lambda word: Quantity(K.VAGUE, word=word), st.sampled_from(sorted(VAGUE_WORDS))),
    )
