"""Whether what is written in bulk is what `publish` writes, byte for byte, on a sample."""

from newsroom.benching.api.cells import CLAIMS_A_CELL, Press
from newsroom.benching.api.patterns import Document, Patterns, published

CELLS_AN_ACT = 10


class Differs(RuntimeError):
    """A document written in bulk is not the one that is published; the message shows where."""


def check_sample(press: Press, patterns: Patterns, claims: int) -> int:
    """Publish the first cells for so many claims and compare each document. Returns how many; raises `Differs`."""
    cells = [press.cell(number) for number in range(min(press.cells, -(-claims // CLAIMS_A_CELL)))]
    bulk = {document.public_id: document for document in patterns.sources()}
    bulk |= {document.public_id: document for cell in cells for document in patterns.cell(cell)}
    checked = 0
    for start in range(0, len(cells), CELLS_AN_ACT):
        for document in published(cells[start : start + CELLS_AN_ACT]):
            if document != bulk[document.public_id]:
                raise Differs(_where(document, bulk[document.public_id]))
            checked += 1
    return checked


def _where(published_: Document, bulk: Document) -> str:
    pairs: list[tuple[str, object, object]] = [
        ("body", published_.body, bulk.body),
        ("facets", published_.facets, bulk.facets),
    ]
    pairs.append(("terms", published_.terms, bulk.terms))
    name, right, wrong = next(pair for pair in pairs if pair[1] != pair[2])
    left, other = str(right), str(wrong)
    at = next((at for at, (a, b) in enumerate(zip(left, other, strict=False)) if a != b), 0)
    start = max(0, at - 60)
    return f"{published_.public_id}, {name}: published …{left[start : at + 60]}…, in bulk …{other[start : at + 60]}…"
