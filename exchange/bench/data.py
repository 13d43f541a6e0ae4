"""Rows for the benchmarks, made by set-based SQL inside each firm's scope."""

import psycopg2
from django.db import connection
from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES, TEMPLATES
from matters.models import PracticeArea
from practice.env import env
from practice.models import Firm
from practice.scope import firm_scope

CONTACTS = """
INSERT INTO matters_contact (firm_id, kind, name, sort_name, first_name, last_name, company, title, email, phone, address,
    city, region, postcode, country, tags, ledes_client_id, notes, external_id, created_at, updated_at)
SELECT %(firm)s, 'person', 'Client ' || n, 'Client ' || lpad(n::text, 7, '0'), 'Client', n::text, '', '', 'c' || n || '@x.example',
    '', '', 'Oakland', 'CA', '94607', '', '{}', '', '', '', now(), now()
  FROM generate_series(1, %(count)s) n
"""
MATTERS = """
INSERT INTO matters_matter (firm_id, number, name, client_id, practice_area_id, state, stage, responsible_id, supervising_id,
    description, court, case_number, client_reference, currency, restricted, opened_on, external_id, created_at, updated_at)
SELECT %(firm)s, 'B-' || lpad(n::text, 6, '0'), 'Matter number ' || n, c.id, %(area)s, 'open', 'Discovery', %(member)s, %(member)s,
    '', '', '', '', 'USD', false, date '2024-01-01' + (n %% 900)::int, '', now(), now()
  FROM generate_series(1, %(count)s) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r, count(*) OVER () AS total FROM matters_contact WHERE firm_id = %(firm)s) c
    ON c.r = 1 + n %% c.total
"""
TIME = """
INSERT INTO billing_timeentry (firm_id, matter_id, member_id, entered_by_id, date, seconds, billed_seconds, narrative, task_code,
    activity_code, nature, billable, billable_reason, no_charge, on_hold, rate, rate_reason, amount, state,
    source, external_id, created_at, updated_at)
SELECT %(firm)s, m.id, %(member)s, %(member)s, date '2025-01-01' + (e * 37 + m.id %% 600)::int %% 650, 720 * e, 720 * e,
    'Work on point ' || e || ' of the matter', 'L110', 'A103', 'legal', true, '', false, false, 300, 'Standard rate', 60 * e, 'open',
    'manual', '', now(), now()
  FROM matters_matter m CROSS JOIN generate_series(1, %(count)s) e WHERE m.firm_id = %(firm)s
"""


def make_firm(slug: str, *, contacts: int, matters: int, entries: int) -> tuple[Firm, Member]:
    """A firm with one attorney, `contacts` clients, `matters` open matters and `entries` unbilled entries on each."""
    firm = Firm.objects.create(name=f"Bench {slug}", slug=slug, address="1 Bench Street", reminder_days=[])
    with firm_scope(firm):
        roles = {
            template: Role.objects.create(name=label, template=template, powers=dict(ROLES[template]))
            for template, label in TEMPLATES.items()
        }
        members = []
        for number in (1, 2):
            user = User.objects.create_user(
                f"attorney{number}@{slug}.example", None, name=f"Attorney {number}"
            )
            members.append(
                Member.objects.create(user=user, role=roles["attorney"], name=user.name, initials="AT")
            )
        for number, member in enumerate(members):
            BarLicence.objects.create(
                member=member, jurisdiction="California", number=str(number), verified_by=members[1 - number],
                verified_at=timezone.now(),
            )  # fmt: skip
        area = PracticeArea.objects.create(name="Litigation", stages=["Discovery"])
        values = {"firm": firm.pk, "member": members[0].pk, "area": area.pk}
        with connection.cursor() as cursor:
            cursor.execute(CONTACTS, values | {"count": contacts})
            cursor.execute(MATTERS, values | {"count": matters})
            cursor.execute(TIME, values | {"count": entries})
    return firm, members[0]


def analyze() -> None:
    """Fresh planner statistics and visibility maps, as autovacuum would have made them. As the owner: the app may not."""
    owner = psycopg2.connect(env("MIGRATION_DATABASE_URL"))
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    owner.close()
