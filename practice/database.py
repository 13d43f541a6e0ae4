"""What the schema needs before its first table and after each migration: scope functions, the signing key, grants.

All of it is idempotent and runs as the owner role. The app role gets rows, never structure: no DDL, no TRUNCATE, no
UPDATE or DELETE on append-only tables, no reading of sequences or of the signing key.
"""

import hashlib

from django.apps import apps
from django.conf import settings

# Trusted ones, which the owner of a database may add: how like two words are, accents, how words sound, mixed indexes.
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gin", "btree_gist")

FUNCTIONS = r"""
CREATE SCHEMA IF NOT EXISTS sec;
REVOKE ALL ON SCHEMA sec FROM PUBLIC;
CREATE TABLE IF NOT EXISTS sec.scope_key (id int PRIMARY KEY, inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);

-- The verified parts of app.scope: firm;member;mode;hash of the named matters;nonce;signature. HMAC-SHA256 (RFC 2104)
-- from core sha256() with the two padded keys prepared by practice.database.install_key.
CREATE OR REPLACE FUNCTION sec.scope() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given text := nullif(current_setting('app.scope', true), '');
    parts text[];
    body text;
BEGIN
    IF given IS NULL THEN
        RAISE EXCEPTION 'no firm in scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    parts := string_to_array(given, ';');
    body := array_to_string(parts[1:5], ';');
    PERFORM 1 FROM sec.scope_key k
     WHERE encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex') = parts[6];
    IF NOT FOUND OR array_length(parts, 1) <> 6 THEN
        RAISE EXCEPTION 'the firm scope is not signed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts;
END $$;

CREATE OR REPLACE FUNCTION public.current_firm() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT (sec.scope())[1]::bigint $$;

CREATE OR REPLACE FUNCTION public.current_member() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT nullif((sec.scope())[2]::bigint, 0) $$;

CREATE OR REPLACE FUNCTION public.only_named_matters() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT (sec.scope())[3] = 'only' $$;

CREATE OR REPLACE FUNCTION public.named_matters() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := sec.scope();
    named text := coalesce(current_setting('app.matters', true), '');
BEGIN
    IF encode(sha256(convert_to(named, 'UTF8')), 'hex') <> parts[4] THEN
        RAISE EXCEPTION 'the list of matters is not the signed one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN named::bigint[];
END $$;

CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION public.keep_firm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % never changes its firm', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


# Python's practice.audit.event_text must give the same text: it is what verify_audit hashes again.
AUDIT_TEXT = r"""
CREATE OR REPLACE FUNCTION public.audit_text(e practice_auditevent) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
SELECT concat_ws(chr(10), e.id, e.firm_id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    coalesce(e.actor_id, 0), e.actor_name, e.real_actor, e.verb, e.object_type, e.object_id, e.object_label,
    coalesce(e.matter_id, 0), e.changes::text, e.reason)
$$;
"""


def install_functions(cursor) -> None:
    """Create the functions that every policy calls. Runs before the first tenant table."""
    for name in EXTENSIONS:
        cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    cursor.execute(FUNCTIONS)
    install_key(cursor)


def install_key(cursor) -> None:
    """Store SCOPE_KEY as the two padded keys of HMAC-SHA256, where the app role cannot read them."""
    key = settings.SCOPE_KEY.encode()
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    key = key.ljust(64, b"\0")
    inner, outer = bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)
    cursor.execute(
        "INSERT INTO sec.scope_key (id, inner_pad, outer_pad) VALUES (1, %s, %s) ON CONFLICT (id) DO UPDATE "
        "SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        [inner, outer],
    )


def install_grants(cursor) -> None:
    """Give the app and backup roles exactly what they need on every table there is."""
    from practice.constraints import AppendOnly

    role = settings.APP_DATABASE_ROLE
    cursor.execute(
        f"""
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO {role};
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
        REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
        """
    )
    for model in apps.get_models():
        kept = [c for c in model._meta.constraints if isinstance(c, AppendOnly)]
        if kept:
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{model._meta.db_table}" FROM {role}')
        for column in [column for constraint in kept for column in constraint.moves]:
            cursor.execute(f'GRANT UPDATE ("{column}") ON "{model._meta.db_table}" TO {role}')
        if getattr(model, "WRITTEN_BY_TRIGGER", False):
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{model._meta.db_table}" FROM {role}')
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'bailiwick_backup'")
    if cursor.fetchone():
        cursor.execute(
            "GRANT USAGE ON SCHEMA public, sec TO bailiwick_backup;"
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO bailiwick_backup;"
            "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO bailiwick_backup"
        )


def before_migrate(*, using: str, app_config, **_kwargs) -> None:
    """Django's pre_migrate hook: the functions that policies call must stand before the first tenant table."""
    from django.db import connections

    first = [config for config in apps.get_app_configs() if config.models_module][0]
    if settings.DATABASE_ROLE != "owner" or app_config is not first:
        return
    with connections[using].cursor() as cursor:
        install_functions(cursor)


def after_migrate(*, using: str, app_config, **_kwargs) -> None:
    """Django's post_migrate hook: functions, key and grants brought up to date with the tables, once at the end."""
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if settings.DATABASE_ROLE != "owner" or app_config is not last:
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('practice_firm') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS practice_cache (cache_key varchar(255) PRIMARY KEY, "
                "value text NOT NULL, expires timestamptz NOT NULL);"
                "CREATE INDEX IF NOT EXISTS practice_cache_expires ON practice_cache (expires)"
            )
            cursor.execute(AUDIT_TEXT)
            # A database made from the models (pytest --nomigrations) has no such table; the grants name it.
            MigrationRecorder(connections[using]).ensure_schema()
            install_grants(cursor)
