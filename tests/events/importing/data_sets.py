"""Invented data sets in the forms of real ones, and running `import_incidents` on them as a user would."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db.models import Model

from events.importing.data_files import DataFile, open_data_file
from events.importing.mapping_files import make_mapping, read_mapping
from events.importing.mappings import DataSetMapping
from events.importing.presets import named_mapping
from events.importing.records import RowRecord
from events.models import Claim, UpstreamClaim, UpstreamRow
from events.quantities import Quantity, QuantityKind
from sources.importing.outcomes import COUNTED
from sources.importing.records import RecordProblem
from tests.sources.importing import Ended

GED_HEADER = """\
id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,\
dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,\
source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,\
where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,\
date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob
"""


def ged_row(external_id: int, **cells: str) -> dict[str, str]:
    """A row in the columns of UCDP GED 23.1: two sides, one day, three dead."""
    row = dict.fromkeys(next(csv.reader([GED_HEADER])), "")
    row |= {
        "id": str(external_id),
        "type_of_violence": "1",
        "dyad_name": "Government of Northland - Example Front",
        "side_a": "Government of Northland",
        "side_b": "Example Front",
        "source_article": '"Example Wire,2021-05-05,Three dead; two hurt";"Example Post,2021-05-06,Toll in Exampleton"',
        "source_original": "police",
        "where_prec": "1",
        "where_coordinates": "Exampleton town",
        "adm_1": "Example province",
        "latitude": "12.5",
        "longitude": "-1.25",
        "country": "Burkina Faso",
        "date_prec": "1",
        "date_start": "2021-05-04 00:00:00.000",
        "date_end": "2021-05-04 00:00:00.000",
        "deaths_a": "1",
        "deaths_b": "2",
        "deaths_civilians": "0",
        "deaths_unknown": "0",
        "low": "3",
        "best": "3",
        "high": "5",
    }
    return row | cells


def ged_csv(*rows: dict[str, str]) -> str:
    return csv_of(rows)


def csv_of(rows: Any) -> str:
    listed = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()


TOTALS = """
id = "day"
cumulative = ["killed_cum", "injured_cum"]
[data_set]
name = "Example Totals"
[running]
window = "2023-10-07/.."
through = "day"
place = { name = "Example Strip", country = "PS" }
said_by = { column = "source", words = { moh = "Example Ministry of Health" } }
[[figures]]
predicate = "killed"
value = "killed_cum"
[[figures]]
predicate = "injured"
value = "injured_cum"
"""
"""A mapping of daily running totals."""


def shipped(name: str) -> DataSetMapping:
    return make_mapping(read_mapping(named_mapping(name)))


def mapping_of(text: str) -> DataSetMapping:
    return make_mapping(read_mapping(text.encode()))


def opened(content: str | bytes, mapping: DataSetMapping | str = "ucdp_ged") -> DataFile:
    raw = content if isinstance(content, bytes) else content.encode()
    return open_data_file(raw, shipped(mapping) if isinstance(mapping, str) else mapping)


def records(content: str | bytes, mapping: DataSetMapping | str = "ucdp_ged") -> list[RowRecord | RecordProblem]:
    return [made for _row, made in opened(content, mapping).rows()]


def only_record(content: str | bytes, mapping: DataSetMapping | str = "ucdp_ged") -> Any:
    (made,) = records(content, mapping)
    assert isinstance(made, RowRecord), made
    return made


def answers(record: RowRecord) -> dict[str, Any]:
    """The answers of a record by the columns they come from."""
    return {answer.columns: answer.value for answer in record.answers}


def exactly(number: int) -> Quantity:
    return Quantity(QuantityKind.EXACT, n=number)


def one(model: type[Model], **keys: Any) -> Any:
    """The one row there is with these values."""
    return model._default_manager.get(**keys)


def import_them(path: Path | str, **options: Any) -> Ended:
    """Import a file; of the form of UCDP GED unless the options say otherwise."""
    out, code, problem = io.StringIO(), 0, ""
    if "mapping" in options:
        options.setdefault("preset", "csv")
    options.setdefault("preset", "ucdp-ged")
    options.setdefault("output", "json")
    try:
        call_command("import_incidents", str(path), stdout=out, stderr=io.StringIO(), **options)
    except CommandError as error:
        code, problem = error.returncode, str(error)
    except SystemExit as ended:
        code = int(ended.code or 0)
    if options["output"] == "text":
        return Ended(code, {"said": out.getvalue()}, problem)
    result = json.loads(out.getvalue()) if out.getvalue() else {}
    if result:
        assert result["read"] == sum(result[name] for name in COUNTED)
    return Ended(code, result, problem)


def standing() -> dict[tuple[str, str], Any]:
    """What each column of each row claims now: its number, or its words."""
    links = UpstreamClaim.objects.select_related("row", "claim")
    return {(link.row.external_id, link.columns): stated(link.claim) for link in links}


def stated(claim: Claim) -> Any:
    return claim.value_text or (claim.quantity_kind, claim.quantity_n, claim.quantity_best, claim.quantity_n2)


def kept() -> dict[str, Any]:
    """Every row as received."""
    return {row.external_id: row.content for row in UpstreamRow.objects.all()}
