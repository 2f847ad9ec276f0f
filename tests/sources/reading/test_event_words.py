"""What a wire says an item is: the closed words, and which of two holds."""

import pytest

from sources.importing.event_words import proposed_by, read_event, read_status
from sources.importing.qcodes import code_in, code_of_scheme, media_topic
from sources.importing.records import RecordProblem


@pytest.mark.parametrize(
    ("status", "signals", "event", "told"),
    [
        ("", [], "", ""),
        ("usable", [], "", "usable"),
        ("withheld", [], "withhold", "withheld"),
        ("canceled", [], "withdraw", "canceled"),
        ("usable", ["sig:update"], "update", "usable"),
        ("usable", ["sig:correction"], "correction", "usable"),
        ("usable", ["http://cv.iptc.org/newscodes/signal/correction"], "correction", "usable"),
        ("usable", ["sig:release"], "release", "usable"),
        ("", ["sig:kill"], "withdraw", ""),
        ("", ["takedown"], "takedown", ""),
        # The stricter holds, whichever of the two says it.
        ("canceled", ["sig:update"], "withdraw", "canceled"),
        ("withheld", ["sig:release"], "withhold", "withheld"),
        ("withheld", ["sig:kill"], "withdraw", ""),
        ("usable", ["sig:kill"], "withdraw", ""),
        ("usable", ["sig:withhold"], "withhold", ""),
        ("canceled", ["sig:takedown"], "takedown", ""),
        ("usable", ["sig:correction", "sig:update"], "correction", "usable"),
        # Words of other vocabularies are none of these.
        ("usable", ["sig:cwarn"], "", "usable"),
        ("usable", ["house:kill"], "", "usable"),
    ],
)
def test_the_event_follows_from_status_and_signals(status, signals, event, told):
    reading = read_event(status, signals)
    assert (reading.event, reading.status) == (event, told)


@pytest.mark.parametrize(
    ("status", "signals", "said"),
    [
        ("usable", ["house:kill"], "“house:kill”"),
        ("usable", ["sig:correction", "sig:update"], "“sig:update” was left aside"),
        ("canceled", ["sig:update"], "“sig:update” was left aside"),
        ("usable", ["sig:kill"], "The status says usable, the signal sig:kill"),
    ],
)
def test_whatever_is_left_aside_is_said(status, signals, said):
    assert said in " ".join(read_event(status, signals).notes)


def test_agreeing_words_need_no_note():
    assert read_event("canceled", ["sig:kill"]).notes == ()
    assert read_event("usable", ["sig:update", "sig:update"]).notes == ()


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("", ""),
        ("usable", "usable"),
        ("stat:usable", "usable"),
        ("stat:withheld", "withheld"),
        ("stat:cancelled", "canceled"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", "canceled"),
    ],
)
def test_a_status_is_read_however_it_is_written(written, status):
    assert read_status(written) == status


@pytest.mark.parametrize("written", ["withdrawn", "stat:secret", "house:usable", "ok", "usable now"])
def test_an_unknown_status_is_refused_rather_than_taken_for_usable(written):
    with pytest.raises(RecordProblem) as refused:
        read_status(written)
    assert refused.value.reason == "unknown_value"
    assert written in refused.value.message


@pytest.mark.parametrize(
    ("note", "event", "said"),
    [
        ("CORRECTION: the name of the bridge", "", "“correction”"),
        ("EDITORS: KILL the story", "", "“withdraw”"),
        ("ADVISORY to editors", "", "read it before use"),
        ("WITHHOLD until further notice", "", "“withhold”"),
        ("KILL the story", "withdraw", ""),
        ("Correction of a name", "", ""),
        ("This is an UPDATE", "", ""),
        ("KILLED in the blast were six", "", ""),
        ("", "", ""),
    ],
)
def test_the_lead_word_of_an_editorial_note_is_proposed_and_never_set(note, event, said):
    proposal = proposed_by(note, event)
    assert said in proposal
    assert bool(proposal) == bool(said)


def test_a_catalogue_written_in_the_item_explains_its_aliases():
    catalogue = {"x": "http://cv.iptc.org/newscodes/signal/", "sig": "http://house.example/signals/"}
    assert code_in("signal", "x:kill", catalogue) == "kill"
    assert code_in("signal", "sig:kill", catalogue) == ""
    assert code_in("signal", "y:kill", catalogue) == ""
    assert code_in("pubstatusg2", "x:kill", catalogue) == ""


def test_a_catalogue_that_explains_an_alias_by_itself_leads_nowhere():
    assert code_in("signal", "a:kill", {"a": "a:b"}) == ""
    assert code_in("signal", "a:kill", {"a": ""}) == ""


@pytest.mark.parametrize(
    ("written", "topic"),
    [
        ("medtop:16000000", "medtop:16000000"),
        ("http://cv.iptc.org/newscodes/mediatopic/20000065", "medtop:20000065"),
        ("https://cv.iptc.org/newscodes/mediatopic/20000065", "medtop:20000065"),
        ("mediatopic:20000065", "medtop:20000065"),
        ("subj:16000000", ""),
        ("16000000", ""),
        ("medtop:1600000", ""),
        ("medtop:16000000x", ""),
    ],
)
def test_only_media_topics_become_topics(written, topic):
    assert media_topic(written) == topic


def test_a_code_is_written_one_way_whatever_its_scheme_is():
    assert code_of_scheme("http://cv.iptc.org/newscodes/signal/", "update").endswith("/signal/update")
    assert code_of_scheme("sig", "update") == "sig:update"
    assert code_of_scheme("", "update") == "update"
