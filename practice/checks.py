"""System checks: the product refuses to start where its locks would not hold."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection


@register(Tags.database)
def database_role(app_configs, databases, **_kwargs):
    """The app role must be unable to pass row-level security: no superuser, no BYPASSRLS, owner of nothing."""
    if not databases or settings.DATABASE_ROLE == "owner":
        return []
    errors = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = current_user"
        )
        name, *powers = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        owns = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = current_user"
        )
        member_of = cursor.fetchone()[0]
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if any(powers) or owns or member_of:
        errors.append(
            Error(
                f"The database role {name} could bypass row-level security.",
                hint="DATABASE_URL must use bailiwick_app: no superuser, no BYPASSRLS, owner of nothing, member of nothing.",
                id="practice.E001",
            )
        )
    if version < 160_000:
        errors.append(Error("PostgreSQL 16 or later is needed.", id="practice.E002"))
    return errors


@register(Tags.security, deploy=True)
def demo_mode(app_configs, **_kwargs):
    """Demo mode signs anybody in; it never goes on a real server."""
    if settings.DEMO:
        return [
            Error("DEMO is on: anybody can sign in with one click.", hint="Set DEMO=0.", id="practice.E003")
        ]
    return []


@register(Tags.security, deploy=True)
def separate_keys(app_configs, **_kwargs):
    """Session, scope and portal keys are separate and long."""
    keys = [settings.SECRET_KEY, settings.SCOPE_KEY, settings.PORTAL_KEY]
    if len(set(keys)) < 3 or any(len(key) < 32 for key in keys):
        return [
            Error(
                "SECRET_KEY, SCOPE_KEY and PORTAL_KEY must differ and have 32 characters or more.",
                id="practice.E004",
            )
        ]
    return []
