"""What an error report may show of a request that an identity goes through: nothing, with DEBUG on as well."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.debug import SafeExceptionReporterFilter

SEALED = "sealed"


class SealedErrors(SafeExceptionReporterFilter):
    """Django's own filter does nothing while DEBUG is on. A view that sets `request.is_sealed` is always hidden."""

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        if _is_sealed(request):
            return QueryDict(mutable=False)
        return super().get_post_parameters(request)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        if _is_sealed(request):
            return [(name, SEALED) for name in tb_frame.f_locals]
        return super().get_traceback_frame_variables(request, tb_frame)


def _is_sealed(request: HttpRequest | None) -> bool:
    return getattr(request, "is_sealed", False)
