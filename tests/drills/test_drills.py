"""The drills in a small form; each has its own command for a long one."""

import pytest
from django.db import connection

from tests.drills import crawl, crowd, kill_publish, merge_sources, restore, tamper
from tests.drills.kill_import import drill
from tests.drills.mutations_listed import MUTATIONS


def test_an_import_killed_at_any_moment_resumes_to_the_same_content():
    bad, hits = drill(kills=3, items=300, seed=3)
    assert bad == 0
    assert hits.total() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [2000, 10], ids=["within the bound", "beyond it"])
def test_a_merge_undone_leaves_every_row_and_every_document_as_it_was(settings, at_once):
    settings.REISSUE_AT_ONCE = at_once
    costs = merge_sources.drill(claims=20)
    assert max(cost.queries for cost in costs.values()) <= 200  # as many as for a thousand, but for batches
    assert costs["merge"].documents >= (22 if at_once == 2000 else 10)
    assert (costs["finish"].documents > 0) == (at_once == 10)


@pytest.mark.django_db
def test_a_ledger_bent_in_any_way_is_found_out_with_the_number():
    tamper.build(claims=2)
    tamperings = 57 if connection.vendor == "sqlite" else 19
    answers, wrong = tamper.drill(tamperings, seed=2)
    assert wrong == []
    assert answers.total() == tamperings


@pytest.mark.django_db(transaction=True)
def test_a_backup_taken_while_others_publish_is_one_moment_of_the_database():
    drills = 3 if connection.vendor == "sqlite" else 1  # there each makes all tables anew
    wrong, acts = restore.drill(drills, writers=2)
    assert wrong == []
    assert acts >= drills


@pytest.mark.django_db(transaction=True)
def test_publishing_killed_at_any_moment_leaves_whole_acts_and_goes_on():
    kills = 40 if connection.vendor == "sqlite" else 6
    kill_publish.build(claims=2)
    wrong, hits = kill_publish.drill(kills, claims=2, seed=4)
    assert wrong == []
    assert hits.total() == kills
    assert hits["inside an act"] > kills / 4


@pytest.mark.own_database  # of its file; the long form runs on both engines
@pytest.mark.django_db(transaction=True)
def test_of_editors_at_the_same_records_nobody_loses_a_word_in_silence():
    crowd.build()
    wrong, outcomes = crowd.edit_together(editors=3, edits=4)
    assert wrong == []
    assert outcomes["saved"] + outcomes["conflict"] == 12


@pytest.mark.django_db(transaction=True)
def test_nobody_is_turned_away_by_a_lock():
    wrong, reads = crowd.write_together(writers=5, acts=3, readers=2)
    assert wrong == []
    assert reads


@pytest.mark.django_db(transaction=True)
def test_claims_with_one_timestamp_come_exactly_once_in_both_directions_while_others_write():
    crawled = crawl.drill(claims=120, page_size=7)
    assert [each.ordering for each in crawled] == ["-issued", "said"]
    assert all(each.claims >= 120 for each in crawled)


def test_every_mutation_that_is_listed_is_still_one_of_the_product():
    assert [each.breaks for each in MUTATIONS if not each.is_possible()] == []
