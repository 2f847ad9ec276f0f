"""The drills in a small form; each has its own command for a long one."""

from tests.drills.kill_import import drill


def test_an_import_killed_at_any_moment_resumes_to_the_same_content():
    bad, hits = drill(kills=3, items=300, seed=3)
    assert bad == 0
    assert hits.total() == 3
