"""Every block of the recipes, run as a reader would run it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import newsroom
from tests.api.asking import issue
from tests.factories import ClaimFactory

RECIPES = Path(newsroom.__file__).parent / "docs" / "recipes.md"
BLOCK = re.compile(r"^```(sh|python|r)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}
AROUND = {**os.environ, "no_proxy": "*", "NO_PROXY": "*"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.own_database  # shows nothing of an engine that the lists do not show
def test_every_recipe_does_what_it_says(live_server, tmp_path):
    first = ClaimFactory()
    issue(first, ClaimFactory(question=first.question, figure="two"))
    blocks = BLOCK.findall(RECIPES.read_text())
    assert {language for language, _ in blocks} == set(RUN)
    said = {}
    for language, text in blocks:
        command = [*RUN[language], text.replace("https://facts.example", live_server.url)]
        around = {**AROUND, "PYTHONPATH": str(tmp_path)}
        run = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=False)  # noqa: S603  our own
        assert run.returncode == 0, f"{text}\n{run.stderr}"
        said[text] = run.stdout
    answers = "".join(said.values())
    assert "the words have their hash: True" in answers
    assert "contradicts" in answers
    assert "Did you mean" in answers
    assert "holds every claim that is listed: True" in answers
    assert "asked again: 304" in answers
    assert (tmp_path / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbfid,version")
