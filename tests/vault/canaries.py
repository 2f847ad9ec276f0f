"""An identity whose every part is a word found nowhere else, and where such words turn up."""

from sources.models import SourceIdentity

CANARIES = {
    "real_name": "Zebulon Qvxname",
    "other_names": "alias-Qvxother",
    "contacts": "+99 555 Qvxphone, qvxmail@example.org",
    "note": "met at Qvxplace",
}
WORDS = ("Qvxname", "Qvxother", "Qvxphone", "qvxmail", "Qvxplace", "Zebulon")


def seal(source, **parts):
    return SourceIdentity.objects.create(source=source, **{**CANARIES, **parts})


def leaked(text):
    """The canaries that stand in a text or in bytes."""
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    return [word for word in WORDS if word.casefold() in text.casefold()]
