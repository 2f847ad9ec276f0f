import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.ledger.tokens import FILLER, LONGEST_TOKEN, MOST_OF_ONE, MOST_TOKENS, token_stream, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least SIX militants", "at least six militants"),
        ("Raid on Café São-Tomé, n° 7", "raid on cafe sao tome n ° 7"),
        ("Straße ΣΊΣΥΦΟΣ İstanbul", "strasse σισυφοσ istanbul"),
        ("جِنِين مخيّم القدسُ", "جنين مخيم القدس"),
        ("أحمد آمنة مستشفـــى", "احمد امنه مستشفي"),
        ("کشته", "كشته"),
        ("שָׁלוֹם צה״ל", "שלום צה ל"),
        ("Ёлка, Київ", "елка киів"),
        ("東京で爆発", "東 京 で 爆 発"),
        ("ｆｕｌｌ ﬁre", "full fire"),
        ("हिन्दी", "हिन्दी"),
        ("서울 폭발", "서울 폭발"),
        ("ไทย", "ไ ท ย"),
        ("1,200 and 12,5 and ٢٠ and ३", "1200 and 12 5 and 20 and 3"),
        ("don’t 20-odd U.S. co\u00adop a\u200db", "don t 20 odd u s coop ab"),
        ("fire🔥🔥 👍🏽 🇵🇸", "fire 🔥 🔥 👍 🇵 🇸"),
        ("armed_clash/x=1", "armed clash x 1"),
        ("—!…", ""),
    ],
)
def test_words_are_what_a_reader_takes_for_the_same(text, expected):
    assert tokens(text) == expected.split()


@given(st.text())
def test_a_token_is_letters_digits_or_one_symbol_and_stays_itself(text):
    for token in tokens(text):
        assert token
        assert len(token) <= LONGEST_TOKEN
        assert not set(token) & set(" '\"\\\x00" + FILLER)
        assert tokens(token) == [token]


@given(st.text(), st.text())
def test_texts_stay_apart(first, second):
    assert token_stream([first, None, "", second]).count(FILLER) >= bool(first) + bool(second)


def test_no_text_is_too_long():
    assert len(token_stream(["a " * 20_000])) == MOST_TOKENS
    assert token_stream(["a " * 300]).count("a") == MOST_OF_ONE
