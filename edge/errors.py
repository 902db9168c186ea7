"""The errors a user can cause.

    CabinError                one line for the user, exit code 2
    ├── InputError            a file or text handed in cannot be used
    ├── SettingsError         a setting is unknown or out of range
    └── WeightsError          weights are missing, damaged or refused

Anything else that escapes is a bug and shows its traceback.
"""


class CabinError(Exception):
    """What went wrong, in one line that names the file or field."""


class InputError(CabinError):
    """A file or text handed in cannot be used.

    Examples: an empty file, a WAV cut off before its header ends, a DBC line that is malformed.
    """

    def __init__(self, what: object, problem: str) -> None:
        """what: the file or field. problem: what is wrong with it, without a full stop."""
        super().__init__(" ".join(f"{what}: {problem}".splitlines()))  # names in a file may hold line ends
        self.what = what
        self.problem = problem


class SettingsError(InputError):
    """A setting is unknown, of the wrong type or out of range."""


class WeightsError(InputError):
    """Weights are missing, do not match their hash, or cannot be converted."""
