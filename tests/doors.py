"""What the tests of guarded acts share: trying a step by plain SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError


def refused_in_sql(sql: str, *params) -> None:
    """Assert that PostgreSQL refuses the statement."""
    refusals = (IntegrityError, InternalError, ProgrammingError)  # the last: the app role lacks the right
    with pytest.raises(refusals) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    said = str(caught.value)
    assert not isinstance(caught.value, ProgrammingError) or "permission denied" in said, said


def in_sql(sql: str, *params) -> None:
    """Run a statement as it is, behind the services' back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
