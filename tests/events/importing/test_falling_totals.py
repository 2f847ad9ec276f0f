"""Running totals that fall are warned of; a bad release that is put right again leaves the figures as they were."""

import copy
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importing.falling import Watch, lower_than_before
from events.models import Claim, UpstreamClaim
from tests.events.importing.data_sets import TOTALS, import_them, kept, standing
from tests.sources.importing import put

START = dt.date(2023, 10, 7)
FIGURES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


def day(number):
    return START + dt.timedelta(days=number)


def falls(points):
    watch = Watch()
    for at, count in points:
        watch.see(f"row {at}", at, {"killed": count})
    return watch.falls()


@given(COUNTS, st.randoms(use_true_random=False))
def test_every_day_that_is_lower_than_the_one_before_is_warned_of_in_whatever_order(counts, random):
    points = [(day(number), count) for number, count in enumerate(counts)]
    lower = [number for number in range(1, len(counts)) if counts[number] < counts[number - 1]]
    found = falls(random.sample(points, len(points)))
    assert set(found) == {f"row {day(number)}" for number in lower}
    assert not falls([(at, number) for number, (at, _count) in enumerate(points)])


def test_a_fall_names_both_days_and_both_counts():
    (warned,) = falls([(day(2), 1_000), (day(0), 1_032)])[f"row {day(2)}"]
    assert warned.message == "killed falls from 1,032 on 2023-10-07 to 1,000 on 2023-10-09"


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
)
def test_a_count_lower_than_in_the_release_before_is_warned_of(now, before):
    warned = [warning.message.split()[0] for warning in lower_than_before(now, before)]
    assert warned == [column for column in now if column in before and now[column] < before[column]]


def series(days):
    """A growing series, as a list of rows."""
    return [
        {"day": f"{day(number)}", "source": "moh", "killed_cum": 10 * number, "injured_cum": 25 * number}
        for number in range(days)
    ]


def good(rows):
    return {row["day"]: row for row in rows}


@pytest.fixture
def bring(tmp_path):
    """Imports a series as a file of its own."""
    mapping = str(put(tmp_path, "totals.toml", TOTALS))
    return lambda name, rows, **options: import_them(
        put(tmp_path, f"{name}.json", json.dumps(rows)), mapping=mapping, **options
    )


@pytest.mark.django_db
def test_a_bad_release_is_seen_in_its_dry_run_and_gone_with_the_next(bring):
    first = series(20)
    third = series(22)
    third[7]["killed_cum"] += 3
    second = copy.deepcopy(third[:21])
    for row in second[5:15]:
        row["killed_cum"], row["injured_cum"] = row["injured_cum"], row["killed_cum"]

    bring("a", first)
    after_first, stood_first = kept(), standing()
    rehearsed = bring("b", second, dry_run=True)
    assert rehearsed.changed_columns == {"killed_cum": 10, "injured_cum": 10}
    assert rehearsed.warnings["falls"] == 12
    messages = [warned["message"] for warned in rehearsed.warned]
    assert "injured_cum falls from 100 on 2023-10-11 to 50 on 2023-10-12" in messages
    assert "killed_cum falls from 350 on 2023-10-21 to 150 on 2023-10-22" in messages
    assert "injured_cum was 125 in the release before and is 50 now" in messages
    assert kept() == after_first

    bring("b", second)
    bring("c", third)
    assert kept() == good(third)
    differing = {row["day"] for row in third if good(first).get(row["day"]) != row}
    assert {key for key in kept() if kept()[key] != after_first.get(key)} == differing
    stood = standing()
    assert {key for key in stood if stood[key] != stood_first.get(key)} == {
        (f"{day(7)}", "killed_cum"),
        *((f"{day(number)}", column) for number in (20, 21) for column in ("killed_cum", "injured_cum")),
    }


@pytest.mark.django_db
def test_every_claim_that_a_bad_release_made_is_superseded_and_none_is_lost(bring):
    rows = series(6)
    wrong = copy.deepcopy(rows)
    wrong[3]["killed_cum"] = 1
    for name, each in (("a", rows), ("b", wrong), ("c", rows)):
        bring(name, each)
    chain = Claim.objects.filter(through_on=day(3), question__predicate="killed").order_by("id")
    assert [claim.quantity_n for claim in chain] == [30, 1, 30]
    assert [claim.supersedes for claim in chain] == [None, chain[0], chain[1]]
    assert UpstreamClaim.objects.filter(claim__in=chain).get().claim == chain[2]
