"""Errors that carry a text fit for the person who caused them."""


class DomainError(Exception):
    """A rule of the field was broken. `message` is shown to the user, beside `field` when it names one."""

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class Refused(DomainError):
    """The actor may not do this. `who` lists the names of people who can."""

    def __init__(self, message: str, *, who: list[str] | None = None):
        super().__init__(message)
        self.who = who or []


class Stale(DomainError):
    """Somebody else changed the row since the user read it."""
