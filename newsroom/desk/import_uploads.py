"""What somebody gave to be imported: names, hashes of the kept bytes, how to read them; signed between two pages."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

from newsroom.accounts.models import User
from sources.importing.article_job import ArticleJob
from sources.importing.formats import AUTO
from sources.importing.reading import Reading
from sources.importing.records import RecordProblem
from sources.received import NotKept, NotSound, open_received
from sources.text import clip

_SALT = "newsroom.desk.import"
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Upload:
    """`files` in the order of their names; the options are those of `ArticleJob`."""

    files: tuple[KeptFile, ...]
    format: str = AUTO
    outlet: str = ""
    encoding: str = ""
    publish: bool = False

    @property
    def name(self) -> str:
        """What the run calls it: the name of the one file, or how many there are."""
        names = [file.name for file in self.files]
        return names[0] if len(names) == 1 else clip(f"{len(names)} files: {', '.join(names)}", _LONGEST_NAME)

    def readings(self) -> Iterator[Reading]:
        """The bytes of one file after the other; where they are gone, the problem."""
        for file in self.files:
            yield _reading(file)

    def job(self, *, is_dry_run: bool = False) -> ArticleJob:
        return ArticleJob(
            given=Reading(self.name),
            format=self.format,
            outlet=self.outlet,
            encoding=self.encoding,
            publish=self.publish,
            is_dry_run=is_dry_run,
        )

    def signed(self, user: User, total: int | None) -> str:
        """The upload as a form carries it, only for this user, with the number of its items if that is known."""
        return signing.dumps({**asdict(self), "user": user.pk, "total": total}, salt=_SALT, compress=True)

    @classmethod
    def from_signed(cls, value: str, user: User) -> "tuple[Upload, int | None]":
        """Raises `BadSignature` for what this server has not signed for this user."""
        told: dict[str, Any] = signing.loads(value, salt=_SALT)
        signed_for, total = told.pop("user"), told.pop("total")
        if signed_for != user.pk:
            message = "signed for somebody else"
            raise signing.BadSignature(message)
        return cls(**{**told, "files": tuple(KeptFile(**file) for file in told["files"])}), total


def _reading(file: KeptFile) -> Reading:
    try:
        return Reading(file.name, open_received(file.sha256))
    except (NotKept, NotSound, OSError) as error:
        hint = "Give the file once more."
        return Reading(file.name, problem=RecordProblem("unreadable", str(error).rstrip("."), hint=hint))
