"""Rows for the benchmarks, made by set-based SQL inside each firm's scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.contrib.auth.models import Permission
from django.db import connection, models
from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES, TEMPLATES
from billing.models import Invoice, TimeEntry
from calendar_app.models import Deadline
from matters.models import Contact, Matter, MatterPermission, PracticeArea, Stage, TeamMember, Wall
from practice.env import env
from practice.models import AuditEvent, Firm
from practice.scope import firm_scope
from search.models import Name, Word

BULKY = (Contact, Matter, TeamMember, TimeEntry, Deadline, Invoice, AuditEvent, MatterPermission, Name, Word)


def fill(model: type[models.Model], source: str, **values: str) -> None:
    """Insert a row of `model` for each row of the SQL `source`; `values` are expressions by column.

    Columns that are not named take the model's default, so that a new column needs no line here.
    """
    columns: list[str] = []
    expressions: list[str] = []
    given: list[Any] = []
    for column in model._meta.concrete_fields:
        if column.primary_key:
            continue
        columns.append(f'"{column.column}"')
        if column.column in values:
            expressions.append(values.pop(column.column).replace("%", "%%"))
            continue
        moment = isinstance(column, models.DateTimeField) and column.auto_now
        default = timezone.now() if moment else column.get_default()
        expressions.append("%s")
        given.append(column.get_db_prep_save(default, connection))
    if values:
        raise ValueError(f"{model.__name__} has no {', '.join(values)}.")
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) '
            f"SELECT {', '.join(expressions)} FROM {source.replace('%', '%%')}",
            given,
        )


def make_firm(
    slug: str, *, contacts: int, matters: int, entries: int, whole: bool = False, people: int = 2
) -> tuple[Firm, list[Member]]:
    """A firm of `people` attorneys, `contacts` clients, `matters` open matters and `entries` unbilled entries on each.

    The first attorney is responsible for all matters. `whole`: with what the lists show beside: a second person on
    each team, a deadline on every other matter, an invoice on every fifth and an event of the audit trail on each.
    """
    firm = Firm.objects.create(name=f"Bench {slug}", slug=slug, address="1 Bench Street", reminder_days=[])
    with firm_scope(firm):
        members = _make_people(slug, people)
        area = PracticeArea.objects.create(name="Litigation")
        stage = Stage.objects.create(practice_area=area, name="Discovery")
        first, second = members[0].pk, members[1].pk
        fill(
            Contact,
            f"generate_series(1, {contacts}) n",
            kind="'person'", name="'Client ' || n", sort_name="'Client ' || lpad(n::text, 7, '0')", first_name="'Client'",
            last_name="n::text", email="'c' || n || '@x.example'", city="'Oakland'", region="'CA'",
        )  # fmt: skip
        fill(
            Matter,
            f"""generate_series(1, {matters}) n JOIN (
                SELECT id, row_number() OVER (ORDER BY id) AS r, count(*) OVER () AS total
                  FROM matters_contact WHERE firm_id = {firm.pk}) c ON c.r = 1 + n % c.total""",
            number="'B-' || lpad(n::text, 6, '0')", name="'Matter number ' || n", client_id="c.id", practice_area_id=f"{area.pk}",
            state="'open'", stage_id=f"{stage.pk}", staged_at="now()", responsible_id=f"{first}", supervising_id=f"{first}",
            opened_on="date '2024-01-01' + (n % 900)::int",
        )  # fmt: skip
        every = f"matters_matter m WHERE m.firm_id = {firm.pk}"
        fill(
            TimeEntry,
            f"matters_matter m CROSS JOIN generate_series(1, {entries}) e WHERE m.firm_id = {firm.pk}",
            matter_id="m.id", member_id=f"{first}", entered_by_id=f"{first}", seconds="720 * e", billed_seconds="720 * e",
            date="date '2025-01-01' + (e * 37 + m.id % 600)::int % 650", narrative="'Work on point ' || e || ' of the matter'",
            task_code="'L110'", activity_code="'A103'", rate="300", rate_reason="'Standard rate'", amount="60 * e",
        )  # fmt: skip
        if whole:
            fill(TeamMember, every, matter_id="m.id", member_id=f"{second}", part="'Associate'")
            fill(
                Deadline, f"{every} AND m.id % 2 = 0",
                matter_id="m.id", title="'Answer to the complaint'", due_on="current_date - 3 + (m.id % 400)::int",
                original_due_on="current_date", owner_id=f"{second}",
            )  # fmt: skip
            fill(
                Invoice, f"{every} AND m.id % 5 = 0",
                state="'approved'", matter_id="m.id", client_id="m.client_id", number="'I-' || m.id", fees="1200", total="1200",
                issued_on="date '2025-06-01' + (m.id % 500)::int", due_on="date '2025-07-01' + (m.id % 500)::int",
                approved_by_id=f"{first}", approved_at="now()",
            )  # fmt: skip
            fill(
                AuditEvent, every,
                matter_id="m.id", actor_id=f"{first}", actor_name="'Attorney 1'", verb="'matter.opened'",
                object_type="'matters.matter'", object_id="m.id", object_label="m.number",
            )  # fmt: skip
    return firm, members


def _make_people(slug: str, count: int) -> list[Member]:
    roles = {
        template: Role.objects.create(name=label, template=template, powers=dict(ROLES[template]))
        for template, label in TEMPLATES.items()
    }
    members = []
    for number in range(1, count + 1):
        user = User.objects.create_user(f"attorney{number}@{slug}.example", None, name=f"Attorney {number}")
        members.append(
            Member.objects.create(user=user, role=roles["attorney"], name=user.name, initials="AT")
        )
    for number, member in enumerate(members):
        BarLicence.objects.create(
            member=member, jurisdiction="California", number=str(number), self_declared=not number,
            verified_by=members[0] if number else None, verified_at=timezone.now(),
        )  # fmt: skip
    return members


def wall_off(firm: Firm, member: Member, *, walls: int, grants: int) -> None:
    """Put `member` behind `walls` walls, and give them `grants` restricted matters of others by name.

    As many restricted matters again are not given to them.
    """
    with firm_scope(firm):
        source = f"(SELECT id FROM matters_matter WHERE firm_id = {firm.pk} ORDER BY id LIMIT {walls}) m"
        fill(
            Wall, source,
            matter_id="m.id", member_id=f"{member.pk}", reason="'Former client'", created_by_id=f"{member.pk}",
        )  # fmt: skip
        latest = Matter.objects.order_by("-id").values_list("pk", flat=True)
        Matter.objects.filter(pk__in=list(latest[: 2 * grants])).update(restricted=True)
        grant(firm, member, grants)


def grant(firm: Firm, member: Member, count: int) -> None:
    """Let `member` see the latest `count` matters by name."""
    permission = Permission.objects.get(codename="see_matter")
    with firm_scope(firm):
        fill(
            MatterPermission,
            f"(SELECT id FROM matters_matter WHERE firm_id = {firm.pk} ORDER BY id DESC LIMIT {count}) m",
            content_object_id="m.id", user_id=f"{member.user_id}", permission_id=f"{permission.pk}",
        )  # fmt: skip


def named_only(firm: Firm, member: Member, count: int) -> None:
    """Set the firm to "only the matters they are on", and give `member` the latest `count` by name."""
    Firm.objects.filter(pk=firm.pk).update(all_matters_visible=False)
    grant(firm, member, count)


@contextmanager
def loading() -> Iterator[None]:
    """While rows are loaded: foreign keys, triggers and plain indexes of the bulky tables come afterwards, at once.

    Row by row they take most of the time. As the owner: the app role may not.
    """
    owner = psycopg2.connect(env("MIGRATION_DATABASE_URL"))
    owner.autocommit = True
    names = [model._meta.db_table for model in BULKY]
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [names],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE NOT indisunique AND indrelid = ANY(%s::regclass[])",
            [names],
        )
        indexes = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        try:
            yield
        finally:
            for name in names:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
            for _, definition in indexes:
                cursor.execute(definition)
            for table, name, definition in keys:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
            owner.close()


def analyze() -> None:
    """Fresh planner statistics and visibility maps, as autovacuum would have made them. As the owner: the app may not."""
    owner = psycopg2.connect(env("MIGRATION_DATABASE_URL"))
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    owner.close()
