"""The doors of a guarded act: what each test tries them with."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from supervision.models import Approval


def sql_refuses(sql: str, *params) -> None:
    """Plain SQL as the app's role is refused by PostgreSQL."""
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def waiting(kind: str, obj) -> Approval:
    """The round about `obj` that waits."""
    return Approval.objects.get(kind=kind, object_id=obj.pk, state="waiting")


def newest(kind: str, obj) -> Approval | None:
    """The newest round about `obj`."""
    return Approval.objects.of(kind, obj.pk).first()


def api_approve(client, approval: Approval):
    """POST /api/v1/approvals/<pk>/approve/ of what was submitted."""
    body = json.dumps({"seen": approval.content_hash})
    return client.post(f"/api/v1/approvals/{approval.pk}/approve/", body, content_type="application/json")
