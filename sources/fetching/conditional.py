"""What is kept of a fetch, so that the next one of the same address asks only for what is new."""

from sources.addresses import canonical_address
from sources.fetching.answers import Fetched, NotModified, Outcome, Validators
from sources.fetching.problems import FetchProblem
from sources.fetching.targets import MOST_CHARACTERS
from sources.models import Fetch
from sources.text import clip


def last_seen(url: str) -> Validators | None:
    """What the host said of the bytes last found at this very address; null where it gave nothing to ask with."""
    fetch = Fetch.objects.of_bytes_at(url).first()
    if fetch is None or not (fetch.etag or fetch.last_modified):
        return None
    return Validators(fetch.etag, fetch.last_modified, fetch.sha256)


def record_fetch(url: str, outcome: Outcome) -> Fetch:
    """Keep what came of an address.

    To be called in the transaction that stores what the bytes held, not before and not in a dry run: what is
    recorded here is not sent again by its host.
    """
    fetch = Fetch(url=clip(_shown(url), MOST_CHARACTERS), canonical=_canonical(url))
    if isinstance(outcome, FetchProblem):
        fetch.status, fetch.reason = outcome.status, outcome.reason
    else:
        _fill(fetch, outcome)
    fetch.save()
    return fetch


def _fill(fetch: Fetch, outcome: Fetched | NotModified) -> None:
    fetch.at, fetch.final_url, fetch.sha256 = outcome.fetched_at, outcome.final_url, outcome.sha256
    fetch.etag, fetch.last_modified = outcome.etag, outcome.last_modified
    fetch.status = outcome.status if isinstance(outcome, Fetched) else 304
    fetch.content_type = outcome.content_type if isinstance(outcome, Fetched) else ""


def _canonical(url: str) -> str:
    try:
        canonical = canonical_address(url)
    except ValueError:
        return ""
    return canonical if len(canonical) <= MOST_CHARACTERS else ""


def _shown(url: str) -> str:
    """The address as text that can be stored, whatever was typed."""
    return "".join(char if char.isprintable() else "\ufffd" for char in url)
