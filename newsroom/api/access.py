"""Who may ask and how often. In use only where the instance is closed (`API_CLOSED`) or a rate is set (`API_RATE`)."""

from collections.abc import Callable
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from newsroom.accounts.tokens import CHANGES, EXPORT, READ, ApiToken
from newsroom.api.problems import PREFIX, problem
from newsroom.api.throttling import Standing, address_of, count_request, read_rate

# What says how to ask and holds nothing that was issued.
OPEN_EVEN_IF_CLOSED = tuple(f"/api/v1/{name}/" for name in ("schema", "docs", "problems", "meta/limits"))
_SCOPES = {f"/api/v1/{name}/": CHANGES for name in ("changes", "ledger")}


class AccessMiddleware:
    """Identifies who brings a token, refuses who has to and does not, and counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_closed = settings.API_CLOSED
        self.rate = read_rate(settings.API_RATE)
        if not self.is_closed and self.rate is None:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" or not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        secret = _secret(request)
        token = ApiToken.objects.valid(secret) if secret else None
        standing = self._count(request, token)
        response = self._refusal(request, secret, token, standing) or self.get_response(request)
        for name, value in standing.headers().items() if standing else ():
            response[name] = value
        if self.is_closed:
            _keep_private(response)
        return response

    def _count(self, request: HttpRequest, token: ApiToken | None) -> Standing | None:
        if self.rate is None:
            return None
        return count_request(f"token:{token.pk}" if token else f"address:{address_of(request)}", self.rate)

    def _refusal(
        self, request: HttpRequest, secret: str, token: ApiToken | None, standing: Standing | None
    ) -> HttpResponse | None:
        if standing and standing.is_over:
            response = problem("too-many-requests").response()
            response["Retry-After"] = str(standing.ends_in)
            return response
        if secret and token is None:
            return _unidentified("This token is unknown, has expired or was revoked.", 'error="invalid_token"')
        if token is None and self.is_closed and not request.path_info.startswith(OPEN_EVEN_IF_CLOSED):
            return _unidentified("This instance answers to holders of a token: “Authorization: Bearer …”.")
        return _out_of_scope(request, token) if token else None


def _secret(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _unidentified(detail: str, error: str = "") -> HttpResponse:
    response = problem("unauthorized", detail).response()
    response["WWW-Authenticate"] = ", ".join(filter(None, ['Bearer realm="newsroom"', error]))
    return response


def _out_of_scope(request: HttpRequest, token: ApiToken) -> HttpResponse | None:
    needed = scope_of(request.path_info)
    if needed in token.scope_list or request.path_info.startswith(OPEN_EVEN_IF_CLOSED):
        return None
    response = problem("forbidden", f"This token is not for “{needed}”, only for: {token.scopes}.").response()
    response["WWW-Authenticate"] = f'Bearer realm="newsroom", error="insufficient_scope", scope="{needed}"'
    return response


def scope_of(path: str) -> str:
    """What a token has to be for: an export is known by its ending, such as `/claims.csv`."""
    if PurePosixPath(path).suffix:
        return EXPORT
    return next((scope for place, scope in _SCOPES.items() if path.startswith(place)), READ)


def _keep_private(response: HttpResponse) -> None:
    """No shared cache keeps what a token was needed for."""
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization",))
