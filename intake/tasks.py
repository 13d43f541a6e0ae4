"""Jobs of intake. Each may be delivered twice; the fixed message id lets receivers drop a mail that comes twice."""

import datetime

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from calendar_app.models import Event
from intake import emails
from intake.models import FormLink, Lead, Letter, Submission
from intake.services.held import drop_old
from intake.services.talks import ABOUT, follow_talk
from practice.jobs import firm_job, long_job
from practice.models import Firm
from practice.scope import firm_scope


@long_job
def acknowledge(*, firm_id: int, submission_id: int) -> None:
    """Answer a stranger who sent a form."""
    with firm_scope(firm_id):
        found = Submission.objects.select_related("form", "lead", "firm").get(pk=submission_id)
        prepared = emails.prepare_acknowledgment(found)
    if prepared is not None:
        prepared.send()


@long_job
def mail_letter(*, firm_id: int, letter_id: int) -> None:
    """Mail a letter that was signed off."""
    with firm_scope(firm_id):
        letter = Letter.objects.select_related("firm", "signed_off_by__role", "signed_off_by__user").get(
            pk=letter_id
        )
        prepared = emails.prepare_letter(letter) if letter.state == Letter.State.SENT else None
    if prepared is not None:
        prepared.send()


@long_job
def mail_form(*, firm_id: int, link_id: int, times: int) -> None:
    """Send somebody the form, unless the link was ended, answered or sent again meanwhile."""
    with firm_scope(firm_id):
        link = FormLink.objects.select_related("form", "firm").get(pk=link_id)
        stale = not link.is_open or not link.email or link.times_sent != times
        prepared = None if stale else emails.prepare_form(link)
    if prepared is not None:
        prepared.send()


@long_job
def tell_answered(*, firm_id: int, link_id: int) -> None:
    """Tell whoever sent a form that it was answered."""
    with firm_scope(firm_id):
        link = FormLink.objects.select_related("form", "firm", "lead", "created_by__user").get(pk=link_id)
        prepared = emails.prepare_answered(link)
    if prepared is not None:
        prepared.send()


@firm_job
def follow_calendar() -> None:
    """First talks whose event somebody moved or called off on the calendar follow it."""
    ends = F("consultation_at") + F("consultation_minutes") * datetime.timedelta(minutes=1)
    apart = (
        Q(consultation_event__state=Event.State.CANCELLED)
        | ~Q(consultation_event__starts_at=F("consultation_at"))
        | ~Q(consultation_event__organizer=F("consultation_with"))
        | ~Q(consultation_event__ends_at=ends)
    )
    talks = Lead.objects.filter(consultation_at__gt=timezone.now(), consultation_event__about_kind=ABOUT)
    for lead in talks.filter(apart):
        follow_talk(lead)


@shared_task(name="intake.tasks.follow_calendars", ignore_result=True)
def follow_calendars() -> None:
    """Each minute: in each firm, one query where nothing moved."""
    for firm_id in Firm.objects.filter(is_active=True).values_list("pk", flat=True):
        follow_calendar(firm_id=firm_id)


@firm_job
def drop_held() -> None:
    """Throw away files that strangers chose and never sent."""
    drop_old()


@shared_task(name="intake.tasks.drop_held_files", ignore_result=True)
def drop_held_files() -> None:
    """In each firm, one statement."""
    for firm_id in Firm.objects.values_list("pk", flat=True):
        drop_held(firm_id=firm_id)
