"""Time zones as an editor may write them."""

import datetime as dt

from django.core.exceptions import ValidationError

from sources.publication_times import ImpossibleDate, on_day

_ANY_DAY = dt.date(2000, 1, 1)


def validate_zone(name: str) -> None:
    """Raises `ValidationError` for what is neither an IANA name nor an offset such as +03:00."""
    try:
        on_day(_ANY_DAY, name)
    except ImpossibleDate as problem:
        raise ValidationError(str(problem)) from problem
