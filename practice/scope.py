"""The firm scope: the one place that says for which firm, and as which member, the database is read and written.

Lock 1 is Python: a manager of a tenant table refuses to work outside a scope. Lock 2 is PostgreSQL: row-level security
compares each row with the signed setting that `firm_scope` puts into the transaction (practice/database.py).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_INERROR


class NoFirmInScope(RuntimeError):
    """A tenant table was touched without saying for which firm. A programming error, never a user's."""


@dataclass(frozen=True)
class Scope:
    """One open scope. `matters` is read as: all but these, or (`only_named`) these alone."""

    firm_id: int
    member_id: int | None = None
    only_named: bool = False
    matters: frozenset[int] = field(default_factory=frozenset)

    def settings(self) -> tuple[str, str]:
        """The values of app.scope (signed) and app.matters (whose hash the signature covers)."""
        named = "{" + ",".join(str(pk) for pk in sorted(self.matters)) + "}"
        digest = hashlib.sha256(named.encode()).hexdigest()
        body = ";".join(
            (
                str(self.firm_id),
                str(self.member_id or 0),
                "only" if self.only_named else "but",
                digest,
                secrets.token_hex(8),
            )
        )
        return f"{body};{sign(body)}", named


_current: ContextVar[Scope | None] = ContextVar("bailiwick_scope", default=None)


def sign(body: str) -> str:
    """HMAC-SHA256 of a scope's text under SCOPE_KEY, in hex (RFC 2104)."""
    return hmac.new(settings.SCOPE_KEY.encode(), body.encode(), hashlib.sha256).hexdigest()


def current_scope() -> Scope:
    """The open scope. Raises NoFirmInScope outside one."""
    scope = _current.get()
    if scope is None:
        raise NoFirmInScope("Open firm_scope(firm) before touching a firm's rows.")
    return scope


def current_firm_id() -> int:
    """Id of the firm in scope. Raises NoFirmInScope outside a scope."""
    return current_scope().firm_id


def current_member_id() -> int | None:
    """Id of the member in scope; None for the system's own work. Raises NoFirmInScope outside a scope."""
    return current_scope().member_id


def in_scope() -> bool:
    """Whether a firm scope is open."""
    return _current.get() is not None


def _announce(scope: Scope | None) -> None:
    signed, named = scope.settings() if scope else ("", "{}")
    with connection.cursor() as cursor:
        # A statement, not set_config(): it is what poolers and distributed workers pass on. %s is quoted by the driver.
        cursor.execute("SET LOCAL app.scope = %s; SET LOCAL app.matters = %s", [signed, named])


@contextmanager
def firm_scope(
    firm, member=None, *, only_named: bool = False, matters: Iterable[int] = (), durable: bool = False
) -> Iterator[Scope]:
    """Open a transaction in which only `firm`'s rows exist, as seen by `member` (None: the system itself).

    `firm` is a Firm or its id. With `only_named` the scope sees the rows of `matters` alone (guests), without it all
    matters but those (walls). The settings end with the transaction; inside an outer transaction they are put back by
    hand, because a released savepoint would leak them.
    """
    firm_id = getattr(firm, "pk", firm)
    if not firm_id:
        raise NoFirmInScope("firm_scope needs a saved firm.")
    outer = _current.get()
    scope = Scope(firm_id, getattr(member, "pk", member), only_named, frozenset(matters))
    with transaction.atomic(durable=durable):
        _announce(scope)
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
            # In a failed transaction no statement is accepted, and its rollback puts the setting back anyway.
            nested = bool(connection.savepoint_ids)
            if nested and not connection.needs_rollback and not _broken():
                _announce(outer)


def narrow(*, only_named: bool, matters: Iterable[int]) -> None:
    """Put a member's walls, or a guest's named matters, into the scope that is open."""
    scope = current_scope()
    scope = Scope(scope.firm_id, scope.member_id, only_named, frozenset(matters))
    _announce(scope)
    _current.set(scope)


@contextmanager
def stand_in(firm_id: int) -> Iterator[None]:
    """Build a statement once for every firm: `firm_id` is no firm's, and is replaced where the statement is asked.

    The database is not told: what was asked in here would still be answered as the open scope, or not at all.
    """
    token = _current.set(Scope(firm_id))
    try:
        yield
    finally:
        _current.reset(token)


def _broken() -> bool:
    raw = connection.connection
    return raw is None or bool(raw.closed) or raw.get_transaction_status() == TRANSACTION_STATUS_INERROR
