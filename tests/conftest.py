"""The suite's database, its fixed cast in two firms, and the browser.

The test database is made by the owner role; every test then runs as the app role, which row-level security holds.
"""

import gc
import os
import pickle
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations

from practice.models import Firm
from practice.scope import firm_scope
from tests import cast

OWNER, APP = "bailiwick_owner", "bailiwick_app"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# lxml comes with a client of the tests alone. The product writes workbooks without it, and so do its tests.
os.environ["OPENPYXL_LXML"] = "False"
# Thousands of objects die with each request by themselves; to look for rings among them takes a tenth of the time.
gc.set_threshold(200_000, 20, 100)


def owner_connection():
    """A plain connection of the owner role to the test database, for what the app role may not do."""
    params = connection.get_connection_params()
    return psycopg2.connect(
        dbname=params["dbname"],
        user=OWNER,
        host=params.get("host"),
        port=params.get("port"),
        password=params.get("password"),
    )


@pytest.fixture(scope="session")
def django_db_setup(
    request,
    django_test_environment,
    django_db_blocker,
    django_db_use_migrations,
    django_db_keepdb,
    django_db_createdb,
    django_db_modify_db_settings,
):
    """Create and migrate the test database as the owner, then become the app role."""
    from django.test.utils import setup_databases, teardown_databases

    if not django_db_use_migrations:
        # From the models as they are, while they are being changed (pytest --nomigrations).
        from pytest_django.fixtures import _disable_migrations

        _disable_migrations()
    default = connections["default"]
    app_user, app_options = default.settings_dict["USER"], default.settings_dict["OPTIONS"]
    arguments = {"keepdb": True} if django_db_keepdb and not django_db_createdb else {}
    with django_db_blocker.unblock():
        default.settings_dict["USER"] = OWNER
        default.settings_dict["OPTIONS"] = {}
        settings.DATABASE_ROLE = "owner"
        config = setup_databases(verbosity=0, interactive=False, serialized_aliases=set(), **arguments)
        settings.DATABASE_ROLE = "app"
        default.close()
        default.settings_dict["USER"] = app_user
        default.settings_dict["OPTIONS"] = app_options
    STANDING.unblock = django_db_blocker.unblock
    yield
    with django_db_blocker.unblock():
        STANDING.leave()
        default.close()
        default.settings_dict["USER"] = OWNER
        if not django_db_keepdb:
            _drop(teardown_databases, config)


def _drop(teardown, config) -> None:
    """Drop the test database. A server of a browser test may hold a connection for long: it is ended."""
    for again in range(20):
        try:
            return teardown(config, verbosity=0)
        except OperationalError:
            _end_sessions(app_user=again % 2 == 0)
            time.sleep(0.5)
    return teardown(config, verbosity=0)


def _end_sessions(*, app_user: bool) -> None:
    """End the sessions of the app role, or of the owner, in the test database. A role may end its own."""
    params = connection.get_connection_params()
    plain = psycopg2.connect(
        dbname="postgres", user=APP if app_user else OWNER, host=params.get("host"), port=params.get("port"),
        password=params.get("password"),
    )  # fmt: skip
    with plain, plain.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [params["dbname"]],
        )
    plain.close()


# What Django lays down in a new database and no test changes: emptied, it would only be laid down again.
LAID_DOWN = {"django_content_type", "auth_permission"}


def _empty(cursor, tables: list[str]) -> None:
    """Empty the tables, which hold some rows in a few of them: rows are deleted in a twentieth of the time of TRUNCATE.

    That takes a right that only the test cluster gives the owner (tools/postgres.py): no trigger and no foreign key is
    asked. Without it the tables are truncated.
    """
    cursor.execute("SELECT has_parameter_privilege(current_user, 'session_replication_role', 'SET')")
    if cursor.fetchone()[0]:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND pg_relation_size(oid) > 0",
            [tables],
        )
        touched = [name for (name,) in cursor.fetchall()]
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in touched) or "SELECT 1")
    else:
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))


