"""Background work about matters."""

from celery import shared_task
from django.utils import timezone

from accounts.models import BreakGlass, Member
from matters import emails
from matters.models import GuestEngagement, Matter, SelfCheck, Wall
from matters.queries.budget import uses_of
from matters.services import attempts, breakglass, budget, guests
from practice.jobs import firm_job
from practice.models import Firm


@firm_job
def notify_screened(wall_id: int) -> None:
    """Tell a member that an ethical wall screens them from a matter. Skipped when the wall was lifted meanwhile."""
    found = Wall.objects.filter(pk=wall_id, lifted_at=None).select_related(
        "matter__client", "member__user", "created_by", "firm"
    )
    wall = found.first()
    if wall is not None:
        emails.wall_notice(wall)


@firm_job
def look_into_attempt(member_id: int, url_name: str, pk: int) -> None:
    """A member asked for a page and got "not found": see whether a wall or a restriction hid it, and record that."""
    member = Member.objects.select_related("role", "user").get(pk=member_id)
    attempts.note_attempt(member, url_name=url_name, pk=pk)


@firm_job
def emergency_over(access_id: int) -> None:
    """An emergency access has reached its end: its matter's attorneys are asked for their review, once."""
    access = BreakGlass.objects.select_related(
        "matter__responsible__user", "matter__supervising__user", "member"
    ).get(pk=access_id)
    if access.reviewed_at is None:
        breakglass.over(access)


@firm_job
def mail_engagement(engagement_id: int) -> None:
    """Tell a guest what they are engaged for, and what to do before the first entry."""
    found = GuestEngagement.objects.filter(pk=engagement_id, ended_at=None)
    engagement = found.select_related("member__user", "created_by", "firm", "matter__practice_area").first()
    if engagement is not None:
        emails.guest_engaged(engagement)


@firm_job
def mail_possible_conflict(check_id: int) -> None:
    """Tell the attorney who engaged a guest that the guest named a possible conflict."""
    check = SelfCheck.objects.select_related("engagement__created_by__user", "member", "matter", "firm").get(
        pk=check_id
    )
    if check.cleared_at is None:
        emails.possible_conflict(check)


@firm_job
def mail_budget(matter_id: int, mark: int) -> None:
    """Tell the responsible attorney that a matter's budget has reached `mark` percent. Skipped when it has ended."""
    found = Matter.objects.filter(pk=matter_id, state__in=Matter.WORKED_ON)
    matter = found.select_related("client", "responsible__user", "firm").first()
    use = uses_of([matter]).get(matter.pk) if matter is not None else None
    if matter is not None and use is not None:
        emails.budget_reached(matter, use, mark)


@firm_job
def check_budgets() -> None:
    """Look at the firm's budgets."""
    budget.check_budgets()


@shared_task(ignore_result=True)
def check_budgets_of_all_firms() -> None:
    """Every ten minutes: whoever recorded the work, by page, import or command, the attorney is told soon."""
    for firm_id in Firm.objects.filter(is_active=True).values_list("pk", flat=True):
        check_budgets(firm_id=firm_id)


@firm_job
def end_guests() -> None:
    """Take guests whose last day has passed off their matters."""
    guests.end_overdue(timezone.localdate())


@shared_task(ignore_result=True)
def end_guests_of_all_firms() -> None:
    """Hourly: each firm's day ends in its own time zone."""
    for firm_id in Firm.objects.filter(is_active=True).values_list("pk", flat=True):
        end_guests(firm_id=firm_id)
