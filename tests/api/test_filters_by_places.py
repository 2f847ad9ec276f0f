"""Filters by coordinates, beside the arithmetic of a sphere done in Python."""

import math
import random

import pytest

from tests.api.asking import CLAIMS, ask, found, issue, refusal
from tests.factories import ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory

pytestmark = pytest.mark.django_db
INCIDENTS = "/api/v1/incidents/"
EARTH_KM = 6371.0088


def placed(*points):
    """Issued incidents at these points, each longitude and latitude, by their ids in the same order."""
    made = [IncidentFactory(place=PlaceFactory(latitude=str(y), longitude=str(x))) for x, y in points]
    issue(*made)
    return [incident.public_id for incident in made]


def apart(one, other):
    (x1, y1), (x2, y2) = (map(math.radians, point) for point in (one, other))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1, half)))


def test_a_box_holds_what_lies_in_it_and_on_its_edge():
    inside, edge, outside = placed((35.3, 32.46), (35.6, 32.46), (35.61, 32.46))
    assert found(INCIDENTS, bbox="35,32,35.6,33") == {inside, edge}
    assert found(INCIDENTS, bbox="35.61,32,36,33") == {outside}


def test_a_box_may_go_over_the_180th_meridian():
    west, east, far = placed((-179.5, -17), (179.5, -17), (0, -17))
    assert found(INCIDENTS, bbox="179,-18,-179,-16") == {west, east}
    assert found(INCIDENTS, bbox="-179,-18,179,-16") == {far}


def test_claims_are_where_their_incident_is_and_what_has_no_place_is_nowhere():
    claim = ClaimFactory(question=QuestionFactory(incident=IncidentFactory(place=PlaceFactory(longitude="35.3"))))
    issue(claim, ClaimFactory(question=QuestionFactory(incident=IncidentFactory(place=None, place_precision=None))))
    assert found(CLAIMS, bbox="-180,-90,180,90") == {claim.public_id}
    assert found(CLAIMS, near="35.3,32.46", radius_km="5") == {claim.public_id}


def test_a_circle_is_one_on_the_sphere_anywhere_on_earth():
    chance = random.Random(4)
    near = [(round(x % 360 - 180, 6), y) for x, y in ((179.9, 0.1), (0, 89.95), (90, -89.99), (359.99, 60.1))]
    points = near + [
        (round(chance.uniform(-180, 180), 6), round(math.degrees(math.asin(chance.uniform(-1, 1))), 6))
        for _ in range(26)
    ]
    known = dict(zip(placed(*points), points, strict=True))
    for middle in ((0.0, 0.0), (179.95, 0.0), (-179.99, 60.0), (12.5, 89.9), (-70.25, -89.99), (35.3, 32.46)):
        for km in (0.5, 30, 700, 5_000, 12_000, 20_016):
            expected = {key for key, point in known.items() if apart(middle, point) <= km}
            asked = {"near": f"{middle[0]},{middle[1]}", "radius_km": str(km)}
            assert found(INCIDENTS, **asked, page_size=200) == expected, asked


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"bbox": "1,2,3"}, "west,south,east,north"),
        ({"bbox": "1,50,3,40"}, "exchange"),
        ({"bbox": "181,2,182,3"}, "from -180 to 180"),
        ({"bbox": "a,b,c,d"}, "“a”"),
        ({"bbox": "nan,1,2,3"}, "“nan”"),
        ({"near": "35,32"}, "radius_km"),
        ({"radius_km": "5"}, "near"),
        ({"near": "32.5,95", "radius_km": "5"}, "latitude"),
        ({"near": "35,32", "radius_km": "0"}, "radius"),
    ],
)
def test_a_slip_is_told_with_its_mend(params, words):
    assert words in refusal(INCIDENTS, **params)["detail"]


def test_a_map_and_a_page_turned_on_it_take_one_statement(django_assert_num_queries):
    placed(*[(35 + number / 100, 32) for number in range(5)])
    with django_assert_num_queries(1):
        page = ask(INCIDENTS, bbox="35,31,36,33", page_size=2)
    with django_assert_num_queries(1):
        assert len(ask(page["next"])["results"]) == 2
