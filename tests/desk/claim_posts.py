"""The claim form and its like, shown, changed and posted back; built on `tests.desk.forms`."""

from typing import Any

from django.test import Client
from django.urls import reverse

from sources.models import Article
from tests.desk.forms import form_of

CLAIM = "events_claim"


def page(client: Client, model: str, pk: int | str | None = None, **query: Any) -> Any:
    """The add or change form as the server shows it."""
    path = reverse(f"admin:{model}_change", args=[pk]) if pk else reverse(f"admin:{model}_add")
    response = client.get(path, query)
    assert response.status_code == 200
    return response


def boxes(response: Any) -> dict[str, Any]:
    """What a browser would post back unchanged."""
    return dict(form_of(response).values)


def post(client: Client, response: Any, **changes: Any) -> Any:
    """Post a shown page with some boxes changed; `citation__words` is the box of the first citation."""
    data = boxes(response)
    for name, value in changes.items():
        data[name.replace("citation__", "citations-0-")] = value
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(response.request["PATH_INFO"] + _query(response), sent)


def _query(response: Any) -> str:
    query = response.request["QUERY_STRING"]
    return f"?{query}" if query else ""


def claim_boxes(article: Article, **changes: Any) -> dict[str, Any]:
    """The boxes of a claim that stands in the text of `tests.factories.LEAD`."""
    stated = {
        "citation__article": article.pk,
        "citation__words": "at least six militants were killed",
        "predicate": "killed",
        "population": "combatants",
        "quantity_words": "at least six",
    }
    return {**stated, **changes}


def errors(response: Any) -> dict[str, list[str]]:
    """What the form and its citations complain of, by box."""
    assert response.status_code == 200, response
    found = {name: list(said) for name, said in response.context["adminform"].form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): list(said) for name, said in form.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found
