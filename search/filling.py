"""Indexing the rows that stood there before their table was indexed. Idempotent; runs as the owner after each migrate."""

from django.apps import apps
from django.conf import settings

from search.constraints import _Kept


def kept_models() -> list[tuple[type, _Kept]]:
    """Every model whose names or texts are indexed, with the declaration."""
    return [
        (model, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, _Kept)
    ]


def fill(cursor) -> int:
    """Index what is missing. Returns how many rows were."""
    found = 0
    for model, constraint in kept_models():
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [model._meta.db_table])
        if cursor.fetchone()[0]:
            cursor.execute(constraint.fill(model))
            found += cursor.rowcount
    return found


def after_migrate(*, using: str, app_config, **_kwargs) -> None:
    """Django's post_migrate hook."""
    from django.db import connections

    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if settings.DATABASE_ROLE != "owner" or app_config is not last:
        return
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('search_name') IS NOT NULL AND to_regproc('search_put') IS NOT NULL"
        )
        if cursor.fetchone()[0]:
            fill(cursor)
