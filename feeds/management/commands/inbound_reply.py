"""The mailbox's pipe: `manage.py inbound_reply < message` notes the answers of guests in a mail or calendar file."""

import sys

from django.core.management.base import BaseCommand, CommandError

from feeds.services import replies
from practice.exceptions import DomainError


class Command(BaseCommand):
    help = "Read a mail or an .ics file from standard input and note the answers to invitations in it."

    def handle(self, **options):
        raw = sys.stdin.buffer.read(replies.MAX_BYTES + 1)
        try:
            found = replies.parse(raw)
        except DomainError as error:
            raise CommandError(error.message) from error
        for reply in found:
            try:
                noted = replies.note_everywhere(reply)
            except DomainError as error:
                raise CommandError(error.message) from error
            if noted is None:
                raise CommandError(f"{reply.email} was not invited to this.")
            firm, row = noted
            self.stdout.write(f"{firm}: {row.name or row.email}: {row.get_answer_display().lower()}")
