"""A newsroom at work, by chance, and a reader who keeps a copy by `/changes/`: the two have to agree at any moment."""

from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from events.models import Claim, ClaimPublication
from newsroom.ledger.publishing import publish, take_down, withdraw
from newsroom.ledger.records import Record
from tests.api.asking import client, head
from tests.api.copying import PLURALS, Copy, listed
from tests.factories import ClaimFactory, SourceFactory


class Replaying(RuleBasedStateMachine):
    """Claims are issued, edited, re-issued, withdrawn and taken down; outlets and speakers are renamed."""

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.following = Copy()
        self.past: dict[tuple[str, int], bytes] = {}
        self.names = 0

    def teardown(self) -> None:
        afresh = Copy().catch_up()
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)
        assert (afresh.issued, afresh.withdrawn) == (self.following.issued, self.following.withdrawn)

    @initialize(target=claims)
    def first_claim(self) -> Claim:
        return self._issued(ClaimFactory())

    @rule(target=claims, other=claims, figure=st.sampled_from(["nine", "at least six", "dozens"]))
    def claim_on_the_same_question(self, other: Claim, figure: str) -> Claim:
        return self._issued(ClaimFactory(question=other.question, figure=figure))

    @rule(target=claims)
    def claim_on_another_question(self) -> Claim:
        return self._issued(ClaimFactory())

    @rule(claim=claims, certainty=st.sampled_from(["stated", "believed", "reported"]))
    def edit(self, claim: Claim, certainty: str) -> None:
        Claim.objects.filter(pk=claim.pk).update(certainty=certainty)
        self._if_public(claim, publish)

    @rule(claim=claims)
    def rename_its_speaker(self, claim: Claim) -> None:
        self._rename(claim.said_by)

    @rule(claim=claims)
    def rename_its_outlet(self, claim: Claim) -> None:
        self._rename(claim.citations.get().article.outlet)

    @rule(claim=claims)
    def withdraw(self, claim: Claim) -> None:
        self._if_public(claim, lambda records: withdraw(records, "Said by somebody else."))

    @rule(claim=claims)
    def publish_again(self, claim: Claim) -> None:
        if self._visibility(claim) == "withdrawn":
            publish([claim])

    @rule(claim=consumes(claims))
    def take_down(self, claim: Claim) -> None:
        self._if_public(claim, lambda records: take_down(records, "A court has ordered it."))
        self.past.clear()

    @rule()
    def draft_nobody_sees(self) -> None:
        ClaimFactory()
        SourceFactory()

    @rule(kind=st.sampled_from(PLURALS), ordering=st.sampled_from(["-issued", "issued"]))
    def remember_a_list(self, kind: str, ordering: str) -> None:
        """What somebody was given as of now he is given for ever, unless it is taken down."""
        for address in (f"/api/v1/{kind}/?ordering={ordering}&page_size=2&with_count=true", "/api/v1/changes/?limit=3"):
            self.past[address, head()] = self._as_of(address, head())

    @invariant()
    def a_copy_kept_up_to_date_is_what_the_lists_show(self) -> None:
        copy = self.following.catch_up(limit=7)
        assert copy.issued == listed()
        assert copy.issued | copy.withdrawn == listed(include="withdrawn")

    @invariant()
    def the_past_stands(self) -> None:
        for (address, seq), content in self.past.items():
            assert self._as_of(address, seq) == content, (address, seq)

    def _issued(self, claim: Claim) -> Claim:
        publish([claim])
        return claim

    def _rename(self, source: Any) -> None:
        self.names += 1
        source.refresh_from_db()
        source.name = f"{source.name.partition(', once')[0]}, once renamed {self.names}"
        source.save()
        publish([source])

    def _if_public(self, claim: Claim, act: Any) -> None:
        records: list[Record] = [Claim.objects.get(pk=claim.pk)]
        if self._visibility(claim) == "issued":
            act(records)

    def _visibility(self, claim: Claim) -> str:
        return ClaimPublication.objects.current().get(public_id=claim.public_id).visibility

    def _as_of(self, address: str, seq: int) -> bytes:
        response = client.get(f"{address}&as_of={seq}")
        assert response.status_code == 200, response.content
        return response.content
