"""What this room shows on a contact's page."""

from django.urls import reverse

from accounts.models import Member
from communications.models import Note
from communications.queries.record import around
from matters.models import Contact


def calls_and_messages(contact: Contact, member: Member) -> dict | None:
    """The latest calls, messages and visits of the contact; the link leads to its notes. None for guests."""
    if member.sees_named_matters_only:
        return None
    found = around(member, contact=contact)
    notes = Note.objects.kept().filter(about_kind="contact", about_id=contact.pk).count()
    return {
        "title": "Calls and messages",
        "template": "communications/contact_section.html",
        "context": found,
        "url": reverse("contact_notes", args=[contact.pk]),
        "link": f"Notes ({notes})" if notes else "Notes",
    }
