"""Who hears of a date: not behind a wall, not of what is private, not who lost their part; somebody always does."""

from django.core import mail

from accounts.models import Absence, BarLicence, Member, Support
from calendar_app.models import Attendee
from matters.models import Wall
from reminders.models import Ladder, Reminder
from tests.reminders.conftest import at, begin, claim, deadline, deliver, event, on, told


def test_nobody_hears_of_a_matter_they_may_not_see(a):
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    Wall.objects.create(matter=a.matter, member=a.secretary, reason="x", created_by=a.attorney)
    deadline(a, on("03-09"), backup=a.associate)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert "Bea" not in {name for name, _rung, _part in told()}
    # Screened after it was claimed: it does not go out.
    Wall.objects.create(matter=a.matter, member=a.associate, reason="x", created_by=a.attorney)
    deliver()
    assert [m.to for m in mail.outbox] == [[a.attorney.user.email]]


def test_of_a_private_event_only_its_people_hear(a):
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    event(a, at("03-02 15:00"), members=[a.paralegal], is_private=True, kind="consultation")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert told() == [("Imogen", "d0", "owner"), ("Otis", "d0", "attendees")]
    assert set(Reminder.objects.visible_to(Member.objects.get(pk=a.admin.pk))) == set()


def test_who_lost_their_part_before_the_mail_went_out_is_not_mailed(a):
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    talk = event(a, at("03-02 15:00"), members=[a.paralegal, a.assistant], title="Talk of the merger")
    quiet = event(a, at("03-02 16:00"), members=[a.paralegal], title="Quiet talk", kind="consultation")
    brief = deadline(a, on("03-05"), kind="internal", title="Brief", owner=a.associate)
    Ladder.objects.create(kind="internal", days=[3], escalate_days=[3], who=["owner"])
    seen = deadline(a, on("03-05"), kind="internal", title="Answer", backup=a.associate, critical=True)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    Attendee.objects.filter(event=talk, member=a.assistant).delete()
    type(quiet).objects.filter(pk=quiet.pk).update(is_private=True)
    type(brief).objects.filter(pk=brief.pk).update(owner=a.attorney)
    type(seen).objects.filter(pk=seen.pk).update(
        acknowledged_by=a.attorney, acknowledged_at=at("03-02 08:00")
    )
    deliver()
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert a.assistant.user.email not in bodies
    assert "Quiet talk" in bodies[a.paralegal.user.email]
    assert "Quiet talk" not in bodies.get(a.secretary.user.email, "")
    assert a.associate.user.email not in bodies
    assert "Nobody has" not in "".join(bodies.values())


def test_what_is_due_at_an_hour_and_was_passed_on_says_so_once(a, now_is):
    now_is(at("03-02 08:00"))
    deadline(a, on("03-05"), due_at=at("03-05 17:00"), backup=a.associate, critical=True)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    deliver()
    (sent,) = [m for m in mail.outbox if m.to == [a.associate.user.email]]
    assert sent.subject == f"Not acknowledged: Answer to the complaint, in 3 days ({a.matter.number})"
    assert sent.body.count("Answer to the complaint") == 1 and "5:00 PM" in sent.body
    assert "Acknowledge: " not in sent.body  # that is the owner's to do


def test_no_date_falls_silent_because_people_left_or_a_licence_lapsed(a):
    gone = deadline(a, on("03-05"), kind="internal", owner=a.paralegal)
    Member.objects.filter(pk=a.paralegal.pk).update(is_active=False)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert told(about_id=gone.pk) == [("Imogen", "d3", "supervising")]
    late = deadline(a, on("03-09"), owner=a.paralegal, backup=a.secretary, critical=True)
    BarLicence.objects.filter(member=a.attorney).update(status="inactive")
    Member.objects.filter(pk=a.associate.pk).update(is_partner=True)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    escalated = {name for name, rung, _part in told(about_id=late.pk) if rung == "e7"}
    assert escalated == {"Imogen", "Bea", "Priya"}


def test_the_substitute_is_told_too(a):
    Absence.objects.create(
        member=a.attorney,
        starts_on=on("03-01"),
        ends_on=on("03-05"),
        substitute=a.associate,
        created_by=a.attorney,
    )
    deadline(a, on("03-05"), kind="internal")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert told() == [("Imogen", "d3", "owner"), ("Priya", "d3", "substitute")]
