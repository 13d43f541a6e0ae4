"""A day of a legal secretary who keeps the desks of three attorneys, one of them away. Each step in the page and the record."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Absence, BarLicence, Member, Support, User
from billing.models import TimeEntry
from calendar_app.models import Deadline
from communications.models import Call, Slip
from documents import services as documents
from documents.models import Proofread
from matters.models import Contact
from practice.models import Outbox
from practice.scope import firm_scope
from radar.models import Snooze
from supervision.models import Approval
from tests import cast
from tests.documents.papers import PDF
from work.models import Task
from work.services import create_task

pytestmark = pytest.mark.browser
DAY = datetime.timedelta(days=1)


def third_attorney(a) -> Member:
    """Nora Quist, licensed, who is away until tomorrow; Imogen Vance decides for her."""
    user = User.objects.create_user(f"nora@{a.slug}.example", cast.PASSWORD, name="Nora Quist")
    nora = Member.objects.create(
        user=user, role=a.roles["attorney"], name="Nora Quist", title="Counsel", initials="NQ"
    )
    BarLicence.objects.create(
        member=nora,
        jurisdiction="California",
        number="third-1",
        verified_at=timezone.now(),
        verified_by=a.attorney,
    )
    today = timezone.localdate()
    Absence.objects.create(
        member=nora, starts_on=today, ends_on=today + DAY, substitute=a.attorney, created_by=a.admin
    )
    return nora


@pytest.fixture
def desks(firms):
    """Three attorneys with a matter each, a task, a draft to proofread, and work of past months that is not billed."""
    a, today = firms.a, timezone.localdate()
    with firm_scope(a.firm):
        a.third = third_attorney(a)
        for attorney in (a.attorney, a.associate, a.third):
            Support.objects.create(member=a.secretary, attorney=attorney)
        a.second = cast.make_matter(
            a, number="2026-0002", name="Ortega lease", responsible=a.associate, supervising=a.associate
        )
        a.away = cast.make_matter(
            a, number="2026-0003", name="Smith v. Northgate", responsible=a.third, supervising=a.third
        )
        a.doe = Contact.objects.create(
            kind="person", name="Jane Doe", sort_name="Doe, Jane", phone="(510) 555-0142"
        )
        a.task = create_task(
            by=a.associate,
            title="Prepare the exhibit binder",
            matter=a.second,
            assignee=a.secretary,
            due_on=today,
            needs_review=True,
        )
        a.draft = documents.create_document(
            a.matter, content=PDF, filename="Motion to compel.pdf", category="pleading", by=a.paralegal
        ).document
        cast.make_time(
            a,
            a.attorney,
            seconds=3600,
            amount="475.00",
            narrative="Review the record.",
            date=today.replace(day=1) - DAY,
        )
    return a


def toast(page, text: str) -> None:
    page.locator(".toast", has_text=text).wait_for(timeout=8000)


def choose(page, field: str, text: str, option: str) -> None:
    """Type into a searched field and take the option."""
    page.locator(f"#id_{field}").fill(text)
    page.locator(f"#id_{field}-lb [role=option]", has_text=option).first.click()


def column(page, name: str):
    return page.locator(f".desk[aria-label='{name}']")


def a_call_for_somebody_away(page, a) -> None:
    """The caller's number is known; the message is for who is away, and the substitute is told with them."""
    page.goto("/desk/")
    page.locator("#desk-q").fill("510 555 0142")
    page.locator(".hit", has_text="Jane Doe").wait_for()
    page.get_by_role("link", name="Take message").first.click()
    away = page.locator("#id_for_member option", has_text="Nora Quist")
    assert "Imogen Vance decides" in away.inner_text()
    page.locator("#id_for_member").select_option(label=away.inner_text())
    choose(page, "matter", "Smith", "Smith v. Northgate")
    page.locator("#id_reason").fill("The mediator moved the day.")
    page.get_by_role("button", name="Take message").click()
    toast(page, "Message for Nora Quist taken")
    with firm_scope(a.firm):
        slip = Slip.objects.get()
        assert (slip.for_member, slip.contact, slip.matter, slip.taken_by, slip.state) == (
            a.third,
            a.doe,
            a.away,
            a.secretary,
            "new",
        )
        assert Call.objects.get().outcome == "message"
        mails = Outbox.objects.filter(task="communications.tasks.mail_about")
        assert {row.arguments["to_id"] for row in mails} == {a.third.pk, a.attorney.pk}


def a_task_done_and_sent_in(page, a) -> None:
    """What one attorney gave is done and waits for her to accept it."""
    page.goto("/")
    column(page, "Priya Tollett").get_by_role("link", name="Prepare the exhibit binder").click()
    page.get_by_role("link", name="Done, send in").click()
    page.locator("#outcome").fill("Tabs 1 to 14, on your shelf.")
    page.get_by_role("button", name="Send in").click()
    page.get_by_text("waits for Priya Tollett").wait_for()
    with firm_scope(a.firm):
        task = Task.objects.get(pk=a.task.pk)
        sent = Approval.objects.get(kind="task")
        assert (task.state, task.outcome) == ("review", "Tabs 1 to 14, on your shelf.")
        assert (sent.submitted_by, sent.assigned_to, sent.state) == (a.secretary, a.associate, "waiting")


