"""What is to stay secret of six people, in two editions that have nothing in common: the canaries, and their twins.

Every text of a canary holds the stem or the marked stem, and a number that is nobody else's. Of the twins each text
has another length, another alphabet and another place in every order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

STEM, MARKED, DIGITS = "Qvxjzkwup", "Qvẍ’&jž<kwup>", "70914283"
"""Letters found nowhere else, letters that every format writes in a way of its own, and the digits of telephones."""

LEVELS = ("background", "deep_background", "off_record")
CANARIES, TWINS = "canaries", "twins"

WORDS = ("real_name", "alias", "former_name", "title", "register", "mail", "place", "site", "about", "file", "marked")
"""What is known of a person; a number in each canary says which, 00 to 10."""


@dataclass(frozen=True)
class Hidden:
    """One person. `before` he spoke openly, so that his name stood everywhere; or he never did."""

    level: str
    before: bool
    words: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.words[name]

    @property
    def contacts(self) -> str:
        return f"{self['phone']}, {self['mail']}"

    @property
    def note(self) -> str:
        return f"Met at {self['place']}; calls himself {self['marked']}; {self['file']} is his picture."

    @property
    def parts(self) -> dict[str, str]:
        """As the vault keeps them."""
        names = "\n".join((self["alias"], self["title"]))
        return {"real_name": self["real_name"], "other_names": names, "contacts": self.contacts, "note": self.note}


def people(edition: str) -> list[Hidden]:
    """Sealed from the first day, then made confidential afterwards; each at three levels."""
    write = {CANARIES: _canary, TWINS: _twin}[edition]
    each = [(level, before) for before in (False, True) for level in LEVELS]
    return [Hidden(level, before, _words(partial(write, number))) for number, (level, before) in enumerate(each, 1)]


def _words(write: Callable[[str], str]) -> dict[str, str]:
    word = {name: write(name) for name in (*WORDS, "phone")}
    return {
        "real_name": f"{word['real_name'].title()} {word['marked']}",
        "alias": f"Don {word['alias']}",
        "former_name": f"Old {word['former_name']} {word['marked']}",
        "title": f"Keeper of the {word['title']}",
        "register": f"Q-{word['register']}",
        "phone": f"+99 {word['phone']}",
        "mail": f"{word['mail'].lower()}@example.org",
        "place": f"Café {word['place']}",
        "site": f"https://{word['site'].lower()}.example.org/",
        "about": f"Somebody of the {word['about']}.",
        "file": f"talk-with-{word['file'].lower()}.txt",
        "marked": word["marked"],
    }


def _canary(person: int, name: str) -> str:
    if name == "phone":
        return f"{DIGITS}{person:02}"
    return f"{MARKED if name == 'marked' else STEM}{person:02}{WORDS.index(name):02}"


def _twin(person: int, name: str) -> str:
    """The later the person, the earlier the letter."""
    if name == "phone":
        return "5" * (7 + person)
    return f"{'zyxwvuts'[person]}imble{name.replace('_', '')[: person + 1]}"
