"""Django's migrate, which makes the tables of an empty database from the models instead of walking the whole history.

The history of a product grows with it; a new database needs none of it. A test holds what the migrations make and what
the models make to be the same to the letter (tests/setup/test_migrations_make_the_models.py).
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.models import Field


class _NoMigrations:
    """A MIGRATION_MODULES in which no app has any."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


@contextmanager
def _without_migrations() -> Iterator[None]:
    kept = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = _NoMigrations()
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = kept


@contextmanager
def _fields_copied() -> Iterator[None]:
    """Copy the fields of the history as Django copies those of an abstract model, instead of taking each apart and making
    it anew: that was half of the time of a long walk, whose every step renders the models around it.
    """
    kept = Field.clone

    def clone(field: Field) -> Field:
        # A field of a real model knows its model, which a state must not.
        return kept(field) if hasattr(field, "model") else copy.deepcopy(field)

    Field.clone = clone  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Field.clone = kept  # type: ignore[method-assign]


class Command(migrate.Command):
    help = f"{migrate.Command.help} An empty database is made from the models, in one transaction."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step",
            action="store_true",
            help="Walk through every migration even in an empty database.",
        )

    def handle(self, *args, step_by_step: bool = False, **options):
        """Migrate. Killed at any moment, the database is empty still or whole."""
        plain = not options["app_label"] and not any(
            options[name] for name in ("fake", "plan", "check_unapplied")
        )
        if not plain or step_by_step or connections[options["database"]].introspection.table_names():
            with _fields_copied():
                return super().handle(*args, **options)
        with transaction.atomic(using=options["database"]):
            with _without_migrations():
                super().handle(*args, **{**options, "run_syncdb": True})
            # Each migration is noted as done: the next one that is written will be the first to run.
            return super().handle(
                *args, **{**options, "fake": True, "verbosity": max(options["verbosity"] - 1, 0)}
            )
