"""Gapless numbers: a locked row, counted up inside the transaction that uses the number."""

from django.db import connection

from practice.scope import current_firm_id


def next_number(kind: str, series: str = "") -> int:
    """The next number of `kind` in `series` (a year, or ''), starting at 1.

    The row stays locked until the caller's transaction ends, so a rolled-back act leaves no gap and two acts never
    share a number. Must be called inside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO practice_sequence (firm_id, kind, series, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (firm_id, kind, series) DO UPDATE SET last = practice_sequence.last + 1 RETURNING last",
            [current_firm_id(), kind, series],
        )
        return cursor.fetchone()[0]
