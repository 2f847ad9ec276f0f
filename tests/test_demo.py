import io

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command

from events.models import Claim, ClaimPublication
from newsroom import demo
from newsroom.ledger.verifying import verify
from sources.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "FOLDER", tmp_path)


def set_up():
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out)
    return out.getvalue()


def rows():
    counted = (model for model in apps.get_models() if model.__name__ != "ImportRun")
    return {model.__name__: model._default_manager.count() for model in counted}


def test_the_demo_is_ready_to_use_and_running_it_again_changes_nothing():
    said = set_up()
    assert Article.objects.get(external_id="raid-on-jenin").versions.count() == 2
    assert ClaimPublication.objects.issued().count() == Claim.objects.count() == 24
    assert the_corrected_figures() == [5]
    assert verify().bad_seq is None
    before = rows()
    assert set_up().splitlines()[-6:] == said.splitlines()[-6:]
    assert rows() == before


def the_corrected_figures():
    later = Claim.objects.filter(supersedes__quantity_n=3, citations__passage__version__number=2)
    return [claim.quantity_n for claim in later]


def test_the_demo_prints_logins_that_work_and_a_curl_that_names_a_claim():
    said = set_up()
    password = said.split("password ")[1].split()[0]
    for name in (*demo.PEOPLE, "admin"):
        assert authenticate(username=name, password=password) is not None
    path = said.split("curl http://localhost:8000/api/v1/claims/")[1].split("/")[0]
    assert ClaimPublication.objects.issued().filter(public_id=path).exists()


def test_the_demo_s_secrets_are_its_own_and_readable_by_their_owner_only(tmp_path):
    password = demo.password()
    assert password == demo.password()
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0
