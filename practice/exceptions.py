"""Errors that carry a text fit for the person who caused them."""

from dataclasses import dataclass, field


class DomainError(Exception):
    """A rule of the field was broken. `message` is shown to the user, beside `field` when it names one."""

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Proposal:
    """What a refused person may send to somebody who decides it: a kind of approval, its object, and the act's arguments."""

    kind: str
    object_id: int
    arguments: dict = field(default_factory=dict)


class Refused(DomainError):
    """The actor may not do this. `who` lists the names of people who can; `proposal` is what may be sent to them instead."""

    def __init__(self, message: str, *, who: list[str] | None = None, proposal: Proposal | None = None):
        super().__init__(message)
        self.who = who or []
        self.proposal = proposal


class Stale(DomainError):
    """Somebody else changed the row since the user read it."""
