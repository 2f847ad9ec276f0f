"""Which article an imported item is: by id at the outlet, by address, by path; and when it is refused."""

from typing import Any

import pytest

from sources.importing.evidence import LEAST_SHARED, shared_words, words_of
from sources.models import Article, ArticleVersion, Source
from tests.factories import ArticleFactory, SourceFactory
from tests.sources.importing import everything, import_it, import_text, put, the_article

pytestmark = pytest.mark.django_db

STORY = "The bridge over the river was closed on Monday after engineers found cracks in both of its pillars."
GROWN = STORY.replace("both", "three") + " Drivers have to go round by the northern tunnel until further notice."
OTHER = "Parliament voted late into the night about pensions, while thousands gathered outside with candles."


def imported(tmp_path, place, text, **options):
    """Import one file of the folder at `place`, which is `folder/path`."""
    folder, _, path = place.partition("/")
    put(tmp_path / folder, path, text)
    ended = import_it(tmp_path / folder, **options)
    (tmp_path / folder / path).unlink()
    return ended.items[0]["reason"] if ended.items else next(iter(ended.counts))


def test_the_id_at_the_outlet_goes_before_the_place_of_the_file(tmp_path):
    assert imported(tmp_path, "in/a.txt", f"outlet: Example Post\nid: 1\n\n{STORY}") == "created"
    assert imported(tmp_path, "in/b.txt", f"outlet: Example Post\nid: 1\n\n{STORY}") == "unchanged"
    assert imported(tmp_path, "out/c.txt", f"outlet: Example Post\nid: 1\n\n{OTHER}") == "new_version"
    assert imported(tmp_path, "in/a.txt", f"outlet: Example Post\nid: 2\n\n{GROWN}") == "created"
    assert imported(tmp_path, "in/a.txt", f"outlet: Example Gazette\nid: 1\n\n{STORY} More.") == "created"


def test_the_address_goes_before_the_place_of_the_file(tmp_path):
    assert imported(tmp_path, "in/a.txt", f"url: https://example.org/a?utm_source=x\n\n{STORY}") == "created"
    assert imported(tmp_path, "out/b.txt", f"url: https://EXAMPLE.org/a#top\n\n{OTHER}") == "new_version"
    assert imported(tmp_path, "in/a.txt", f"url: https://example.org/b\n\n{GROWN}") == "created"
    assert the_article(canonical_url="https://example.org/b").import_path == ""  # that place is taken


def test_keys_of_different_articles_are_a_conflict(tmp_path):
    imported(tmp_path, "in/a.txt", f"outlet: Example Post\nid: 1\nurl: https://example.org/a\n\n{STORY}")
    imported(tmp_path, "in/b.txt", f"outlet: Example Post\nid: 2\nurl: https://example.org/b\n\n{OTHER}")
    before = everything()
    for header in (
        "outlet: Example Post\nid: 1\nurl: https://example.org/b",
        "outlet: Example Post\nid: 3\nurl: https://example.org/b",
        "outlet: Example Gazette\nurl: https://example.org/b",
    ):
        assert imported(tmp_path, "in/c.txt", f"{header}\n\nText.", dry_run=True) == "conflict"
    assert everything() == before


def test_an_item_that_gains_a_key_stays_the_same_article(tmp_path):
    assert imported(tmp_path, "in/a.txt", STORY) == "created"
    assert imported(tmp_path, "in/a.txt", f"outlet: Example Post\nid: 1\n\n{STORY}") == "unchanged"
    assert imported(tmp_path, "in/moved.txt", f"outlet: Example Post\nid: 1\n\n{OTHER}") == "new_version"
    assert Article.objects.count() == 1


def test_a_file_moved_in_the_folder_is_said_to_be_a_duplicate(tmp_path):
    imported(tmp_path, "in/a.txt", STORY)
    assert imported(tmp_path, "in/sub/a.txt", STORY) == "duplicate"


def test_the_same_folder_under_another_name_is_all_duplicates(tmp_path):
    for name, text in (("a.txt", STORY), ("sub/b.txt", OTHER)):
        put(tmp_path / "june", name, text)
    import_it(tmp_path / "june")
    before = everything()
    (tmp_path / "june").rename(tmp_path / "copy")
    ended = import_it(tmp_path / "copy")
    assert (ended.code, ended.counts) == (0, {"duplicate": 2})
    assert [said["name"] for said in ended.duplicates] == ["a.txt", "sub/b.txt"]
    assert "june/a.txt" in ended.duplicates[0]["message"]
    assert everything() == before


def test_only_the_first_duplicates_are_listed_but_all_are_counted(tmp_path):
    for number in range(25):
        put(tmp_path, f"{number:02}.txt", STORY)
    ended = import_it(tmp_path)
    assert ended.counts == {"created": 1, "duplicate": 24}
    assert len(ended.duplicates) == 20


def test_in_another_folder_a_name_alone_is_too_little_for_a_new_version(tmp_path):
    imported(tmp_path, "june/1.txt", STORY)
    assert imported(tmp_path, "july/1.txt", OTHER) == "conflict"
    assert imported(tmp_path, "july/1.txt", GROWN) == "new_version"
    assert imported(tmp_path, "june/1.txt", OTHER) == "new_version"  # its own folder


def test_a_conflict_is_settled_by_an_outlet_or_an_id(tmp_path):
    imported(tmp_path, "june/1.txt", STORY)
    path = put(tmp_path / "july", "1.txt", OTHER)
    ended = import_it(path)
    assert (ended.code, ended.items[0]["reason"]) == (3, "conflict")
    assert "--outlet or --id" in ended.items[0]["hint"]
    assert import_it(path, id="july-1").counts == {"created": 1}
    assert import_it(path, id="july-1").counts == {"unchanged": 1}


