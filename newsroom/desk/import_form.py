"""The form on which reports are given to be imported: files or pasted text, and how to read them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from newsroom.desk.import_uploads import KeptFile, Upload
from sources.importing.decoding import codec_named
from sources.importing.formats import AUTO, FORMATS
from sources.importing.naming import NamedSources
from sources.importing.reading import MAX_FILE_BYTES, printable, shorten
from sources.importing.records import RecordProblem
from sources.models import Source
from sources.names import fold
from sources.received import keep
from sources.text import digest

PUBLISH = "ledger.publish_record"
LONGEST_PASTE = 500_000
MOST_OFFERED = 1000
MOST_NAME_BYTES = 255  # what file systems take
FORMAT_CHOICES = [(AUTO, "Find out from each file"), *((form.name, form.label) for form in FORMATS.values())]
_MEGABYTE = 1024 * 1024


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of files, in the order of their names; an empty file is for its reader to judge."""

    widget = SeveralFiles

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [super(FilesField, self).clean(one) for one in data or []]
        files = sorted(given, key=lambda file: str(file.name))
        names = [str(file.name) for file in files]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            message = f"Several files are called “{min(twice)}”. Rename them, or import them one after the other."
            raise ValidationError(message)
        for file in files:
            _check(file)
        return files


def _check(file: "UploadedFile[Any]") -> None:
    if (file.size or 0) > MAX_FILE_BYTES:
        message = f"“{file.name}” has {file.size or 0:,} bytes; a file may have at most {MAX_FILE_BYTES:,}. Split it."
        raise ValidationError(message)
    if str(file.name).startswith("."):
        message = f"“{file.name}” is a hidden file. Rename it if it is meant."
        raise ValidationError(message)


class ImportForm(forms.Form):
    uploads = FilesField(
        required=False,
        label="Files",
        help_text=f"One or several, up to 100 at once, each of at most {MAX_FILE_BYTES // _MEGABYTE} MB.",
    )
    text = forms.CharField(
        label="Or paste a report",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=AdminTextareaWidget(attrs={"rows": 6, "dir": "auto"}),
        help_text="As it stands. It may begin with lines such as “date 2023-06-19”, “headline: …”, “outlet: …”, "
        "“url: …” and then an empty line.",
    )
    outlet = forms.CharField(
        required=False,
        max_length=Source._meta.get_field("name").max_length,  # noqa: SLF001  Django documents it
        widget=AdminTextInputWidget(attrs={"list": "known-outlets", "autocomplete": "off"}),
        help_text="Who published it, where the reports do not say so. A name that nobody knows becomes a new outlet.",
    )
    publish = forms.BooleanField(
        required=False,
        label="Publish what is good",
        help_text="Make public what is created or changed, as far as nothing stands against it. Otherwise it waits at "
        "the desk.",
    )
    format = forms.ChoiceField(choices=FORMAT_CHOICES, required=False, initial=AUTO)
    encoding = forms.CharField(
        required=False,
        max_length=40,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="Only of files that are not UTF-8 and do not say what they are, for example windows-1251.",
    )

    def __init__(self, request: HttpRequest) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None, label_suffix="")
        if not request.user.has_perm(PUBLISH):
            del self.fields["publish"]

    @property
    def known_outlets(self) -> Sequence[str]:
        """Names to choose from; one that is not among them can still be typed."""
        known = Source.objects.on_record().filter(kind__in=(Source.Kind.OUTLET, Source.Kind.AGENCY))
        return list(known.values_list("name", flat=True)[:MOST_OFFERED])

    def clean_outlet(self) -> str:
        name = " ".join(self.cleaned_data["outlet"].split())
        if not name:
            return ""
        if not fold(name):
            message = f"“{name}” is no name."
            raise ValidationError(message)
        try:
            NamedSources([name]).outlet(name)
        except RecordProblem as problem:
            raise ValidationError(str(problem)) from problem
        return name

    def clean_encoding(self) -> str:
        encoding: str = self.cleaned_data["encoding"].strip()
        try:
            codec_named(encoding or "utf-8")
        except RecordProblem as problem:
            raise ValidationError(str(problem)) from problem
        return encoding

    def clean(self) -> dict[str, Any]:
        super().clean()
        files, text = self.cleaned_data.get("uploads"), self.cleaned_data.get("text", "").strip()
        if not self.errors and bool(files) == bool(text):
            message = "Choose files or paste a text, not both." if files else "Choose a file, or paste a text."
            self.add_error("uploads", message)
        elif text and self.cleaned_data.get("encoding"):
            self.add_error("encoding", "Pasted text is text already; leave this empty.")
        return self.cleaned_data

    def keep(self) -> Upload:
        """Keep the bytes of a valid form. Raises `OSError` where that cannot be, `NotSound` for a damaged store."""
        given = self.cleaned_data
        return Upload(
            files=tuple(self._kept()),
            format=given["format"] or AUTO,
            outlet=given["outlet"],
            encoding=given["encoding"],
            publish=given.get("publish", False),
        )

    def _kept(self) -> list[KeptFile]:
        """A pasted text is called by its hash, so that the same one is found again and no other is taken for it."""
        text: str = self.cleaned_data["text"]
        if text.strip():
            return [KeptFile(f"pasted-{digest(text)[:12]}", keep(text.encode()))]
        return [
            KeptFile(shorten(printable(str(file.name)), MOST_NAME_BYTES), keep(file.read()))
            for file in self.cleaned_data["uploads"]
        ]
