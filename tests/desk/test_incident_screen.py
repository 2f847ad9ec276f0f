"""The incident's screen: who says what on which side, what follows, what is not public, where and when."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from events.models import Finding, IncidentLink, IncidentParty
from events.neighbours import surroundings
from events.question_panels import columns_of
from newsroom.ledger.publishing import publish, withdraw
from tests.desk.claim_posts import page
from tests.factories import ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

INCIDENT = "events_incident"


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


@pytest.fixture
def army():
    return SourceFactory(name="Example Army")


@pytest.fixture
def ministry():
    return SourceFactory(name="Health Ministry")


@pytest.fixture
def question(army, ministry):
    """Asked about an incident with two sides, of which the army is A and the ministry B."""
    question = QuestionFactory()
    IncidentParty.objects.create(incident=question.incident, party=army, role="side_a")
    IncidentParty.objects.create(incident=question.incident, party=ministry, role="side_b")
    return question


def conclude(question, editor, **given):
    finding = Finding(
        question=question,
        outcome="confirms",
        method="report_range",
        rationale="Both saw it.",
        signed_by=editor,
        **given,
    )
    finding.save()
    return finding


def screen(client, incident):
    return page(client, INCIDENT, incident.pk).context["screen"]


def shown(client, incident):
    """The page's text with every run of white space as one blank."""
    return re.sub(r"\s+", " ", page(client, INCIDENT, incident.pk).content.decode())


def cells(panel):
    return [[(answer.words, [line.speaker for line in answer.lines]) for answer in cell] for cell in panel.cells]


class TestSideBySide:
    def test_nothing_yet_says_what_to_do(self, client):
        assert "Open an article and choose “Add claim”" in shown(client, IncidentFactory())

    def test_each_side_has_a_column_and_everybody_else_the_last(self, client, question, army, ministry):
        other = SourceFactory(name="A Witness")
        claims = [
            ClaimFactory(question=question, said_by=army, figure="at least six"),
            ClaimFactory(question=question, said_by=ministry, figure="four"),
            ClaimFactory(question=question, said_by=other, figure="4"),
        ]
        publish(claims)
        [panel] = screen(client, question.incident).panels
        assert cells(panel) == [
            [("at least 6", ["Example Army"])],
            [("4", ["Health Ministry"])],
            [("4", ["A Witness"])],
        ]
        text = shown(client, question.incident)
        assert 'Side A<span class="parties"><bdi>Example Army</bdi></span>' in text
        for claim in claims:
            assert reverse("admin:events_claim_change", args=[claim.pk]) in text

    def test_a_target_stands_among_the_others_with_its_part(self, client, question):
        target = SourceFactory(name="The Village")
        IncidentParty.objects.create(incident=question.incident, party=target, role="target")
        publish([ClaimFactory(question=question, said_by=target)])
        assert "The Village</bdi></a> (target)" in shown(client, question.incident)

    def test_one_row_for_each_question(self, client, question):
        injured = QuestionFactory(incident=question.incident, asks="injured")
        publish([ClaimFactory(question=question), ClaimFactory(question=injured)])
        QuestionFactory(incident=question.incident, asks="detained")
        assert [panel.question for panel in screen(client, question.incident).panels] == [question, injured]

    def test_who_may_not_see_claims_sees_none_of_it(self, client, question):
        publish([ClaimFactory(question=question)])
        user = UserFactory(is_staff=True)
        user.user_permissions.add(*_may("view_incident"))
        client.force_login(user)
        assert screen(client, question.incident) is None


def _may(*codenames):
    return Permission.objects.filter(codename__in=codenames)


class TestWhatFollows:
    def test_a_contradiction_comes_first_with_a_sign_and_a_word(self, client, question, army, ministry):
        publish(
            [
                ClaimFactory(question=question, said_by=army, figure="at least six"),
                ClaimFactory(question=question, said_by=ministry, figure="four"),
                ClaimFactory(question=question, figure="nine"),
            ]
        )
        [panel] = screen(client, question.incident).panels
        assert [line.relation.value for line in panel.conflicts] == ["contradicts", "contradicts"]
        assert "refines" in {line.relation.mirrored.value for line in panel.other_relations} | {
            line.relation.value for line in panel.other_relations
        }
        text = shown(client, question.incident)
        assert text.index("Contradiction") < text.index("More precise")
        assert "both cannot be right" in text
        assert '<span class="sign" aria-hidden="true">≠</span>' in text

    def test_reported_range_independence_and_who_was_not_heard(self, client, question, army):
        publish([ClaimFactory(question=question, said_by=army, figure=figure) for figure in ("six", "nine")])
        [panel] = screen(client, question.incident).panels
        text = shown(client, question.incident)
        assert panel.reported
        assert panel.independence.startswith("1 independent")
        assert "No claim from Health Ministry (side B)" in text

    def test_a_finding_is_shown_with_its_reasons(self, client, question, editor):
        claim = ClaimFactory(question=question, figure="nine")
        publish([claim])
        text = shown(client, question.incident)
        assert f"{reverse('admin:events_finding_add')}?question={question.pk}" in text
        finding = conclude(question, editor)
        assert finding in screen(client, question.incident).panels[0].waiting_findings
        publish([question])
        [panel] = screen(client, question.incident).panels
        assert (panel.finding.outcome, panel.waiting_findings) == ("confirms", [])
        assert "Both saw it." in shown(client, question.incident)

    def test_whoever_may_not_conclude_is_not_asked_to(self, as_role, question):
        publish([ClaimFactory(question=question)])
        assert "Record a finding" not in shown(as_role("Contributor"), question.incident)


