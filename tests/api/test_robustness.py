import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.api import ClaimFilters, IncidentFilters, QuestionFilters
from newsroom.api.asking import LIST
from newsroom.api.filters import PublicationFilters
from sources.api import ArticleFilters, SourceFilters
from tests.api.asking import PROBLEM, client

pytestmark = pytest.mark.django_db
RESOURCES: dict[str, type[PublicationFilters]] = {
    "claims": ClaimFilters,
    "articles": ArticleFilters,
    "sources": SourceFilters,
    "incidents": IncidentFilters,
    "questions": QuestionFilters,
}
TELLING = [
    "", "0", "-1", "1,2", "true", "withdrawn", "2023-06-19", "2023-06-19T15:04:00Z", "9999-12-31", "0000-00-00", "PS",
    "en", "killed", "said", "-issued", "src_" + "a" * 26, "clm_" + "a" * 26, "\x00", "\ud800", ",", "9" * 40, "null",
    "at_least", "%", "\U0010ffff", "a:b:c",
]  # fmt: skip
values = st.sampled_from(TELLING) | st.text(max_size=30) | st.lists(st.sampled_from(TELLING), max_size=4).map(",".join)


@st.composite
def requests(draw):
    resource = draw(st.sampled_from(sorted(RESOURCES)))
    known = [*LIST, "ordering", *RESOURCES[resource].declared()]
    names = st.sampled_from(known) | st.text(max_size=12)
    pairs = draw(st.lists(st.tuples(names, values), max_size=4))
    return resource, [(encodable(name), encodable(value)) for name, value in pairs]


def encodable(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests())
def test_no_query_string_breaks_anything(request_made):
    from urllib.parse import urlencode

    resource, pairs = request_made
    response = client.get(f"/api/v1/{resource}/?{urlencode(pairs)}")
    assert response.status_code in (200, 400), response.content
    assert response["Content-Type"] == ("application/json" if response.status_code == 200 else PROBLEM)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=40))
def test_no_bytes_behind_the_question_mark_break_anything(query):
    response = client.get("/api/v1/claims/", QUERY_STRING=query.decode("latin-1"))
    assert response.status_code in (200, 400), response.content
