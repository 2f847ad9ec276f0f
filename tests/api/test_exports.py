import csv
import datetime as dt
import importlib.util
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from events.models import Claim
from newsroom.api import exporting
from newsroom.api.exporting import table_columns
from newsroom.ledger.lines import FORMULA_LEADS, LINE_END, guarded, line, unguarded
from newsroom.ledger.registry import kinds
from tests.api.asking import ask, client, end, head, issue, issue_many, refusal, reissue
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db
FILES = {
    "articles": ("csv", "ndjson"),
    "sources": ("csv", "ndjson"),
    "incidents": ("csv", "ndjson", "geojson"),
    "questions": ("csv", "ndjson", "jsonld"),
    "claims": ("csv", "ndjson", "jsonld"),
}
EVERY_FILE = [(plural, suffix) for plural, suffixes in FILES.items() for suffix in suffixes]
CLIENT = Path(exporting.__file__).parent / "static" / "api" / "newsroom_client.py"


def shipped_client() -> Any:
    """The file that users copy, loaded from where it is served."""
    spec = importlib.util.spec_from_file_location("newsroom_client", CLIENT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


newsroom_client = shipped_client()


def parts(address: str, **params: Any) -> Iterator[bytes]:
    """What is sent, as it is sent."""
    response: Any = client.get(f"/api/v1/{address}", params)
    assert response.status_code == 200, response.content
    return iter(response.streaming_content)


def file(address: str, **params: Any) -> str:
    return b"".join(parts(address, **params)).decode()


def rows(address: str, **params: Any) -> list[dict[str, str | None]]:
    """The rows as the client that we ship reads them."""
    return list(newsroom_client.read_csv(io.StringIO(file(address, **params), newline="")))


@pytest.mark.parametrize(("plural", "suffix"), EVERY_FILE)
def test_every_list_is_there_as_files(plural, suffix):
    issue(ClaimFactory())
    response = client.get(f"/api/v1/{plural}.{suffix}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{plural}-at-{head()}.{suffix}"'
    assert file(f"{plural}.{suffix}")


@pytest.mark.parametrize(("plural", "suffix"), EVERY_FILE)
def test_a_file_of_an_empty_ledger_is_a_whole_file(plural, suffix):
    text = file(f"{plural}.{suffix}")
    assert json.loads(text) if suffix in {"geojson", "jsonld"} else text.count("\n") == (suffix == "csv")


def test_ndjson_is_the_list_one_document_a_line():
    issue_many(7)
    documents = list(newsroom_client.read_ndjson(file("claims.ndjson").splitlines()))
    assert documents == ask("/api/v1/claims/")["results"]


def test_a_row_says_who_said_what_for_whom_in_which_words_of_which_article():
    speaker, army = SourceFactory(person=True), SourceFactory()
    outlet = SourceFactory(outlet=True)
    claim = ClaimFactory(said_by=speaker, speaks_for=army, cited_in=ArticleFactory(outlet=outlet))
    issue(claim)
    [row] = rows("claims.csv")
    document = ask(f"/api/v1/claims/{claim.public_id}/")
    passage = document["citations"][0]["passage"]
    assert (row["id"], row["version"], row["visibility"], row["notice"]) == (claim.public_id, "1", "issued", None)
    assert (row["said_by"], row["speaks_for"], row["outlet"]) == (speaker.name, army.name, outlet.name)
    assert (row["quote"], row["quote_sha256"]) == (passage["exact"], passage["sha256"])
    assert (row["quote_start"], row["quote_end"]) == (str(passage["start"]), str(passage["end"]))
    assert (row["reading"], row["hedge"], row["low"], row["high"]) == ("at least 6", "at_least", "6", None)
    assert row["issued_at"] == document["issued_at"]


def test_a_table_has_one_line_a_claim_however_many_articles_cite_it():
    claim = ClaimFactory()
    issue(claim)
    text = file("claims.csv")
    assert text.endswith("\r\n")
    header, only = csv.reader(io.StringIO(text, newline=""))
    assert len(header) == len(only) == len(set(header))


HOSTILE = [
    *(f"{lead}{rest}" for lead in FORMULA_LEADS for rest in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("x")', "")),
    "'=1+1",
    "''",
    "'",
    '"quoted", with commas',
    "two\nlines",
    "two\r\nlines",
    "=\u202eabc",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_neutral_in_a_spreadsheet_and_comes_back_letter_for_letter(text):
    cell = guarded(text)
    assert not cell.startswith(FORMULA_LEADS)
    assert unguarded(cell) == text


@pytest.mark.parametrize("label", [text for text in HOSTILE if text.strip() == text and "\n" not in text])
def test_a_hostile_name_survives_the_way_through_a_csv_file(label):
    source = SourceFactory(name=label)
    issue(source)
    [row] = rows("sources.csv")
    assert row["label"] == source.name
    [raw] = csv.DictReader(io.StringIO(file("sources.csv"), newline=""))
    assert not any(cell.startswith(FORMULA_LEADS) for cell in raw.values())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_any_text_comes_back_from_a_line_of_a_table(texts):
    [cells] = csv.reader(io.StringIO(line(map(guarded, texts)), newline=""))
    assert [unguarded(cell) for cell in cells] == texts
    assert not any(cell.startswith(FORMULA_LEADS) for cell in cells)


def test_thirty_formulas_and_more_are_tried():
    assert len([text for text in HOSTILE if guarded(text) != text]) >= 27
    assert len(HOSTILE) >= 30


@pytest.mark.parametrize("plural", FILES)
def test_what_is_read_from_a_file_and_written_again_is_the_same_file(plural):
    hostile = [SourceFactory(name=text) for text in HOSTILE if text.strip() == text and "\n" not in text]
    issue(*hostile, *(ClaimFactory(said_by=source) for source in hostile[:5]))
    columns = table_columns(next(kind for kind in kinds() if f"{kind.name}s" == plural))
    written = [[column.name for column in columns]]
    for row in rows(f"{plural}.csv"):
        cells = [(column, row[column.name] or "") for column in columns]
        written.append([guarded(cell) if column.is_text else cell for column, cell in cells])
    assert "".join(line(cells) + LINE_END for cells in written) == file(f"{plural}.csv")
    documents = newsroom_client.read_ndjson(file(f"{plural}.ndjson").splitlines())
    again = (json.dumps(document, ensure_ascii=False, separators=(",", ":")) for document in documents)
    assert "".join(f"{document}\n" for document in again) == file(f"{plural}.ndjson")


def test_a_coordinate_below_zero_stays_a_number():
    claim = ClaimFactory()
    place = claim.question.incident.place
    place.latitude, place.longitude = "-31.2", "-0.5"
    place.save()
    issue(claim)
    [raw] = csv.DictReader(io.StringIO(file("incidents.csv"), newline=""))
    assert (raw["latitude"], raw["longitude"]) == ("-31.200000", "-0.500000")


def test_a_byte_order_mark_is_there_for_spreadsheets_and_no_part_of_the_data():
    issue(ClaimFactory())
    text = file("claims.csv", bom="true")
    assert text.startswith("\ufeffid,")
    assert list(newsroom_client.read_csv(io.StringIO(text, newline=""))) == rows("claims.csv")


@pytest.mark.parametrize("name", ["claims.ndjson", "claims.jsonld", "incidents.geojson"])
def test_json_never_has_a_byte_order_mark(name):
    assert refusal(f"/api/v1/{name}", bom="true")["parameter"] == "bom"


@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_files_take_the_filters_of_the_list_and_refuse_the_same(suffix):
    claim, other = ClaimFactory(), ClaimFactory()
    issue(claim, other)
    narrowed = file(f"claims.{suffix}", said_by=claim.said_by.public_id)
    assert claim.public_id in narrowed
    assert other.public_id not in narrowed
    assert refusal(f"/api/v1/claims.{suffix}", sorce="x")["code"] == "unknown-parameter"
    assert refusal(f"/api/v1/claims.{suffix}", page_size="5")["code"] == "unknown-parameter"


def test_a_file_as_of_a_past_entry_is_the_same_bytes_for_ever():
    claim = ClaimFactory()
    then = issue(claim)
    before = {suffix: file(f"claims.{suffix}", as_of=then) for suffix in FILES["claims"]}
    reissue(claim)
    end(claim)
    assert {suffix: file(f"claims.{suffix}", as_of=then) for suffix in FILES["claims"]} == before
    assert rows("claims.csv") == []
    [withdrawn] = rows("claims.csv", include="withdrawn")
    assert (withdrawn["visibility"], withdrawn["notice"]) == ("withdrawn", "Said by somebody else.")


def test_a_file_shows_the_ledger_as_it_stood_when_it_began(monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 2)
    issue_many(5)
    expected = file("claims.ndjson")
    rest = parts("claims.ndjson")
    first = next(rest) + next(rest)
    issue(ClaimFactory())
    reissue(Claim.objects.order_by("pk")[0])
    assert (first + b"".join(rest)).decode() == expected.replace("\n\n", "\n")


def test_a_withdrawn_source_is_not_in_a_later_piece(monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 1)
    first, second = ClaimFactory(), ClaimFactory()
    issue(first, second)
    rest = parts("claims.ndjson")
    next(rest)
    newest = next(rest).decode()
    end(first if first.public_id not in newest else second)
    assert b"".join(rest) == b""


def test_a_file_that_the_client_has_is_not_sent_again():
    issue(ClaimFactory())
    tag = client.get("/api/v1/claims.csv")["ETag"]
    assert client.get("/api/v1/claims.csv", headers={"If-None-Match": tag}).status_code == 304
    issue(ClaimFactory())
    assert client.get("/api/v1/claims.csv", headers={"If-None-Match": tag}).status_code == 200


def test_head_tells_the_headers_of_a_file_and_reads_nothing():
    issue(ClaimFactory())
    asked = client.get("/api/v1/claims.csv")
    response: Any = client.head("/api/v1/claims.csv")
    assert b"".join(response.streaming_content) == b""
    assert {name: response[name] for name in ("ETag", "Content-Type", "Link")} == {
        name: asked[name] for name in ("ETag", "Content-Type", "Link")
    }


def test_a_file_is_read_in_pieces_of_one_statement_each(monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 10)
    issue_many(35)
    with CaptureQueriesContext(connection) as context:
        file("claims.csv")
    assert len(context) == 1 + 4


def test_the_metadata_of_a_table_name_every_column_in_order():
    issue(ClaimFactory())
    link = client.get("/api/v1/claims.csv")["Link"]
    described = ask(link.partition(">")[0].removeprefix("<"))
    header = next(csv.reader(io.StringIO(file("claims.csv"), newline="")))
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header
    assert all(column["dc:description"] for column in described["tableSchema"]["columns"])


def test_geojson_has_longitude_first_and_says_how_exact_the_place_is():
    claim = ClaimFactory()
    issue(claim)
    collection = json.loads(file("incidents.geojson"))
    [feature] = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert feature["geometry"] == {"type": "Point", "coordinates": [35.3, 32.461]}
    assert (feature["id"], feature["properties"]["precision"]) == (claim.question.incident.public_id, 1)
    elsewhere = json.loads(file("incidents.geojson", country="FR"))
    assert elsewhere["features"] == []


def test_an_incident_without_a_place_is_a_feature_without_a_geometry():
    claim = ClaimFactory(question__incident__place=None, question__incident__place_precision=None)
    issue(claim)
    [feature] = json.loads(file("incidents.geojson"))["features"]
    assert feature["geometry"] is None


def test_a_confidential_speaker_is_in_no_file_but_by_the_agreed_words():
    source = SourceFactory(confidential=True)
    issue(ClaimFactory(said_by=source))
    [row] = rows("claims.csv")
    assert (row["said_by_id"], row["said_by"], row["disclosure"]) == (None, "a senior official", "background")
    for plural, suffix in EVERY_FILE:
        assert source.public_id not in file(f"{plural}.{suffix}")


def test_the_client_verifies_a_passage_with_and_without_the_text():
    article = ArticleFactory()
    issue(ClaimFactory(cited_in=article))
    passage = ask("/api/v1/claims/")["results"][0]["citations"][0]["passage"]
    text = article.newest_version.text
    assert newsroom_client.holds(passage)
    assert newsroom_client.holds(passage, text)
    assert not newsroom_client.holds({**passage, "exact": passage["exact"] + "s"})
    assert not newsroom_client.holds(passage, text + " ")


def test_a_day_in_a_table_is_a_day():
    issue(ClaimFactory())
    [row] = rows("incidents.csv")
    assert dt.date.fromisoformat(row["earliest"] or "") == dt.date(2023, 6, 19)