def a_draft_proofread(page, a) -> None:
    """A draft of the paralegal stands on Today until somebody read it through; it is no sign-off."""
    page.goto("/")
    page.get_by_role("link", name="Motion to compel").first.click()
    assert page.get_by_role("button", name="Sign off").count() == 0
    page.get_by_role("button", name="Proofread").click()
    toast(page, "marked as proofread")
    with firm_scope(a.firm):
        mark = Proofread.objects.get()
        assert (mark.member, mark.version.document) == (a.secretary, a.draft)
    page.goto("/")
    assert page.get_by_role("heading", name="To proofread").count() == 0


def a_deadline_entered(page, a) -> None:
    """She enters a court's date; it is unverified, and goes to an attorney."""
    due = timezone.localdate() + 3 * DAY
    page.goto("/deadlines/new/")
    choose(page, "matter", "Ortega", "Ortega lease")
    page.locator("#id_title").fill("Opposition to the motion")
    page.locator("#id_due_on").fill(f"{due:%m/%d/%Y}")
    page.locator("#id_authority").fill("CCP § 1005(b)")
    page.get_by_role("button", name="Add deadline").click()
    page.get_by_text("Opposition to the motion").first.wait_for()
    assert page.get_by_role("button", name="Verify").count() == 0
    with firm_scope(a.firm):
        made = Deadline.objects.get()
        assert (made.due_on, made.owner, made.set_by, made.verified_at) == (
            due,
            a.associate,
            a.secretary,
            None,
        )
        sent = Approval.objects.get(kind="deadline")
        assert (sent.submitted_by, sent.assigned_to, sent.state) == (a.secretary, a.associate, "waiting")
    page.goto("/")
    assert column(page, "Priya Tollett").get_by_text("Opposition to the motion").is_visible()
    assert column(page, "Nora Quist").get_by_text("1 message").is_visible()


def a_radar_entry_put_aside(page, a) -> None:
    """Nothing is planned on a matter: that can wait, and she says why."""
    page.goto("/radar/")
    row = page.locator("tr", has_text="Smith v. Northgate")
    row.locator(".sign", has_text="Nothing planned").get_by_role("link", name="Put aside").click()
    page.locator("#id_reason").fill("Nora is back on Tuesday.")
    page.get_by_role("button", name="Put aside").click()
    toast(page, "Put aside")
    assert page.locator("tr", has_text="Smith v. Northgate").count() == 0
    with firm_scope(a.firm):
        aside = Snooze.objects.get()
        assert (aside.matter, aside.signal, aside.reason, aside.made_by) == (
            a.away,
            "nothing_planned",
            "Nora is back on Tuesday.",
            a.secretary,
        )


def a_line_in_the_palette(page, a) -> None:
    """One typed line fills the message: the person, the matter, and that it is urgent."""
    page.goto("/")
    page.keyboard.press("Control+k")
    page.locator("#palette-q").fill("call Doe re Smith urgent")
    first = page.locator("#palette [role=option]", has_text="Message from Jane Doe")
    first.wait_for()
    assert "Smith v. Northgate · Urgent" in first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/communications/slips/new/**")
    assert page.locator("#id_name").input_value() == "Jane Doe"
    assert page.locator("input[name=urgency][value=urgent]").is_checked()
    page.get_by_role("button", name="Take message").click()
    toast(page, "Message for Nora Quist taken")
    with firm_scope(a.firm):
        slip = Slip.objects.latest("id")
        assert (slip.name, slip.urgency, slip.matter, slip.for_member) == (
            "Jane Doe",
            "urgent",
            a.away,
            a.third,
        )


def the_bills_to_prepare(page, a) -> None:
    """The work of past months that stands on no bill, and the way to the run."""
    page.goto("/")
    card = page.locator("section[aria-labelledby=h-to_bill]")
    with firm_scope(a.firm):
        month = timezone.localdate().replace(day=1)
        waiting = TimeEntry.objects.unbilled().filter(date__lt=month).values("matter").distinct().count()
    assert card.locator("dd").first.inner_text() == str(waiting)
    card.get_by_role("link", name="Start the run").click()
    page.wait_for_url(f"**/?until={month - DAY}")
    assert page.locator("h1").is_visible()


def test_a_day_for_three_attorneys(open_as, desks, axe):
    a = desks
    page = open_as(a.secretary, "/")
    assert [s.get_attribute("aria-label") for s in page.locator(".desk").all()] == [
        "Imogen Vance",
        "Nora Quist",
        "Priya Tollett",
    ]
    assert column(page, "Nora Quist").get_by_text("Imogen Vance decides").is_visible()
    a_call_for_somebody_away(page, a)
    a_task_done_and_sent_in(page, a)
    a_draft_proofread(page, a)
    a_deadline_entered(page, a)
    a_radar_entry_put_aside(page, a)
    a_line_in_the_palette(page, a)
    the_bills_to_prepare(page, a)
    page.goto("/")
    axe(page)

    # The substitute reads the message in the place of who is away, and may call back.
    boss = open_as(a.attorney, "/")
    boss.get_by_role("link", name="Jane Doe").first.click()
    boss.get_by_role("link", name="Call back").wait_for()
    with firm_scope(a.firm):
        assert Slip.objects.filter(state="read", read_by=a.attorney, for_member=a.third).count() == 1
