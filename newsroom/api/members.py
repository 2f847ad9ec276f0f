"""Conditions on the elements of a list within a document, for what a column or a term alone does not tell.

The document itself is looked at, so it has to come on top of a filter that leaves few.
"""

from collections.abc import Callable, Iterable

from django.db import connection

from newsroom.api.conditions import Condition, Sql, joined

Member = Callable[[str], str]
"""A dotted name within an element, as SQL."""
_ELEMENTS = {
    "sqlite": "json_each(NULLIF(p.body, ''), '$.{}') a",
    "postgresql": "jsonb_path_query(NULLIF(p.body, '')::jsonb, '$.{}[*]') a",
}


def some_element(of: str, meets: Callable[[Member], Iterable[Sql]]) -> Condition:
    """An element of this list of the document meets all of these."""
    where = joined(" AND ", meets(_member))
    return Condition(
        Sql(f"EXISTS (SELECT 1 FROM {_ELEMENTS[connection.vendor].format(of)} WHERE {where.text})", where.params)
    )


def _member(name: str) -> str:
    if connection.vendor == "sqlite":
        return f"json_extract(a.value, '$.{name}')"
    return f"(a #>> '{{{name.replace('.', ',')}}}')"
