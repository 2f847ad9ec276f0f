"""Markup becomes the text that a reader of the page sees, in blocks, without losing or gluing a word."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sources.importing.markup import (
    MOST_DEPTH,
    STRUCK_NOTE,
    blocks_to_text,
    line_of_text,
    looks_like_markup,
    read_blocks,
)
from sources.importing.records import RecordProblem

INLINE = ("a", "b", "em", "i", "span", "strong", "u", "custom-element")
BLOCK = ("p", "div", "h2", "blockquote", "section", "li", "td", "ul", "table", "article")
SOUP = [
    "<p>",
    "</p>",
    "<b",
    "</div>",
    "<li>",
    "<table><tr><td>",
    "<!--",
    "-->",
    "&",
    "&lt;",
    "&#0;",
    "&#xd800;",
    '"',
    "'",
]
SOUP += [
    "<script>",
    "<q>",
    "<sup>2",
    "<del>",
    "<pre>\n",
    "<br>",
    "]]>",
    "<![CDATA[",
    "<?x",
    "=",
    "x",
    " ",
    "\n",
    "é",
    "\x0b",
]


def test_blocks_are_paragraphs_and_white_space_collapses_within_them():
    assert blocks_to_text("<h1>Raid</h1>\n<p>Six\n  people <b>died</b>.</p>tail<div>Nine  fled.</div>") == (
        "Raid\n\nSix people died.\n\ntail\n\nNine fled."
    )


def test_words_beside_inline_tags_are_neither_glued_nor_torn():
    assert blocks_to_text("<p>At <i>least</i><b> six</b>, <a href=x>of</a>fic<b>ials</b> said</p>") == (
        "At least six, officials said"
    )


def test_a_line_end_ends_a_line_and_two_of_them_a_paragraph():
    assert blocks_to_text("one<br>two<br/><br>three<br><br><br><br>four") == "one\ntwo\n\nthree\n\nfour"


def test_list_items_stand_in_lines_of_their_own_and_a_list_is_a_block():
    markup = "<p>Before</p><ul><li>one</li><li>two<ol><li>a<li>b</ol></li></ul>after"
    assert blocks_to_text(markup) == "Before\n\none\ntwo\na\nb\n\nafter"


def test_a_table_is_read_row_by_row_and_an_empty_cell_keeps_its_place():
    rows = "<tr><th>Place</th><th>Killed</th></tr><tr><td></td><td>6</td></tr>"
    rows += "<tr><td><p>Jenin</p></td><td><p>7</p></td></tr>"
    assert blocks_to_text(f"<table>{rows}</table>end") == "Place\tKilled\n\t6\nJenin\t7\n\nend"


def test_a_table_that_only_lays_out_a_page_keeps_its_paragraphs():
    markup = "<table><tr><td><p>one</p><p>two</p></td><td>side</td></tr><tr><td>three</td></tr></table>"
    assert blocks_to_text(markup) == "one\n\ntwo\n\nside\nthree"


def test_words_behind_a_table_in_a_cell_are_not_glued_to_its_last_cell():
    markup = "<table><tr><td>x<table><tr><td>1<td>2</table></td><td>y</td></tr></table>"
    assert blocks_to_text(markup) == "x\n\n1\t2\n\ny"


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template", "iframe", "svg", "select", "textarea"])
def test_what_a_browser_does_not_show_as_words_is_left_out(tag):
    assert blocks_to_text(f"<p>seen<{tag}>not seen</{tag}>too</p>") == "seentoo"


def test_words_struck_out_are_left_out_and_a_note_says_so():
    read = read_blocks("<p><del>Six</del> <s>seven</s>Nine died</p>")
    assert (read.text, read.notes) == ("Nine died", (STRUCK_NOTE,))
    assert read_blocks("<p>Nine died</p>").notes == ()


def test_the_number_of_a_footnote_does_not_become_part_of_a_figure():
    assert blocks_to_text("9<sup>2</sup> killed, 10<sup>6</sup>, CO<sub>2</sub>, 19<sup>th</sup>") == (
        "9² killed, 10⁶, CO₂, 19th"
    )


def test_a_quotation_that_the_browser_would_mark_is_marked():
    assert blocks_to_text("He said: <q>I heard <q>no</q></q>.") == "He said: “I heard ‘no’”."


def test_entities_are_decoded_once():
    assert blocks_to_text("Q&amp;A &lt;b&gt; caf&eacute; &#8217; &amp;amp; &nosuch; a&nbsp;b") == (
        "Q&A <b> café ’ &amp; &nosuch; a\xa0b"
    )


def test_lines_of_preformatted_text_stay_lines():
    assert blocks_to_text("<pre>one\n  two\n\nthree</pre>four") == "one\n  two\n\nthree\n\nfour"


def test_a_block_of_blanks_is_no_paragraph():
    assert blocks_to_text("<p>one</p><p>&nbsp;</p><p> </p><p>two</p>") == "one\n\ntwo"


def test_a_headline_is_one_line():
    assert line_of_text("<p>Raid</p>\n on <b>Jenin</b>") == "Raid on Jenin"


def test_an_element_of_a_tree_is_read_with_its_tails_and_without_its_own():
    root = etree.fromstring(
        '<body xmlns="http://www.w3.org/1999/xhtml">out<div>a <b>person</b> c<!-- no --> d<?no no?> e<p>f</p>g</div>'
        "tail</body>"
    )
    assert blocks_to_text(root[0]) == "a person c d e\n\nf\n\ng"


def test_an_entity_that_a_tree_holds_by_name_is_decoded():
    parser = etree.XMLParser(resolve_entities=False)
    root = etree.fromstring('<!DOCTYPE p [<!ENTITY eacute "x">]><p>caf&eacute; open</p>', parser)
    assert blocks_to_text(root) == "café open"


def test_the_same_markup_gives_the_same_text_as_string_and_as_tree():
    markup = "<div>a<ul><li>b</li><li>c <i>d</i></li></ul><table><tr><td>e</td><td>f</td></tr></table>g</div>"
    assert blocks_to_text(markup) == blocks_to_text(etree.fromstring(markup))


def test_nesting_without_end_is_refused_in_strings_and_in_trees():
    deep = "<b>" * (MOST_DEPTH + 1) + "x" + "</b>" * (MOST_DEPTH + 1)
    for markup in (deep, etree.fromstring(deep, etree.XMLParser(huge_tree=True))):
        with pytest.raises(RecordProblem) as problem:
            blocks_to_text(markup)
        assert problem.value.reason == "unsafe"


@pytest.mark.parametrize("words", ["a\x00b", "<p>a\ud800b"])
def test_text_that_cannot_be_stored_is_refused(words):
    with pytest.raises(RecordProblem) as problem:
        blocks_to_text(words)
    assert problem.value.reason == "not_text"


@pytest.mark.parametrize(
    ("words", "is_markup"),
    [("<p>x", True), ("a</b>", True), ("Q&amp;A", True), ("&#8217;", True), ("AT&T", False), ("3 < 4 > 2", False)],
)
def test_words_with_a_tag_or_an_entity_are_told_from_plain_ones(words, is_markup):
    assert looks_like_markup(words) is is_markup


@given(st.lists(st.tuples(st.sampled_from(INLINE + BLOCK), st.text("abcé 9\n", min_size=1)), max_size=12))
def test_every_word_is_kept_in_order(pieces):
    markup = "".join(f"<{tag}> {words} </{tag}>" for tag, words in pieces)
    assert blocks_to_text(markup).split() == " ".join(words for _, words in pieces).split()


@given(st.lists(st.sampled_from(SOUP)).map("".join) | st.text())
def test_any_soup_is_text_or_a_problem_and_its_text_is_in_tidy_blocks(markup):
    with suppress(RecordProblem):
        text = blocks_to_text(markup)
        assert text == text.strip()
        assert "\n\n\n" not in text


@pytest.mark.parametrize(
    "markup",
    [
        "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">x",
        "<" * 500_000,
        "<td>" * 100_000,
        "&amp;" * 200_000,
        "<div>" * 200 + "</x>" * 200_000,
        "<pre>" + " " * 1_000_000 + "x",
    ],
    ids=["attributes", "brackets", "cells", "entities", "closing tags", "blanks"],
)
def test_hostile_markup_takes_no_more_time_than_its_length(markup):
    began = time.process_time()
    blocks_to_text(markup)
    assert time.process_time() - began < 4
