"""What the tests of guarded acts share: trying a step by plain SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError


def refused_in_sql(sql: str, *params) -> None:
    """Assert that PostgreSQL refuses the statement."""
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def in_sql(sql: str, *params) -> None:
    """Run a statement as it is, behind the services' back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
