"""What one member may do, from the role, the licence and what is lent."""

from collections.abc import Callable

from accounts.permissions.matrix import READING, RESERVED, Level, Perm
from practice.clock import passing


class Powers:
    """What one member may do, worked out once a request. Templates read `powers.invoice_approve`.

    `lent` gives the live delegations (accounts.models.Delegation) when it is first needed.
    """

    def __init__(
        self,
        granted: dict[str, str],
        licensed: bool,
        seen_by: "Powers | None" = None,
        lent: Callable[[], list] = list,
    ):
        self._granted = granted
        self._licensed = licensed
        self._lent = lent
        self._seen_by = seen_by  # the powers of the person who previews a role

    def level(self, perm: Perm) -> Level | None:
        """The level at which the power is held, or None. A reserved power without a licence is at most PREPARE."""
        value = self._granted.get(perm)
        if value is None:
            return None
        if self._seen_by is not None and perm in READING and not self._seen_by.has(perm):
            return None
        level = Level(value)
        if perm in RESERVED and not self._licensed and level is not Level.PREPARE:
            return None
        return level

    @property
    def key(self) -> tuple:
        """Equal for equal powers, but for what is lent: that passes (practice.clock)."""
        seen_by = self._seen_by.key if self._seen_by is not None else None
        return (frozenset(self._granted.items()), self._licensed, seen_by)

    def lent(self, perm: Perm) -> list:
        """The live delegations that lend `perm`. None for a reserved power: an attorney cannot lend those."""
        if perm in RESERVED:
            return []
        passing()
        return [delegation for delegation in self._lent() if perm in delegation.powers]

    def has(self, perm: Perm) -> bool:
        """Whether the member may do it now somewhere: YES; ASSIGNED, or DELEGATED with a live delegation.

        In the last two cases the object is then checked through its matter (matters.queries.access.ensure_on).
        """
        level = self.level(perm)
        if level is Level.DELEGATED:
            return bool(self.lent(perm))
        return level in (Level.YES, Level.ASSIGNED)

    def may_prepare(self, perm: Perm) -> bool:
        """Whether the member may at least prepare it for an attorney's decision."""
        return self.level(perm) is Level.PREPARE or self.has(perm)

    def __getattr__(self, name: str) -> bool:
        if name.startswith("_"):
            raise AttributeError(name)
        for perm in Perm:
            if perm.value.replace(".", "_") == name:
                return self.has(perm)
        raise AttributeError(name)
