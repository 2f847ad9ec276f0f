"""The drills in a small form; each has its own command for a long one."""

import pytest

from tests.drills import merge_sources
from tests.drills.kill_import import drill


def test_an_import_killed_at_any_moment_resumes_to_the_same_content():
    bad, hits = drill(kills=3, items=300, seed=3)
    assert bad == 0
    assert hits.total() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [2000, 10], ids=["within the bound", "beyond it"])
def test_a_merge_undone_leaves_every_row_and_every_document_as_it_was(settings, at_once):
    settings.REISSUE_AT_ONCE = at_once
    costs = merge_sources.drill(claims=20)
    assert costs["merge"].documents >= (22 if at_once == 2000 else 10)
    assert (costs["finish"].documents > 0) == (at_once == 10)
