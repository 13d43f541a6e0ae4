"""Errors that carry a text fit for the person who caused them."""

from collections.abc import Sequence
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
    """The actor may not do this; the message says why and who can.

    `who` has the names of people who can, and `people` the same as accounts.queries.Helper, as far as they are known.
    `perm` is the power that is missing, on the matter `matter_id`, and `proposal` what may be sent to somebody who decides.
    """

    def __init__(
        self,
        message: str,
        *,
        who: list[str] | None = None,
        people: Sequence = (),
        perm: str = "",
        matter_id: int | None = None,
        proposal: Proposal | None = None,
    ):
        super().__init__(message)
        self.people = list(people)
        self.who = who or [person.name for person in self.people]
        self.perm = perm
        self.matter_id = matter_id
        self.proposal = proposal


class Stale(DomainError):
    """Somebody else changed the row since the user read it."""
