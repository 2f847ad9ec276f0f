from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from tests.api.asking import CLAIMS, ask, client, end, issue, refusal
from tests.api.contract import compare
from tests.api.test_wire_format import issue_one_claim
from tests.factories import ClaimFactory

SNAPSHOT = Path(__file__).parent / "schema.yaml"
REGENERATE = "python manage.py spectacular --validate --fail-on-warn --file tests/api/schema.yaml"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schema():
    return yaml.load(yaml.safe_dump(SchemaGenerator().get_schema(public=True)), Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def snapshot():
    return yaml.load(SNAPSHOT.read_text(), Loader=yaml.CSafeLoader)


def test_the_contract_is_kept(schema, snapshot):
    change = compare(snapshot, schema)
    assert not change.breaking, "This breaks who relies on version 1:\n" + "\n".join(change.breaking)
    assert not change.additive, f"Additive. Take it in with: {REGENERATE}\n" + "\n".join(change.additive)
    assert schema == snapshot, f"Only words have changed. Take them in with: {REGENERATE}"


def test_the_schema_is_valid_and_free_of_warnings(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))


CLAIM_LIST = ("paths", "/api/v1/claims/", "get")


def changed(schema, *path, to):
    copy = deepcopy(schema)
    part = copy
    for step in path[:-1]:
        part = part[step]
    if to is None:
        del part[path[-1]]
    else:
        part[path[-1]] = to
    return copy


def test_a_change_is_told_breaking_additive_or_words(schema):
    claim = ("components", "schemas", "Claim")
    parameters = schema["paths"]["/api/v1/claims/"]["get"]["parameters"]
    fewer = [each for each in parameters if each["name"] != "said_by"]
    breaking = [
        changed(schema, "paths", "/api/v1/claims/", to=None),
        changed(schema, *claim, "properties", "polarity", to=None),
        changed(schema, *claim, "properties", "label", to={"type": "integer"}),
        changed(schema, *claim, "required", to=["id"]),
        changed(schema, *CLAIM_LIST, "parameters", to=fewer),
        changed(schema, *CLAIM_LIST, "parameters", to=[*parameters, {"name": "x", "in": "query", "required": True}]),
    ]
    assert [bool(compare(schema, each).breaking) for each in breaking] == [True] * len(breaking)
    assert "removed: components › schemas › Claim › properties › polarity" in compare(schema, breaking[1]).breaking[0]
    more = changed(schema, *claim, "properties", "score", to={"type": "integer"})
    asks_more = changed(schema, *CLAIM_LIST, "parameters", to=[*parameters, {"name": "x", "in": "query"}])
    for each in (more, asks_more):
        assert not compare(schema, each).breaking
        assert compare(schema, each).additive
    assert compare(schema, changed(schema, *claim, "description", to="Other words.")) == ([], [])


def check(schema, path, answer, status="200"):
    """The answer is of the shape that the operation describes for it."""
    content = schema["paths"][f"/api/v1/{path}"]["get"]["responses"][status]["content"]
    (described,) = content.values()
    jsonschema.validate(answer, {**described["schema"], "components": schema["components"]})


def test_what_is_answered_is_what_is_described(schema):
    issue_one_claim()
    other = ClaimFactory()
    issue(other)
    for plural in ("articles", "sources", "incidents", "questions", "claims"):
        page = ask(f"/api/v1/{plural}/", with_count="true")
        first = page["results"][0]
        check(schema, f"{plural}/", page)
        check(schema, f"{plural}/{{public_id}}/", ask(first["url"]))
        check(schema, f"{plural}/{{public_id}}/versions/", ask(f"{first['url']}versions/"))
        check(schema, f"{plural}/{{public_id}}/versions/{{number}}/", ask(f"{first['url']}versions/1/"))
    end(other)
    check(schema, "claims/", ask(CLAIMS, include="withdrawn"))
    check(schema, "claims/{public_id}/", refusal(f"{CLAIMS}{other.public_id}/", 410), "410")
    check(schema, "claims/", refusal(CLAIMS, sorce="x", kind="y"), "400")
    check(schema, "problems/", ask("/api/v1/problems/"))
    described = schema["components"]["schemas"]["Claim"]
    assert set(ask(CLAIMS)["results"][0]) == set(described["properties"]) - {"notice", "merged_into"}


def test_every_operation_is_described_whole(schema):
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            [answered] = operation["responses"]["200"]["content"].values()
            assert answered["schema"], path
            for parameter in operation.get("parameters", []):
                assert parameter["description"], (path, parameter)


def test_the_schema_is_served_as_yaml_and_as_json(schema):
    as_yaml = client.get("/api/v1/schema/")
    as_json = client.get("/api/v1/schema/", {"format": "json"})
    assert yaml.load(as_yaml.content, Loader=yaml.CSafeLoader) == as_json.json() == schema
    negotiated = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert (negotiated.content, negotiated["Vary"]) == (as_json.content, "Accept, Accept-Encoding")
    assert client.get("/api/v1/schema/", headers={"If-None-Match": as_yaml["ETag"]}).status_code == 304


def test_the_docs_page_needs_nobody_else_and_no_exception():
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert "http://" not in text
    assert "https://" not in text
    assert "<style" not in text
    assert "style-src" not in page["Content-Security-Policy"]
    script = client.get("/api/v1/docs/?script=").content.decode()
    assert "SwaggerUIBundle" in script
    assert '"/api/v1/schema/"' in script.replace("\\u002D", "-")
