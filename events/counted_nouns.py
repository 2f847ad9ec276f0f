"""The nouns that a count may end in: "six militants", "dozens of houses", "nine people killed".

The list is closed on purpose. A word that is not on it ("percent", "hours", "times") may change what the
number before it counts, so the phrase is refused and an editor gives the number.
"""

from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FATES = _words(
    """
    dead killed wounded injured hurt missing detained arrested abducted kidnapped captured displaced
    destroyed damaged dying slain
    """
)
_NOUNS = _FATES | _words(
    """
    people persons person others civilians civilian residents villagers citizens inhabitants men man
    women woman children child boys boy girls girl babies teenagers teens youths minors students
    pupils teachers adults infants soldiers soldier troops servicemen personnel officers officer
    policemen police guards militants militant fighters fighter gunmen gunman combatants combatant
    noncombatants rebels insurgents terrorists militiamen mercenaries conscripts recruits reservists
    commanders suspects suspect attackers assailants protesters protestors demonstrators rioters
    settlers journalists journalist reporters medics doctors nurses paramedics patients workers worker
    employees staff volunteers rescuers firefighters passengers drivers miners farmers tourists
    migrants refugees detainees prisoners inmates hostages hostage victims victim survivors members
    foreigners nationals palestinians israelis ukrainians russians syrians americans bodies casualties
    casualty deaths death fatalities fatality injuries wounds families households vehicles vehicle
    cars car trucks buses tanks tank drones drone missiles rockets planes aircraft helicopters
    helicopter ships boats buildings building houses house homes home apartments schools hospitals
    shops structures villages
    """
)
_NEVER_ADJECTIVES = _words(
    """
    and of the to on with by for from per as than not nor but if in were was are is be been had have
    has his her its their them these those this that which who whose times percent cent half third
    thirds quarter quarters fifths tenths seconds minute minutes hour hours day days week weeks month
    months year years metre metres meter meters kilometre kilometres kilometer kilometers mile miles
    foot feet different unless until since without
    """
)
_MOST_ADJECTIVES = 3


def is_noun(word: str) -> bool:
    return word in _NOUNS


def without_noun(phrase: str, numeric: frozenset[str]) -> Iterator[str]:
    """The phrase without its last noun, then also without one, two, three adjectives before the noun.

    Nothing, if the phrase does not end in a noun of the list. `numeric` are words that are part of a count
    and so never an adjective.
    """
    words = phrase.split()
    if not words or not is_noun(words[-1]):
        return
    for start in range(len(words) - 1, max(0, len(words) - 2 - _MOST_ADJECTIVES), -1):
        if _may_describe(words[start:-1], numeric):
            yield " ".join(words[:start])


def _may_describe(adjectives: list[str], numeric: frozenset[str]) -> bool:
    """Whether the words only describe; a fate that is not the first makes a clause ("soldiers killed …")."""
    plain = all(word.isalpha() and word not in _NEVER_ADJECTIVES | numeric for word in adjectives)
    return plain and not _FATES.intersection(adjectives[1:])
