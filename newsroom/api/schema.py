"""The OpenAPI description, read from the same shapes and grammars that answer."""

import json
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cache
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from django.apps import apps
from django.db.models import TextChoices
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, append_meta
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.viewsets import ViewSetMixin

from newsroom.api.asking import DETAIL, VERSIONS, list_controls
from newsroom.api.exporting import Form, file_controls
from newsroom.api.filters import Meets
from newsroom.api.grammar import POSITION, Grammar, public_id, whole
from newsroom.api.problems import CONTENT_TYPE, KINDS, problem_path
from newsroom.api.shapes import Envelope, Shape
from newsroom.ledger.models import Visibility

if TYPE_CHECKING:
    from newsroom.api.views import PublicationViewSet

_NUMBER = whole(1, 2**31 - 1, 1)
SAYS = {
    "page_size": "How many at once, 1 to 200.",
    "cursor": "From `next` or `previous`; belongs to one list and its filters.",
    "with_count": "Say how many there are, up to 10,000.",
    "include": "`withdrawn`: withdrawn documents too, always with their notice.",
    "as_of": "As it stood then: the number of a ledger entry, or a moment not after the newest entry.",
    "fields": "Only these members, by dotted names that go through lists: `label,citations.passage.exact`.",
    "omit": "All but these members, named in the same way.",
    "bom": "`true`: with a byte order mark, by which a spreadsheet knows UTF-8.",
    "ordering": "`-issued` is newest entry first. What has no day comes last.",
}
OF_ONE = {"retrieve", "versions", "version"}
"""The operations on one record."""
SUMMARIES = {
    "list": "List {plural}",
    "retrieve": "Read one {name}",
    "versions": "List the versions of one {name}",
    "version": "Read one version of one {name}",
    "export": "Get {plural} as one file: {suffix}",
    "metadata": "Describe the columns of the CSV of {plural}",
}


_CHOICE_NAMES: dict[tuple[str, ...], str] = {}


def name_choices(**choices: type[TextChoices] | type[StrEnum]) -> None:
    """Give closed lists their name in the schema, where fields of one name have different lists."""
    _CHOICE_NAMES.update({tuple(str(word) for word in listed): name for name, listed in choices.items()})


class FaultShape(Shape):
    """One thing that is wrong with a request."""

    code = serializers.ChoiceField(choices=list(KINDS))
    detail = serializers.CharField(help_text="What to do next.")
    parameter = serializers.CharField(required=False)
    did_you_mean = serializers.ListField(child=serializers.CharField(), required=False)


