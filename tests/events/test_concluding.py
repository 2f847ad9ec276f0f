"""A finding keeps what it rests on, is issued with its question, and takes two people where four-eyes is on."""

import pytest
from django.contrib.auth.models import Permission

from events.concluding import WAITS_FOR_PUBLISHING, WAITS_FOR_SECOND, conclude, countersign
from events.models import Finding, FindingClaim, QuestionPublication
from events.models.findings import READING_LENGTH
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish, withdraw
from tests.factories import ClaimFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="publish_record"))
    return user


@pytest.fixture
def four_eyes(settings):
    settings.FOUR_EYES = True


def a_finding(question, by, **weighed):
    """`relied_on=claim` weighs a claim so."""
    finding = Finding.objects.create(
        question=question, outcome="confirms", method="team_discussion", rationale="We asked.", signed_by=by
    )
    for role, claim in weighed.items():
        FindingClaim.objects.create(finding=finding, claim=claim, role=role)
    return finding


def is_public(question):
    return QuestionPublication.objects.issued().filter(public_id=question.public_id).exists()


def test_a_finding_keeps_what_its_claims_said_in_public_when_it_was_signed(editor):
    claim = ClaimFactory(figure="at least six")
    publish([claim])
    draft = ClaimFactory(question=claim.question, figure="nine")
    finding = a_finding(claim.question, editor, relied_on=claim, considered=draft)
    claim.said_words = "changed later"
    claim.save()
    conclude(finding, editor)
    assert list(finding.weighed.values_list("claim", "reading_then")) == [(claim.pk, "at least 6"), (draft.pk, "")]


def test_it_keeps_the_independence_of_the_answers_that_are_public(editor):
    claim = ClaimFactory()
    publish([claim, ClaimFactory(question=claim.question, figure="nine")])
    ClaimFactory(question=claim.question, figure="ten")
    finding = a_finding(claim.question, editor)
    conclude(finding, editor)
    finding.refresh_from_db()
    assert (finding.independent_low, finding.independent_high) == (2, 2)


def test_nobody_has_counted_the_origins_of_answers_that_are_not_public(editor):
    finding = a_finding(QuestionFactory(), editor)
    conclude(finding, editor)
    assert (finding.independent_low, finding.independent_high) == (None, None)


def test_a_long_statement_is_kept_by_its_beginning_and_is_not_stale_for_that():
    weighed = FindingClaim()
    weighed.freeze("x" * 500)
    assert len(weighed.reading_then) == READING_LENGTH
    assert not weighed.is_stale("x" * 500)
    assert weighed.is_stale("y" * 500)


def test_signing_issues_the_question_in_the_same_act(editor):
    question = QuestionFactory()
    signed = conclude(a_finding(question, editor), editor)
    assert question.public_id in {entry.public_id for entry in signed.entries}
    assert is_public(question)
    assert not signed.waits_for


def test_without_the_right_to_publish_it_is_signed_and_waits():
    question, user = QuestionFactory(), UserFactory()
    assert conclude(a_finding(question, user), user).waits_for == WAITS_FOR_PUBLISHING
    assert not is_public(question)


class TestRefused:
    def test_a_claim_that_is_not_public_is_not_relied_on(self, editor):
        claim = ClaimFactory()
        with pytest.raises(PublishingRefused, match="is not public"):
            conclude(a_finding(claim.question, editor, relied_on=claim), editor)

    def test_nor_one_that_was_withdrawn(self, editor):
        claim = ClaimFactory()
        publish([claim])
        withdraw([claim], "Wrong.")
        with pytest.raises(PublishingRefused, match="is not public"):
            conclude(a_finding(claim.question, editor, relied_on=claim), editor)

    @pytest.mark.parametrize("role", FindingClaim.Role.values)
    def test_a_claim_that_answers_another_question_is_not_weighed(self, editor, role):
        claim = ClaimFactory()
        publish([claim])
        with pytest.raises(PublishingRefused, match="another question"):
            conclude(a_finding(QuestionFactory(), editor, **{role: claim}), editor)

    def test_nor_relied_on_while_it_answers_another_one_in_public(self, editor):
        claim = ClaimFactory()
        publish([claim])
        claim.question = QuestionFactory()
        claim.save()
        with pytest.raises(PublishingRefused, match="In public"):
            conclude(a_finding(claim.question, editor, relied_on=claim), editor)

    def test_a_question_that_was_withdrawn_does_not_come_back_with_a_finding(self, editor):
        question = QuestionFactory()
        publish([question])
        withdraw([question], "Wrong.")
        with pytest.raises(PublishingRefused, match="taken from the public"):
            conclude(a_finding(question, editor), editor)
        assert not is_public(question)


@pytest.mark.usefixtures("four_eyes")
class TestFourEyes:
    def test_one_signature_is_not_enough(self, editor):
        finding = a_finding(QuestionFactory(), editor)
        assert conclude(finding, editor).waits_for == WAITS_FOR_SECOND
        assert not finding.is_complete
        assert not Finding.objects.complete().exists()
        assert not Entry.objects.exists()

    def test_the_second_signature_issues_it(self, editor):
        finding, second = a_finding(QuestionFactory(), UserFactory()), editor
        conclude(finding, finding.signed_by)
        countersign(finding, second)
        finding.refresh_from_db()
        assert (finding.second_signed_by, finding.is_complete) == (second, True)
        assert list(Finding.objects.complete()) == [finding]
        assert is_public(finding.question)
        assert finding.history.first().history_change_reason == "Signed as second."

    def test_it_is_somebody_elses(self, editor):
        finding = a_finding(QuestionFactory(), editor)
        with pytest.raises(PublishingRefused, match="somebody else's"):
            countersign(finding, editor)

    def test_there_is_only_one(self, editor):
        finding = a_finding(QuestionFactory(), UserFactory())
        countersign(finding, editor)
        with pytest.raises(PublishingRefused, match="already"):
            countersign(finding, UserFactory())

    def test_a_superseded_finding_gets_none(self, editor):
        finding = a_finding(QuestionFactory(), UserFactory())
        later = a_finding(finding.question, UserFactory())
        later.supersedes = finding
        later.save()
        with pytest.raises(PublishingRefused, match="superseded"):
            countersign(finding, editor)
        assert list(Finding.objects.current()) == [later]

    def test_a_claim_withdrawn_since_the_first_one_stops_it(self, editor):
        claim = ClaimFactory()
        publish([claim])
        finding = a_finding(claim.question, UserFactory(), relied_on=claim)
        conclude(finding, finding.signed_by)
        withdraw([claim], "Wrong.")
        with pytest.raises(PublishingRefused, match="is not public"):
            countersign(finding, editor)


def test_with_four_eyes_off_a_signed_finding_is_complete(editor):
    finding = a_finding(QuestionFactory(), editor)
    assert finding.is_complete
    assert list(Finding.objects.complete()) == [finding]
