"""How long a sign-in lasts: idle time and age, as the strictest of the person's firms sets them."""

import time
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass

from accounts.models import Membership

IDLE_MINUTES = (5, 10, 15, 30, 60, 120, 240)
SESSION_HOURS = (1, 4, 8, 10, 12)
DEFAULT_IDLE, DEFAULT_AGE = 30 * 60, 12 * 3600
ACTIVE, BEGAN = "active_at", "began_at"
# The moment of the last activity is stored this often at most (seconds): not a write for each page.
EVERY = 20


@dataclass(frozen=True)
class Left:
    """What remains of a sign-in, in seconds. `final`: activity does not prolong it, it has reached its age."""

    seconds: int
    final: bool


def limits(doors: Iterable[Membership]) -> tuple[int, int]:
    """(idle, age) in seconds: the smallest of the firms a session can enter.

    The strictest, because a session passes from one firm to the other with one click.
    """
    firms = [door.firm for door in doors]
    idle = min((firm.idle_minutes * 60 for firm in firms), default=DEFAULT_IDLE)
    age = min((firm.session_hours * 3600 for firm in firms), default=DEFAULT_AGE)
    return idle, age


def left(session: MutableMapping, doors: Iterable[Membership], *, now: float | None = None) -> Left:
    """What remains of the session; 0 seconds when it is over. A session without a mark begins now."""
    now = time.time() if now is None else now
    idle, age = limits(doors)
    by_idle = session.get(ACTIVE, now) + idle - now
    by_age = session.get(BEGAN, now) + age - now
    return Left(max(0, int(min(by_idle, by_age))), by_age <= by_idle)


def touch(session: MutableMapping, *, now: float | None = None) -> None:
    """Note that the person did something. Requests that a page makes by itself never come here."""
    now = time.time() if now is None else now
    if BEGAN not in session:
        session[BEGAN] = int(now)
    if now - session.get(ACTIVE, 0) >= EVERY:
        session[ACTIVE] = int(now)
