"""Files that chance has spoilt: every parser reads them or refuses them as it says; the drill asks fifty thousand."""

import random

import pytest

from events.importing.presets import shipped
from sources.importing.formats import FORMATS
from tests.hostile.files import LONGEST, PARSERS, mutated, parse

INPUTS = 500


def test_every_parser_is_here():
    assert {f"report {name}" for name in FORMATS} | {f"data set {name}" for name in shipped()} <= PARSERS.keys()


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_spoilt_is_read_or_refused(name):
    parser = PARSERS[name]
    assert {parse(parser, raw) for raw in parser.examples} == {"read"}
    ends = set()
    for number in range(INPUTS):
        raw = mutated(parser.examples, random.Random(f"{name} {number}"))
        assert len(raw) <= LONGEST
        ends.add(parse(parser, raw))  # a failure shows the number and the bytes
    assert "read" in ends


def test_a_parser_that_raises_anything_else_is_found():
    from tests.hostile.files import Parser

    def careless(raw):
        yield raw.decode()

    with pytest.raises(UnicodeDecodeError):
        parse(Parser(careless, (b"a",)), b"\xff")
