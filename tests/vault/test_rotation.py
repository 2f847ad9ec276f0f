"""A new key for identities, and what the old one is still needed for."""

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from sources import rotating
from sources.encryption import UnreadableIdentity
from sources.models import SourceIdentity
from tests.factories import SourceFactory
from tests.vault.canaries import CANARIES, seal

pytestmark = pytest.mark.django_db

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def three(settings):
    settings.IDENTITY_KEYS = [OLD]
    for _ in range(3):
        seal(SourceFactory(confidential=True), note="")
    settings.IDENTITY_KEYS = [NEW, OLD]


def warnings():
    return [found for found in run_checks(databases=["default"]) if found.id in ("newsroom.W002", "newsroom.W003")]


def test_all_are_sealed_with_the_newest_key_and_the_old_one_can_go(three, settings, capsys):
    assert "older key: 3" in warnings()[0].msg
    call_command("rotate_identity_keys")
    assert "Sealed anew: 3. Left under older keys: 0." in capsys.readouterr().out
    settings.IDENTITY_KEYS = [NEW]
    assert {identity.real_name for identity in SourceIdentity.objects.all()} == {CANARIES["real_name"]}
    assert {identity.note for identity in SourceIdentity.objects.all()} == {""}
    assert not warnings()
    settings.IDENTITY_KEYS = [OLD]
    with pytest.raises(UnreadableIdentity):
        SourceIdentity.objects.first()


def test_what_is_interrupted_goes_on_where_it_was(three, settings, monkeypatch, capsys):
    seal_anew, calls = rotating._seal_anew, list[int]()

    def only_once(key):
        if calls:
            raise KeyboardInterrupt
        calls.append(key)
        seal_anew(key)

    monkeypatch.setattr(rotating, "_seal_anew", only_once)
    with pytest.raises(KeyboardInterrupt):
        call_command("rotate_identity_keys")
    assert "older key: 2" in warnings()[0].msg
    monkeypatch.setattr(rotating, "_seal_anew", seal_anew)
    call_command("rotate_identity_keys")
    assert "Sealed anew: 2. Left under older keys: 0." in capsys.readouterr().out


def test_what_no_key_opens_is_named_by_its_source_and_the_rest_is_done(three, settings, capsys):
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    lost = SourceFactory(confidential=True)
    seal(lost)
    settings.IDENTITY_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=lost.public_id):
        call_command("rotate_identity_keys")
    assert "Sealed anew: 3. Left under older keys: 1." in capsys.readouterr().out


def test_without_a_key_the_command_and_the_check_say_so(three, settings):
    settings.IDENTITY_KEYS = []
    with pytest.raises(CommandError, match="IDENTITY_KEYS is not set"):
        call_command("rotate_identity_keys")
    assert "no key is given" in warnings()[0].msg


def test_where_no_identity_is_kept_nothing_is_asked_for(settings):
    settings.IDENTITY_KEYS = []
    assert not warnings()
