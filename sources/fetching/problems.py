"""Why something was not fetched: a closed reason, what is wrong, and how to mend it."""

from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal[
    "bad_address",  # not a web address, or one spelt so that programs read it differently
    "forbidden_address",  # leads into a private, local or reserved network
    "unknown_host",  # its name cannot be resolved
    "unreachable",  # nobody answers there, or the connection broke off
    "insecure",  # no encrypted connection to who the address says it is
    "too_slow",
    "too_large",  # more bytes than are taken, as sent or unpacked
    "bomb",  # unpacks to far more than a page ever does
    "broken_answer",  # not HTTP, cut short, or in conflict with itself
    "unknown_encoding",  # packed in a way that was not asked for
    "redirects",  # too many, in a circle, or to nowhere
    "robots",  # the host asks programs to stay away from this page
    "not_now",  # the host asks to come again later
    "not_found",  # 404 or 410
    "denied",  # 401, 403, 407 or 451
    "server_error",  # 5xx
    "unexpected_status",  # any other
]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class FetchProblem:
    """Why nothing was fetched. `status` is the HTTP status where there was an answer."""

    reason: Reason
    message: str
    hint: str = ""
    status: int | None = None

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message


class Unfetchable(Exception):
    """Ends a fetch; `Client.fetch` turns it into its `problem` and never lets it out."""

    def __init__(self, reason: Reason, message: str, *, hint: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.problem = FetchProblem(reason, message, hint, status)
