from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts.tokens import SCOPES, ApiToken, make_token

LONGEST_DAYS = 3_650


class Command(BaseCommand):
    help = "Make, list and revoke the tokens with which a closed API is read. A token is shown once, when it is made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        make = what.add_parser("make", help="Make one and print it, once.")
        make.add_argument("name", help="Who will hold it, for what.")
        about = "; ".join(f"{scope}: {says}" for scope, says in SCOPES.items())
        make.add_argument("--scope", action="append", choices=list(SCOPES), help=f"May be repeated; read. {about}.")
        make.add_argument("--days", type=int, default=90, help="Until it ends (90).")
        what.add_parser("list", help="All that may be used now.")
        revoke = what.add_parser("revoke", help="End one at once.")
        revoke.add_argument("number", type=int, help="Its number in the list.")

    def handle(self, **options: Any) -> None:
        {"make": self._make, "list": self._list, "revoke": self._revoke}[options["what"]](options)

    def _make(self, options: dict[str, Any]) -> None:
        if not 1 <= options["days"] <= LONGEST_DAYS:
            message = f"--days {options['days']}: a token holds from 1 to {LONGEST_DAYS} days."
            raise CommandError(message)
        token, secret = make_token(options["name"], options["scope"] or ["read"], options["days"])
        self.stderr.write(f"Token {token.pk} for {token.scopes}, until {token.expires_at:%Y-%m-%d}. Not shown again:")
        self.stdout.write(secret)

    def _list(self, _options: dict[str, Any]) -> None:
        for token in ApiToken.objects.in_force().order_by("pk"):
            self.stdout.write(f"{token.pk}\t{token.name}\t{token.scopes}\tuntil {token.expires_at:%Y-%m-%d}")

    def _revoke(self, options: dict[str, Any]) -> None:
        token = ApiToken.objects.in_force().filter(pk=options["number"]).first()
        if token is None:
            message = f"There is no token {options['number']} that may be used. `api_token list` shows those there are."
            raise CommandError(message)
        token.revoke()
        self.stdout.write(f"Token {token.pk} of “{token.name}” is revoked.")
