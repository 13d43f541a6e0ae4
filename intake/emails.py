"""Mail to people who asked the firm to act. Prepared inside the firm's scope, sent outside any transaction."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from documents import storage
from intake.models import FormLink, Letter, Submission
from intake.queries.tokens import link_token
from intake.texts import ACKNOWLEDGMENT
from practice.mail import Prepared, message_id


def prepare_acknowledgment(submission: Submission) -> Prepared | None:
    """The answer to a submission; None when the form does not answer, or there is no address."""
    form, lead = submission.form, submission.lead
    if not form.acknowledge or not lead.email:
        return None
    firm = submission.firm
    words = (form.acknowledgment or ACKNOWLEDGMENT).replace("{firm}", firm.name)
    context = {
        "firm_name": firm.name,
        "firm_phone": firm.phone,
        "name": lead.name,
        "paragraphs": [p for p in words.replace("\r\n", "\n").split("\n\n") if p.strip()],
    }
    return Prepared(
        "intake_received", lead.email, context, firm.email, message_id(f"intake-{firm.pk}-{submission.pk}")
    )


def prepare_form(link: FormLink) -> Prepared:
    """A form, for the person it is sent to. Each sending is a mail of its own."""
    firm = link.firm
    until = link.expires_at.astimezone(ZoneInfo(firm.time_zone))
    context = {
        "firm_name": firm.name,
        "firm_phone": firm.phone,
        "name": link.name,
        "title": link.form.title,
        "until": f"{until:%A, %B} {until.day}",
        "link": f"{settings.BASE_URL}{reverse('intake_public', args=[link_token(link)])}",
    }
    key = message_id(f"form-{link.times_sent}-{firm.pk}-{link.pk}")
    return Prepared("intake_form", link.email, context, firm.email, key)


def prepare_answered(link: FormLink) -> Prepared | None:
    """For whoever sent the form: it was answered. None when they left, or the lead is closed to them."""
    to, lead = link.created_by, link.lead
    if to is None or not to.is_active or lead is None:
        return None
    context = {
        "firm_name": link.firm.name,
        "to": to.name,
        "name": link.name,
        "form_name": link.form.name,
        "link": f"{settings.BASE_URL}{lead.get_absolute_url()}",
    }
    return Prepared(
        "intake_answered", to.user.email, context, "", message_id(f"form-answered-{link.firm_id}-{link.pk}")
    )


def prepare_letter(letter: Letter) -> Prepared:
    """A signed-off letter as an attachment."""
    firm = letter.firm
    with storage.open_for_reading(firm.pk, letter.sha256, size=letter.size) as file:
        content = file.read()
    context = {
        "firm_name": firm.name,
        "firm_phone": firm.phone,
        "name": letter.to_name,
        "subject": letter.subject,
        "sender": letter.signed_off_by.signed_name if letter.signed_off_by else firm.name,
    }
    attachment = (f"{letter.get_kind_display()}.pdf", content, "application/pdf")
    return Prepared(
        "intake_letter",
        letter.to_email,
        context,
        firm.email,
        message_id(f"letter-{firm.pk}-{letter.pk}"),
        (attachment,),
    )
