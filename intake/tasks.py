"""Jobs of intake. Each may be delivered twice; the fixed message id lets receivers drop a mail that comes twice."""

from celery import shared_task

from intake import emails
from intake.models import FormLink, Letter, Submission
from intake.services.held import drop_old
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
def drop_held() -> None:
    """Throw away files that strangers chose and never sent."""
    drop_old()


@shared_task(name="intake.tasks.drop_held_files", ignore_result=True)
def drop_held_files() -> None:
    """In each firm, one statement."""
    for firm_id in Firm.objects.values_list("pk", flat=True):
        drop_held(firm_id=firm_id)
