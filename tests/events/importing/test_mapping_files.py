"""A mapping file that is wrong is answered with the key and the mend."""

import json

import pytest

from events.importing.mapping_files import MappingProblem, make_mapping, read_mapping
from events.importing.presets import PRESETS, named_mapping, preset_mapping, shipped

GOOD = {
    "data_set": {"name": "Example Events"},
    "id": "event",
    "incident": {"label": ["name"], "date": {"start": "day"}},
    "figures": [{"predicate": "killed", "value": "dead"}],
}

ATLANTIS = {"window": "2023/..", "through": "a", "place": {"name": "b", "country": "Atlantis"}}


def problem(**changes):
    content = {**GOOD, **changes}
    with pytest.raises(MappingProblem) as refused:
        make_mapping({key: value for key, value in content.items() if value is not None})
    return str(refused.value)


@pytest.mark.parametrize("name", shipped())
def test_every_mapping_that_ships_can_be_used(name):
    assert make_mapping(read_mapping(named_mapping(name))).data_set.name


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_its_mapping(preset):
    assert make_mapping(read_mapping(preset_mapping(preset))).incident


def test_toml_and_json_say_the_same():
    toml = b"""
    id = "event"
    data_set = { name = "Example Events" }
    incident = { label = ["name"], date = { start = "day" } }
    figures = [{ predicate = "killed", value = "dead" }]
    """
    assert make_mapping(read_mapping(toml)) == make_mapping(read_mapping(json.dumps(GOOD).encode()))


def test_a_column_may_be_written_alone_or_in_a_list():
    assert make_mapping(GOOD) == make_mapping({**GOOD, "id": ["event"]})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": None}, "id: this key is missing."),
        ({"idd": "event"}, "idd: there is no such key. Did you mean “id”?"),
        ({"data_set": {"nam": "x"}}, "data_set.nam: there is no such key. Did you mean “name”?"),
        ({"data_set": "x"}, "data_set: write a table of keys."),
        ({"id": 3}, "id: write a name in quotation marks, or a list of them."),
        ({"id": [""]}, "id 1: write words in quotation marks."),
        ({"incident": {"label": "a", "date": {"strat": "x"}}}, "incident.date.strat: there is no such key."),
        ({"incident": {"label": "a", "type": {}}}, "incident.type: give it either a column or a value."),
        ({"incident": {"label": "a", "type": {"column": "b", "words": 3}}}, "incident.type.words: write a table"),
        ({"incident": {"label": "a", "parties": {}}}, "incident.parties: write it as [[incident.parties]]."),
        (
            {"incident": {"label": "a", "parties": [{"name": "b", "role": "sidea"}]}},
            "incident.parties 1.role: “sidea” is none of: side_a, side_b, target, responder, bystander. Did you mean",
        ),
        ({"incident": None}, "incident, running: say one of both"),
        ({"running": {"window": "2023/..", "through": "day"}}, "incident, running: say one of both"),
        ({"figures": [{"predicate": "killed"}]}, "figures 1: give it either a value, or low, best and high"),
        ({"figures": [{"predicate": "killed", "low": "a", "best": "b"}]}, "figures 1: give it either a value"),
        ({"figures": [{"predicate": "killed", "value": "a", "high": "b"}]}, "figures 1: give it either a value"),
        ({"figures": [{"predicate": "killed", "value": "a"}] * 2}, "figures, texts: a makes two claims"),
        ({"figures": [{"predicate": "killed", "value": "a", "own_voice": "yes"}]}, "own_voice: write true or false."),
        ({"incident": None, "running": {"window": "soon", "through": "a"}}, "running.window: soon: not a date"),
        ({"incident": None, "running": {"window": "2023", "through": "a"}}, "a running total has an open window"),
        ({"incident": None, "running": ATLANTIS}, "running.place.country: “Atlantis” is no country that we know."),
        ({"file": {"delimiter": ";;"}}, "file.delimiter: it is one of a comma, a semicolon, a tab or |."),
        ({"incident": None, "figures": None, "running": {"window": "2023/..", "through": "a"}}, "at least one"),
    ],
)
def test_an_error_names_the_key_and_the_mend(changes, said):
    assert said in problem(**changes)


@pytest.mark.parametrize("raw", [b"id = ", b"{", b"\xff", b"{" * 100_000, b"[1]", b"null"])
def test_a_file_that_is_neither_toml_nor_json_is_said_to_be_so(raw):
    with pytest.raises(MappingProblem, match=r"neither TOML nor JSON|no such key|write a table|missing"):
        make_mapping(read_mapping(raw))
