"""Sending mail: three templates a mail, always from a job."""

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send(
    name: str,
    to: str,
    context: dict,
    *,
    reply_to: str = "",
    attachments: Sequence[tuple[str, bytes, str]] = (),
    message_id: str = "",
) -> None:
    """Send the mail templates/emails/<name>.{subject.txt,txt,html} to one address.

    `attachments` are (filename, bytes, media type). A fixed `message_id` lets receivers drop a mail that is delivered
    twice. Raises the SMTP library's errors, upon which the calling job is tried again.
    """
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())
    headers = {"Message-ID": message_id} if message_id else {}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"emails/{name}.txt", context),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    for filename, content, media_type in attachments:
        mail.attach(filename, content, media_type)
    mail.send()
