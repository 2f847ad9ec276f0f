"""Django in a database of its own, for drills that ask the product in their own process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def beside(server: str, name: str) -> str:
    """The address of another database on the server of this one; what the address says of a socket stays."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@contextmanager
def scratch_django() -> Iterator[None]:
    """While entered, the product's tables are there, empty, on the engine that DATABASE_URL names."""
    import django
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment

    django.setup()
    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()
