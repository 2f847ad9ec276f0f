"""Fetching the bytes of an address, with every redirect checked like the first."""

import hashlib
import ssl
from collections.abc import Callable
from dataclasses import replace

from sources.fetching.answers import Fetched, NotModified, Outcome, Validators, read_content_type, sendable
from sources.fetching.connecting import Link
from sources.fetching.exchanging import WITH_BODY, Answer, ask
from sources.fetching.network import Internet, Network
from sources.fetching.politeness import ASK_LATER, Pace, Robots
from sources.fetching.problems import Reason, Unfetchable
from sources.fetching.rules import Rules
from sources.fetching.targets import Target, parse_target, redirected
from sources.fetching.timing import Deadline
from sources.text import clip

LastSeen = Callable[[str], Validators | None]
"""From an address to what its host said when the bytes that are still kept were fetched."""

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_ROBOTS_BYTES = 1024 * 1024
_REASONS: dict[int, tuple[Reason, str]] = {
    401: ("denied", "The page is not open to everybody; save it with a browser and import the file."),
    403: ("denied", "The host refuses programs; ask the site, or save the page with a browser and import the file."),
    404: ("not_found", "Look for a slip in the address."),
    407: ("denied", "The page is not open to everybody; save it with a browser and import the file."),
    410: ("not_found", "The page was taken away."),
    429: ("not_now", "Try again later."),
    451: ("denied", "The page is held back for legal reasons."),
    503: ("not_now", "Try again later."),
}


def nothing_seen(_url: str) -> Validators | None:
    return None


class Client:
    """Fetches addresses for the length of a run, in which it remembers whom it asked when and their robots.txt.

    Without `tls` certificates are checked against those that the system trusts.
    """

    def __init__(
        self, rules: Rules | None = None, network: Network | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._rules = rules or Rules()
        self._link = Link(network or Internet(), self._rules, tls or ssl.create_default_context())
        self._pace = Pace(self._link.network, self._rules)
        self._robots = Robots(self._ask_robots)

    def fetch(self, url: str, last_seen: LastSeen = nothing_seen) -> Outcome:
        """The bytes of an address, or that they have not changed since they were last seen, or why neither.

        Raises nothing, whatever the address and the answer; returns within the deadline of the rules,
        pauses for politeness not counted.
        """
        try:
            return self._fetch(url, last_seen)
        except Unfetchable as error:
            return error.problem

    def _fetch(self, url: str, last_seen: LastSeen) -> Outcome:
        deadline = self._link.deadline()

        def ask_politely(target: Target) -> Answer:
            answer = self._ask(target, last_seen(target.url), deadline)
            if answer.status in ASK_LATER and self._pace.hold(target.host, answer):
                answer = self._ask(target, last_seen(target.url), deadline)
            return answer

        target, answer = self._follow(parse_target(url, self._rules.ports), ask_politely)
        return self._outcome(target, answer, last_seen(target.url))

    def _ask(self, target: Target, seen: Validators | None, deadline: Deadline) -> Answer:
        self._pace.wait(target.host, self._robots.crawl_delay(target, deadline), deadline)
        return ask(self._link, target, _conditions(seen), deadline)

    def _ask_robots(self, target: Target, deadline: Deadline) -> Answer:
        link = replace(self._link, rules=replace(self._rules, most_bytes=_MOST_ROBOTS_BYTES))
        robots = replace(target, path="/robots.txt")
        return self._follow(robots, lambda at: ask(link, at, {}, deadline))[1]

    def _follow(self, target: Target, ask_at: Callable[[Target], Answer]) -> tuple[Target, Answer]:
        """The first answer that does not send the reader on, and where it was given."""
        visited: set[str] = set()
        while len(visited) <= self._rules.most_redirects:
            visited.add(target.url)
            answer = ask_at(target)
            if answer.status not in _REDIRECTS:
                return target, answer
            target = redirected(target, answer.headers.get("Location", ""), self._rules.ports)
            if target.url in visited:
                message = f"{clip(target.url)} redirects in a circle"
                raise Unfetchable("redirects", message, hint="The site may want a cookie; save it with a browser.")
        message = f"more than {self._rules.most_redirects} redirects, the last to {clip(target.url)}"
        raise Unfetchable("redirects", message, hint="Give the address at which they end.")

    def _outcome(self, target: Target, answer: Answer, seen: Validators | None) -> Fetched | NotModified:
        etag = sendable(answer.headers.get("ETag", ""))
        modified = sendable(answer.headers.get("Last-Modified", ""), 100)
        now = self._link.network.now()
        if answer.status == 304 and seen:
            etag, modified = etag or seen.etag, modified or seen.last_modified
            return NotModified(target.url, now, seen.sha256, etag, modified)
        if answer.status not in WITH_BODY:
            raise _refused(target, answer.status)
        kind, encoding = read_content_type(answer.headers.get("Content-Type", ""))
        sha256 = hashlib.sha256(answer.body).hexdigest()
        return Fetched(answer.body, target.url, kind, encoding, now, answer.status, sha256, etag, modified)


def _conditions(seen: Validators | None) -> dict[str, str]:
    if seen is None:
        return {}
    asked = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
    return {name: value for name, value in asked.items() if value}


def _refused(target: Target, status: int) -> Unfetchable:
    reason, hint = _REASONS.get(status, ("unexpected_status", "Look at the address with a browser."))
    if status >= 500 and status not in _REASONS:
        reason, hint = "server_error", "Try again later."
    return Unfetchable(reason, f"{clip(target.host)} answers {status}", hint=hint, status=status)
