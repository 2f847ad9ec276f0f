"""What is public of incidents, questions and claims, and how it is made from the working rows."""

from events.documents.claims import CLAIM
from events.documents.incidents import INCIDENT
from events.documents.questions import QUESTION
from newsroom.ledger.registry import register


def register_kinds() -> None:
    register(INCIDENT)
    register(CLAIM)
    register(QUESTION)
