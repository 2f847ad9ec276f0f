"""The page of an identity: who gets there, what it takes to open one, and what is left behind."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from newsroom.desk.roles import ROLES
from newsroom.ledger import seam
from sources.encryption import EncryptedTextField
from sources.models import IdentityGrant, IdentityReading, Source, SourceIdentity
from sources.models.identities import AppendOnly
from sources.vault import NotGranted, end_grant, grant, open_identity
from tests.factories import SourceFactory, UserFactory
from tests.vault.canaries import CANARIES, WORDS, leaked, seal

pytestmark = pytest.mark.django_db

PURPOSE = "To call back before we print."


@pytest.fixture
def holder(person, sealed, allow):
    """An editor who may open it."""
    who = person("Editor")
    allow(sealed, who.user)
    return who


def path_of(source):
    return reverse("admin:sources_source_identity", args=[source.pk])


def reveal(client, source, purpose=PURPOSE):
    return client.post(path_of(source), {"act": "reveal", "purpose": purpose})


# Who gets there.


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_nobody_opens_an_identity_by_his_role(person, sealed, role):
    who = person(is_superuser=True) if role == "superuser" else person(role)
    assert who.get(path_of(sealed)).status_code == (200 if role in ("Editor", "Chief") else 403)
    page = reveal(who, sealed)
    assert page.status_code == 403
    assert not leaked(page.content)
    assert not IdentityReading.objects.exists()


def test_no_code_opens_an_identity_for_who_has_no_grant_or_is_here_no_more(person, sealed, allow):
    chief, gone = person("Chief").user, person("Editor", is_active=False).user
    allow(sealed, gone)
    for user in (chief, gone):
        with pytest.raises(NotGranted):
            open_identity(sealed, user, PURPOSE)
    assert not IdentityReading.objects.exists()


def test_no_code_lets_anybody_but_a_chief_say_who_may_open_it(person, sealed, allow):
    editor, tomorrow = person("Editor").user, seam.now() + dt.timedelta(days=1)
    given = allow(sealed, editor)
    with pytest.raises(NotGranted):
        grant(sealed.identity, person("Editor").user, tomorrow, given_by=editor)
    with pytest.raises(NotGranted):
        end_grant(given, ended_by=editor)
    assert list(IdentityGrant.objects.live()) == [given]


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_with_a_grant_everybody_who_sees_the_source_opens_it(person, sealed, allow, role):
    who = person(is_superuser=True) if role == "superuser" else person(role)
    allow(sealed, who.user)
    page = reveal(who, sealed)
    assert bool(leaked(page.content)) is (role != "Administrator"), "who may not see sources sees no identity"


def test_a_grant_is_for_one_identity_and_ends(person, sealed, allow):
    who, other = person("Editor"), SourceFactory(confidential=True)
    seal(other)
    allow(other, who.user)
    allow(sealed, who.user, days=-1)
    assert reveal(who, sealed).status_code == 403
    given = allow(sealed, who.user)
    assert reveal(who, sealed).status_code == 200
    chief = person("Chief")
    chief.post(path_of(sealed), {"act": "end", "grant": given.pk})
    assert reveal(who, sealed).status_code == 403
    given.refresh_from_db()
    assert given.ended_by == chief.user


def test_who_leaves_the_house_opens_nothing(person, sealed, allow):
    who = person("Editor")
    allow(sealed, who.user)
    who.user.is_active = False
    who.user.save()
    assert not leaked(reveal(who, sealed).content)


def test_an_identity_is_reached_only_from_its_source(person, sealed, allow):
    who = person("Editor")
    allow(sealed, who.user)
    assert path_of(sealed) in who.get(reverse("admin:sources_source_change", args=[sealed.pk])).content.decode()
    outsider = person("Reader")
    assert (
        path_of(sealed) not in outsider.get(reverse("admin:sources_source_change", args=[sealed.pk])).content.decode()
    )
    assert not [model for model in admin.site._registry if "identity" in str(model._meta.model_name)]
    assert "dentit" not in who.get("/admin/").content.decode().replace("identifier", "")


# Opening it.


def test_opening_shows_everything_once_and_notes_who_when_and_what_for(person, sealed, allow):
    who = person("Editor")
    allow(sealed, who.user)
    page = reveal(who, sealed)
    for part in CANARIES.values():
        assert part in page.content.decode()
    row = IdentityReading.objects.get()
    assert (row.by, row.deed, row.purpose) == (who.user, "read", PURPOSE)
    again = who.get(path_of(sealed)).content.decode()
    assert PURPOSE in again
    assert not leaked(again)


@pytest.mark.parametrize("purpose", ["", "   ", "?"])
def test_without_a_purpose_nothing_is_opened(person, sealed, allow, purpose):
    who = person("Editor")
    allow(sealed, who.user)
    assert not leaked(reveal(who, sealed, purpose).content)
    assert not IdentityReading.objects.exists()


def test_who_logged_in_long_ago_shows_himself_again_first(person, sealed, allow, settings):
    who = person("Editor", minutes_ago=settings.REVEAL_WITHIN_MINUTES + 1)
    allow(sealed, who.user)
    assert "/accounts/reauthenticate/" in who.get(path_of(sealed)).content.decode()
    page = reveal(who, sealed)
    assert not leaked(page.content)
    assert "Show that it is you" in page.content.decode()
    assert not IdentityReading.objects.exists()
    who.showed_himself(minutes_ago=settings.REVEAL_WITHIN_MINUTES - 1)
    assert leaked(reveal(who, sealed).content)


def test_showing_oneself_again_is_done_with_the_password(person, sealed, allow, settings):
    who = person("Editor", minutes_ago=settings.REVEAL_WITHIN_MINUTES + 1)
    allow(sealed, who.user)
    who.user.set_password("correct horse")
    who.user.save()
    who.force_login(who.user)
    again = {"password": "wrong", "next": path_of(sealed)}
    who.post("/accounts/reauthenticate/", again)
    assert not leaked(reveal(who, sealed).content)
    assert who.post("/accounts/reauthenticate/", {**again, "password": "correct horse"})["Location"] == path_of(sealed)
    assert leaked(reveal(who, sealed).content)


def test_no_browser_keeps_the_page(person, sealed, allow):
    who = person("Editor")
    allow(sealed, who.user)
    for answer in (who.get(path_of(sealed)), reveal(who, sealed)):
        assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
        assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_what_no_key_opens_is_told_without_a_crash(person, sealed, allow, settings):
    who = person("Editor")
    allow(sealed, who.user)
    settings.IDENTITY_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktb3Q="]
    page = reveal(who, sealed)
    assert page.status_code == 200
    assert "add the key" in page.content.decode()


# Recording and changing.


def typed(**parts):
    return {**CANARIES, **parts}


@pytest.mark.parametrize(
    ("role", "may"), [("Reader", False), ("Contributor", False), ("Editor", True), ("Chief", True)]
)
def test_an_editor_records_who_a_source_is(person, role, may):
    source, who = SourceFactory(confidential=True), person(role)
    answer = who.post(path_of(source), {"act": "record", **typed()})
    assert answer.status_code == (302 if may else 403)
    assert SourceIdentity.objects.filter(source=source).exists() is may
    assert not leaked(who.get(path_of(source)).content)


def test_an_identity_is_recorded_once_and_only_for_a_confidential_source(person, sealed):
    who, public = person("Editor"), SourceFactory()
    who.post(path_of(sealed), {"act": "record", **typed(real_name="Other")})
    who.post(path_of(public), {"act": "record", **typed()})
    assert SourceIdentity.objects.get().real_name == CANARIES["real_name"]


def test_it_is_changed_by_who_has_opened_it(person, sealed, allow):
    who = person("Editor")
    allow(sealed, who.user)
    form = reveal(who, sealed).context["identity_form"]
    who.post(path_of(sealed), {"act": "change", **typed(contacts="by letter only"), "version": form.initial["version"]})
    identity = SourceIdentity.objects.get()
    assert (identity.contacts, identity.real_name) == ("by letter only", CANARIES["real_name"])
    assert [row.deed for row in IdentityReading.objects.all()] == ["changed", "read"]


def test_two_who_change_it_at_once_lose_nothing_silently(person, sealed, allow):
    one, other = person("Editor"), person("Chief")
    for who in (one, other):
        allow(sealed, who.user)
    for who in (one, other):
        reveal(who, sealed)
    one.post(path_of(sealed), {"act": "change", **typed(note="first"), "version": 1})
    page = other.post(path_of(sealed), {"act": "change", **typed(note="second"), "version": 1})
    assert "Somebody else has changed" in page.content.decode()
    assert "second" in page.content.decode()
    assert SourceIdentity.objects.get().note == "first"


def test_nobody_changes_what_he_may_not_open(person, sealed):
    answer = person("Chief").post(path_of(sealed), {"act": "change", **typed(note="x"), "version": 1})
    assert answer.status_code == 403
    assert SourceIdentity.objects.get().note == CANARIES["note"]


# Grants.


def day(ahead):
    return (seam.now() + dt.timedelta(days=ahead)).date().isoformat()


@pytest.mark.parametrize(("role", "may"), [("Editor", False), ("Chief", True)])
def test_a_chief_says_who_may_open_it_and_until_when(person, sealed, role, may):
    who, holder = person(role), person("Reader")
    answer = who.post(path_of(sealed), {"act": "grant", "holder": holder.user.pk, "until": day(7)})
    assert answer.status_code == (302 if may else 403)
    assert IdentityGrant.objects.live().filter(holder=holder.user, given_by=who.user).exists() is may
    assert bool(leaked(reveal(holder, sealed).content)) is may


def test_a_superuser_says_it_only_if_he_is_a_chief(person, sealed):
    who = person(is_superuser=True)
    answer = who.post(path_of(sealed), {"act": "grant", "holder": who.user.pk, "until": day(7)})
    assert answer.status_code == 403
    assert not IdentityGrant.objects.exists()


@pytest.mark.parametrize("until", ["", "yesterday", "-1", "400", "9999-12-31", "0001-01-01"])
def test_a_grant_is_not_for_ever_nor_for_the_past(person, sealed, until):
    who, holder = person("Chief"), UserFactory(is_staff=True)
    text = day(int(until)) if until.lstrip("-").isdecimal() else until
    answer = who.post(path_of(sealed), {"act": "grant", "holder": holder.pk, "until": text})
    assert answer.status_code in (200, 302)
    assert not IdentityGrant.objects.exists()


def test_with_four_eyes_nobody_allows_it_to_himself(person, sealed, settings):
    settings.FOUR_EYES = True
    who = person("Chief")
    who.post(path_of(sealed), {"act": "grant", "holder": who.user.pk, "until": day(7)})
    assert not IdentityGrant.objects.exists()


def test_a_new_grant_takes_the_place_of_the_old_one(person, sealed, allow):
    who, holder = person("Chief"), person("Reader")
    allow(sealed, holder.user, days=300)
    who.post(path_of(sealed), {"act": "grant", "holder": holder.user.pk, "until": day(1)})
    assert [given.until.date().isoformat() for given in IdentityGrant.objects.live()] == [day(1)]


@pytest.mark.parametrize("posted", ["x", "", "99999999999999999999", "1"])
def test_a_grant_that_is_not_there_is_not_taken_back(person, sealed, posted):
    assert person("Chief").post(path_of(sealed), {"act": "end", "grant": posted}).status_code == 404


@pytest.mark.parametrize("act", ["", "burn", "reveal\x00"])
def test_an_act_that_does_not_exist_does_nothing(person, sealed, act):
    assert person("Chief").post(path_of(sealed), {"act": act}).status_code == 200


# What is left behind.


def test_the_log_is_only_added_to(person, sealed, allow):
    who = person("Editor")
    allow(sealed, who.user)
    reveal(who, sealed)
    row = IdentityReading.objects.get()
    row.purpose = "nothing"
    for act in (
        row.save,
        row.delete,
        IdentityReading.objects.all().delete,
        lambda: IdentityReading.objects.update(purpose="nothing"),
        lambda: IdentityReading.objects.bulk_update([row], ["purpose"]),
    ):
        with pytest.raises(AppendOnly):
            act()
    assert IdentityReading.objects.get().purpose == PURPOSE


@pytest.mark.parametrize("act", ["UPDATE {} SET purpose = 'nothing'", "DELETE FROM {}", "TRUNCATE {}"])
def test_nor_is_it_changed_past_the_model(person, sealed, allow, act):
    if act.startswith("TRUNCATE") and connection.vendor == "sqlite":
        act = "DELETE FROM {} WHERE purpose <> ''"  # which has no other word for it
    who = person("Editor")
    allow(sealed, who.user)
    reveal(who, sealed)
    connection.check_constraints()  # nothing is left to be looked at later, which alone would forbid to truncate
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(IdentityReading._meta.db_table))
    assert IdentityReading.objects.get().purpose == PURPOSE


def test_no_table_no_session_no_history_and_no_log_holds_an_identity_in_clear(person, allow, caplog):
    source, who = SourceFactory(confidential=True), person("Editor")
    with caplog.at_level("DEBUG"):
        who.post(path_of(source), {"act": "record", **typed()})
        allow(source, who.user)
        reveal(who, source)
        who.post(path_of(source), {"act": "change", **typed(note="Qvxplace again"), "version": "x"})
        who.post(path_of(source), {"act": "change", **typed(note="Qvxplace again"), "version": 1})
        who.post(path_of(source), {"act": "change", **typed(real_name=""), "version": 2})
    assert "Qvxplace again" in SourceIdentity.objects.get().note
    assert not leaked(whole_database())
    assert not leaked(caplog.text)
    assert not LogEntry.objects.exists()
    assert not [leaked(session.session_data) for session in Session.objects.all() if leaked(str(session.get_decoded()))]


def whole_database():
    """Every value of every column of every table, as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a name of ours
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def test_an_identity_says_nothing_of_itself(sealed):
    identity = SourceIdentity.objects.get()
    shown = f"{identity} {identity!r} {identity.source!r} {list(SourceIdentity.objects.all())}"
    assert not leaked(shown)