class ProblemShape(FaultShape):
    """An error, RFC 9457. Its members describe the first fault; `errors` lists all where there are several."""

    type = serializers.CharField(help_text="Path on this host that explains the code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    errors = FaultShape(many=True, required=False)  # type: ignore[assignment]  # the field
    notice = serializers.CharField(required=False, help_text="Of what was withdrawn: why.")
    withdrawn_at = serializers.DateTimeField(required=False)
    merged_at = serializers.DateTimeField(required=False)
    merged_into = serializers.CharField(required=False, help_text="Id of the record that answers for it now.")
    links = serializers.DictField(child=serializers.CharField(), required=False)


class ProblemKindShape(Shape):
    """One code of the closed list."""

    code = serializers.ChoiceField(choices=list(KINDS))
    type = serializers.CharField(help_text="Path on this host.")
    status = serializers.IntegerField()
    title = serializers.CharField()
    mend = serializers.CharField(help_text="What to do.")


class KindListShape(Shape):
    """The closed list of problem codes."""

    results = ProblemKindShape(many=True)


class VersionEntry(Shape):
    """One version of a document. It held from entry `from_seq` of the ledger until `until_seq`."""

    version = serializers.IntegerField()
    visibility = serializers.ChoiceField(choices=Visibility.choices)
    issued_at = serializers.DateTimeField()
    from_seq = serializers.IntegerField()
    until_seq = serializers.IntegerField(allow_null=True, help_text="Null: this is the current one.")
    url = serializers.CharField(help_text="Path on this host.")
    notice = serializers.CharField(required=False)
    merged_into = serializers.CharField(required=False)


class _PageShape(Shape):
    next = serializers.CharField(allow_null=True, help_text="Path of the next page.")
    previous = serializers.CharField(allow_null=True, help_text="Path of the page before.")


class _CountedPageShape(_PageShape):
    count = serializers.IntegerField(required=False, help_text="With `with_count=true`; at most 10,000.")
    count_is_capped = serializers.BooleanField(required=False, help_text="True: there are more than `count`.")


@cache
def issued_shape(document: type[Shape]) -> type[Shape]:
    """The document as it is served: the envelope of the ledger in front of it."""
    return _made(document.__name__.removesuffix("Document"), (Envelope, document), {"__doc__": document.__doc__})


@cache
def page_shape(name: str, result: type[Shape], base: type[Shape]) -> type[Shape]:
    return _made(f"{name}Page", (base,), {"__doc__": f"A page of a list: {name}.", "results": result(many=True)})


def _made(name: str, bases: tuple[type[Shape], ...], members: dict[str, Any]) -> type[Shape]:
    return cast("type[Shape]", type(name, bases, {"__module__": __name__, **members}))


class Described(AutoSchema):
    """What our descriptions have in common: names without “Shape”, closed lists by their own names."""

    @property
    def action(self) -> str:
        return cast("ViewSetMixin", self.view).action

    def _is_list_view(self, _serializer: Any = None) -> bool:
        """Never an array: our lists are pages, and described as such."""
        return False

    def get_serializer_name(self, serializer: Any, direction: Literal["request", "response"]) -> str:
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Shape")

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if schema.get("description") == getdoc(Shape):
            del schema["description"]
        return schema

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:  # noqa: FBT001, FBT002  as inherited
        name = _CHOICE_NAMES.get(tuple(getattr(field, "choices", ())))
        if name is None or field.allow_blank:
            return super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        schema = {"type": "string", "enum": list(field.choices)}
        component = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema, name)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        return append_meta(component.ref, self._get_serializer_field_meta(field, direction))  # type: ignore[no-untyped-call]


class PublicationSchema(Described):
    """Describes the four operations of a publication view set from its three attributes."""

    @property
    def resource(self) -> "PublicationViewSet":
        return cast("PublicationViewSet", self.view)

    def get_override_parameters(self) -> list[Any]:
        return [*self._of_path(), *self._of_query(), *self._of_answer()]

    def _of_path(self) -> Iterator[OpenApiParameter]:
        kind = self.resource.kind
        if self.action in OF_ONE:
            yield parameter("public_id", public_id(kind.prefix), f"Of one {kind.name}.", "path")
        if self.action == "version":
            yield parameter("number", _NUMBER, "Counts from 1.", "path")

    def _of_query(self) -> Iterator[OpenApiParameter]:
        filters = self.resource.filters
        controls: dict[str, dict[str, Grammar]] = {
            "retrieve": DETAIL,
            "versions": VERSIONS,
            "version": {"as_of": POSITION},
            "list": list_controls(filters),
            "export": file_controls(self._form, filters) if self._form else {},
        }
        for name, grammar in controls.get(self.action, {}).items():
            yield parameter(name, grammar, SAYS[name])
        if self.action in {"list", "retrieve", "version"}:
            yield from self._of_selection()
        if self.action in {"list", "export"}:
            for name, declared in filters.declared().items():
                yield _filter_parameter(name, declared)

    def _of_selection(self) -> Iterator[OpenApiParameter]:
        """The names of all members are one list for all operations of a resource."""
        for name, grammar in self.resource.selection_controls().items():
            items = {**grammar.schema["items"], "description": "Dotted names of members."}
            called = f"{self.resource.document.__name__.removesuffix('Document')}Member"
            component = ResolvedComponent(called, ResolvedComponent.SCHEMA, items, called)  # type: ignore[no-untyped-call]
            self.registry.register_on_missing(component)
            yield parameter(name, replace(grammar, schema={**grammar.schema, "items": component.ref}), SAYS[name])

    def _of_answer(self) -> Iterator[OpenApiParameter]:
        says = "Strong; send it back as If-None-Match and get 304 where nothing has changed."
        yield OpenApiParameter("ETag", str, "header", description=says, response=[200])
        if self.action in {"list", "versions"}:
            says = "The neighbouring pages, `next` and `prev`."
            yield OpenApiParameter("Link", str, "header", description=says, response=[200])

    def get_examples(self) -> list[OpenApiExample]:
        """A document as it is served, from the file beside the app; a test holds it to what is issued."""
        model = self.resource.kind.model
        examples = Path(apps.get_app_config(model._meta.app_label).path, "examples")  # noqa: SLF001  documented
        document = json.loads((examples / f"{self.resource.kind.name}.json").read_text())
        page = {"next": None, "previous": None, "results": [document]}
        shown = {"list": page, "retrieve": document, "version": document}
        return [
            OpenApiExample(f"one {self.resource.kind.name}", shown[action], response_only=True)
            for action in shown
            if action == self.action
        ]

    def get_response_serializers(self) -> Any:
        document = issued_shape(self.resource.document)
        shapes = {
            "list": page_shape(document.__name__, document, _CountedPageShape),
            "versions": page_shape("Version", VersionEntry, _PageShape),
        }
        found = (404, 410) if self.action in OF_ONE else ()
        problems = {(status, CONTENT_TYPE): problem_response(status) for status in (400, *found, 414, 500)}
        if self.action in {"export", "metadata"}:
            return {(200, self._media_type): _file_response(self._media_type), **problems}
        return {(200, "application/json"): shapes.get(self.action, document), **problems}

    @property
    def _form(self) -> Form | None:
        """Of a file: the form that its address names."""
        return next((form for form in self.resource.all_forms() if self.path.endswith(f".{form.suffix}")), None)

    @property
    def _media_type(self) -> str:
        return self._form.media_type.partition(";")[0] if self._form else "application/csvm+json"

    def get_operation_id(self) -> str:
        return "_".join([self.resource.plural(), self.action, *([self._form.suffix] if self._form else [])])

    def get_tags(self) -> list[str]:
        return [self.resource.plural()]

    def get_summary(self) -> str:
        suffix = self._form.suffix if self._form else ""
        names = {"plural": self.resource.plural(), "name": self.resource.kind.name, "suffix": suffix}
        return SUMMARIES[self.action].format(**names)


