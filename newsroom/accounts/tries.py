"""How often somebody may try a password, so that nobody can guess it and nobody can shut out somebody else.

Tries are counted for one name from one place: a browser that has logged in with the name before (it carries a
signed cookie), else an address. Whoever guesses from elsewhere uses up his own tries, not those of the name.
"""

import datetime as dt
import hashlib
import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsroom.accounts.models import LoginTry

MOST = 5
COUNTED = dt.timedelta(minutes=15)
COOKIE = "known_browser"
COOKIE_AGE = 180 * 24 * 60 * 60
"""In seconds: half a year."""


def may_try(request: HttpRequest, username: str) -> bool:
    """Note a try and say whether it is one too many.

    It is noted before it is counted, so that tries at one moment cannot all slip through.
    """
    since = timezone.now() - COUNTED
    LoginTry.objects.filter(at__lte=since).delete()
    key = _key(request, username)
    LoginTry.objects.create(key=key)
    return LoginTry.objects.filter(key=key).count() <= MOST


def forget_tries(request: HttpRequest, username: str) -> None:
    """After the right password."""
    LoginTry.objects.filter(key=_key(request, username)).delete()


def remember_browser(response: HttpResponse, username: str) -> None:
    """Tell the browser that this name has logged in with it."""
    known = signing.dumps([_plain(username), secrets.token_hex(8)], salt=COOKIE)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, known, max_age=COOKIE_AGE, httponly=True, secure=secure, samesite="Lax")


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind our proxy, what the proxy saw; nothing that the visitor may write himself."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _key(request: HttpRequest, username: str) -> str:
    name = _plain(username)
    place = _known_browser(request, name) or f"address {address_of(request)}"
    return hashlib.sha256(f"{place}\x00{name}".encode("utf-8", "replace")).hexdigest()


def _plain(username: str) -> str:
    return unicodedata.normalize("NFKC", username).strip().casefold()


def _known_browser(request: HttpRequest, name: str) -> str:
    try:
        known, token = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_AGE)
    except (signing.BadSignature, TypeError, ValueError):
        return ""
    return f"browser {token}" if known == name else ""
