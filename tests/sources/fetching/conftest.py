import pytest

from tests.sources.fetching.world import World


@pytest.fixture
def world():
    """An internet without pages; whatever was opened in it has to be closed again."""
    made = World()
    yield made
    assert made.open == 0
