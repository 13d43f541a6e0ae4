"""A database made by the migrations is the one the models describe: tables, rules, triggers, policies, functions, to the letter.

The suite and every new database are made from the models, which takes a tenth of the time; this test is why they may.
"""

import os
import subprocess
import sys

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.conftest import OWNER
from tools.common import ROOT

QUESTIONS = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE n.nspname = 'public' AND c.relkind = 'r'""",
    "rules": """
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND k.contype <> 'n'""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'",
    "security": """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'r'""",
    "triggers": """
        SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND NOT t.tgisinternal""",
    "functions": """
        SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname IN ('public', 'sec') AND p.prokind = 'f'
           AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    # But for the role that saves: it may come and go beside this test, which tries it elsewhere.
    "rights": """
        SELECT c.relname, r.rolname, a.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'S') AND r.rolname <> 'bailiwick_backup'""",
}
# The libraries' own tables are made by their own migrations.
OURS = tuple(f"{app.label}_" for app in apps.get_app_configs() if (ROOT / app.label).is_dir())


def asked(name: str) -> dict[str, set]:
    params = connection.get_connection_params()
    plain = psycopg2.connect(dbname=name, user=OWNER, host=params.get("host"), port=params.get("port"))
    with plain, plain.cursor() as cursor:
        found = {}
        for what, question in QUESTIONS.items():
            cursor.execute(question)
            ours = (row for row in cursor.fetchall() if what == "functions" or row[0].startswith(OURS))
            found[what] = {tuple(map(str, row)) for row in ours}
    plain.close()
    return found


@pytest.fixture
def migrate(db):
    """migrate(*options) runs the command on an empty database and gives (its name, what it said)."""
    params = connection.get_connection_params()
    name = f"{params['dbname']}_migrated"
    plain = psycopg2.connect(dbname="postgres", user=OWNER, host=params.get("host"), port=params.get("port"))
    plain.autocommit = True
    cursor = plain.cursor()
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    cursor.execute(f'CREATE DATABASE "{name}"')
    host = (params.get("host") or "").replace("/", "%2F")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "practice.settings",
        "DATABASE_URL": f"postgresql://bailiwick_app@{host}/{name}",
        "MIGRATION_DATABASE_URL": f"postgresql://{OWNER}@{host}/{name}",
        "REDIS_URL": settings.REDIS_URL,
        "DATA_DIR": str(settings.DATA_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
        "SCOPE_KEY": settings.SCOPE_KEY,
        "PORTAL_KEY": settings.PORTAL_KEY,
        "BASE_URL": settings.BASE_URL,
        "DEMO": "0",
        "DEBUG": "0",
    }

    def run(*words: str) -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", *(words or ("migrate", "-v", "0"))],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return name, done.stdout

    yield run
    cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    plain.close()


def same_as_the_models(name: str) -> None:
    by_models, made = asked(connection.get_connection_params()["dbname"]), asked(name)
    for what in QUESTIONS:
        missing = sorted(by_models[what] - made[what])[:5]
        extra = sorted(made[what] - by_models[what])[:5]
        assert (missing, extra) == ([], []), what


def test_the_migrations_make_what_the_models_describe(migrate):
    name, _ = migrate("migrate", "-v", "0", "--step-by-step")
    same_as_the_models(name)


def test_an_empty_database_is_made_at_once_and_has_nothing_left_to_migrate(migrate):
    name, _ = migrate()
    same_as_the_models(name)
    _, plan = migrate("showmigrations")
    assert "[X] 0001_initial" in plan
    assert "[ ]" not in plan
