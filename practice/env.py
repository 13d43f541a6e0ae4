"""Typed reading of the environment. A missing or malformed value stops the start and names itself."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MISSING = object()


def env(name: str, default=_MISSING) -> str:
    """The text of variable `name`, or of the file that `name`_FILE points to (for secrets).

    Raises ImproperlyConfigured when neither is set and no default is given.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={path} cannot be read: {error.strerror}") from error
    value = os.environ.get(name)
    if value is not None:
        return value
    if default is _MISSING:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE). See docs/operations.md.")
    return default


def env_bool(name: str, default: bool = False) -> bool:
    """Variable `name` as a yes/no: 1, true, yes, on / 0, false, no, off."""
    value = env(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def env_int(name: str, default: int) -> int:
    """Variable `name` as a whole number."""
    value = env(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def env_list(name: str, default: str = "") -> list[str]:
    """Variable `name` as a list separated by commas."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]
