"""The same data set again: nothing changes where nothing changed; what did is named, superseded or marked as gone."""

import json
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Citation, Claim, ClaimPublication, Incident, IncidentParty, Question, UpstreamRow
from sources.models import Article, ImportItem, ImportRun, Place
from tests.events.importing.data_sets import ged_csv, ged_row, import_them, kept, one, standing
from tests.factories import PlaceFactory
from tests.sources.importing import everything, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(tmp_path):
    """Imports a release with these rows, each time as another file."""
    made = []

    def bring(*rows, **options):
        made.append(rows)
        return import_them(put(tmp_path, f"ged{len(made)}.csv", ged_csv(*rows)), **options)

    return bring


def test_the_same_file_again_writes_one_run_and_nothing_else(tmp_path):
    path = put(tmp_path, "ged.csv", ged_csv(*(ged_row(number) for number in range(5))))
    import_them(path)
    before = everything()
    ended = import_them(path)
    assert ended.counts == {"unchanged": 5}
    assert everything() == before
    assert ImportRun.objects.count() == 2


def test_the_same_rows_in_another_file_change_nothing_either(release):
    release(ged_row(1), ged_row(2))
    before = everything()
    assert release(ged_row(2), ged_row(1)).counts == {"unchanged": 2}
    assert everything() == before


def test_a_changed_row_is_a_new_version_with_the_changed_columns_named(release):
    release(ged_row(1), ged_row(2))
    ended = release(ged_row(1, best="4", source_original="army"), ged_row(2))
    assert ended.counts == {"new_version": 1, "unchanged": 1}
    assert ended.changed_columns == {"best": 1, "source_original": 1}
    item = one(ImportItem, run=ended.run)
    assert (item.outcome, item.message) == ("new_version", "changed: best, source_original")


def test_a_changed_figure_supersedes_the_claim_and_leaves_it_as_it_was(release):
    release(ged_row(1))
    (before,) = Claim.objects.filter(quantity_kind="estimate")
    release(ged_row(1, best="4"))
    after = one(Claim, supersedes=before)
    assert (after.quantity_n, after.quantity_best, after.quantity_n2) == (3, 4, 5)
    before.refresh_from_db()
    assert before.quantity_best == 3
    assert after.question == before.question
    assert Citation.objects.get(claim=after).article != Citation.objects.get(claim=before).article
    assert Claim.objects.count() == 6


def test_a_figure_that_goes_back_supersedes_again(release):
    for best in ("3", "4", "3"):
        release(ged_row(1, best=best))
    estimates = Claim.objects.filter(quantity_kind="estimate").order_by("id")
    assert [claim.quantity_best for claim in estimates] == [3, 4, 3]
    assert estimates[2].supersedes == estimates[1]
    assert standing()["1", "low, best, high"] == ("estimate", 3, 3, 5)


def test_a_figure_that_is_blank_now_stands_as_the_release_before_said_it(release):
    release(ged_row(1))
    ended = release(ged_row(1, deaths_a=""))
    assert standing()["1", "deaths_a"] == ("exact", 1, None, None)
    assert "deaths_a: blank now; the claim stands" in ended.notes[0]["note"]


def test_a_figure_that_was_blank_before_makes_its_claim(release):
    release(ged_row(1, deaths_a=""))
    release(ged_row(1))
    assert one(Claim, upstream__columns="deaths_a").supersedes is None


def test_an_incident_follows_its_row(release):
    release(ged_row(1))
    release(ged_row(1, where_coordinates="Otherton town", date_start="2021-05-01 00:00:00.000", side_b="New Front"))
    incident = one(Incident)
    assert incident.place.name == "Otherton town"
    assert incident.occurred_edtf == "[2021-05-01..2021-05-04]"
    assert "Otherton town" in incident.label
    assert [it.party.name for it in incident.parties.all()] == ["Government of Northland", "New Front"]
    assert Place.objects.filter(name="Exampleton town").exists()
    assert Question.objects.filter(party__name="New Front").exists()


def test_what_an_editor_changed_stays_and_is_said(release):
    release(ged_row(1))
    incident = one(Incident)
    incident.label, incident.place = "Attack on the bridge", PlaceFactory(name="The bridge")
    incident.save()
    IncidentParty.objects.filter(role="side_b").delete()
    ended = release(ged_row(1, where_coordinates="Otherton town", where_prec="2", side_b="New Front"))
    incident.refresh_from_db()
    assert (incident.label, incident.place.name) == ("Attack on the bridge", "The bridge")
    assert incident.place_precision == 2
    assert incident.parties.count() == 1
    note = ended.notes[0]["note"]
    for said in ("label was changed here and stays", "place was changed here and stays", "parties were changed here"):
        assert said in note


