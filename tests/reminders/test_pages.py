"""The pages: one's reminders, acknowledging, putting off, the firm's ladders, one's own preferences."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline
from practice.models import AuditEvent, Outbox
from practice.scope import firm_scope
from reminders.models import Delivery, Ladder, OwnRungs, Preferences, Reminder, ReminderRules
from reminders.services.claiming import claim
from tests.reminders.conftest import SET

DAY = datetime.timedelta(days=1)


@pytest.fixture
def told(firms):
    """A critical date in three days, told this morning to its owner, backup and (as nobody acknowledged it) again to the backup."""
    people = firms.a
    with firm_scope(people.firm):
        now = timezone.now()
        people.deadline = Deadline.objects.create(
            matter=people.matter, title="Answer to the complaint", kind="court", due_on=timezone.localdate() + 3 * DAY,
            original_due_on=timezone.localdate() + 3 * DAY, owner=people.attorney, backup=people.associate, critical=True,
            set_by=people.paralegal, created_at=SET,
        )  # fmt: skip
        ReminderRules.objects.create(client_days=[1], began_at=SET, looked_at=now - 2 * DAY)
        claim(now.replace(hour=9, minute=0) if now.hour < 9 else now)
    return people


def mine(people, member, **only):
    return Reminder.objects.told().filter(member=member, **only).first()


def test_the_owner_acknowledges_from_the_reminder(told, sign_in):
    client = sign_in(told.attorney)
    with firm_scope(told.firm):
        row = mine(told, told.attorney)
    page = client.get(reverse("reminder_detail", args=[row.pk]))
    assert page.status_code == 200 and "Acknowledge" in page.content.decode()
    assert "Answer to the complaint" in client.get(reverse("reminder_list")).content.decode()
    assert client.post(reverse("reminder_acknowledge", args=[row.pk])).status_code == 303
    with firm_scope(told.firm):
        deadline = Deadline.objects.get(pk=told.deadline.pk)
        assert deadline.acknowledged_by == told.attorney
        row.refresh_from_db()
        assert row.acknowledged_at and row.seen_at
        assert AuditEvent.objects.filter(verb="deadline.acknowledged").count() == 1
    # A second time changes nothing.
    assert client.post(reverse("reminder_acknowledge", args=[row.pk])).status_code == 303


def test_somebody_elses_reminder_is_not_there(told, sign_in):
    with firm_scope(told.firm):
        row = mine(told, told.attorney)
    client = sign_in(told.paralegal)
    assert client.get(reverse("reminder_detail", args=[row.pk])).status_code == 404
    assert client.post(reverse("reminder_see", args=[row.pk])).status_code == 404
    assert (
        "Answer to the complaint" not in client.get(reverse("reminder_list") + "?view=all").content.decode()
    )


def test_who_runs_the_firm_reads_all_and_answers_for_nobody(told, sign_in):
    with firm_scope(told.firm):
        row = mine(told, told.attorney)
    client = sign_in(told.admin)
    assert client.get(reverse("reminder_detail", args=[row.pk])).status_code == 200
    assert client.post(reverse("reminder_acknowledge", args=[row.pk])).status_code == 403
    csv = client.get(reverse("reminder_list") + "?cols=title,matter,falls,who,state&export=csv")
    assert csv.status_code == 200 and b"Answer to the complaint" in b"".join(csv)


def test_escalated_shows_on_today_until_it_is_acknowledged(told, sign_in):
    with firm_scope(told.firm):
        assert mine(told, told.associate, rung="e3").part == "backup"
    assert "Passed on to you" in sign_in(told.associate).get("/").content.decode()
    with firm_scope(told.firm):
        Deadline.objects.update(
            acknowledged_by=told.attorney,
            acknowledged_at=timezone.now(),
            kind="internal",
            set_by=told.attorney,
        )
    assert "Passed on to you" not in sign_in(told.associate).get("/").content.decode()


def test_put_off_and_back(told, sign_in):
    client = sign_in(told.associate)
    with firm_scope(told.firm):
        row = mine(told, told.associate)
    tomorrow = timezone.now() + DAY
    url = reverse("reminder_snooze", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"at": tomorrow.isoformat()}).status_code == 303
    with firm_scope(told.firm):
        assert row not in Reminder.objects.waiting_for(told.associate)
        Reminder.objects.filter(pk=row.pk).update(snoozed_until=timezone.now() - DAY)
        assert row in Reminder.objects.waiting_for(told.associate)
    late = client.post(url, {"until": (timezone.localdate() + 20 * DAY).isoformat()})
    assert late.status_code == 422 and "too late" in late.content.decode()


def test_all_seen_leaves_what_wants_an_acknowledgment(told, sign_in):
    sign_in(told.associate).post(reverse("reminder_see_all"))
    with firm_scope(told.firm):
        assert not Reminder.objects.waiting_for(told.associate).exists()
    sign_in(told.attorney).post(reverse("reminder_see_all"))
    with firm_scope(told.firm):
        assert Reminder.objects.waiting_for(told.attorney).count() == 1


def test_the_objects_page_says_what_was_told_and_what_comes(told, sign_in):
    client = sign_in(told.attorney)
    page = client.get(reverse("reminder_about", args=["deadline", told.deadline.pk])).content.decode()
    assert "Priya Tollett" in page and "1 day before" in page
    assert client.get(reverse("reminder_about", args=["nothing", 1])).status_code == 404


def test_own_reminders_add_to_a_courts_ladder_and_do_not_thin_it_out(told, sign_in):
    client = sign_in(told.attorney)
    url = reverse("reminder_own", args=["deadline", told.deadline.pk])
    assert client.get(url).status_code == 200
    thin = client.post(url, {"days": "2"})
    assert thin.status_code == 422 and "stays: 30, 14, 7, 3, 1, 0" in thin.content.decode()
    assert client.post(url, {"days": "30, 14, 7, 3, 2, 1, 0"}).status_code == 303
    with firm_scope(told.firm):
        assert OwnRungs.objects.get().days == [30, 14, 7, 3, 2, 1, 0]
        assert AuditEvent.objects.filter(verb="reminders.set").count() == 1
    assert client.post(url, {"usual": "1"}).status_code == 303
    with firm_scope(told.firm):
        assert not OwnRungs.objects.exists()


def test_the_firms_ladders(firms, sign_in):
    client = sign_in(firms.a.admin)
    assert client.get(reverse("reminder_ladders")).status_code == 200
    url = reverse("reminder_ladder", args=["court"])
    assert "What it would send" in client.get(url).content.decode()
    values = {
        "is_on": "on",
        "days": "21 7, 1",
        "at": "09:15",
        "who": ["owner", "backup"],
        "by_mail": "on",
        "escalate_days": "2",
    }
    shown = client.post(url, values | {"preview": "1", "day": "2027-06-30"}).content.decode()
    # 21 days before June 30 at the hour that was typed; nothing is saved.
    assert "Jun 9, 2027, 9:15 AM" in shown
    with firm_scope(firms.a.firm):
        assert not Ladder.objects.exists()
    assert client.post(url, values).status_code == 303
    with firm_scope(firms.a.firm):
        row = Ladder.objects.get()
        assert (row.days, row.escalate_days, row.who, row.in_product) == (
            [21, 7, 1],
            [2],
            ["owner", "backup"],
            False,
        )
        # The new rung says nothing of what had passed; the old ones go on.
        assert set(row.since) == {"d21", "e2"}
        assert AuditEvent.objects.get(verb="ladder.changed").changes["days"] == [
            [30, 14, 7, 3, 1, 0],
            [21, 7, 1],
        ]
    for wrong in ({"days": "x"}, {"days": "401"}, {"who": []}, {"by_mail": ""}):
        assert client.post(url, values | wrong).status_code == 422
    assert client.post(reverse("reminder_reset", args=["court"])).status_code == 303
    with firm_scope(firms.a.firm):
        assert Ladder.objects.get().days == [30, 14, 7, 3, 1, 0]
    assert "court" in client.get(reverse("reminder_history")).content.decode().lower()


def test_settings_are_of_who_runs_the_firm(firms, sign_in):
    client = sign_in(firms.a.secretary)
    for name, args in (("reminder_ladders", []), ("reminder_ladder", ["court"]), ("reminder_history", [])):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("reminder_reset", args=["court"])).status_code == 403


def test_the_firms_rules(firms, sign_in):
    client = sign_in(firms.a.admin)
    url = reverse("reminder_ladders")
    assert client.post(url, {"subject": "plain", "clients": "on", "client_days": ""}).status_code == 422
    assert client.post(url, {"subject": "plain", "clients": "on", "client_days": "3, 1"}).status_code == 303
    with firm_scope(firms.a.firm):
        rules = ReminderRules.objects.get()
        assert (rules.subject, rules.clients, rules.client_days) == ("plain", True, [3, 1])


def test_everybody_sets_their_own_preferences(firms, sign_in):
    client = sign_in(firms.a.freelancer)
    url = reverse("reminder_preferences")
    assert client.get(url).status_code == 200
    values = {"by_mail": "on", "zone": "America/New_York", "digest_at": "06:30", "digest_days": ["0", "4"]}
    half = client.post(url, values | {"quiet_from": "22:00"})
    assert half.status_code == 422
    assert client.post(url, values | {"quiet_from": "22:00", "quiet_until": "06:00"}).status_code == 303
    with firm_scope(firms.a.firm):
        row = Preferences.objects.get()
        assert (row.member, row.digest_days, row.digest_at) == (
            firms.a.freelancer,
            [0, 4],
            datetime.time(6, 30),
        )
        assert (row.mail_when_away, row.member.time_zone, row.quiet_from) == (
            False,
            "America/New_York",
            datetime.time(22),
        )


def test_who_runs_the_firm_sends_a_failed_one_again(told, sign_in):
    with firm_scope(told.firm):
        row = mine(told, told.attorney)
        Delivery.objects.filter(pk=row.delivery_id).update(state="failed", error="550 No such user")
        Reminder.objects.filter(delivery=row.delivery_id).update(state="failed")
    client = sign_in(told.admin)
    assert "550 No such user" in client.get(reverse("reminder_detail", args=[row.pk])).content.decode()
    before = Outbox.objects.count()
    assert client.post(reverse("reminder_again", args=[row.pk])).status_code == 303
    assert Outbox.objects.count() == before + 1
    with firm_scope(told.firm):
        assert Member.objects.get(pk=told.secretary.pk).can("firm.settings") is False
