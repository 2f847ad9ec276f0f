"""How often one client may ask: a fixed window, counted in the shared cache `throttle`."""

import ipaddress
import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}


@dataclass(frozen=True)
class Rate:
    """So many requests in so many seconds."""

    requests: int
    seconds: int

    @property
    def policy(self) -> str:
        return f'"default";q={self.requests};w={self.seconds}'


def read_rate(text: str) -> Rate | None:
    """`600/minute`; null for the empty text. Raises `ImproperlyConfigured`."""
    if not text:
        return None
    found = re.fullmatch(rf"([1-9][0-9]{{0,8}})/({'|'.join(_SECONDS)})", text)
    if found is None:
        message = f"API_RATE is “{text}”; write it as 600/minute: a number, “/” and second, minute, hour or day."
        raise ImproperlyConfigured(message)
    return Rate(int(found[1]), _SECONDS[found[2]])


@dataclass(frozen=True)
class Standing:
    """Where a client stands within the window: how many requests are left, and when it ends, in seconds."""

    rate: Rate
    left: int
    ends_in: int

    @property
    def is_over(self) -> bool:
        return self.left < 0

    def headers(self) -> dict[str, str]:
        left = f'"default";r={max(self.left, 0)};t={self.ends_in}'
        return {"RateLimit-Policy": self.rate.policy, "RateLimit": left}


def count_request(client: str, rate: Rate) -> Standing:
    """Count one request more for this client."""
    now = time.time()
    window = int(now // rate.seconds)
    counted = _count(f"{client}:{rate.seconds}:{window}", rate.seconds)
    return Standing(rate, rate.requests - counted, int((window + 1) * rate.seconds - now) + 1)


def _count(key: str, seconds: int) -> int:
    counts = caches["throttle"]
    try:
        return counts.incr(key)
    except ValueError:
        counts.add(key, 0, seconds)
        return counts.incr(key)


def address_of(request: HttpRequest) -> str:
    """The client's address: as the proxy in front saw it where there is one. An IPv6 client has a whole /64."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address
