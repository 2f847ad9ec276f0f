"""The mutations: by suite, what is broken, where, and which tests have to notice."""

from tests.drills.mutations import Mutation

VAULT, IDENTITY = ("tests/vault",), ("tests/vault/test_identity_pages.py",)
STRICTER, ROTATION = ("tests/vault/test_stricter.py",), ("tests/vault/test_rotation.py",)
STRINGS = ("tests/vault/test_strings.py",)
BACKUPS, OUTAGES = ("tests/backups",), ("tests/faults",)
DRILLS = ("tests/drills/test_drills.py",)


def _vault(breaks: str, old: str, new: str, tests: tuple[str, ...] = IDENTITY) -> Mutation:
    return Mutation("vault", breaks, "sources/vault.py", old, new, tests)


def _stricter(breaks: str, old: str, new: str = "", tests: tuple[str, ...] = STRICTER) -> Mutation:
    return Mutation("stricter", breaks, "newsroom/desk/shielding.py", old, new, tests)


def _backups(breaks: str, file: str, old: str, new: str, tests: tuple[str, ...] = BACKUPS) -> Mutation:
    return Mutation("backups", breaks, f"newsroom/backups/{file}", old, new, tests)


MUTATIONS = [
    _vault(
        "an identity is opened without a grant",
        "        _check(user, source)\n        _note(sealed",
        "        _note(sealed",
    ),
    _vault("opening leaves no row in the log", "        _note(sealed, user, IdentityReading.Deed.READ, purpose)\n", ""),
    _vault(
        "who has left the house still opens it",
        "    if not user.is_active:\n        return False\n",
        "",
        VAULT,
    ),
    _vault("anybody allows it", "if not was_given(given_by, GRANT):", "if not given_by:"),
    _vault("anybody takes it back", "if not was_given(ended_by, GRANT):", "if not ended_by:", VAULT),
    _vault(
        "a chief allows it to himself where four eyes are asked for",
        "if settings.FOUR_EYES and holder == given_by:",
        "if settings.FOUR_EYES and holder is None:",
    ),
    _vault("a grant never ends", "if not seam.now() < until <= seam.now() + LONGEST:", "if not until:"),
    _vault("one change is written over another", "if identity.version != version:", "if identity.version < 0:"),
    _vault(
        "a change leaves no row in the log", '    _note(identity, user, IdentityReading.Deed.CHANGED, "changed")\n', ""
    ),
    _vault("an identity is kept of a source on the record", "if not stored.is_confidential:", "if not stored:", VAULT),
    _vault(
        "an identity is written over by another",
        "if SourceIdentity.objects.filter(source=stored).exists():",
        "if not stored:",
        VAULT,
    ),
    Mutation(
        "vault",
        "identities lie open in the database",
        "sources/encryption.py",
        'return prepared and _cipher().encrypt(prepared.encode()).decode("ascii")',
        "return prepared",
        STRINGS,
    ),
    Mutation(
        "vault",
        "what was erased stays in the file",
        "newsroom/ledger/erasing.py",
        "PRAGMA secure_delete = ON",
        "PRAGMA secure_delete = OFF",
        STRINGS,
    ),
    Mutation(
        "vault",
        "an old key is never given up",
        "sources/rotating.py",
        "if not all(_opens(newest, row[name]) for name in _STORED):",
        "if not row:",
        ROTATION,
    ),
    Mutation(
        "vault",
        "what no key opens is passed over in silence",
        "sources/rotating.py",
        "done.unreadable.append(public_id)",
        "pass",
        ROTATION,
    ),
    Mutation(
        "vault",
        "the log of who opened an identity can be changed",
        "sources/migrations/0013_identity_log_only_grows.py",
        "SELECT RAISE(ABORT, '{SAYS}')",
        "SELECT 1",
        VAULT,
    ),
    _stricter("the real name is kept nowhere", "    _seal(source, plan, user)\n"),
    _stricter("what shows the name in print is issued again", "    _forbid(source, level, plan)\n"),
    _stricter("the history of the source keeps its name", "    Source.history.filter(id=source.pk).delete()\n"),
    _stricter("the history keeps whom it spoke for", "    Affiliation.history.filter(source_id=source.pk).delete()\n"),
    _stricter("a byline still leads to it", "    Contribution.objects.filter(source=source).update(source=None)\n"),
    _stricter("notes, logs and histories keep the name", "    redact(plan.names.names)\n"),
    _stricter("versions that said the name stay", "    _erase(plan)\n    source.refresh_from_db()\n"),
    _stricter(
        "the new label may hold the name",
        "elif any(name.casefold() in label.casefold() for name in plan.unsaid):",
        "elif not label:",
    ),
    _stricter("nobody looks a last time", "    _refuse_what_is_left(plan)\n"),
    _stricter(
        "one act joins the claims of a source",
        "    for claim in claims:\n        publish([claim], signature)\n",
        "    publish(claims, signature)\n",
    ),
    _backups("an unsound file is put in place", "restoring.py", "        _refuse_unsound(made)\n", ""),
    _backups(
        "a bent ledger is put in place",
        "restoring.py",
        "    if verdict.bad_seq is not None:\n",
        "    if verdict.bad_seq == 0:\n",
    ),
    _backups(
        "the ledger that comes out is not compared",
        "restoring.py",
        "if contents.head and contents.head != [verdict.entries, verdict.head_sha256]:",
        "if contents.head == []:",
    ),
    _backups(
        "a database in use is replaced unasked",
        "restoring.py",
        "if not over and (found := what_is_there()):",
        "if found := not path:",
    ),
    _backups(
        "a backup takes the place of another",
        "backing_up.py",
        "    if path.exists():\n        raise FileExistsError(path)\n",
        "",
    ),
    _backups("a backup can be read by everybody", "backing_up.py", "os.O_TRUNC, 0o600)", "os.O_TRUNC, 0o644)"),
    _backups(
        "something may stand behind the end",
        "sealed_files.py",
        "    if file.read(1):\n",
        "    if not number and file.read(1):\n",
    ),
    _backups(
        "frames may change places",
        "sealed_files.py",
        "return number.to_bytes(11) + bytes([is_last])",
        "return bytes(11) + bytes([is_last])",
    ),
    _backups(
        "a cut at the end of a frame goes unseen",
        "sealed_files.py",
        "return number.to_bytes(11) + bytes([is_last])",
        "return number.to_bytes(11) + bytes(1)",
    ),
    _backups(
        "a backup is of several moments",
        "snapshots.py",
        '        in_line.callback(let_the_next, stand_in_line(path))\n        database.execute("BEGIN")\n',
        "",
        DRILLS,
    ),
    Mutation(
        "outages",
        "a database that cannot be written is an error of ours",
        "newsroom/api/outages.py",
        '    8: "the database cannot be written",\n',
        "",
        OUTAGES,
    ),
    Mutation(
        "outages",
        "a full disk is an error of ours",
        "newsroom/api/outages.py",
        '    13: "the disk of the database is full",\n',
        "",
        OUTAGES,
    ),
    Mutation(
        "outages",
        "time runs back where the clock does",
        "newsroom/ledger/writing.py",
        "return seam.now() if head is None else max(seam.now(), head.at)",
        "return seam.now()",
        OUTAGES,
    ),
    Mutation(
        "crowd",
        "the second save goes over the first",
        "newsroom/ledger/conflicts_on_save.py",
        "return self.opened.sheet == self.theirs and not self.missed",
        "return not self.missed",
        DRILLS,
    ),
    Mutation(
        "crowd",
        "writers do not stand in line",
        "newsroom/sqlite/base.py",
        "fcntl.LOCK_EX",
        "fcntl.LOCK_SH",
        ("tests/test_engines.py",),
    ),
    Mutation(
        "crash",
        "every statement is a transaction of its own",
        "newsroom/sqlite/base.py",
        "super()._start_transaction_under_autocommit()",
        "pass",
        DRILLS,
    ),
    Mutation(
        "tamper",
        "a changed entry goes unseen",
        "newsroom/ledger/verifying.py",
        "    if entry.entry_sha256 != entry.expected_sha256():\n",
        "    if not entry.entry_sha256:\n",
        DRILLS,
    ),
    Mutation(
        "rights",
        "who may look may restore an old version",
        "newsroom/ledger/admin.py",
        'if request.method == "POST" and not self.has_change_permission(',
        'if request.method == "POST" and not self.has_view_permission(',
        ("tests/desk/test_rights.py",),
    ),
    Mutation(
        "fetching",
        "a private network is fetched from",
        "sources/fetching/addresses_allowed.py",
        "return _why_v4(found) if isinstance(found, IPv4Address) else _why_v6(found)",
        'return ""',
        ("tests/sources/fetching",),
    ),
    Mutation(
        "logs",
        "a log line quotes the query of an address",
        "newsroom/log_lines.py",
        'return re.sub(r"(?<=\\S)\\?\\S+", "", record.getMessage())',
        "return record.getMessage()",
        ("tests/test_operating.py",),
    ),
    Mutation(
        "accounts",
        "passwords may be guessed for ever",
        "newsroom/settings.py",
        '"login_failed": "5/900s/key"',
        '"login_failed": "5000/900s/key"',
        ("tests/accounts",),
    ),
    Mutation(
        "browser",
        "a headline is markup",
        "newsroom/desk/articles.py",
        "return format_html(link, article.claim_total",
        "return (lambda text, *given: SafeString(text.format(*given)))(link, article.claim_total",
        ("tests/browser/test_hostile_text.py",),
    ),
    Mutation(
        "browser",
        "pages of the desk have no policy for scripts",
        "newsroom/headers.py",
        '        "Content-Security-Policy": build_policy(),\n',
        "",
        ("tests/test_headers.py",),
    ),
    Mutation(
        "hostile input",
        "a number of any size is asked of the database",
        "newsroom/api/views.py",
        "(min(number, MOST_VERSIONS),)",
        "(number,)",
        ("tests/hostile",),
    ),
    Mutation(
        "importers",
        "a bomb is unpacked",
        "sources/importing/inflating.py",
        "        if made > max(FREE, MOST_RATIO * step.consumed):\n",
        "        if made < 0:\n",
        ("tests/sources/reading/test_bombs.py",),
    ),
    Mutation(
        "importers",
        "a byte order mark stays in a name",
        "sources/text.py",
        'normalise(words.replace("\\ufeff", ""))',
        "normalise(words)",
        ("tests/sources/test_text.py", "tests/sources/test_plain_text.py"),
    ),
    Mutation(
        "migrations",
        "what was issued before there was a search is not found",
        "events/migrations/0007_words.py",
        'fill_in_migration("claim", "incident")',
        'fill_in_migration("incident")',
        ("tests/test_migrations.py",),
    ),
]
