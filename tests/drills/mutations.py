"""Break a promise of the product in a copy of it, one line at a time, and see that its tests notice.

    python -m tests.drills.mutations
    python -m tests.drills.mutations --suite vault

Each mutation is a few words of the product that stand there once, what they become, and the tests that have to fail
then. What a test does not notice is told, and the command answers 1.
"""

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

ROOT = Path(__file__).parents[2]
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "*.sqlite3*", "received", "staticfiles")


@dataclass(frozen=True)
class Mutation:
    """In `file` the words `old`, which stand there once, become `new`; then one of `tests` fails."""

    suite: str
    breaks: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def is_possible(self) -> bool:
        return (ROOT / self.file).read_text(encoding="utf-8").count(self.old) == 1

    def apply(self, root: Path) -> None:
        place = root / self.file
        place.write_text(place.read_text(encoding="utf-8").replace(self.old, self.new), encoding="utf-8")


def is_noticed(mutation: Mutation) -> bool:
    """True if the tests of a mutated copy fail; they have to be found and to run."""
    with TemporaryDirectory(prefix="mutation-") as name:
        copy = Path(name) / "copy"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        mutation.apply(copy)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutation.tests]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)  # noqa: S603  our own
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{mutation.breaks}: no test ran:\n{done.stdout.decode()[-2000:]}")
    return done.returncode == 1


def main() -> int:
    from tests.drills.mutations_listed import MUTATIONS

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--suite", choices=sorted({each.suite for each in MUTATIONS}))
    asked = parser.parse_args()
    chosen = [each for each in MUTATIONS if asked.suite in (None, each.suite)]
    unnoticed = 0
    for mutation in tqdm(chosen, unit=" mutations", file=sys.stderr, disable=not sys.stderr.isatty()):
        noticed = is_noticed(mutation)
        unnoticed += not noticed
        sys.stdout.write(f"{'noticed' if noticed else 'NOT NOTICED'}: {mutation.suite}: {mutation.breaks}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} mutations, {unnoticed} not noticed\n")
    return min(unnoticed, 1)


if __name__ == "__main__":
    sys.exit(main())
