"""For the lists of the admin: the filters that people keep."""

from typing import Any

from django import template

from newsroom.desk.saved_filters import filters_for, lasting

register = template.Library()


@register.inclusion_tag("admin/desk/list_filters.html", takes_context=True)
def kept_filters(context: Any, cl: Any) -> dict[str, Any]:
    """Those of this list, with the form that keeps the list as it is filtered now."""
    request = context["request"]
    query = lasting(request.GET.urlencode())
    kept = filters_for(request, cl.model)
    return {
        "kept": kept,
        "query": query,
        "current": next((one for one in kept if one.saved.query == query), None),
        "label": cl.opts.label_lower,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def who_sees(model_admin: Any) -> str:
    """Who can see what a form shows, in words; a ModelAdmin says otherwise in `seen_by`."""
    return str(getattr(model_admin, "seen_by", "Only the desk. It is never public."))
