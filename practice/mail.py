"""Sending mail: three templates a mail, always from a job."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def message_id(name: str) -> str:
    """The Message-ID of the mail `name` ("invoice-mail-7-31"): the same each time, so that a second delivery is recognised."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{name}@{domain}>"


@dataclass(frozen=True)
class Prepared:
    """A mail ready to go: no row is read any more while the mail server is spoken to."""

    name: str
    to: str
    context: dict
    reply_to: str
    message_id: str
    attachments: tuple[tuple[str, bytes, str], ...] = ()

    def send(self) -> None:
        """Hand it to the mail server. Raises its errors."""
        send(
            self.name,
            self.to,
            self.context,
            reply_to=self.reply_to,
            attachments=self.attachments,
            message_id=self.message_id,
        )


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
