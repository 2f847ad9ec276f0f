"""What a claim answers, as an editor says it: incident, predicate, population, whose. Never a question itself."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from events.models import Incident, Population, Predicate, Question
from events.models.incidents import validate_edtf
from events.models.vocabularies import ValueType
from events.typed_forms import TypedForm
from sources.models import Place, Source

KEY = Question.objects.KEY
NOBODY_COUNTED = "not_applicable"


class _ByAnswer(ModelChoiceIterator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Predicates under the kind of answer they ask for."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        order = list(ValueType)
        predicates = sorted(self.queryset, key=lambda predicate: (order.index(predicate.value_type), predicate.label))
        for value_type, group in groupby(predicates, key=lambda predicate: predicate.value_type):
            yield f"answer: {ValueType(value_type).label}", [self.choice(predicate) for predicate in group]


class PredicateSelect(forms.Select):
    """Each option says what kind of answer it asks for, so that the page can show the right box."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        predicate = getattr(value, "instance", None)
        if predicate is not None:
            option["attrs"]["data-answer"] = predicate.value_type
        return option


class PredicateField(forms.ModelChoiceField):  # type: ignore[type-arg]  # same
    widget = PredicateSelect
    iterator = _ByAnswer


class QuestionForm(TypedForm):
    """Finds the question that these boxes ask, or holds a new one ready; `question` is None where none is asked."""

    incident = forms.ModelChoiceField(
        Incident.objects.all(),
        required=False,
        label="About which incident",
        help_text="One thing said to have happened. Not there yet? Add it with the plus sign.",
    )
    predicate = PredicateField(
        Predicate.objects.all(),
        required=False,
        label="What is asked",
        help_text="It decides which box below takes the answer.",
    )
    population = forms.ModelChoiceField(
        Population.objects.all(),
        required=False,
        label="Who or what is counted",
        help_text="Only for a number; leave it empty for anything else.",
    )
    party = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label="Whose",
        help_text="The side they belong to: Israeli soldiers, Palestinians. Empty if not said.",
    )
    place = forms.ModelChoiceField(
        Place.objects.all(),
        required=False,
        label="At which place",
        help_text="Only if narrower than the incident, or if there is none.",
    )
    window = forms.CharField(
        required=False,
        max_length=60,
        validators=[validate_edtf],
        help_text="Empty: in the incident. A running total has an open window: 2023-01-01/..",
    )

    question: Question | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.question_id:
            self.initial = {**self.initial, **forms.model_to_dict(self.instance.question, KEY)}

    def question_is_needed(self) -> bool:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self._asks_something():
            self._complete_question()
        elif self.question_is_needed():
            self.add_error("predicate", "Choose what this answers, for example “killed”.")
        if not any(name in self.errors for name in KEY):
            self.question = self._find_question()
        return self.cleaned_data

    def _asks_something(self) -> bool:
        return any(self.cleaned_data.get(name) for name in KEY) or any(name in self.errors for name in KEY)

    def _complete_question(self) -> None:
        predicate: Predicate | None = self.cleaned_data.get("predicate")
        if predicate is None:
            self._say("predicate", "Choose what is asked, for example “killed”.")
            return
        if not self.cleaned_data.get("population"):
            self._complete_population(predicate)
        if not any(
            self.cleaned_data.get(name) or name in self.errors for name in ("incident", "party", "place", "window")
        ):
            self._say("incident", "Choose the incident. A total over time has a party, place or window instead.")

    def _complete_population(self, predicate: Predicate) -> None:
        if predicate.value_type == ValueType.QUANTITY:
            self._say("population", f"“{predicate}” asks for a number: choose who or what is counted.")
        else:
            self.cleaned_data["population"] = Population.objects.get(code=NOBODY_COUNTED)

    def _say(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _find_question(self) -> Question | None:
        key = {name: self.cleaned_data[name] for name in KEY}
        if key["predicate"] is None:
            return None
        return Question.objects.filter(**key).first() or Question(**key)

    def make_question(self) -> Question | None:
        """The question as a stored row, made now if nobody asked it before. Call inside the transaction."""
        if self.question is not None and self.question._state.adding:  # noqa: SLF001  Django's documented attribute
            self.question = Question.objects.find_or_make(**{name: getattr(self.question, name) for name in KEY})
        return self.question

    def _post_clean(self) -> None:
        if not any(name in self.errors for name in KEY):
            self.instance.question = self.question
        super()._post_clean()  # type: ignore[misc]  # Django's hook, not in the stubs