def test_what_a_release_says_no_more_is_never_cleared(release):
    release(ged_row(1))
    ended = release(ged_row(1, where_coordinates="", adm_1="", latitude="", longitude=""))
    assert one(Incident).place.name == "Exampleton town"
    assert "place: the data set no longer says “Exampleton town" in ended.notes[0]["note"]


def test_a_row_that_is_gone_is_marked_and_comes_back(release):
    release(ged_row(1), ged_row(2))
    before = standing()
    ended = release(ged_row(2))
    assert (ended.counts, ended.gone) == ({"unchanged": 1}, 1)
    gone = one(UpstreamRow, external_id="1")
    assert gone.gone_since is not None
    assert standing() == before
    item = one(ImportItem, run=ended.run)
    assert (item.outcome, item.public_id) == ("gone", gone.incident.public_id)
    assert release(ged_row(2)).gone == 0
    back = release(ged_row(1), ged_row(2))
    assert back.counts == {"new_version": 1, "unchanged": 1}
    gone.refresh_from_db()
    assert gone.gone_since is None
    assert standing() == before


def test_a_dry_run_counts_what_would_be_gone_and_marks_nothing(release):
    release(ged_row(1), ged_row(2))
    before = everything(but=())
    assert release(ged_row(2), dry_run=True).gone == 1
    assert everything(but=()) == before


@pytest.mark.parametrize("options", [{"partial": True}, {"limit": 1}])
def test_what_was_not_read_whole_marks_nothing_as_gone(release, options):
    release(ged_row(1), ged_row(2), ged_row(3))
    assert release(ged_row(3), ged_row(2), **options).gone == 0
    assert not UpstreamRow.objects.exclude(gone_since=None).exists()


def test_where_a_row_has_no_id_nobody_can_say_what_is_gone(release):
    release(ged_row(1), ged_row(2))
    ended = release(ged_row(2), ged_row(3, id=""))
    assert ended.gone == 0
    assert any("nobody can say which rows are gone" in note["note"] for note in ended.notes)
    assert not UpstreamRow.objects.exclude(gone_since=None).exists()


def test_a_row_that_is_refused_now_is_not_gone(release):
    release(ged_row(1), ged_row(2))
    ended = release(ged_row(1), ged_row(2), ged_row(2))
    assert (ended.counts, ended.gone) == ({"unchanged": 2, "refused": 1}, 0)


def test_a_file_cut_within_quotation_marks_is_refused_whole(tmp_path):
    text = ged_csv(ged_row(1), ged_row(2, source_original="a, b"))
    import_them(put(tmp_path, "whole.csv", text))
    before = everything(but=(ImportRun, ImportItem))
    ended = import_them(put(tmp_path, "cut.csv", text[: text.rindex(", b")]))
    assert (ended.code, ended.counts) == (3, {"refused": 1})
    assert everything(but=(ImportRun, ImportItem)) == before


def test_a_file_cut_within_a_row_marks_nothing_as_gone(tmp_path):
    text = ged_csv(ged_row(1), ged_row(2))
    import_them(put(tmp_path, "whole.csv", text))
    ended = import_them(put(tmp_path, "cut.csv", text[: text.rindex("Burkina")]))
    assert (ended.counts, ended.gone) == ({"unchanged": 1, "refused": 1, "skipped": 1}, 0)


def test_a_superseding_claim_is_issued_and_the_one_before_says_so(release):
    release(ged_row(1), publish=True)
    before = one(Claim, quantity_kind="estimate")
    release(ged_row(1, best="4"), publish=True)
    after = one(Claim, supersedes=before)
    document = ClaimPublication.objects.issued().get(public_id=before.public_id).body_json()
    assert document["superseded_by"]["id"] == after.public_id


def test_an_interrupted_run_goes_on_to_the_same_end(tmp_path):
    rows = [ged_row(number, best=str(number % 3 + 3)) for number in range(8)]
    path = put(tmp_path, "ged.csv", ged_csv(*rows))
    begun = import_them(path, limit=3)
    run = one(ImportRun, pk=begun.run)
    run.state, run.options = ImportRun.State.INTERRUPTED, {**run.options, "limit": None}
    run.save()
    ended = import_them(path, resume=run.pk, preset="")
    assert ended.counts == {"created": 8}
    assert kept() == {row["id"]: row for row in rows}
    assert Article.objects.filter(external_id__startswith="sha256:").count() == 1


