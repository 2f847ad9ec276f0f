"""The nouns with which reports name their speakers: titles, roles, bodies."""

from events.suggesting.counted_kinds import Sort, kind_of
from events.suggesting.word_lists import words

TITLES = words(
    """
    minister president premier chancellor spokesman spokeswoman spokesperson spokespeople spokespersons mayor governor
    chief commander director head leader secretary ambassador envoy official officials officer officers prosecutor judge
    senator king queen prince princess sheikh professor analyst coordinator doctor chairman chairwoman chair
    representative representatives general colonel captain major sergeant lieutenant admiral brigadier marshal mr mrs ms
    miss dr prof gen col lt sgt maj capt brig adm cmdr cpl sen rep gov rev inspector superintendent sheriff pastor
    imam rabbi bishop pope lawyer lawmaker deputy spokesmen researcher investigator coach manager founder editor
    """
)
ROLES = words(
    """
    spokesman spokeswoman spokesperson spokespeople spokespersons spokesmen official officials officer officers source
    sources representative representatives commander commanders director head chief leader leaders prosecutor
    prosecutors lawyer lawyers
    """
)
BODIES = words(
    """
    ministry army military police government hospital hospitals agency agencies forces force organisation organization
    organisations group groups council committee office department authority authorities party movement union court
    coalition command brigade brigades defence defense service services network crescent cross watch institute
    university company administration embassy parliament fund centre center observatory foundation association
    federation league front bureau commission nations directorate navy airline municipality presidency kremlin pentagon
    militia media television tv radio newspaper channel broadcaster station charity statement report reports tweet post
    document documents indictment letter un who unicef nato eu
    """
)
_PEOPLE = words(
    """
    witnesses witness sources source monitors observers experts analysts researchers scientists investigators rescuers
    prosecutors survivors neighbours neighbors family families spokesmen leaders commanders generals ministers lawmakers
    diplomats negotiators insiders aides governors mayors clerics forecasters facilities clinics teams crews
    households organisers organizers operators
    """
)
PRONOUNS = words("he she it they we i who")


def can_speak(word: str) -> bool:
    """Whether a noun names a person, a body or a paper that is a speaker in reports."""
    if word in TITLES or word in BODIES or word in _PEOPLE:
        return True
    known = kind_of(word)
    return known is not None and Sort.PERSON in known[0]


MEDIA_NOUNS = words(
    """
    statement interview briefing conference post tweet television tv radio broadcast phone telephone message speech
    address filing document letter report video twitter telegram facebook instagram x media
    """
)
