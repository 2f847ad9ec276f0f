"""What a merge would do: which value stands, what moves, what falls away, what follows, what forbids it. Only reads."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from newsroom.ledger.lists import current_publication
from newsroom.ledger.models import Mention, Visibility
from newsroom.ledger.publishing import has_unpublished_changes
from newsroom.ledger.records import Record
from newsroom.ledger.regrouping.columns import Column, columns_pointing_at, owners_of
from newsroom.ledger.regrouping.doubles import Double, doubles, pointing_at_themselves
from newsroom.ledger.regrouping.rules import MergeRules, rules_of


class RegroupingRefused(ValueError):
    """The records stay as they are. `messages` say why and how to mend it; nothing was written."""

    def __init__(self, messages: Collection[str]) -> None:
        self.messages = list(messages)
        super().__init__(" ".join(self.messages))


@dataclass(frozen=True)
class Choice:
    """One column of which one value will stand."""

    name: str
    label: str
    merged: Any
    into: Any
    is_taken: bool

    @property
    def differs(self) -> bool:
        return bool(self.merged != self.into)


@dataclass
class MergePlan:
    """`taken` are the columns whose value comes from the record that is merged."""

    merged: Any
    into: Any
    taken: frozenset[str] = frozenset()
    moving: dict[Column, list[int]] = field(default_factory=dict)
    falling: list[Any] = field(default_factory=list)
    followed: list["MergePlan"] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def rules(self) -> MergeRules:
        rules = rules_of(type(self.merged))
        if rules is None:
            message = f"{type(self.merged).__name__} is not registered as a kind that can be merged"
            raise LookupError(message)
        return rules

    @property
    def choices(self) -> list[Choice]:
        return [self._choice(name) for name in self.rules.columns]

    def _choice(self, name: str) -> Choice:
        label = str(self.merged._meta.get_field(name).verbose_name)  # noqa: SLF001  Django's documented attribute
        return Choice(name, label, _shown(self.merged, name), _shown(self.into, name), name in self.taken)

    def all(self) -> Iterator["MergePlan"]:
        """The merge and every one that follows from it."""
        yield self
        for plan in self.followed:
            yield from plan.all()

    @property
    def moving_words(self) -> list[str]:
        return [column.words(len(keys)) for plan in self.all() for column, keys in plan.moving.items()]

    @property
    def successions(self) -> dict[str, str]:
        """The documents that become pointers, each to the one that answers for it."""
        pairs = [(plan.merged, plan.into) for plan in self.all() if isinstance(plan.merged, Record)]
        return {merged.public_id: into.public_id for merged, into in pairs if is_issued(merged)}

    @property
    def named_in(self) -> set[str]:
        """The documents that name what is merged, and are issued anew."""
        ids = [plan.merged.public_id for plan in self.all() if isinstance(plan.merged, Record)]
        return set(Mention.objects.filter(named__in=ids).values_list("document", flat=True)) - set(ids)

    def restated(self) -> set[str]:
        """Public ids of records whose working rows will say something else: to be issued from them, if public."""
        found: set[str] = set()
        for plan in self.all():
            for row in plan.falling:
                found |= owners_of(type(row), [row.pk])
            if isinstance(plan.into, Record):
                found.add(plan.into.public_id)
            if not isinstance(plan.merged, Record) or not is_issued(plan.merged):
                for column, keys in plan.moving.items():
                    found |= owners_of(column.model, keys)
        return found - {plan.merged.public_id for plan in self.all() if isinstance(plan.merged, Record)}


def plan_merge(merged: Any, into: Any, taken: Collection[str] = ()) -> MergePlan:
    """What would happen if `merged` became part of `into`. Reasons against it are in `refusals`, nothing is raised."""
    plan = MergePlan(merged, into, frozenset(taken))
    if merged.pk == into.pk:
        plan.refusals.append("A record cannot be merged into itself. Choose another one.")
        return plan
    plan.refusals += plan.rules.refuse(merged, into)
    plan.refusals += _unfit_values(plan)
    plan.refusals += _unfit_in_public(plan)
    for column in columns_pointing_at(type(merged)):
        _look_at(column, plan)
    return plan


def is_issued(record: Any) -> bool:
    """True of a record that anyone may read now."""
    publication = current_publication(record) if isinstance(record, Record) else None
    return publication is not None and publication.visibility == Visibility.ISSUED


def _look_at(column: Column, plan: MergePlan) -> None:
    away: set[int] = set()
    for row, message in pointing_at_themselves(column, plan.merged, plan.into):
        away.add(row.pk)
        if row._meta.label_lower in plan.rules.falls_away:  # noqa: SLF001  Django's documented attribute
            plan.falling.append(row)
        else:
            plan.refusals.append(f"{_row_words(row)}: {message} Correct that first.")
    for double in doubles(column, plan.merged.pk, plan.into.pk):
        if double.row.pk not in away:
            away.add(double.row.pk)
            _fold(double, column, plan)
    keys = column.pointing_at(plan.merged.pk).order_by("pk").values_list("pk", flat=True)
    staying = [key for key in keys if key not in away]
    if staying:
        plan.moving[column] = staying


def _fold(double: Double, column: Column, plan: MergePlan) -> None:
    """A record that follows is merged too, a row that says nothing else falls away, anything more is refused."""
    rules = rules_of(type(double.row))
    if rules and rules.follows:
        followed = plan_merge(double.row, double.other)
        plan.refusals += followed.refusals
        plan.followed.append(followed)
    elif _is_said_already(double, column):
        plan.falling.append(double.row)
    else:
        plan.refusals.append(
            f"{_row_words(double.row)}, and {_row_words(double.other)}: {double.message} Correct one of them first."
        )


def _is_said_already(double: Double, column: Column) -> bool:
    own = {"id", column.field.name}
    fields = [field.attname for field in column.model._meta.concrete_fields if field.name not in own]  # noqa: SLF001  Django's
    is_alike = all(getattr(double.row, name) == getattr(double.other, name) for name in fields)
    is_free = not any(above.pointing_at(double.row.pk).exists() for above in columns_pointing_at(column.model))
    return is_alike and is_free and not column.field.unique


def _unfit_values(plan: MergePlan) -> Iterator[str]:
    then = _as_chosen(plan)
    try:
        then.clean_fields()
        for constraint in then._meta.constraints:  # noqa: SLF001  Django's documented attribute
            if isinstance(constraint, CheckConstraint):
                constraint.validate(type(then), then)
    except ValidationError as problem:
        yield from (f"Chosen like this it does not fit together: {message}" for message in problem.messages)


def _as_chosen(plan: MergePlan) -> Any:
    then = type(plan.into)._base_manager.get(pk=plan.into.pk)  # noqa: SLF001  Django's documented attribute
    take(plan, then)
    return then


def take(plan: MergePlan, into: Any) -> None:
    """Give the record the values that were chosen from the other one."""
    for name in plan.taken:
        column = into._meta.get_field(name).attname  # noqa: SLF001  Django's documented attribute
        setattr(into, column, getattr(plan.merged, column))


def _unfit_in_public(plan: MergePlan) -> Iterator[str]:
    """Nobody's unfinished edit goes out with a merge, and a pointer leads to something that can be read."""
    merged, into = plan.merged, plan.into
    if not isinstance(into, Record) or plan.rules.follows:
        return
    if is_issued(into):
        if has_unpublished_changes(into):
            yield f"“{into}” has changes that are not published. Publish them or take them back first."
    elif is_issued(merged):
        yield f"“{merged}” is public and “{into}” is not. Publish “{into}” first, or merge the other way round."


def _row_words(row: Any) -> str:
    return f"The {row._meta.verbose_name} “{row}”"  # noqa: SLF001


def _shown(record: Any, name: str) -> Any:
    display = getattr(record, f"get_{name}_display", None)
    return display() if display else getattr(record, name)
