"""The whole chain with any text: a file goes in, exact words come out on the API and verify by their hash."""

import hashlib
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.recording import Quote, cite
from newsroom.ledger.publishing import publish
from sources.models import ArticleVersion
from tests.factories import ClaimFactory

# Emoji and their joiners, combining marks, Arabic, Hebrew, letters that NFC changes, quotes and line ends.
ODD = st.sampled_from([*"🚁👩\u200d👧ée\u0301ñn\u0303ﬁ́ظُلِمשָׁלוֹם“”‘’«»—\u200f abc,.\r\n"])
WORDS = st.text(ODD, min_size=1, max_size=25)


class AnyTextTest(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(before=WORDS, quote=WORDS, after=WORDS)
    def test_words_on_the_api_stand_at_their_offsets_in_the_text_of_the_given_hash(self, before, quote, after):
        version = imported(f"date 2023-06-19 Lead.\r\n\r\n{before}\r\n\r\nHe said: {quote}!\r\n\r\n{after}")
        claim = ClaimFactory()
        cite(claim, Quote(version=version, words=f"He said: {quote}!"))
        publish([claim])
        served = Client().get(f"/api/v1/claims/{claim.public_id}/").json()
        passage = served["citations"][1]["passage"]
        assert version.text[passage["start"] : passage["end"]] == passage["exact"]
        assert version.text[: passage["start"]].endswith(passage["prefix"])
        assert version.text[passage["end"] :].startswith(passage["suffix"])
        assert passage["sha256"] == hashlib.sha256(passage["exact"].encode()).hexdigest()
        assert passage["version"]["sha256"] == hashlib.sha256(version.text.encode()).hexdigest()


def imported(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_bytes(content.encode())
        call_command("import_articles", str(path), outlet="The Example Post", output="json")
    return ArticleVersion.objects.latest("pk")
