"""The figures of `bench suggesting`, on a few reports."""

import io
import json

import pytest
from django.core.management import call_command

from events.suggesting.engine import suggest
from newsroom.benching import suggesting
from newsroom.benching.suggesting import HOSTILE, hostile_text, made_reports


def test_it_tells_reports_a_second_the_worst_shapes_and_memory(monkeypatch):
    monkeypatch.setattr(suggesting, "HOSTILE", {"digits": "1"})
    out = io.StringIO()
    call_command("bench", "suggesting", articles=3, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["reports"], list(told["hostile_seconds"])) == (3, ["digits"])
    assert told["suggestions"] > 10
    assert told["reports_per_second"] > 0
    assert told["peak_megabytes"] > 0


def test_the_same_seed_makes_the_same_reports_and_they_hold_claims():
    first, again = list(made_reports(2)), list(made_reports(2))
    assert first == again
    assert all(suggest(report) for report in first)


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_text_is_as_long_as_asked(shape):
    assert len(hostile_text(shape, 1_000)) == 1_000