class TestWhatIsNotPublic:
    def test_drafts_are_named_as_such_and_stand_in_no_cell(self, client, question, army):
        publish([ClaimFactory(question=question, said_by=army, figure="six")])
        draft = ClaimFactory(question=question, said_by=SourceFactory(name="A Drafted Voice"), figure="forty")
        [panel] = screen(client, question.incident).panels
        assert [said.claim for said in panel.drafts] == [draft]
        text = shown(client, question.incident)
        assert text.index("Also recorded, not public") < text.index("A Drafted Voice")
        assert len(panel.plot_rows) == 1

    def test_a_question_with_nothing_but_drafts_has_its_row(self, client, question):
        ClaimFactory(question=question)
        [panel] = screen(client, question.incident).panels
        assert (panel.is_public, panel.independence, panel.plots) == (False, "", [])

    def test_a_withdrawn_claim_is_a_draft_again(self, client, question):
        claim = ClaimFactory(question=question)
        publish([claim])
        withdraw([claim], "Misheard.")
        [panel] = screen(client, question.incident).panels
        assert [said.claim for said in panel.drafts] == [claim]
        assert cells(panel) == [[], [], []]


class TestPlots:
    def test_figures_are_drawn_in_two_orders_and_given_as_a_table(self, client, question):
        first = ClaimFactory(question=question, figure="nine", said_edtf="2023-06-18")
        second = ClaimFactory(question=question, figure="at least six", said_edtf="2023-06-19")
        publish([first, second])
        [panel] = screen(client, question.incident).panels
        orders = [[row.row.reading for row in plot.rows] for _key, _name, plot in panel.plots]
        assert orders == [["at least 6", "9"], ["9", "at least 6"]]
        text = shown(client, question.incident)
        assert text.count('role="img"') == 3  # two plots and the map
        assert "<caption>Who gives which figure: combatants killed</caption>" in text
        assert "6 or more" in text

    def test_nothing_is_styled_or_run_inline(self, client, question):
        publish([ClaimFactory(question=question)])
        text = shown(client, question.incident)
        panels = text[text.index('id="what-is-said"') : text.index('id="incident_form"')]
        assert "style=" not in panels
        assert "<script" not in panels
        assert " on" not in re.sub(r">[^<]*<", "><", panels).replace(" one", "")

    def test_a_denial_is_no_figure(self, client, question):
        publish([ClaimFactory(question=question, polarity="denies", figure="six")])
        [panel] = screen(client, question.incident).panels
        assert panel.plots == []
        assert "denies: 6" in shown(client, question.incident)

    def test_what_is_no_figure_has_no_plot(self, client, question):
        asked = QuestionFactory(incident=question.incident, asks="occurred_on", of="not_applicable")
        claim = ClaimFactory(question=asked, figure="", quantity=None, value_words="on Monday", value_edtf="2023-06-19")
        publish([claim])
        [panel] = screen(client, question.incident).panels
        assert panel.plots == []


class TestTimeAndPlace:
    def test_parts_and_earlier_incidents_stand_in_order_of_time(self, client):
        incident = IncidentFactory()
        part = IncidentFactory(label="Helicopter fire", occurred_edtf="2023-06-20")
        earlier = IncidentFactory(label="Raid of 2022", occurred_edtf="2022-05-11", place=incident.place)
        undated = IncidentFactory(label="The whole operation", occurred_edtf="", occurred_words="that summer")
        IncidentLink.objects.create(incident=part, kind="part_of", other=incident)
        IncidentLink.objects.create(incident=earlier, kind="same_place_earlier", other=incident)
        IncidentLink.objects.create(incident=incident, kind="part_of", other=undated)
        found = surroundings(incident)
        assert [(one.when, one.standing) for one in found.timeline] == [
            ("11 May 2022", "at the same place, earlier"),
            ("19 June 2023", ""),
            ("20 June 2023", "part of this incident"),
            ("that summer", "this incident is part of it"),
        ]
        text = shown(client, incident)
        assert "Raid of 2022" in text
        assert "32.461° N, 35.300° E" in text

    def test_one_place_is_one_point(self):
        incident = IncidentFactory()
        IncidentLink.objects.create(
            incident=IncidentFactory(place=incident.place), kind="same_place_earlier", other=incident
        )
        drawn = surroundings(incident).map
        assert drawn
        assert [dot.point.is_main for dot in drawn.dots] == [True]

    @pytest.mark.parametrize("place", [None, {"latitude": None, "longitude": None}])
    def test_without_coordinates_that_is_said(self, client, place):
        incident = IncidentFactory(place=place and PlaceFactory(**place), place_precision=None)
        assert "No coordinates are recorded." in shown(client, incident)


def test_it_costs_the_same_for_one_question_and_for_ten(client, django_assert_max_num_queries):
    question = QuestionFactory()
    publish([ClaimFactory(question=question)])
    counts = []
    for more in ([], ["injured", "detained", "missing", "destroyed", "damaged", "displaced", "abducted", "disabled"]):
        for asks in more:
            asked = QuestionFactory(incident=question.incident, asks=asks)
            publish([ClaimFactory(question=asked)])
            ClaimFactory(question=asked, figure="forty")
        page(client, INCIDENT, question.incident.pk)
        with django_assert_max_num_queries(1000) as counted:
            page(client, INCIDENT, question.incident.pk)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_an_incident_without_parties_has_its_columns_all_the_same():
    assert [column.heading for column in columns_of([])] == ["Side A", "Side B", "Others"]
