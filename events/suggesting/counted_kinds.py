"""The nouns that reports count, the population each names, and what can befall it.

The list is closed: a count of anything else ("proposals", "tickets", "cows") is no figure of the ledger.
A population is given only where the noun itself says it; a farmer is a person, his status is not said.
"""

import re
from enum import Flag, auto

from events.suggesting.word_lists import words


class Sort(Flag):
    """What is counted, as far as it decides what can be told of it."""

    PERSON = auto()
    THING = auto()
    LIFE = auto()  # "claimed 12 lives"


_PERSONS: dict[str, frozenset[str]] = {
    "persons": words(
        """
        people persons person others individuals individual residents resident villagers villager citizens citizen
        inhabitants locals nationals foreigners students student pupils pupil teachers teacher teenagers teenager teens
        youths youth adults adult patients patient workers worker labourers laborers employees staff volunteers
        volunteer rescuers firefighters firefighter passengers passenger drivers driver pilots pilot crew crewmen
        sailors sailor miners miner farmers farmer fishermen fisherman shepherds shepherd merchants tourists tourist
        migrants migrant refugees refugee evacuees pilgrims pilgrim worshippers worshipers mourners shoppers bystanders
        bystander detainees detainee prisoners prisoner inmates inmate hostages hostage captives victims victim
        survivors relatives relative members member mothers mother fathers father parents sons son daughters daughter
        neighbours neighbour neighbors neighbor brothers brother sisters sister siblings cousins grandchildren spouses
        elders protesters protester protestors
        demonstrators demonstrator rioters activists activist settlers settler officials official lawyers judges
        engineers contractors aides peacekeepers peacekeeper climbers climber hikers pedestrians motorists cyclists
        commuters constables constable traders vendors herders clerics priests nuns monks imams campers divers
        technicians lawmakers diplomats smugglers traffickers robbers looters passers-by guards guard policemen
        policeman policewomen police officers officer suspects
        suspect
        """
    ),
    "civilians": words("civilians civilian noncombatants noncombatant non-combatants"),
    "combatants": words(
        """
        soldiers soldier troops servicemen serviceman servicemembers paratroopers marines reservists reservist
        conscripts conscript recruits militants militant fighters fighter gunmen gunman combatants combatant rebels
        rebel sentries sentry jawans jawan insurgents insurgent guerrillas terrorists terrorist militiamen militiaman
        mercenaries attackers attacker
        assailants assailant jihadists jihadis commandos snipers bombers commanders commander
        """
    ),
    "children": words(
        """
        children child boys boy girls girl schoolgirls schoolgirl schoolboys schoolboy schoolchildren babies
        baby infants infant toddlers toddler minors minor juveniles juvenile
        """
    ),
    "women": words("women woman"),
    "men": words("men man"),
    "medical": words("medics medic doctors doctor nurses nurse paramedics paramedic surgeons surgeon"),
    "journalists": words("journalists journalist reporters reporter cameramen cameraman photojournalists"),
}
_THINGS: dict[str, frozenset[str]] = {
    "vehicles": words(
        """
        vehicles vehicle cars car trucks truck lorries lorry pickups pickup tractors tractor carrier buses bus vans
        tanks tank jeeps jeep ambulances ambulance
        motorcycles carriers bulldozers convoys
        """
    ),
    "aircraft": words(
        """
        aircraft helicopters helicopter gunships gunship planes plane warplanes jets jet airliners drones drone
        """
    ),
    "buildings": words(
        """
        buildings building houses house homes home apartments schools school hospitals hospital clinics mosques mosque
        churches church shops shop structures warehouses huts hut sheds shed barns barn cottages temples temple
        synagogues synagogue offices factories factory stalls dwellings libraries
        """
    ),
    "explosive_devices": words("bombs bomb mines shells rockets rocket missiles missile grenades mortars"),
    "": words("bridges bridge tents tent boats boat ships ship vessels vessel wells launchers villages outposts"),
}
_LIVES = words("lives")
_KINDS: dict[str, tuple[Sort, str]] = {
    **{noun: (Sort.PERSON, code) for code, nouns in _PERSONS.items() for noun in nouns},
    **{noun: (Sort.THING, code) for code, nouns in _THINGS.items() for noun in nouns},
    **dict.fromkeys(_LIVES, (Sort.LIFE, "persons")),
}
_PLURALS_WITHOUT_S = words("people men women children police policemen policewomen gunmen staff crew troops aircraft")
# Peoples named by their country; after a count only, so that a name at the start of a sentence is no matter.
_PEOPLE = re.compile(
    r"[A-Z][a-z]+(?:ans?|ese|is?|ish)|Afghans?|Arabs?|Kurds?|Thais?|Greeks?|Turks?|Finns?|Danes?|Poles?"
)
_PARTY_ADJECTIVE = re.compile(
    r"[A-Z][a-z]+(?:ian|an|ese|i|ish)|French|Dutch|Greek|Czech|Thai|Arab|Afghan|Kurd|Uyghur|Rohingya|Jewish|Muslim"
    r"|Christian|Druze|Hamas|Hezbollah|Houthi|Taliban|[A-Z]{2,6}"
)


def kind_of(word: str) -> tuple[Sort, str] | None:
    """The sort and the population code of a noun as printed, or None if reports do not count it here."""
    known = _KINDS.get(word.lower())
    if known or not _PEOPLE.fullmatch(word):
        return known
    return Sort.PERSON, "persons"


def is_common(word: str) -> bool:
    """Whether a noun is one whatever follows; the name of a people may turn out to be an adjective."""
    return word.lower() in _KINDS or (kind_of(word) is not None and word.endswith("s"))


def is_singular(word: str) -> bool:
    lower = word.lower()
    return not lower.endswith("s") and lower not in _PLURALS_WITHOUT_S


def names_a_party(word: str) -> bool:
    """Whether a word before or as the noun says whose they are: Israeli, Palestinians, UN."""
    return _PARTY_ADJECTIVE.fullmatch(word.removesuffix("s")) is not None
