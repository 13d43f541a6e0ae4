"""What the catalogue says about tenancy, as a list of faults. Used on the real schema and on seeded holes."""

from django.apps import apps

from practice.constraints import isolation_rule
from practice.tenancy import FirmModel
from search.constraints import Indexed, IndexedText

# Tables without a firm, each with its reason.
GLOBAL_TABLES = {
    "practice_firm": "the tenants themselves",
    "practice_outbox": "the relay serves every firm; job names and ids only",
    "practice_cache": "sign-in limits, before a firm is known",
    "accounts_user": "one identity for several firms",
    "accounts_user_groups": "Django's, unused",
    "accounts_user_user_permissions": "Django's, unused",
    "accounts_membership": "which firms a user may enter, read before one is chosen; written by a trigger",
    "accounts_signin": "one person's sign-ins, before a firm is chosen; firms read their own copy, accounts_firmsignin",
    "account_emailaddress": "sign-in library: one identity for several firms",
    "account_emailconfirmation": "sign-in library",
    "mfa_authenticator": "sign-in library",
    "usersessions_usersession": "sign-in library",
    "socialaccount_socialaccount": "sign-in library: which subject of a firm's provider is whose identity",
    "socialaccount_socialapp": "sign-in library, unused: providers are tenant rows, accounts_singlesignon",
    "socialaccount_socialtoken": "sign-in library, unused: no token is kept",
    "django_session": "Django's",
    "django_migrations": "Django's",
    "django_content_type": "Django's",
    "auth_group": "Django's, unused",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "Django's",
    "guardian_userobjectpermission": "guardian's generic table, unused: grants live in matters_matterpermission",
    "guardian_groupobjectpermission": "guardian's generic table, unused",
}
# Brought along by django-guardian's abstract model.
SALTED_INDEXES = ("search_name_keys", "search_word_keys")  # of hashes that have the firm in them
GUARDIAN_INDEXES = ("matters_matterpermission_permission_id_", "matters_matterpermission_user_id_")
# Functions that run with the owner's rights. Each has a pinned search_path and stays inside one firm.
DEFINER_FUNCTIONS = {
    # Search: the look-ups take firm and walls from the signed scope; the writers write the index of the row's own firm, and
    # only triggers may call them.
    "public.conflicts_fresh_do",  # notes what is new in the row's own firm
    "public.search_begun",
    "public.search_names",
    "public.search_texts",
    "public.search_put",
    "public.search_put_text",
    "public.calendar_outline",  # the same of a month: the first times of each day and how many there are
    "public.calendar_busy",  # when people and rooms of the firm in scope are not free: times alone, past walls
    "public.reminders_awake",  # which firms the job looks at: ids of firms alone, of all of them
    "sec.scope",
    "public.current_firm",
    "public.current_member",
    "public.only_named_matters",
    "public.named_matters",
    "public.practice_auditevent_seal_do",
    "public.accounts_member_mirror_do",
    "public.accounts_member_title_do",
    "public.accounts_licence_word_do",
    "public.accounts_qualification_word_do",
    "public.accounts_course_word_do",
    "public.supervision_approval_decider_do",
    "public.billing_line_of_draft_do",
    "public.travel_trip_whole_do",  # the sum of a trip's shares, at the end of the transaction
    "public.travel_tripmatter_whole_do",
    "public.travel_tripcost_charged_do",  # whether an expense of the cost is left, also behind a wall
    "public.billing_line_approved_new_do",
    "public.billing_line_approved_moved_do",
}


def tenant_models() -> list:
    return [m for m in apps.get_models(include_auto_created=True) if issubclass(m, FirmModel)]


def tenant_tables() -> set[str]:
    return {m._meta.db_table for m in tenant_models()}


def faults(cursor) -> list[str]:
    """Every breach of the tenancy rules, in words. `cursor` belongs to the owner (it may need a throw-away policy)."""
    rules = (_tables, _policies, _foreign_keys, _indexes, _firm_columns, _grants, _functions)
    return [fault for rule in rules for fault in rule(cursor)]


def _all(cursor, sql, params=None):
    cursor.execute(sql, params)
    return cursor.fetchall()


def _tables(cursor):
    tables = _all(
        cursor,
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace",
    )
    for table, forced in tables:
        if table not in tenant_tables() and table not in GLOBAL_TABLES:
            yield f"table {table} has no firm and is not listed"
        if table in tenant_tables() and not forced:
            yield f"table {table} does not force row-level security"
    yield from (
        f"table {t} is listed and does not exist" for t in GLOBAL_TABLES if t not in {r[0] for r in tables}
    )
    yield from (
        f"view {r[0]} may pass row-level security"
        for r in _all(
            cursor,
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace",
        )
    )


