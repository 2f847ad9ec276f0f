"""Words that name a source and stand in no document of it: each column that somebody writes in is looked through."""

import re

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, JSONField, TextField
from django.test import Client

from events.models import Incident
from newsroom.desk.models import SavedFilter
from newsroom.desk.redacting import INSTEAD, WRITTEN_HERE
from newsroom.desk.shield_plan import plan_for
from newsroom.desk.shielding import make_stricter
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.publishing import correct, publish, withdraw
from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.unmerging import unmerge
from sources.models import Affiliation, ImportItem, ImportRun, Source
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    IncidentFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NAME, FORMER, LABEL = "Odalys Qvxperson", "General Qvxbefore", "a person close to the talks"

LEFT_ALONE = """
what an article or a data set printed
  sources.Article headline url canonical_url external_id dateline language rights public_notice published_zone
  sources.ArticleVersion headline text received published_zone order_key
  sources.Passage exact prefix suffix
  sources.Contribution name credit_text
  sources.Fetch url canonical final_url etag last_modified content_type reason
  sources.Place name folded country admin1
  sources.PlaceAlias name folded
  sources.GazetteerEntry columns spellings
  events.Claim quantity_words quantity_word value_words value_edtf value_category value_text said_words said_edtf
  events.Finding quantity_words quantity_word value_words value_edtf value_category value_text
  events.FindingClaim reading_then
  events.Citation locator verb_text
  events.Incident occurred_words occurred_edtf
  events.Question window
  events.MachineReading engine
  events.KeptSuggestion key measure rule tier content
  events.SuggestionDecision edited_fields
  events.UpstreamRow external_id content written
  events.UpstreamClaim columns
what the act takes out of the row of the source, and of nobody else's
  sources.Source name folded country homepage time_zone
  sources.SourceAlias name folded
  sources.SourceIdentifier value
what is sealed, and the log of it, which nobody can change
  sources.SourceIdentity real_name other_names contacts note
  sources.IdentityReading purpose
what is forgotten whole where it says the name, or refuses the act
  desk.SavedFilter name query
  ledger.Merge kept
how a file is known again that is imported once more
  sources.Article import_path import_root
  sources.ImportRun command options checkpoint
who did it, by the names of users
  ledger.Act by
  ledger.Merge by undone_by
  ledger.Split by
  sources.ImportRun by undone_by
  events.Export by what
names of tables, keys and closed words
  desk.SavedFilter model
  admin.LogEntry object_id
  ledger.Merge of moved merged_id into_id named_in
  ledger.Split of moved
  sources.ImportItem reason
  sources.Topic qcode label
  events.Predicate code label description
  events.Population code label description
"""
LEDGER = re.compile(r"(Publication|Term|Line)$|^(Entry|Basis|Mention|Outdated)$")
"""Documents that name it are erased, in every table of the ledger."""
KEYS = re.compile(r"(^|_)sha256$|^public_id$")


def columns_of_words():
    for model in apps.get_models():
        if model._meta.app_label in {"admin", "desk", "events", "ledger", "sources"} and not LEDGER.search(
            model.__name__.removeprefix("Historical")
        ):
            for field in model._meta.concrete_fields:
                if isinstance(field, CharField | TextField | JSONField) and not (
                    field.choices or KEYS.search(field.name)
                ):
                    yield model._meta.label.replace(".Historical", "."), field.name


def test_every_column_of_words_is_looked_through_or_left_alone_for_a_reason():
    looked = {(model._meta.label, name) for model, names in WRITTEN_HERE for name in names}
    lines = (line.split() for line in LEFT_ALONE.splitlines() if line.startswith(" "))
    left = {(model, name) for model, *names in lines for name in names}
    there = {(model, name) for model, name in columns_of_words() if not name.startswith("history_")}
    assert there - looked - left == set()
    assert left - there == set()
    assert looked & left == set()


def test_every_history_is_looked_through_for_the_reasons_in_it():
    assert {model for model in apps.get_models() if hasattr(model, "history")} <= {model for model, _ in WRITTEN_HERE}


@pytest.fixture
def source():
    source = SourceFactory(person=True, name=FORMER)
    source.name = NAME
    source.save()
    publish([ClaimFactory(said_by=source)])
    return source


def made_confidential(source):
    make_stricter(source, "background", LABEL, UserFactory())


