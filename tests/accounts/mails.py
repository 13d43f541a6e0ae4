"""What was queued, sent: the jobs of the outbox run in the test itself."""

import re

from django.core import mail
from django.utils.module_loading import import_string

from practice.models import Outbox


def deliver() -> list:
    """Run every open job as a worker would; returns the mails of this call."""
    before = len(mail.outbox)
    for row in Outbox.objects.filter(done_at=None).order_by("id"):
        import_string(row.task)(firm_id=row.firm_id, outbox_id=row.pk, **row.arguments)
    return mail.outbox[before:]


def link_in(message) -> str:
    """The path of the first link in a mail's text."""
    return re.search(r"http://testserver\.local(/\S+)", message.body).group(1)