def test_every_part_of_an_identity_is_encrypted():
    own = {"id", "source", "version"}
    parts = [field for field in SourceIdentity._meta.get_fields() if field.concrete and field.name not in own]
    assert [field.name for field in parts] == list(CANARIES)
    assert all(isinstance(field, EncryptedTextField) for field in parts)
    assert len(WORDS) >= len(parts)


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_on_the_page_shows_nothing_of_it(holder, sealed, settings, monkeypatch, debug):
    settings.DEBUG = debug
    who = holder
    who.raise_request_exception = False

    def fails(*_given, **_words):
        real_name = SourceIdentity.objects.get().real_name  # noqa: F841  in the frame that is reported
        raise ZeroDivisionError

    monkeypatch.setattr("sources.identity_pages.parts_of", fails)
    monkeypatch.setattr("sources.identity_pages.change_identity", fails)
    for answer in (reveal(who, sealed), who.post(path_of(sealed), {"act": "change", **typed(), "version": 1})):
        assert answer.status_code == 500
        assert not leaked(answer.content)


def test_a_search_at_the_desk_finds_no_identity(person, sealed):
    who = person("Chief")
    for word in WORDS:
        assert not who.get("/admin/sources/source/", {"q": word}).context["cl"].result_list
        asked = {"app_label": "events", "model_name": "claim", "field_name": "said_by", "term": word}
        assert who.get("/admin/autocomplete/", asked).json()["results"] == []


def test_a_source_with_an_identity_is_not_deleted(person, sealed):
    person("Editor").post(reverse("admin:sources_source_delete", args=[sealed.pk]), {"post": "yes"})
    assert Source.objects.filter(pk=sealed.pk).exists()
