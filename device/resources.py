"""Where the files that ship with the product are."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def checkout() -> bool:
    """Whether this is a developer's tree and not an installed program."""
    return (_ROOT / "pyproject.toml").is_file()


def shipped(*parts: str) -> Path:
    """A file or directory below `deploy/`, in a checkout and in an installed wheel alike."""
    return _ROOT.joinpath("deploy", *parts)
