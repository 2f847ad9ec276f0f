"""How long ago somebody showed who he is: with his password, or his code, in this very session."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def showed_himself_within(request: HttpRequest, minutes: int) -> bool:
    user: Any = request.user
    records = get_authentication_records(request, user)
    newest = max((record["at"] for record in records), default=0)
    return bool(time.time() - newest <= minutes * 60)
