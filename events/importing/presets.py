"""The mappings that ship with the product, by name."""

from pathlib import Path

_MAPPINGS = Path(__file__).parent / "mappings"
WITH_MAPPING = "csv"
"""The preset that takes a mapping file, of whatever form the data are."""

PRESETS = {
    "ucdp-ged": "ucdp_ged",
    "timemap": "timemap",
    "police-brutality": "police_brutality",
}


def preset_mapping(preset: str) -> bytes:
    """The mapping file of a preset."""
    return _file(PRESETS[preset]).read_bytes()


def named_mapping(given: str) -> bytes:
    """The file at this path, else the mapping that ships under this name. Raises `OSError` where there is neither."""
    path = Path(given)
    return (path if path.exists() or given not in shipped() else _file(given)).read_bytes()


def shipped() -> list[str]:
    """The names of all mappings that ship."""
    return sorted(path.stem for path in _MAPPINGS.glob("*.toml"))


def _file(name: str) -> Path:
    return _MAPPINGS / f"{name}.toml"
