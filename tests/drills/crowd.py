"""Many people and programs at one newsroom at one moment, each a process of its own, on a database in a file.

    python -m tests.drills.crowd --editors 20 --edits 50 --writers 20 --acts 20
    DATABASE_URL=postgres://… python -m tests.drills.crowd

The editors open the same few claims and sources in the desk's real forms, rows below and actions included, and save.
Each of their edits has to be in the history of its record, or its editor has to have been shown the conflict screen
with his text; and none may have been saved over something that its editor had not seen. Then writers publish while
others read the API and an import runs: nobody may be turned away by a lock.
On PostgreSQL a database `test_…` is made and dropped on the server that DATABASE_URL names.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.drills.scratch import scratch_django
from tests.drills.writers import fork, process

BOXES = {
    "events.Claim": ("note", "said_words", "citations-0-verb_text"),
    "sources.Source": ("description", "name"),
}
SHARED = 3
"""So many records of each kind for everybody, so that many meet on one."""


@dataclass(frozen=True)
class Edit:
    """What one editor sent, what stood in the box when he opened the form, and what came of it."""

    box: str
    typed: str
    seen: str
    outcome: str


def edit_once(browser: Any, chance: random.Random, typed: str) -> Edit:
    """Open a record that others have open, type into one box, and save or publish."""
    from django.apps import apps
    from django.urls import reverse

    from tests.desk.forms import fill_in, form_of

    label = chance.choice(sorted(BOXES))
    model, box = apps.get_model(label), chance.choice(BOXES[label])
    record: Any = chance.choice(list(model._base_manager.order_by("pk")[:SHARED]))
    page = browser.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk]))
    if page.status_code != 200:
        return Edit(box, typed, "", f"not opened: {page.status_code}")
    seen = form_of(page).values[box][0]
    press = chance.choice(["_save", "_publish"])
    answer = fill_in(browser, page, press=press, **{box: typed, "change_reason": "A reason."})
    return Edit(box, typed, seen, _outcome(answer, typed))


def _outcome(answer: Any, typed: str) -> str:
    content = answer.content.decode()
    if answer.status_code == 200 and "conflict-page" in content:
        return "conflict" if typed in content else "conflict without his text"
    return "saved" if answer.redirect_chain else f"refused: {answer.status_code}"


def act_on_list(browser: Any, chance: random.Random) -> str:
    """Publish some of the claims from the list, as they are shown there."""
    from django.urls import reverse

    from tests.desk.forms import form_of

    page = browser.get(reverse("admin:events_claim_changelist"))
    values = form_of(page).values if page.status_code == 200 else {}
    keys = [str(found.pk) for found in page.context["cl"].result_list] if page.status_code == 200 else []
    chosen = chance.sample(keys, min(2, len(keys)))
    sent = {**values, "action": "publish_selected", "_selected_action": chosen}
    return f"action: {browser.post(page.request['PATH_INFO'], sent).status_code}"


def edit(number: int, edits: int, browser: Any, told: Any) -> None:
    chance = random.Random(number)
    done: list[Edit] = []
    actions: Counter[str] = Counter()
    for at in range(edits):
        done.append(edit_once(browser, chance, f"words {at} of editor {number}"))
        if at % 5 == 4:
            actions[act_on_list(browser, chance)] += 1
    told.put((done, actions))


def edit_together(editors: int, edits: int) -> tuple[list[str], Counter[str]]:
    """What was lost or silent when so many editors made so many edits each, and how often each outcome came."""
    browsers = [_browser(number) for number in range(editors)]
    told = _together([partial(edit, at, edits, browsers[at]) for at in range(editors)])
    every = [found for done, _actions in told for found in done]
    outcomes = Counter(found.outcome for found in every)
    for _done, actions in told:
        outcomes += actions
    wrong = [f"{found.typed}: {found.outcome}" for found in every if found.outcome not in ("saved", "conflict")]
    wrong += [f"{outcomes[name]} × {name}" for name in outcomes if name.startswith("action") and name[-3:] != "302"]
    return wrong + _lost([found for found in every if found.outcome == "saved"]), outcomes


def _browser(number: int) -> Any:
    from django.test import Client

    from tests.factories import UserFactory

    browser = Client(raise_request_exception=False)
    browser.force_login(UserFactory(chief=True, username=f"editor-{number}"))
    return browser


def _lost(saved: list[Edit]) -> list[str]:
    """Saved edits that no history has, and those that took the place of something their editor had not seen."""
    before = _values_before()
    wrong = [f"{found.typed}: told as saved, and in no history" for found in saved if found.typed not in before]
    return wrong + [
        f"{found.typed}: saved over “{before[found.typed]}”, which its editor had not seen"
        for found in saved
        if before.get(found.typed, found.seen) != found.seen
    ]


def _values_before() -> dict[str, str]:
    """For each value that ever stood in a box, the one that stood there before."""
    from events.models import Citation, Claim
    from sources.models import Source

    before: dict[str, str] = {}
    for model, names in (
        (Claim, ("note", "said_words")),
        (Citation, ("verb_text",)),
        (Source, ("description", "name")),
    ):
        rows: Any = model
        last: defaultdict[Any, str] = defaultdict(str)
        for row in rows.history.order_by("history_id"):
            for name in names:
                value = getattr(row, name)
                if value != last[row.id, name]:
                    before[value], last[row.id, name] = last[row.id, name], value
    return before


def write_together(writers: int, acts: int, readers: int = 4) -> tuple[list[str], int]:
    """What turned somebody away when so many writers did so many acts each; and how often the API was read."""
    with TemporaryDirectory(prefix="crowd-") as name:
        jobs: list[Callable[[Any], None]] = [partial(_write, at, acts) for at in range(writers)]
        over = fork.Event()
        jobs += [partial(_read, over)] * readers
        jobs.append(partial(_import, Path(name), acts * 5))
        told = _together(jobs, then=over.set, waiting_for=writers + 1)
    return [words for errors, _count in told for words in errors], sum(count for _errors, count in told)


def _write(writer: int, acts: int, told: Any) -> None:
    from django.db import Error, transaction

    from newsroom.ledger.publishing import publish
    from tests.factories import SourceFactory

    errors = []
    for number in range(1, acts + 1):
        try:
            with transaction.atomic():
                publish([SourceFactory(name=f"Writer {writer} source {number}")])
        except Error as error:
            errors.append(f"writer {writer}: {error}")
    told.put((errors, 0))


def _read(over: Any, told: Any) -> None:
    from django.test import Client

    browser, errors, count = Client(raise_request_exception=False), [], 0
    while not over.is_set():
        for address in ("sources/", "changes/?limit=50", "ledger/", "sources.csv"):
            answer = browser.get(f"/api/v1/{address}")
            b"".join(answer) if answer.streaming else answer.content
            errors += [] if answer.status_code == 200 else [f"{address}: {answer.status_code}"]
            count += 1
    told.put((errors, count))


def _import(folder: Path, items: int, told: Any) -> None:
    from django.core.management import CommandError, call_command

    for number in range(items):
        (folder / f"{number}.txt").write_text(
            f"date 2023-06-19\noutlet: The Example Post\n\nReport {number} of a crowd."
        )
    try:
        call_command("import_articles", str(folder), verbosity=0)
        told.put(([], 0))
    except (CommandError, SystemExit) as error:
        told.put(([f"import: {error}"], 0))


def _together(jobs: list[Callable[[Any], None]], then: Callable[[], None] | None = None, waiting_for: int = 0) -> Any:
    """Each job in a process of its own, all begun at once; what they told. `then` is called when some have told."""
    from django.db import connections

    connections.close_all()
    told, start = fork.Queue(), fork.Event()

    def run(job: Callable[[Any], None]) -> None:
        start.wait()
        job(told)

    processes = [process(run, job) for job in jobs]
    for each in processes:
        each.start()
    start.set()
    found = [told.get(timeout=3600) for _ in range(waiting_for or len(jobs))]
    if then is not None:
        then()
        found += [told.get(timeout=3600) for _ in range(len(jobs) - waiting_for)]
    for each in processes:
        each.join()
    return found


def build() -> None:
    """The records that everybody works on, all of them public."""
    from django.db import transaction

    from newsroom.ledger.publishing import publish
    from tests.factories import ClaimFactory

    with transaction.atomic():
        publish(ClaimFactory.create_batch(SHARED))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, count in (("editors", 20), ("edits", 50), ("writers", 20), ("acts", 20)):
        parser.add_argument(f"--{name}", type=int, default=count)
    asked = parser.parse_args()
    with scratch_django():
        build()
        began = time.monotonic()
        lost, outcomes = edit_together(asked.editors, asked.edits)
        seconds = time.monotonic() - began
        away, reads = write_together(asked.writers, asked.acts)
    sys.stdout.write("".join(f"{line}\n" for line in [*lost, *away]))
    sys.stdout.write(
        f"{asked.editors} editors × {asked.edits} edits in {seconds:.0f} s: {dict(outcomes)}, "
        f"{len(lost)} lost or silent\n"
        f"{asked.writers} writers × {asked.acts} acts, {reads} reads, an import: {len(away)} turned away\n"
    )
    return min(len(lost) + len(away), 1)


if __name__ == "__main__":
    sys.exit(main())