# Rows of a matter that one member sees although a wall hides the matter: what tells the member of it.
SHOWN_TO = {
    "matters_wallnotice": "member_id",  # the notice of the wall itself
    "matters_selfcheck": "member_id",  # whom a guest is asked about before the first entry
}


def _policies(cursor):
    for model in tenant_models():
        table = model._meta.db_table
        columns = {f.column for f in model._meta.local_fields}
        rule = isolation_rule(
            "id" if table == "matters_matter" else "matter_id" if "matter_id" in columns else None,
            SHOWN_TO.get(table, ""),
        )
        cursor.execute("SAVEPOINT probe")
        # PostgreSQL's own spelling of the rule, from a throw-away policy on the same table.
        cursor.execute(f'CREATE POLICY probe ON "{table}" USING ({rule}) WITH CHECK ({rule})')
        found = {
            r[0]: r[1:]
            for r in _all(
                cursor,
                "SELECT polname, polpermissive, polcmd, pg_get_expr(polqual, polrelid), "
                "pg_get_expr(polwithcheck, polrelid), polroles::text FROM pg_policy WHERE polrelid = %s::regclass",
                [table],
            )
        }
        cursor.execute("ROLLBACK TO SAVEPOINT probe")
        expected = found.pop("probe")
        if list(found.values()) != [expected]:
            yield f"table {table} has not exactly the one policy: {sorted(found)}"


def _foreign_keys(cursor):
    found = _all(
        cursor,
        "SELECT conrelid::regclass::text, confrelid::regclass::text, conname, (SELECT array_agg(attname::text) "
        "FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)) FROM pg_constraint WHERE contype = 'f'",
    )
    tenant = tenant_tables()
    held = set()
    for table, target, name, columns in found:
        if table in tenant and target in tenant:
            held |= {(table, c) for c in columns if c != "firm_id"}
            if "firm_id" not in columns:
                yield f"{name} on {table} points to {target} without the firm"
    for model in tenant_models():
        for field in model._meta.local_fields:
            if field.remote_field and issubclass(field.remote_field.model, FirmModel):
                if (model._meta.db_table, field.column) not in held:
                    yield f"{model._meta.db_table}.{field.column} has no composite foreign key"


def _indexes(cursor):
    found = _all(
        cursor,
        "SELECT t.relname, i.relname, pg_get_indexdef(x.indexrelid, 1, true) FROM pg_index x "
        "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
        "WHERE t.relnamespace = 'public'::regnamespace AND NOT x.indisprimary",
    )
    for table, index, first in found:
        if (
            table in tenant_tables()
            and first != "firm_id"
            and not index.startswith(GUARDIAN_INDEXES + SALTED_INDEXES)
        ):
            yield f"index {index} on {table} begins with {first}"


def _firm_columns(cursor):
    found = _all(
        cursor,
        "SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'firm_id' AND NOT attnotnull AND attnum > 0",
    )
    yield from (f"{r[0]}.firm_id may be empty" for r in found if r[0] in tenant_tables())


def _grants(cursor):
    for privilege in ("TRUNCATE", "REFERENCES", "TRIGGER"):
        for (table,) in _all(
            cursor,
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND has_table_privilege('bailiwick_app', oid, %s)",
            [privilege],
        ):
            yield f"the app role holds {privilege} on {table}"
    role = _all(
        cursor,
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication, "
        "(SELECT count(*) FROM pg_class WHERE relowner = r.oid), "
        "(SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) FROM pg_roles r WHERE rolname = 'bailiwick_app'",
    )
    if role != [(False, 0, 0)]:
        yield "the app role has powers, owns something or is member of a role"


def _indexing_functions() -> set[str]:
    """The functions of the triggers that keep search's index."""
    kept = [c for m in tenant_models() for c in m._meta.constraints if isinstance(c, (Indexed, IndexedText))]
    return {f"public.{constraint.name}_do" for constraint in kept}


def _functions(cursor):
    found = _all(
        cursor,
        "SELECT n.nspname || '.' || proname, coalesce(proconfig::text, '') FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = pronamespace WHERE prosecdef AND n.nspname IN ('public', 'sec')",
    )
    for name, config in found:
        if name not in DEFINER_FUNCTIONS | _indexing_functions():
            yield f"function {name} runs with the owner's rights and is not listed"
        if "search_path" not in config:
            yield f"function {name} has no pinned search_path"
