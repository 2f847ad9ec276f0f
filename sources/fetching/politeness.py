"""Asking a host no more than it likes: its robots.txt, and a pause between two requests."""

import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from protego import Protego

from sources.fetching.exchanging import WITH_BODY, Answer
from sources.fetching.network import Network
from sources.fetching.problems import FetchProblem, Unfetchable
from sources.fetching.rules import PRODUCT, Rules
from sources.fetching.targets import Target
from sources.fetching.timing import Deadline
from sources.text import clip

ASK_LATER = (429, 503)

_AGENT_LINE = re.compile(r"\s*user(?:-|\s+)?agent(?:\s*:|\s)([^#]*)", re.IGNORECASE)
_OURS = PRODUCT.lower()


class Pace:
    """When each host may be asked again, for the length of a run."""

    def __init__(self, network: Network, rules: Rules) -> None:
        self._network = network
        self._rules = rules
        self._next: dict[str, float] = {}

    def wait(self, host: str, crawl_delay: float, deadline: Deadline) -> None:
        """Pause until the host may be asked, and note that it is asked now.

        The next request to it waits for the delay of the rules, or for its longer `crawl_delay` within
        their bound. Raises `Unfetchable` (not_now) where it asked for a longer pause than that.
        """
        pause = self._next.get(host, 0.0) - self._network.clock()
        if pause > self._rules.longest_wait:
            message = f"{clip(host)} asks to be left alone for {pause:.0f} more seconds"
            raise Unfetchable("not_now", message, hint="Try again later.")
        if pause > 0:
            self._network.sleep(pause)
            deadline.put_off(pause)
        delay = min(crawl_delay, self._rules.longest_wait) if crawl_delay > self._rules.delay else self._rules.delay
        self._next[host] = self._network.clock() + delay

    def hold(self, host: str, answer: Answer) -> bool:
        """Take an answer that asks to come later for what it says. True if waiting for that is worth it."""
        seconds = self._retry_after(answer.headers.get("Retry-After", ""))
        self._next[host] = self._network.clock() + max(seconds, self._rules.delay)
        return 0 < seconds <= self._rules.longest_wait

    def _retry_after(self, header: str) -> float:
        """Seconds, 0 where the header says nothing that can be read."""
        words = header.strip()
        if words.isascii() and words.isdecimal():
            return float(words[:9])
        try:
            return max(0.0, (parsedate_to_datetime(words) - self._network.now()).total_seconds())
        except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
            return 0.0


class Robots:
    """What the hosts of a run let programs read (RFC 9309), asked once for each scheme, host and port.

    `ask` fetches an address with its redirects.
    """

    def __init__(self, ask: Callable[[Target, Deadline], Answer]) -> None:
        self._ask = ask
        self._known: dict[str, Protego | FetchProblem] = {}

    def crawl_delay(self, target: Target, deadline: Deadline) -> float:
        """The seconds between two requests that the host asks for, 0 for none.

        Raises `Unfetchable`: robots where programs shall not read this page, not_now or another reason
        where that cannot be known.
        """
        rules = self._of(target, deadline)
        if not rules.can_fetch(target.url, PRODUCT):
            message = f"the robots.txt of {clip(target.host)} asks programs not to read {clip(target.path, 200)}"
            raise Unfetchable("robots", message, hint="Ask the site, or save the page with a browser and import it.")
        return rules.crawl_delay(PRODUCT) or 0.0

    def _of(self, target: Target, deadline: Deadline) -> Protego:
        """Problems are known for the run as well, but for those of time: the next page may have more of it."""
        known = self._known.get(target.origin) or self._read(target, deadline)
        if isinstance(known, Protego) or known.reason != "too_slow":
            self._known[target.origin] = known
        if isinstance(known, FetchProblem):
            raise Unfetchable(known.reason, known.message, hint=known.hint, status=known.status)
        return known

    def _read(self, target: Target, deadline: Deadline) -> Protego | FetchProblem:
        """4xx: there are no rules, so everything may be read; 5xx and 429: not now."""
        try:
            answer = self._ask(target, deadline)
        except Unfetchable as error:
            message = f"its robots.txt cannot be read: {error}"
            return FetchProblem(error.problem.reason, message, error.problem.hint, error.problem.status)
        if answer.status >= 500 or answer.status in ASK_LATER:
            message = f"the robots.txt of {clip(target.host)} is answered with {answer.status}"
            return FetchProblem("not_now", message, "Try again later.", answer.status)
        body = answer.body if answer.status in WITH_BODY else b""
        return Protego.parse(_of_interest(body.decode("utf-8", "replace")))


def _of_interest(text: str) -> str:
    """The rules with one name for all programs but this one; so a parser's work stays linear."""
    return "\n".join(map(_of_interest_line, text.removeprefix("\ufeff").splitlines()))


def _of_interest_line(line: str) -> str:
    named = _AGENT_LINE.match(line)
    if named is None:
        return line
    name = named[1].strip().lower()
    if name == "*":
        return line
    return f"User-agent: {_OURS if name.strip('*').partition('/')[0] == _OURS else '-'}"