FIGURES = st.sampled_from(["", "0", "3", "4", "9"])
ROWS = st.lists(
    st.builds(
        ged_row, st.integers(1, 6), best=FIGURES, deaths_a=FIGURES, side_b=st.sampled_from(["", "Example Front"])
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["id"],
)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def content():
    """What stands after an import, whatever the order in which it came."""
    incidents = Incident.objects.order_by("upstream_rows__external_id").values_list(
        "upstream_rows__external_id", "label", "occurred_edtf", "place__name", "note"
    )
    parties = IncidentParty.objects.values_list("incident__upstream_rows__external_id", "party__name", "role")
    reports = UpstreamRow.objects.values_list("external_id", "reports__headline", "gone_since")
    return kept(), standing(), list(incidents), sorted(parties), sorted(reports)


@FEW
@given(rows=ROWS, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter_and_a_second_run_changes_nothing(rows, seed, tmp_path):
    ends = []
    for shuffled in (rows, seed.sample(rows, len(rows))):
        path = put(tmp_path, "ged.csv", ged_csv(*shuffled))
        with forgotten():
            import_them(path)
            ends.append(content())
            before = everything()
            assert import_them(path).counts == {"unchanged": len(rows)}
            assert everything() == before
    assert ends[0] == ends[1]


@FEW
@given(first=ROWS, second=ROWS)
def test_after_a_newer_release_everything_stands_as_if_it_alone_had_come(first, second, tmp_path):
    now = {row["id"]: row for row in second}
    with forgotten():
        for rows in (first, second):
            import_them(put(tmp_path, "ged.csv", ged_csv(*rows)))
        assert now.items() <= kept().items()
        assert set(UpstreamRow.objects.filter(gone_since=None).values_list("external_id", flat=True)) == set(now)
        after_both = standing()
    with forgotten():
        import_them(put(tmp_path, "ged.csv", ged_csv(*second)))
        assert standing().items() <= after_both.items()


@contextmanager
def forgotten():
    """What is written within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def brutality(path, updated_at, *names):
    rows = [{"id": name, "name": name, "date": "2020-06-01", "links": [], "description": name} for name in names]
    return put(path.parent, path.name, json.dumps({"updated_at": updated_at, "data": rows}))


def test_the_same_releases_again_in_their_order_change_nothing(tmp_path):
    paths = [put(tmp_path, f"ged{best}.csv", ged_csv(ged_row(1, best=best), ged_row(2))) for best in "345"]
    for path in paths:
        import_them(path)
    before = everything()
    ended = [import_them(path) for path in paths]
    assert [each.counts for each in ended] == [{"unchanged": 2}] * 3
    assert everything() == before
    assert [bool(each.overtaken_by) for each in ended] == [True, True, False]


def test_a_release_that_only_lost_rows_stands_like_any_other(tmp_path):
    paths = [put(tmp_path, "a.csv", ged_csv(ged_row(1), ged_row(2))), put(tmp_path, "b.csv", ged_csv(ged_row(1)))]
    import_them(paths[0])
    assert import_them(paths[1]).gone == 1
    before = everything()
    assert import_them(paths[0]).counts == {"unchanged": 2}
    assert everything() == before


def test_an_overtaken_file_says_how_to_go_back_to_it(tmp_path):
    paths = [put(tmp_path, f"ged{best}.csv", ged_csv(ged_row(1, best=best))) for best in "34"]
    for path in paths:
        import_them(path)
    said = import_them(paths[0], output="text").result["said"]
    assert "came in before" in said
    assert "under another name" in said


def test_a_release_older_than_the_one_that_stands_is_refused_whole(tmp_path):
    import_them(brutality(tmp_path / "new.json", "2021-10-19T00:00:00Z", "a", "b"), preset="police-brutality")
    before = everything()
    old = brutality(tmp_path / "old.json", "2020-07-19T00:00:00Z", "a", "c")
    ended = import_them(old, preset="police-brutality")
    assert (ended.code, ended.counts, ended.items[0]["reason"]) == (3, {"refused": 1}, "older_release")
    left = everything(but=(ImportRun, ImportItem))
    assert left == {table: rows for table, rows in before.items() if table in left}


def test_a_part_may_be_older_than_what_stands(tmp_path):
    import_them(brutality(tmp_path / "new.json", "2021-10-19T00:00:00Z", "a"), preset="police-brutality")
    old = brutality(tmp_path / "old.json", "2020-07-19T00:00:00Z", "c")
    assert import_them(old, preset="police-brutality", partial=True).counts == {"created": 1}


def test_two_data_sets_of_one_form_are_kept_apart(tmp_path):
    path = put(tmp_path, "ged.csv", ged_csv(ged_row(1)))
    import_them(path)
    assert import_them(path, data_set="Example Events").counts == {"created": 1}
    assert {str(row.data_set) for row in UpstreamRow.objects.all()} >= {"Example Events"}
    assert UpstreamRow.objects.filter(gone_since=None).count() == 2
