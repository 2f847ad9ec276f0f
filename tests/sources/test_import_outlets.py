"""Whose article it is, what is filled in later, and what an import makes public."""

import datetime as dt
from typing import Any

import pytest

from newsroom.ledger.models import Entry, Reason
from newsroom.ledger.publishing import withdraw
from sources.models import Article, Contribution, Disclosure, ImportItem, Source, SourceAlias
from tests.factories import SourceFactory
from tests.sources.importing import FULL, everything, import_it, only_refusal, put, the_article

pytestmark = pytest.mark.django_db


def test_publishing_issues_what_came_in_and_says_what_may_not_be(tmp_path):
    put(tmp_path, "a.txt", "outlet: Example Post\n\nText one.")
    put(tmp_path, "b.txt", "Text two.")
    ended = import_it(tmp_path, publish=True)
    assert (ended.code, ended.counts, ended.issued, ended.not_issued) == (0, {"created": 2}, 1, 1)
    assert "has no outlet" in ended.notes[0]["note"]
    assert "has no outlet" in ImportItem.objects.get(name="b.txt").message
    article = the_article(import_path="a.txt")
    assert Entry.objects.get(public_id=article.public_id).reason == Reason.IMPORT


def test_naming_the_outlet_later_fills_it_in_and_publishes(tmp_path):
    put(tmp_path, "a.txt", "Text one.")
    import_it(tmp_path, publish=True)
    ended = import_it(tmp_path, publish=True, outlet="Example Post")
    assert (ended.counts, ended.issued) == ({"unchanged": 1, "filled": 1}, 1)
    article = the_article()
    assert article.outlet.name == "Example Post"
    assert article.history.count() == 2
    item = ImportItem.objects.get(run=ended.run)
    assert (item.outcome, item.message, item.version) == ("filled", "filled: outlet", article.newest_version)
    assert import_it(tmp_path, publish=True, outlet="Example Post").counts == {"unchanged": 1}
    assert import_it(tmp_path).counts == {"unchanged": 1}  # and it keeps its identity without


def test_an_import_never_brings_back_what_was_withdrawn(tmp_path):
    put(tmp_path, "a.txt", "outlet: Example Post\n\nText one.")
    import_it(tmp_path, publish=True)
    withdraw([the_article()], "Withdrawn at the outlet's request.")
    put(tmp_path, "a.txt", "outlet: Example Post\n\nText two.")
    ended = import_it(tmp_path, publish=True)
    assert (ended.counts, ended.issued, ended.not_issued) == ({"new_version": 1}, 0, 1)
    assert "was withdrawn" in ended.notes[0]["note"]


def test_one_that_may_not_be_issued_does_not_hold_back_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr("sources.importing.issuing._objections", lambda *_: [])
    put(tmp_path, "a.txt", "outlet: Example Post\n\nText one.")
    put(tmp_path, "b.txt", "Text two.")
    ended = import_it(tmp_path, publish=True)
    assert (ended.counts, ended.issued, ended.not_issued) == ({"created": 2}, 1, 1)


def test_empty_values_are_filled_and_stored_ones_stay(tmp_path):
    put(tmp_path, "a.txt", "date 2023-06-19\nlanguage: en\n\nText one.")
    import_it(tmp_path)
    put(
        tmp_path,
        "a.txt",
        "date 2023-06-19\nlanguage: fr\nheadline: Now\nbyline: Ann Lee\nurl: https://example.org/a\n\nText one.",
    )
    ended = import_it(tmp_path)
    assert ended.counts == {"unchanged": 1, "filled": 1}
    article = the_article()
    assert (article.headline, article.headline_is_proposed) == ("Now", False)
    assert (article.language, article.published_on) == ("en", dt.date(2023, 6, 19))
    assert article.canonical_url == "https://example.org/a"
    assert article.contributions.get().name == "Ann Lee"
    assert ImportItem.objects.get(run=ended.run).message == "filled: byline, headline, url"
    put(tmp_path, "a.txt", "Text one.")
    before = everything()
    assert import_it(tmp_path).counts == {"unchanged": 1}
    assert everything() == before


def test_a_proposal_that_an_editor_removed_is_not_made_again(tmp_path):
    put(tmp_path, "a.txt", FULL)
    import_it(tmp_path)
    Article.objects.update(dateline="")
    Contribution.objects.filter(is_proposed=True).delete()
    before = everything()
    assert import_it(tmp_path).counts == {"unchanged": 1}
    assert everything() == before


def test_an_outlet_is_found_by_name_or_alias_and_made_where_nobody_knows_it(tmp_path):
    known: Any = SourceFactory(agency=True, name="Agence Exemple")
    SourceAlias.objects.create(source=known, name="AE")
    SourceFactory(person=True, name="Example Post")
    put(tmp_path, "a.txt", "outlet: agence  exemple\n\nText one.")
    put(tmp_path, "b.txt", "outlet: ae\n\nText two.")
    put(tmp_path, "c.txt", "outlet: Example Post\n\nText three.")
    put(tmp_path, "d.txt", "outlet: EXAMPLE POST\n\nText four.")
    assert import_it(tmp_path).counts == {"created": 4}
    outlets = dict(Article.objects.values_list("import_path", "outlet"))
    assert outlets["a.txt"] == outlets["b.txt"] == known.pk
    assert outlets["c.txt"] == outlets["d.txt"]
    made = Source.objects.get(pk=outlets["c.txt"])
    assert (made.kind, made.name, made.history.count()) == ("outlet", "Example Post", 1)


def test_a_confidential_source_is_nobody_s_outlet(tmp_path):
    SourceFactory(kind=Source.Kind.OUTLET, name="A local paper", disclosure=Disclosure.BACKGROUND)
    import_it(put(tmp_path, "a.txt", "outlet: A local paper\n\nText."))
    assert not the_article().outlet.is_confidential


def test_an_ambiguous_outlet_is_refused_with_the_list(tmp_path):
    first, second = SourceFactory.create_batch(2, kind=Source.Kind.OUTLET, name="Example Post")
    item = only_refusal(put(tmp_path, "a.txt", "outlet: Example Post\n\nText."))
    assert item.reason == "ambiguous_outlet"
    assert first.public_id in item.message
    assert second.public_id in item.message
    ended = import_it(tmp_path, outlet="Example Post")
    assert ended.code == 2
    assert first.public_id in ended.problem


def test_an_item_and_the_command_may_not_name_two_outlets(tmp_path):
    path = put(tmp_path, "a.txt", "outlet: Example Post\nid: 1\n\nText.")
    assert only_refusal(path, outlet="Example Gazette").reason == "contradiction"
    assert only_refusal(path, id="2").reason == "contradiction"
    assert import_it(path, outlet="example post", id="1").counts == {"created": 1}


def test_a_wire_called_by_two_sources_stays_a_name(tmp_path):
    SourceFactory(agency=True, name="Example Wire")
    SourceFactory(agency=True, name="The Example Wire")
    import_it(put(tmp_path, "a.txt", FULL))
    assert Contribution.objects.get(is_proposed=True).source is None


def test_an_outlet_is_not_made_for_what_is_refused(tmp_path):
    put(tmp_path, "a.txt", "outlet: Example Post\nlanguage: !\n\nText.")
    import_it(tmp_path, outlet="Example Gazette")
    assert not Source.objects.exists()
