"""The OpenAPI description of operations that are not those of a resource: each says what it takes and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter

from newsroom.api.grammar import Grammar
from newsroom.api.problems import CONTENT_TYPE
from newsroom.api.schema import SAYS, Described, parameter, problem_response
from newsroom.api.shapes import Shape

ETAG_SAYS = "Strong; send it back as If-None-Match and get 304 where nothing has changed."


@dataclass(frozen=True)
class Operation:
    """What one action answers and takes; `says` describes the parameters that no other operation has."""

    summary: str
    shape: type[Shape]
    controls: Mapping[str, Grammar] = field(default_factory=dict)
    of_path: Mapping[str, Grammar] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[int, ...] = (400,)
    sends_links: bool = False


class OperationSchema(Described):
    """Describes the actions of a view set by its `tag` and what its `operations` declare of each."""

    @property
    def operation(self) -> Operation:
        return cast("Any", self.view).operations[self.action]  # type: ignore[no-any-return]

    def get_override_parameters(self) -> list[Any]:
        says = {**SAYS, **self.operation.says}
        return [
            *(parameter(name, grammar, says[name], "path") for name, grammar in self.operation.of_path.items()),
            *(parameter(name, grammar, says[name]) for name, grammar in self.operation.controls.items()),
            OpenApiParameter("ETag", str, "header", description=ETAG_SAYS, response=[200]),
            *self._links(),
        ]

    def _links(self) -> list[OpenApiParameter]:
        says = "Where to go on, `next`, unless this is the end."
        return [OpenApiParameter("Link", str, "header", description=says, response=[200])] * self.operation.sends_links

    def get_response_serializers(self) -> Any:
        problems = {(status, CONTENT_TYPE): problem_response(status) for status in (*self.operation.problems, 414, 500)}
        return {(200, "application/json"): self.operation.shape, **problems}

    def get_operation_id(self) -> str:
        return f"{self.get_tags()[0]}_{self.action}"

    def get_tags(self) -> list[str]:
        return [cast("Any", self.view).tag]

    def get_summary(self) -> str:
        return self.operation.summary
