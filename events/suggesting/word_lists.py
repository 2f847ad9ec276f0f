"""Word lists as they stand in these modules: words parted by white space."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
