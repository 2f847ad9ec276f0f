import logging

import pytest

from tests.hostile.api import issue_something
from tests.hostile.described import fuzz


@pytest.mark.django_db
def test_every_operation_answers_as_its_description_says_what_it_allows_and_what_not():
    """Two requests an operation, drawn by chance that is always the same; the drill draws as many as one likes."""
    issue_something()
    logging.disable(logging.WARNING)
    try:
        fuzzed = fuzz(examples=2, number=1)
    finally:
        logging.disable(logging.NOTSET)
    assert not fuzzed.failures, "\n\n".join(fuzzed.failures)
    assert fuzzed.operations >= 47
    assert fuzzed.asked >= 80
