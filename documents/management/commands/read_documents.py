"""manage.py read_documents: read the text of papers that came before texts were read."""

from django.core.management.base import BaseCommand

from documents.services import texts
from practice.models import Firm
from practice.scope import firm_scope


class Command(BaseCommand):
    help = "Read the text of stored documents that was not read yet, so that searches find it."

    def add_arguments(self, parser):
        parser.add_argument("--firm", help="Slug of one firm; without it all.")

    def handle(self, *, firm=None, **_options):
        for one in Firm.objects.filter(slug=firm) if firm else Firm.objects.all():
            with firm_scope(one):
                waiting = texts.unread()
            for pk in waiting:
                with firm_scope(one):
                    texts.read_version(pk)
            self.stdout.write(f"{one.slug}: {len(waiting)} read")
