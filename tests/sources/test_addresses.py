"""Two addresses of one page become the same; two pages never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import canonical_address


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://Example.ORG", "https://example.org/"),
        (" https://example.org/a#part ", "https://example.org/a"),
        ("HTTPS://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org./a/", "https://example.org/a/"),
        ("https://example.org/A?utm_source=x&id=7&UTM_medium=y&fbclid=z", "https://example.org/A?id=7"),
        ("https://example.org/a?gclid=1&", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/%7ejo/%c3%a9", "https://example.org/~jo/%C3%A9"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"),
        ("https://example.org/100%", "https://example.org/100%25"),
    ],
)
def test_an_address_has_one_form(url, canonical):
    assert canonical_address(url) == canonical
    assert canonical_address(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://example.org:99999/",
        "https://[::1/",
        "https://example.org/a b",
        "https://example.org\\@other.example/",
        "https://jo:secret@example.org/",
        "https://jo@example.org/",
        "https://a\u0301" + "a" * 70 + ".example/",
        "https://./",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValueError, match=r"\w"):
        canonical_address(url)


@given(st.from_regex(r"https?://[a-zA-Z0-9.-]{1,20}[a-z](:[0-9]{1,4})?(/\S{0,20})?(\?\S{0,20})?", fullmatch=True))
def test_the_canonical_form_is_its_own_canonical_form(url):
    try:
        once = canonical_address(url)
    except ValueError:
        return
    assert canonical_address(once) == once