def test_with_the_same_outlet_a_name_is_enough(tmp_path):
    imported(tmp_path, "june/1.txt", STORY, outlet="Example Post")
    assert imported(tmp_path, "july/1.txt", OTHER, outlet="Example Post") == "new_version"
    assert imported(tmp_path, "july/1.txt", f"{OTHER} More.", outlet="Example Gazette") == "created"


def test_an_editor_may_name_the_outlet_between_two_imports(tmp_path):
    imported(tmp_path, "in/1.txt", STORY)
    Article.objects.update(outlet=SourceFactory(outlet=True))
    assert imported(tmp_path, "in/1.txt", STORY) == "unchanged"
    assert imported(tmp_path, "in/1.txt", OTHER) == "new_version"


def test_a_name_shared_by_two_outlets_is_settled_by_the_text_or_refused(tmp_path):
    imported(tmp_path, "in/1.txt", STORY, outlet="Example Post")
    imported(tmp_path, "in/1.txt", OTHER, outlet="Example Gazette")
    assert imported(tmp_path, "in/1.txt", OTHER) == "unchanged"
    assert imported(tmp_path, "in/1.txt", GROWN) == "conflict"
    assert imported(tmp_path, "in/1.txt", GROWN, outlet="Example Post") == "new_version"


def test_an_id_without_an_outlet_needs_some_common_words(tmp_path):
    imported(tmp_path, "june/a.txt", f"outlet: Example Post\nid: 17\n\n{STORY}")
    assert imported(tmp_path, "july/b.txt", f"id: 17\n\n{OTHER}") == "conflict"
    assert imported(tmp_path, "july/b.txt", f"id: 17\n\n{STORY}") == "unchanged"
    assert imported(tmp_path, "july/b.txt", f"id: 17\n\n{GROWN}") == "new_version"
    assert imported(tmp_path, "july/b.txt", f"outlet: Example Gazette\nid: 17\n\n{OTHER}") == "created"


def test_an_outlet_s_id_is_not_that_of_a_stray_text(tmp_path):
    imported(tmp_path, "june/a.txt", f"id: 17\n\n{STORY}")
    assert imported(tmp_path, "july/b.txt", f"outlet: Example Post\nid: 17\n\n{OTHER}") == "created"
    assert Article.objects.filter(external_id="17").count() == 2


def test_the_same_text_under_two_identities_is_kept_once(tmp_path):
    put(tmp_path, "a.txt", f"outlet: Example Post\nid: 1\n\n{STORY}")
    put(tmp_path, "b.txt", f"outlet: Example Post\nid: 2\n\n{STORY}")
    put(tmp_path, "c.txt", f"url: https://example.org/c\n\n{STORY}".replace("\n", "\r\n"))
    assert import_it(tmp_path).counts == {"created": 1, "duplicate": 2}
    assert ArticleVersion.objects.count() == 1


def test_a_text_that_turns_into_that_of_another_article_is_a_duplicate(tmp_path):
    imported(tmp_path, "in/a.txt", STORY)
    imported(tmp_path, "in/b.txt", OTHER)
    assert imported(tmp_path, "in/b.txt", STORY) == "duplicate"


def test_standard_input_and_a_file_meet_by_their_id(tmp_path, monkeypatch):
    import_text(monkeypatch, STORY, id="1", outlet="Example Post")
    assert imported(tmp_path, "in/a.txt", f"id: 1\noutlet: Example Post\n\n{GROWN}") == "new_version"


def test_an_article_written_at_the_desk_without_a_text_gets_its_first_version(tmp_path):
    article: Any = ArticleFactory(canonical_url="https://example.org/a")
    article.versions.all().delete()
    assert imported(tmp_path, "in/a.txt", f"url: https://example.org/a\n\n{STORY}") == "new_version"
    version = article.newest_version
    assert (version.number, version.text) == (1, STORY)


def test_two_new_items_of_one_article_in_one_batch_are_two_versions(tmp_path):
    put(tmp_path, "a.txt", f"outlet: Example Post\nid: 1\n\n{STORY}")
    put(tmp_path, "b.txt", f"outlet: example post\nid: 1\nlanguage: en\n\n{GROWN}")
    put(tmp_path, "c.txt", f"outlet: Example Post\nid: 1\nbyline: Ann Lee\n\n{STORY}")
    assert import_it(tmp_path).counts == {"created": 1, "new_version": 1, "unchanged": 1, "filled": 1}
    article = the_article()
    assert (article.language, article.contributions.get().name) == ("en", "Ann Lee")
    assert list(article.versions.values_list("number", flat=True)) == [1, 2]
    assert article.history.count() == 1
    assert Source.objects.count() == 1


def test_common_words_tell_a_grown_story_from_another():
    story, grown, other = words_of(STORY), words_of(GROWN), words_of(OTHER)
    assert shared_words(story, story) == 1
    assert shared_words(story, grown) > LEAST_SHARED > shared_words(story, other)
    assert shared_words(words_of("a b"), words_of("A B")) == 1
    assert shared_words(frozenset(), frozenset()) == 0


def test_reports_of_so_few_words_that_chance_can_repeat_them_are_all_taken(tmp_path):
    for number in (1, 2):
        put(tmp_path, f"{number}.txt", f"outlet: Example Post\nid: {number}\n\nLive updates")
    assert import_it(tmp_path).counts == {"created": 2}
    assert import_it(tmp_path).counts == {"unchanged": 2}
