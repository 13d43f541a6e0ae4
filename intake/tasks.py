"""Jobs of intake. Each may be delivered twice; the fixed message id lets receivers drop a mail that comes twice."""

from intake import emails
from intake.models import Letter, Submission
from practice.jobs import long_job
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
