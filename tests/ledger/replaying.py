"""A newsroom at work, by chance, and a reader who keeps a copy by `/changes/`: the two have to agree at any moment."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from events.models import Claim, ClaimPublication
from newsroom.desk.shielding import make_stricter
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.models import Merge
from newsroom.ledger.publishing import publish, take_down, withdraw
from newsroom.ledger.records import Record
from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.plans import RegroupingRefused
from newsroom.ledger.regrouping.splitting import split
from newsroom.ledger.regrouping.unmerging import unmerge
from sources.models import Disclosure, Source
from tests.api.asking import client, head
from tests.api.copying import PLURALS, Copy, listed
from tests.factories import ClaimFactory, SourceFactory, UserFactory

DONE: Counter[str] = Counter()
"""The acts on whole records in all newsrooms so far, those that were refused apart."""


class Replaying(RuleBasedStateMachine):
    """Claims are issued, edited, re-issued, withdrawn and taken down; outlets and speakers are renamed, merged, split,
    parted again, and made confidential, which erases what named them.

    An act that the desk refuses has to leave everything as it was, like any other.
    """

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.following = Copy()
        self.past: dict[tuple[str, int], bytes] = {}
        self.names = 0
        self.acts: Counter[str] = Counter()
        self.chief = UserFactory(chief=True)

    def teardown(self) -> None:
        DONE.update(self.acts)
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
        self._rename(_speaker(claim))

    @rule(claim=claims)
    def rename_its_outlet(self, claim: Claim) -> None:
        self._rename(_outlet(claim))

    @rule(one=claims, other=claims)
    def merge_their_speakers(self, one: Claim, other: Claim) -> None:
        self._try("merge", lambda: merge(_speaker(one), _speaker(other), [], self.chief, "The same."))

    @rule(one=claims, other=claims)
    def merge_their_outlets(self, one: Claim, other: Claim) -> None:
        self._try("merge", lambda: merge(_outlet(one), _outlet(other), [], self.chief, "The same."))

    @rule(claim=claims)
    def split_its_speaker(self, claim: Claim) -> None:
        self.names += 1
        chosen = {"events.Claim.said_by": [claim.pk]}
        self._try(
            "split", lambda: split(_speaker(claim), f"Another, no. {self.names}", chosen, self.chief, "They are two.")
        )

    @rule()
    def undo_the_last_merge(self) -> None:
        last = Merge.objects.filter(undone_at=None).order_by("-id").first()
        if last:
            self._try("unmerge", lambda: unmerge(last, self.chief, "They are two."))

    @rule(claim=claims)
    def make_its_speaker_confidential(self, claim: Claim) -> None:
        self._try("erase", lambda: make_stricter(_speaker(claim), Disclosure.BACKGROUND, "an official", self.chief))
        self.past.clear()

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

    def _try(self, what: str, act: Callable[[], Any]) -> None:
        try:
            act()
        except (RegroupingRefused, PublishingRefused):
            what = f"{what} refused"
        self.acts[what] += 1

    def _rename(self, source: Source) -> None:
        if source.is_confidential:
            return
        self.names += 1
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


def _speaker(claim: Claim) -> Source:
    """As it is now: a merge or a split may have put another one in its place."""
    speaker = Claim.objects.get(pk=claim.pk).said_by
    assert speaker is not None
    return speaker


def _outlet(claim: Claim) -> Source:
    outlet = claim.citations.get().article.outlet
    assert outlet is not None
    return outlet
