"""The mails of automations: notices to staff, failures, and drafts that a person sent."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Member
from practice import mail
from workflows.models import MailDraft, Run


def notice(run: Run, to: Member, text: str, url: str) -> None:
    """What an automation tells somebody of the firm. The fixed Message-ID makes a second delivery recognisable."""
    context = {
        "to": to,
        "text": text,
        "run": run,
        "firm": to.firm,
        "link": f"{settings.BASE_URL}{url}" if url else "",
    }
    mail.send(
        "automation_notice",
        to.user.email,
        context,
        message_id=mail.message_id(f"notice-{run.firm_id}-{run.pk}-{to.pk}"),
    )


def failed(run: Run, to: Member, *, shows_matter: bool) -> None:
    """Tell who answers for an automation that a run failed, and why. Without the record where the reader may not see it."""
    context = {
        "to": to,
        "run": run,
        "automation": run.automation,
        "shown": shows_matter,
        "firm": to.firm,
        "link": f"{settings.BASE_URL}{reverse('automation_detail', args=[run.automation_id])}",
    }
    mail.send(
        "automation_failed",
        to.user.email,
        context,
        message_id=mail.message_id(f"failed-{run.firm_id}-{run.pk}-{to.pk}"),
    )


def letter(draft: MailDraft) -> None:
    """Send an e-mail that a person released, with that person's signature and address for answers."""
    by = draft.settled_by
    context = {"draft": draft, "by": by, "firm": draft.firm}
    mail.send(
        "mail_draft",
        draft.to_email,
        context,
        reply_to=by.user.email,
        message_id=mail.message_id(f"mail-{draft.firm_id}-{draft.pk}"),
    )


def moved(list_run, to: Member, count: int) -> None:
    """Tell who applied a list that dates of it would move."""
    context = {
        "to": to,
        "list_run": list_run,
        "count": count,
        "firm": to.firm,
        "link": f"{settings.BASE_URL}{list_run.get_absolute_url()}",
    }
    mail.send("task_list_moved", to.user.email, context)
