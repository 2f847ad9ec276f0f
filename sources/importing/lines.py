"""A line of words out of a file: a headline, a name, an id."""

from sources.importing.records import RecordProblem
from sources.text import UnusableText, as_line


def one_line(words: str) -> str:
    """The words on one line. Raises `RecordProblem` (not_text)."""
    try:
        return as_line(words)
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error
