import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ledger.replaying import Replaying

SMALL = settings(max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
def test_replaying_the_changes_rebuilds_what_the_lists_show_and_the_past_stands():
    """The small form of `python -m tests.drills.replay`."""
    run_state_machine_as_test(Replaying, settings=SMALL)