def _empty_as_owner(self, sql_list):
    """Empty the tables. A page of a browser test may have a last request under way; then it is tried again."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    for attempt in range(5):
        owner = owner_connection()
        try:
            with owner, owner.cursor() as cursor:
                _empty(cursor, sorted(set(tables) - LAID_DOWN))
            return
        except psycopg2.errors.DeadlockDetected:
            if attempt == 4:
                raise
            time.sleep(0.5)
        finally:
            owner.close()


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner():
    """The app role may not empty tables, so tests that commit are cleaned up by the owner."""
    original = DatabaseOperations.execute_sql_flush, flush.emit_post_migrate_signal
    DatabaseOperations.execute_sql_flush = _empty_as_owner
    flush.emit_post_migrate_signal = lambda *args, **kwargs: None
    yield
    DatabaseOperations.execute_sql_flush, flush.emit_post_migrate_signal = original


class Standing:
    """The cast, committed once for all tests that roll back; a test that commits begins and ends with empty tables.

    `unblock` is pytest-django's key to the database, None until the database is there. Each test gets its own people, read
    from `packed`: that takes a fifth of the time of a deep copy.
    """

    def __init__(self):
        self.unblock = None
        self.people: SimpleNamespace | None = None
        self.packed = b""

    def enter(self) -> None:
        with self.unblock():
            if Firm.objects.exists():  # of a run that was killed, in a database that is kept
                call_command("flush", verbosity=0, interactive=False)
            self.people = _both_firms()
        self.packed = pickle.dumps(self.people, pickle.HIGHEST_PROTOCOL)

    def leave(self) -> None:
        if self.people is not None:
            with self.unblock():
                call_command("flush", verbosity=0, interactive=False)
            self.people = None


STANDING = Standing()


def _both_firms() -> SimpleNamespace:
    return SimpleNamespace(
        a=cast.make_firm("Alder & Birch LLP", "alder"), b=cast.make_firm("Cedar Law PC", "cedar")
    )


def _commits(item) -> bool:
    marks = item.iter_markers("django_db")
    return bool({"transactional_db", "live_server"} & set(item.fixturenames)) or any(
        mark.kwargs.get("transaction") or mark.args[:1] == (True,) for mark in marks
    )


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Before a test's own database is opened: the cast stands for a test that rolls back, not for one that commits."""
    if fixturedef.argname != "_django_db_helper" or STANDING.unblock is None:
        return
    if _commits(request._pyfuncitem):
        STANDING.leave()
    elif STANDING.people is None and "firms" in request.fixturenames:
        STANDING.enter()


@pytest.fixture
def firms(db) -> SimpleNamespace:
    """Two firms with the same cast, both with data: `firms.a` and `firms.b` (see tests/cast.py)."""
    if STANDING.people is None:
        return _both_firms()
    for people in (STANDING.people.a, STANDING.people.b):
        # Rows roll back; files of the test before do not.
        shutil.rmtree(Path(settings.DATA_DIR) / str(people.firm.pk), ignore_errors=True)
    return pickle.loads(STANDING.packed)


@pytest.fixture
def a(firms):
    """Firm A's cast, inside the system scope of firm A."""
    with firm_scope(firms.a.firm):
        yield firms.a


def came_in(session, member, *, seconds_ago: int = 0) -> None:
    """Put into a session that the member showed the password, `seconds_ago`, and is in the member's firm."""
    session["firm_id"] = member.firm_id
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = str(member.user_id)
    session.save()


@pytest.fixture
def sign_in(client):
    """sign_in(member) → the test client, which has just signed in as that member, in that member's firm.

    `seconds_ago` puts the password further back: after 15 minutes dangerous acts ask for it again.
    """

    def enter(member, *, seconds_ago: int = 0):
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        came_in(client.session, member, seconds_ago=seconds_ago)
        return client

    return enter
