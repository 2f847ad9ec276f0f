"""In which encoding a page is: nothing is guessed, and what the page says wrongly is said."""

import pytest

from sources.importing.page_encoding import decode_page
from sources.importing.records import RecordProblem

PAGE = "<html><head>{}</head><p>Café “open”</p></html>"
LATIN = PAGE.format("<meta charset=iso-8859-1>")
UTF8 = PAGE.format('<meta http-equiv=content-type content="text/html; charset=UTF-8">')
NOTE = "The page says that it is in iso-8859-1, but it is in UTF-8."


@pytest.mark.parametrize(
    ("raw", "named", "notes"),
    [
        (PAGE.encode("utf-16"), "", ()),
        (PAGE.encode("utf-8-sig"), "", ()),
        (PAGE.encode("cp1252"), "windows-1252", ()),
        (LATIN.encode("cp1252"), "", ()),
        (LATIN.encode(), "", (NOTE,)),
        (UTF8.encode(), "", ()),
        (PAGE.encode(), "", ()),
    ],
    ids=["mark of UTF-16", "mark of UTF-8", "named", "declared", "declared wrongly", "declared UTF-8", "nothing"],
)
def test_the_encoding_is_the_mark_s_or_somebody_s_or_the_page_s(raw, named, notes):
    text, said = decode_page(raw, named)
    assert "<p>Café “open”</p>" in text
    assert said == notes


def test_a_page_without_foreign_letters_may_say_what_it_wants():
    assert decode_page(b"<meta charset=koi8-r><p>open</p>")[1] == ()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (PAGE.encode("cp1252"), "wrong_encoding"),
        (PAGE.format("<meta charset=utf-8>").encode("cp1252"), "wrong_encoding"),
        (PAGE.format("<meta charset=klingon>").encode("cp1252"), "unknown_value"),
        (b"\x00\x01\x02" * 9, "not_text"),
    ],
)
def test_bytes_that_are_in_no_known_encoding_are_refused_with_the_mend(raw, reason):
    with pytest.raises(RecordProblem) as problem:
        decode_page(raw)
    assert problem.value.reason == reason
    assert problem.value.hint
