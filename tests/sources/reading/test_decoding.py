"""Bytes become text in the encoding they are in, or a problem says which it may be and how it would read."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.decoding import decode, open_text
from sources.importing.mojibake import propose_repair, repaired
from sources.importing.records import REASONS, RecordProblem
from sources.text import UnusableText, normalise

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
SENTENCES = {
    ("windows-1252", "French"): "Les ministres ont évoqué la crise à Genève, où l’été finit.",
    ("windows-1252", "German"): "Die Größe der Brücke überraschte die Ärzte in München.",
    ("windows-1252", "English"): "“We don’t know,” he said — the café was closed.",
    ("windows-1250", "Polish"): "Żółta łódź płynęła wąską rzeką.",
    ("windows-1250", "Czech"): "Příliš žluťoučký kůň stál u řeky.",
    ("windows-1251", "Russian"): "Министр сообщил, что шесть человек погибли.",
    ("windows-1251", "Ukrainian"): "Міністр повідомив про шістьох загиблих у Києві.",
    ("koi8-r", "Russian"): "Министр сообщил, что шесть человек погибли.",
    ("iso-8859-5", "Russian"): "Министр сообщил, что шесть человек погибли.",
    ("windows-1253", "Greek"): "Ο υπουργός είπε ότι έξι άνθρωποι σκοτώθηκαν.",
    ("windows-1255", "Hebrew"): "השר אמר כי שישה בני אדם נהרגו בתל אביב.",
    ("windows-1256", "Arabic"): "قال الوزير إن ستة أشخاص قتلوا في المدينة.",
    ("iso-8859-6", "Arabic"): "قال الوزير إن ستة أشخاص قتلوا في المدينة.",
}


def problem(raw, encoding=""):
    with pytest.raises(RecordProblem) as refused:
        decode(raw, encoding)
    assert refused.value.reason in REASONS
    return refused.value


def decoded(raw, encoding):
    try:
        return decode(raw, encoding)
    except RecordProblem as refused:
        return refused


def is_storable(text):
    try:
        normalise(text)
    except UnusableText:
        return False
    return True


@pytest.mark.parametrize("encoding", MARKS)
def test_a_mark_says_which_encoding_it_is(encoding):
    raw = MARKS[encoding] + "Zwölf 😀".encode(encoding)
    assert decode(raw) == "Zwölf 😀"
    assert open_text(raw).read() == "Zwölf 😀"


def test_a_mark_is_stronger_than_a_name():
    assert decode(codecs.BOM_UTF8 + "Zwölf".encode(), "windows-1252") == "Zwölf"


@given(st.text(max_size=50).filter(is_storable), st.sampled_from(["", "utf-8", "utf-16-le", "utf-32-be", "gb18030"]))
def test_text_comes_back_from_an_encoding_that_is_named(text, encoding):
    plain = text.lstrip("\ufeff").translate(dict.fromkeys(range(32), " "))
    assert decode(plain.encode(encoding or "utf-8"), encoding) == normalise(plain)


@pytest.mark.parametrize(("encoding", "language"), SENTENCES)
def test_text_in_another_encoding_is_refused_with_the_encoding_in_which_it_reads(encoding, language):
    sentence = SENTENCES[encoding, language]
    refused = problem(b"One.\n" + sentence.encode(encoding))
    assert (refused.reason, refused.line) == ("wrong_encoding", 2)
    assert f"{encoding}: “{sentence[:15]}" in refused.hint
    assert "Give " in refused.hint
    assert decode(sentence.encode(encoding), encoding) == sentence


def test_where_several_encodings_read_well_each_is_shown():
    refused = problem("ציוד".encode("windows-1255"))
    assert "windows-1255: “ציוד”, or as windows-1251: “цйег”" in refused.hint
    assert "Give the one that reads right, for example --encoding windows-1255" in refused.hint


def test_the_place_of_the_first_wrong_byte_is_named_also_far_behind():
    raw = "é".encode() * 600_000 + b"\n" + b"x" * 10 + b"\xff"
    refused = problem(raw)
    assert (refused.line, "offset 1200011" in refused.message) == (2, True)
    assert "damaged at that place" in refused.hint


def test_bytes_that_read_in_no_encoding_are_refused_without_a_guess():
    refused = problem("部长说有六人死亡。".encode("gb18030"))
    assert "--encoding" not in refused.hint
    assert "save it as UTF-8" in refused.hint


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Six people were killed.", "قال الوزير إن ستة أشخاص قتلوا.", '{"text":"é"}'])
def test_utf16_and_utf32_without_a_mark_are_recognised(encoding, text):
    refused = problem(text.encode(encoding))
    assert refused.reason == "wrong_encoding"
    assert f"--encoding {encoding}" in refused.hint
    assert decode(text.encode(encoding), encoding) == text


def test_a_named_encoding_that_does_not_fit_is_refused():
    assert "is not windows-1252" in problem(b"caf\x81", "windows-1252").message
    assert "It is UTF-8: leave out --encoding" in problem("café".encode(), "ascii").hint
    assert "--encoding windows-1252" in problem(b"\x93Caf\xe9,\x94 said \xe9l\xe8ve", "latin1").hint
    assert "cut or damaged" in problem("abc".encode("utf-16-le") + b"d", "utf-16-le").hint


@pytest.mark.parametrize("name", ["latin-99", "hex", "zip", "rot13", "idna", "utf-7", "../os", "", "x" * 9999, "a\0b"])
def test_what_is_no_encoding_of_text_is_refused_and_some_that_are_are_named(name):
    if not name:
        assert decode(b"abc", name) == "abc"
        return
    refused = problem(b"abc", name)
    assert refused.reason == "unknown_value"
    assert "windows-1252" in refused.hint
    assert "\0" not in str(refused)


def test_a_misspelt_encoding_is_answered_with_the_nearest():
    assert "Did you mean windows-1252?" in problem(b"abc", "windws-1252").hint


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "utf-16-le", "windows-1252", "iso-8859-1", "big5"]))
def test_any_bytes_become_text_or_a_problem(raw, encoding):
    read = decoded(raw, encoding)
    if isinstance(read, RecordProblem):
        assert read.reason in REASONS
        assert str(read).isprintable()
    else:
        assert normalise(read) == read


@pytest.mark.parametrize("raw", [b"\xe9" * 9_000_000, b"\xe9 " * 4_000_000, b"a\x00" * 4_000_000, b"\xc3" * 9_000_000])
def test_refusing_takes_no_longer_for_hostile_bytes(raw):
    begun = time.process_time()
    problem(raw)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("â€œHelloâ€\x9d, he said", "“Hello”, he said"),
        ("cafÃ© Ã  la crÃ¨me", "café à la crème"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("Ø§Ù„Ø³Ù„Ø§Ù…", "السلام"),
        ("\x93Hi\x94", "“Hi”"),
    ],
)
def test_text_that_was_wrongly_decoded_is_shown_as_it_would_read(shown, meant):
    text = f"A café.\n{shown}.\n"
    proposal = propose_repair(text)
    assert proposal
    assert "in 1 line, kept as it is" in proposal
    assert meant[:10] in proposal
    assert repaired(text) == f"A café.\n{meant}.\n"


@pytest.mark.parametrize("language", ["French", "German", "English", "Polish", "Russian", "Hebrew", "Arabic", "Greek"])
def test_text_that_was_rightly_decoded_stays_as_it_is(language):
    text = next(sentence for (_, spoken), sentence in SENTENCES.items() if spoken == language)
    assert propose_repair(text) is None
    assert repaired(text) == text


def test_the_lines_that_look_wrong_are_counted():
    proposal = propose_repair("cafÃ©\n" * 12 + "fine\n")
    assert proposal
    assert "in 12 lines" in proposal


@given(st.text(max_size=80))
def test_a_repair_is_proposed_exactly_where_it_would_change_something(text):
    assert (propose_repair(text) is None) == (repaired(text) == text)


@pytest.mark.parametrize("piece", ["Ã©", "Ã©\n", "Ã ", "\x93a", "â€", "éà", "é ï»¿ Ã"])
def test_looking_for_wrongly_decoded_text_takes_no_longer_for_hostile_text(piece):
    begun = time.process_time()
    propose_repair(piece * (1_000_000 // len(piece)))
    assert time.process_time() - begun < 2