def test_notes_on_reports_and_incidents_lose_the_name_and_so_do_their_histories(source):
    article = ArticleFactory(editorial_note=f"Ask {NAME}.")
    version = ArticleVersionFactory(article=article, text="Nine dead.", note=f"{NAME} complained.")
    incident = IncidentFactory(note=f"{NAME} was there.")
    spokesman = Affiliation.objects.create(source=SourceFactory(), speaks_for=SourceFactory(), title=f"aide to {NAME}")
    other = SourceFactory()
    other._change_reason = f"{NAME} spelt it so"
    other.save()
    made_confidential(source)
    for row in (article, version, incident, spokesman):
        row.refresh_from_db()
    assert (article.editorial_note, version.note) == (f"Ask {INSTEAD}.", f"{INSTEAD} complained.")
    assert (incident.note, spokesman.title) == (f"{INSTEAD} was there.", f"aide to {INSTEAD}")
    assert article.history.latest().editorial_note == f"Ask {INSTEAD}."
    assert other.history.latest().history_change_reason == f"{INSTEAD} spelt it so"


def test_what_it_was_called_before_is_taken_out_of_the_log_too(source):
    kind = ContentType.objects.get_for_model(Source)
    LogEntry.objects.create(
        user=UserFactory(), content_type=kind, object_id=source.pk, object_repr=FORMER, action_flag=1
    )
    made_confidential(source)
    assert LogEntry.objects.get().object_repr == INSTEAD
    assert FORMER in source.identity.other_names


def test_what_somebody_else_is_called_now_is_not_taken_out(source):
    SourceFactory(name=FORMER)
    claim = ClaimFactory(note=f"{FORMER} and {NAME} met.")
    made_confidential(source)
    claim.refresh_from_db()
    assert claim.note == f"{FORMER} and {INSTEAD} met."


@pytest.mark.parametrize(("name", "query"), [(f"By {NAME}", "o=1"), ("Mine", "q=odalys+qvxperson")])
def test_a_filter_that_was_kept_to_find_the_name_is_forgotten(source, name, query):
    SavedFilter.objects.create(owner=UserFactory(), name=name, model="events.claim", query=query, is_shared=True)
    SavedFilter.objects.create(owner=UserFactory(), name="Raids", model="events.claim", query="q=raid")
    assert plan_for(source, "background").redacted == 1
    made_confidential(source)
    assert [kept.name for kept in SavedFilter.objects.all()] == ["Raids"]


def test_the_name_of_a_file_that_was_imported_loses_it(source):
    run = ImportRun.objects.create(command="import_articles", target=f"talks/{NAME}", read=1, refused=1)
    ImportItem.objects.create(run=run, name=f"{NAME}.txt", outcome="refused", reason="empty", message="Empty.")
    made_confidential(source)
    run.refresh_from_db()
    assert (run.target, run.items.get().name) == (f"talks/{INSTEAD}", f"{INSTEAD}.txt")


@pytest.mark.parametrize("told", ["withdrawn", "corrected"])
def test_a_public_notice_that_says_the_name_is_read_by_nobody_any_more(source, told):
    claim = ClaimFactory()
    publish([claim])
    if told == "withdrawn":
        withdraw([claim], f"In truth {NAME} said it.")
    else:
        claim.certainty = "feared"
        claim.save()
        correct(claim, f"We had it from {NAME}.")
    pages = [f"/api/v1/claims/{claim.public_id}/{page}" for page in ("?include=withdrawn", "versions/", "versions/2/")]
    assert all(NAME in Client().get(page).content.decode() for page in pages)
    made_confidential(source)
    assert not any(NAME in Client().get(page).content.decode() for page in pages)
    assert Client().get(pages[0]).status_code == (410 if told == "withdrawn" else 200)


def test_a_document_that_writes_the_name_in_other_letters_is_found_on_every_engine():
    source = SourceFactory(person=True, name="Žofie Иванова")
    incident = IncidentFactory(description="With ŽOFIE ИВАНОВА.")
    publish([ClaimFactory(said_by=source), incident])
    made_confidential(source)
    for page in ("", "versions/1/"):
        assert "ИВАНОВА" not in Client().get(f"/api/v1/incidents/{incident.public_id}/{page}").content.decode()


def test_a_merge_that_would_bring_the_name_back_is_undone_first(source):
    one, other = IncidentFactory(note=f"{NAME} was there."), IncidentFactory()
    row = merge(one, other, [], UserFactory(), "The same.").row
    with pytest.raises(PublishingRefused, match="keeps what names it"):
        made_confidential(source)
    unmerge(row, UserFactory(), "Not the same.")
    made_confidential(source)
    assert Incident.objects.get(pk=one.pk).note == f"{INSTEAD} was there."
