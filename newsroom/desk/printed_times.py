"""A publication time as an editor types it: the day, the time if one was printed, the zone if one was named."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.validators import RegexValidator
from django.utils.dateformat import format as format_date

from sources.publication_times import PublicationTime, at_moment, on_day
from sources.zones import validate_zone

_CLOCK = re.compile(r"\A([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?\Z")


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands in the report: `clock` is "15:04", "15:04:05" or ""; `zone` is "" where none was named."""

    day: dt.date
    clock: str
    zone: str

    def as_time(self, outlet_zone: str) -> PublicationTime:
        """The time on the outlet's calendar; its zone is taken, and said to be assumed, where none was named.

        Raises `ImpossibleDate`.
        """
        zone = self.zone or outlet_zone
        if not self.clock:
            time = on_day(self.day, zone)
            return replace(time, zone_assumed=bool(zone) and not self.zone)
        precision: Literal["minute", "second"] = "second" if self.clock.count(":") == 2 else "minute"
        moment = dt.datetime.combine(self.day, _clock_time(self.clock))
        return replace(at_moment(moment, zone, precision), zone_assumed=not self.zone)


def printed(time: PublicationTime) -> Printed:
    """What an editor would have typed for a stored time."""
    clock = local_moment(time).strftime("%H:%M:%S" if time.precision == "second" else "%H:%M") if time.at else ""
    return Printed(time.on, clock, "" if time.zone_assumed else time.zone)


def local_moment(time: PublicationTime) -> dt.datetime:
    """The moment on the clock of its own zone; only for a time that has a moment."""
    moment = time.at or dt.datetime.combine(time.on, dt.time(), dt.UTC)
    if time.zone[:1] in ("+", "-"):
        return moment.astimezone(dt.datetime.fromisoformat(f"2000-01-01T00:00{time.zone}").tzinfo)
    return moment.astimezone(ZoneInfo(time.zone or "UTC"))


def time_words(time: PublicationTime | None, *, with_zone: bool = True) -> str:
    """A publication time as the desk reads it: “19 June 2023, 15:04 Europe/Paris (zone assumed)”."""
    if time is None:
        return "—"
    day = format_date(time.on, "j F Y")
    if time.at is None:
        return day
    zone = f" {time.zone or 'UTC'}{' (zone assumed)' if time.zone_assumed else ''}"
    return f"{day}, {printed(time).clock}{zone if with_zone else ''}"


class PrintedWidget(forms.MultiWidget):
    template_name = "desk/widgets/printed_time.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        clock = forms.TextInput(attrs={"size": 9, "placeholder": "15:04", "autocomplete": "off"})
        zone = forms.TextInput(attrs={"size": 18, "placeholder": "Europe/Paris or +02:00", "autocomplete": "off"})
        super().__init__({"day": AdminDateWidget(), "clock": clock, "zone": zone}, attrs)

    def decompress(self, value: PublicationTime | None) -> list[Any]:
        if value is None:
            return [None, "", ""]
        typed = printed(value)
        return [typed.day, typed.clock, typed.zone]


class PrintedField(forms.MultiValueField):
    """Cleans to `Printed`, or to None where nothing was typed."""

    widget = PrintedWidget

    def __init__(self, **options: Any) -> None:
        clock = forms.CharField(
            required=False, validators=[RegexValidator(_CLOCK, "Write the time as 15:04 or 15:04:05.")]
        )
        zone = forms.CharField(required=False, max_length=64, validators=[validate_zone])
        fields = (forms.DateField(required=False), clock, zone)
        super().__init__(fields=fields, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[Any]) -> Printed | None:
        day, clock, zone = data_list or (None, "", "")
        if day is None and (clock or zone):
            message = "A time or a zone needs its day."
            raise forms.ValidationError(message)
        return None if day is None else Printed(day, clock, zone)


def _clock_time(clock: str) -> dt.time:
    hour, minute, second = (*(int(part) for part in clock.split(":")), 0)[:3]
    return dt.time(hour, minute, second)