class KindSchema(Described):
    """Describes the list of problem codes."""

    def get_override_parameters(self) -> list[Any]:
        code = Grammar(str, {"type": "string", "enum": list(KINDS)})
        return [] if self.action == "list" else [parameter("code", code, "Of the closed list.", "path")]

    def get_response_serializers(self) -> Any:
        if self.action == "list":
            return {(200, "application/json"): KindListShape}
        return {(200, "application/json"): ProblemKindShape, (404, CONTENT_TYPE): problem_response(404)}

    def get_operation_id(self) -> str:
        return f"problems_{self.action}"

    def get_tags(self) -> list[str]:
        return ["problems"]


def parameter(name: str, grammar: Grammar, says: str, location: Literal["query", "path"] = "query") -> OpenApiParameter:
    schema = {**grammar.schema, **({} if grammar.example is None else {"examples": [grammar.example]})}
    is_list = schema.get("type") == "array"
    style, explode = ("form", False) if is_list else (None, None)
    required = location == "path"
    return OpenApiParameter(name, schema, location, required, description=says, style=style, explode=explode)


def _filter_parameter(name: str, declared: Meets) -> OpenApiParameter:
    if declared.most == 1:
        return parameter(name, declared.grammar, declared.says)
    schema = {"type": "array", "items": dict(declared.grammar.schema), "minItems": 1, "maxItems": declared.most}
    says = f"{declared.says} Several, by commas: any of them.".strip()
    return OpenApiParameter(name, schema, description=says, style="form", explode=False)


def _file_response(media_type: str) -> OpenApiTypes:
    """A file as the schema can tell it: an object where it is one JSON value, else text."""
    return OpenApiTypes.OBJECT if media_type.endswith("+json") else OpenApiTypes.STR


def problem_response(status: int) -> OpenApiResponse:
    kinds = {code: kind for code, kind in KINDS.items() if kind.status == status}
    examples = [
        OpenApiExample(
            code,
            {"type": problem_path(code), "title": kind.title, "status": status, "code": code, "detail": kind.mend},
            media_type=CONTENT_TYPE,
            response_only=True,
            status_codes=[str(status)],
        )
        for code, kind in kinds.items()
    ]
    return OpenApiResponse(ProblemShape, " · ".join(kind.title for kind in kinds.values()), examples)
