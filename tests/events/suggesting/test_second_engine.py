"""The second engine fills in names where the rules found none, and never a figure; without its package it says so."""

import sys
from types import SimpleNamespace

import pytest

from events.suggesting.engines import EngineMissing, Rules, UnknownEngine, engine_named
from events.suggesting.named_entities import NamedEntities
from events.suggesting.spacy_pipeline import Entity, Pipeline, pipeline_of
from events.suggesting.suggestions import ENGINE, Dateline, Tier
from tests.events.suggesting.reading import JENIN, lines, suggested


def naming(**names):
    """An engine whose model knows these names and nothing else."""

    def entities(text):
        labelled = [(name, label) for label, given in names.items() for name in given]
        return [Entity(text.index(name), text.index(name) + len(name), label) for name, label in labelled]

    return NamedEntities(Pipeline("fake-1", entities))


def test_a_place_that_the_rules_do_not_see_is_filled_in_and_makes_it_unsure():
    text = "Six people were killed as Velin burned."
    (one,) = naming(GPE=["Velin"]).suggest(text, JENIN)
    assert one.place
    assert one.place.name == "Velin"
    assert (one.tier, one.rule) == (Tier.UNSURE, "passive + named place")
    assert suggested(text)[0].place is None


def test_a_quotation_that_stands_alone_gets_the_one_name_beside_it():
    text = "“We will go,” Mara Lind whispered."
    (one,) = naming(PERSON=["Mara Lind"]).suggest(text, JENIN)
    assert one.attribution.speaker
    assert one.attribution.speaker.words.exact == "Mara Lind"
    assert (one.tier, one.passage.exact) == (Tier.UNSURE, "We will go")


@pytest.mark.parametrize(
    "text",
    [
        "“We will go,” Mara Lind and Oskar Dey whispered.",  # two names
        "“We will go with Mara Lind and Oskar Dey,” somebody whispered.",  # inside the quotation
        "Mara Lind and Oskar Dey came. “We will go.”",  # another sentence
    ],
)
def test_whose_a_quotation_is_stays_open_where_the_name_may_be_anothers(text):
    (one,) = naming(PERSON=["Mara Lind", "Oskar Dey"]).suggest(text, JENIN)
    assert one.attribution.speaker is None


def test_what_the_rules_have_found_stays_as_it_is():
    text = "Police said six people were killed in Velin."
    (rules,) = suggested(text, JENIN)
    (one,) = naming(GPE=["Velin"], ORG=["Police"]).suggest(text, JENIN)
    assert (one.place, one.attribution, one.tier, one.rule) == (rules.place, rules.attribution, rules.tier, rules.rule)


def test_no_figure_is_added_or_changed_by_it():
    engine = naming()
    for probe in lines("own_probes.jsonl"):
        mine = [(one.passage, one.figure) for one in engine.suggest(probe["text"], Dateline())]
        assert mine == [(one.passage, one.figure) for one in suggested(probe["text"])]


def test_every_suggestion_names_rules_and_model():
    (one,) = naming().suggest("Six people were killed.", JENIN)
    assert one.engine == naming().version == f"{ENGINE}+fake-1"


def test_names_come_from_spacy_with_their_offsets_and_its_version():
    entity = SimpleNamespace(start_char=0, end_char=5, label_="GPE")

    class Language:
        meta = {"lang": "en", "name": "core_web_sm", "version": "3.8.0"}

        def __call__(self, text):
            return SimpleNamespace(ents=[entity])

    pipeline = pipeline_of(Language())
    assert pipeline.version == "en_core_web_sm-3.8.0"
    assert pipeline.entities("Velin burned.") == [Entity(0, 5, "GPE")]


def test_without_spacy_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(EngineMissing, match=r"pip install 'newsroom\[spacy\]'"):
        engine_named("spacy:en_core_web_sm")


def test_without_the_model_it_says_which_one_to_install(monkeypatch):
    def load(name):
        raise OSError(name)

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))
    with pytest.raises(EngineMissing, match="python -m spacy download en_core_web_sm"):
        engine_named("spacy:en_core_web_sm")


def test_an_engine_is_chosen_by_its_name():
    assert isinstance(engine_named("rules"), Rules)
    with pytest.raises(UnknownEngine, match="Choose “rules”"):
        engine_named("spicy")
