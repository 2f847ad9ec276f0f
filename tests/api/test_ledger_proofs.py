import hashlib
import json

import pytest
from django.db import transaction

from newsroom.api import proofs
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import take_down
from tests.api.asking import CLAIMS, ask, client, end, head, issue, refusal, reissue
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db
LEDGER = "/api/v1/ledger/"


def sha256(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def check(proof):
    """What a stranger does: nothing but hashing and comparing. The document that holds."""
    content = proof["content"]
    before = sha256(content["salt"], content["body"], content["facets"], content["visibility"])
    place = 8
    for text in proof["path"]:
        entry = json.loads(text)
        assert entry[place] == before
        before, place = sha256(text), 9
    assert before == proof["checkpoint"]["sha256"]
    first = json.loads(proof["path"][0])
    assert (first[0], first[4], first[5]) == (proof["seq"], proof["id"], proof["version"])
    return json.loads(content["body"])


def proof_of(record, **params):
    return ask(f"{LEDGER}proof/{record.public_id}/", **params)


def test_the_head_is_the_newest_entry():
    assert ask(LEDGER)["head"] is None
    issue(ClaimFactory())
    newest = Entry.objects.latest("seq")
    assert (ask(LEDGER)["head"]["seq"], ask(LEDGER)["head"]["sha256"]) == (newest.seq, newest.entry_sha256)
    then = client.get(LEDGER, {"as_of": 3}).content
    assert json.loads(then)["head"]["seq"] == 3
    issue(ClaimFactory())
    assert client.get(LEDGER, {"as_of": 3}).content == then


def test_checkpoints_are_every_so_many_entries(monkeypatch):
    monkeypatch.setattr(proofs, "CHECKPOINT_EVERY", 3)
    issue(*SourceFactory.create_batch(8))
    page = ask(f"{LEDGER}checkpoints/")
    assert [each["seq"] for each in page["results"]] == [3, 6]
    first = ask(f"{LEDGER}checkpoints/", limit=1)
    assert [each["seq"] for each in ask(first["next"])["results"]] == [6]
    assert [each["seq"] for each in ask(f"{LEDGER}checkpoints/", as_of=5)["results"]] == [3]
    assert ask(f"{LEDGER}checkpoints/", since=3)["results"] == page["results"][1:]


def test_a_stranger_can_check_one_claim_by_hash_alone(monkeypatch):
    monkeypatch.setattr(proofs, "CHECKPOINT_EVERY", 7)
    claim = ClaimFactory()
    issue(claim)
    issue(*SourceFactory.create_batch(3))
    proof = proof_of(claim)
    assert (proof["checkpoint"]["seq"], len(proof["path"])) == (7, 2)
    body = check(proof)
    served = ask(f"{CLAIMS}{claim.public_id}/")
    assert body == {name: said for name, said in served.items() if name not in ("version", "visibility", "issued_at")}
    passage = body["citations"][0]["passage"]
    assert sha256(passage["exact"]) == passage["sha256"]
    assert check(proof_of(claim, until=head())) == body
    for changed in ("body", "facets", "salt", "visibility"):
        forged = {**proof, "content": {**proof["content"], changed: proof["content"][changed] + " "}}
        with pytest.raises(AssertionError):
            check(forged)


def test_any_version_can_be_proved_and_the_one_of_a_moment():
    claim = ClaimFactory()
    then = issue(claim)
    reissue(claim)
    end(claim)
    assert [check(proof_of(claim, version=number))["certainty"] for number in (1, 2)] == ["stated", "believed"]
    assert proof_of(claim)["content"]["visibility"] == "withdrawn"
    assert proof_of(claim, as_of=then)["version"] == 1
    refusal(f"{LEDGER}proof/{claim.public_id}/", 404, version=4)
    refusal(f"{LEDGER}proof/{claim.public_id}/", 404, version=2, as_of=then)


def test_what_is_not_public_is_not_proved():
    draft, taken = ClaimFactory(), ClaimFactory()
    issue(taken)
    with transaction.atomic():
        take_down([taken], "By order.")
    refusal(f"{LEDGER}proof/{draft.public_id}/", 404)
    refusal(f"{LEDGER}proof/xyz_{'a' * 26}/", 404)
    for version in (1, 2):
        assert refusal(f"{LEDGER}proof/{taken.public_id}/", 410, version=version)["code"] == "taken-down"


def test_a_path_that_cannot_be_had_says_why(monkeypatch):
    monkeypatch.setattr(proofs, "LONGEST_PROOF", 5)
    monkeypatch.setattr(proofs, "CHECKPOINT_EVERY", 4)
    first = SourceFactory()
    seq = issue(SourceFactory(), SourceFactory()) + 1
    issue(first)
    address = f"{LEDGER}proof/{first.public_id}/"
    assert ask(address)["checkpoint"]["seq"] == seq
    assert "ask for that one or a later" in refusal(address, until=seq - 1)["detail"]
    assert "at most 5 steps" in refusal(address, until=seq + 6)["detail"]
    assert refusal(address, until=seq + 1)["code"] == "beyond-head"
