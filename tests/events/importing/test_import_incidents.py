"""Importing a data set for the first time, and what is refused."""

import json
from typing import Any

import pytest

from events.models import Citation, Claim, Incident, IncidentPublication, Question, UpstreamRow
from events.models.claims import Rendering
from sources.models import Article, ImportItem, ImportRun, Place, Source
from tests.events.importing.data_sets import TOTALS, csv_of, ged_csv, ged_row, import_them, kept, one, standing
from tests.factories import PlaceFactory, SourceFactory
from tests.sources.importing import everything, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Writes a file of the form of UCDP GED."""
    return lambda *rows: put(tmp_path, "ged.csv", ged_csv(*rows))


def test_every_row_makes_an_incident_with_its_claims(file):
    ended = import_them(file(ged_row(7138), ged_row(7139, where_coordinates="Otherton town")))
    assert (ended.code, ended.counts) == (0, {"created": 2})
    incident = one(Incident, place__name="Exampleton town")
    assert incident.label == "Government of Northland - Example Front, Exampleton town, Burkina Faso, 4 May 2021"
    assert [(it.role, it.party.name) for it in incident.parties.all()] == [
        ("side_a", "Government of Northland"),
        ("side_b", "Example Front"),
    ]
    assert standing()["7138", "low, best, high"] == ("estimate", 3, 3, 5)
    assert Claim.objects.count() == 10


def test_a_claim_is_said_by_the_data_set_and_cited_in_its_release_with_row_and_column(file):
    import_them(file(ged_row(7138)), release="23.1", released="2023-06-01")
    claim = one(Claim, quantity_kind="estimate")
    assert (claim.said_by.name, claim.said_by.kind) == ("UCDP Georeferenced Event Dataset", Source.Kind.DATA_SET)
    citation = one(Citation, claim=claim)
    assert citation.locator == "row 7138, columns low, best, high"
    assert citation.rendering == Rendering.FIGURE
    assert citation.article.headline == "UCDP Georeferenced Event Dataset 23.1, ged.csv"
    assert citation.article.outlet == claim.said_by
    assert str(citation.article.published_on) == "2023-06-01"


def test_the_deaths_of_a_side_answer_whose_they_are(file):
    import_them(file(ged_row(7138)))
    question = one(Question, party__name="Example Front")
    assert (question.predicate_id, question.population_id) == ("killed", "combatants")


def test_what_nobody_can_put_in_order_is_kept_raw_and_flagged(file):
    ended = import_them(file(ged_row(1, low="9", best="10", high="9")))
    claim = one(Claim, quantity_kind="estimate")
    assert claim.raw_estimate.is_disordered
    assert claim.stated == "low 9, best 10, high 9 are out of order"
    assert ended.warnings["disordered"] == 1


def test_known_places_parties_and_outlets_are_found_whatever_their_spelling(file):
    where = {"admin1": "Example province", "country": "BF", "latitude": "12.5", "longitude": "-1.25"}
    place = PlaceFactory(name="Exämpleton Town", **where)
    party = SourceFactory(name="Northland")
    party.aliases.create(name="government of northland")
    outlet = SourceFactory(outlet=True, name="EXAMPLE POST")
    import_them(file(ged_row(7138)))
    incident = one(Incident)
    assert incident.place == place
    assert party in [it.party for it in incident.parties.all()]
    assert Article.objects.filter(outlet=outlet).count() == 1


def test_rows_share_the_places_and_parties_that_they_name(file):
    import_them(file(*(ged_row(number) for number in range(5))))
    assert Place.objects.count() == 1
    assert Source.objects.filter(name="Example Front").count() == 1


def test_the_reports_that_a_row_names_are_kept_with_it_once_for_all_rows(file):
    import_them(file(ged_row(1), ged_row(2)))
    reports = Article.objects.exclude(outlet__kind=Source.Kind.DATA_SET)
    assert sorted(reports.values_list("headline", "outlet__name")) == [
        ("Three dead; two hurt", "Example Wire"),
        ("Toll in Exampleton", "Example Post"),
    ]
    assert [row.reports.count() for row in UpstreamRow.objects.all()] == [2, 2]


def test_the_row_is_kept_as_received(file):
    row = ged_row(7138, source_original="police")
    import_them(file(row))
    assert kept() == {"7138": row}


def test_an_ambiguous_party_refuses_the_row_and_lists_who_may_be_meant(file):
    SourceFactory(name="Example Front")
    SourceFactory(name="Example Front", kind=Source.Kind.GROUP)
    ended = import_them(file(ged_row(7138), ged_row(7139, side_b="Other Front")))
    assert (ended.code, ended.counts) == (3, {"created": 1, "refused": 1})
    assert "“Example Front” may be" in ended.items[0]["message"]


def test_the_same_id_twice_refuses_the_later_and_names_both_lines(file):
    ended = import_them(file(ged_row(7138), ged_row(7139), ged_row(7138, best="4")))
    assert (ended.code, ended.counts) == (3, {"created": 2, "refused": 1})
    (refused,) = ended.items
    assert refused["message"] == "the id “7138” stands at line 2 already, and again at line 4"
    assert standing()["7138", "low, best, high"] == ("estimate", 3, 3, 5)


def test_a_row_without_an_id_is_refused_alone(file):
    ended = import_them(file(ged_row(7138), ged_row(7139, id="")))
    assert (ended.code, ended.counts) == (3, {"created": 1, "refused": 1})
    assert ended.items[0]["line"] == 3


def test_a_misspelt_column_refuses_the_file_with_the_name_that_was_meant(file):
    row = ged_row(7138)
    row["bset"] = row.pop("best")
    ended = import_them(file(row))
    assert (ended.code, ended.counts) == (3, {"refused": 1})
    assert "there is no column “best”. Did you mean “bset”?" in ended.items[0]["message"]
    assert not Incident.objects.exists()


def test_an_unknown_column_is_said_once_and_kept(file):
    ended = import_them(file({**ged_row(1), "mood": "grim"}, {**ged_row(2), "mood": ""}))
    assert [note["note"] for note in ended.notes] == ["columns that make nothing, kept with the rows: “mood”"]
    assert kept()["1"]["mood"] == "grim"


def test_nothing_is_written_where_one_row_is_refused_under_strict(file):
    path = file(ged_row(7138), ged_row(7139, id=""))
    before = everything()
    assert import_them(path, strict=True).code == 1
    assert everything() == before


def test_a_dry_run_says_the_same_counts_and_writes_nothing(file):
    path = file(ged_row(1, low="9"), ged_row(2, latitude="95"), ged_row(3, date_start="2021-13-01", id="3"), ged_row(1))
    before = everything(but=())
    rehearsed = import_them(path, dry_run=True)
    assert everything(but=()) == before
    stored = import_them(path)
    assert rehearsed.counts == stored.counts == {"created": 3, "refused": 1}
    assert rehearsed.warnings == stored.warnings == {"falls": 0, "disordered": 1, "coordinates": 1, "date": 1}


def test_every_row_that_was_made_or_refused_leaves_an_item_that_names_it(file):
    ended = import_them(file(ged_row(7138), ged_row(7139, id="")))
    items = ImportItem.objects.filter(run=ended.run)
    assert sorted(items.values_list("name", "outcome", "public_id")) == [
        ("ged.csv: line 2 (7138)", "created", one(Incident).public_id),
        ("ged.csv: line 3", "refused", ""),
    ]


def test_publishing_makes_the_incidents_and_their_claims_public(file):
    ended = import_them(file(ged_row(7138)), publish=True, released="2023-06-01")
    assert ended.issued == 1
    document = IncidentPublication.objects.issued().get().body_json()
    assert document["label"].startswith("Government of Northland")
    assert document["counts"]["claims"] == 5


def test_running_totals_answer_a_window_and_say_who_reported_them(tmp_path):
    rows = [{"day": "2023-10-07", "source": "moh", "killed_cum": 10, "injured_cum": None}]
    rows.append({"day": "2023-10-08", "source": "", "killed_cum": 12, "injured_cum": 5})
    mapping = put(tmp_path, "totals.toml", TOTALS)
    import_them(put(tmp_path, "totals.json", json.dumps(rows)), mapping=str(mapping))
    claims: list[Any] = list(Claim.objects.order_by("id"))
    first, second, hurt = claims
    assert first.question == second.question
    assert (first.question.incident, first.question.window, first.question.place.name) == (
        None,
        "2023-10-07/..",
        "Example Strip",
    )
    assert [str(claim.through_on) for claim in (first, second, hurt)] == ["2023-10-07", "2023-10-08", "2023-10-08"]
    assert [claim.said_by.name for claim in (first, second)] == ["Example Ministry of Health", "Example Totals"]
    assert not Incident.objects.exists()


def test_a_total_without_its_day_is_refused(tmp_path):
    mapping = put(tmp_path, "totals.toml", TOTALS)
    path = put(tmp_path, "totals.csv", csv_of([{"day": "7 Oct", "source": "", "killed_cum": 1, "injured_cum": 2}]))
    ended = import_them(path, mapping=str(mapping))
    assert ended.items[0]["reason"] == "impossible_date"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"preset": ""}, "Say what it is with --preset"),
        ({"preset": "csv"}, "--mapping goes with --preset csv"),
        ({"preset": "timemap", "mapping": "acled"}, "--mapping goes with --preset csv"),
        ({"mapping": "nowhere.toml"}, "nowhere.toml"),
        ({"released": "soon"}, "--released: “soon” is not"),
        ({"resume": 1, "release": "2"}, "A resumed run goes on as it was begun"),
    ],
)
def test_options_that_cannot_be_met_are_wrong_usage(file, options, said):
    ended = import_them(file(ged_row(1)), **options)
    assert ended.code == 2
    assert said in ended.problem
    assert not ImportRun.objects.exists()


def test_a_folder_is_no_data_set(tmp_path):
    assert "A data set is one file" in import_them(tmp_path).problem


def test_a_predicate_that_nobody_defined_is_wrong_usage_with_the_nearest(tmp_path, file):
    mapping = put(tmp_path, "m.toml", TOTALS.replace('"killed"', '"kiled"'))
    ended = import_them(file(ged_row(1)), mapping=str(mapping))
    assert ended.code == 2
    assert "figures.predicate: “kiled” is not known here. Did you mean “killed”?" in ended.problem
