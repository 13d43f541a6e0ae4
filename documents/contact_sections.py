"""What documents show on a contact's page."""

from datetime import datetime

from django.db.models import Max

from accounts.models import Member
from documents.models import ShareLink
from matters.models import Contact

SHOWN = 10


def links(contact: Contact, member: Member) -> dict | None:
    """The newest private links made for the contact, with whether they were opened; None when there are none."""
    if member.sees_named_matters_only:
        return None
    rows = ShareLink.objects.filter(contact=contact).select_related(
        "matter", "created_by", "version__document"
    )
    rows = list(rows.order_by("-id")[:SHOWN])
    if not rows:
        return None
    return {"title": "Private links", "template": "documents/contact_links.html", "context": {"rows": rows}}


def last_shared(ids: list[int], member: Member) -> dict[int, datetime]:
    """{contact id: when something was last shared with the contact}. One query; nothing for guests."""
    if member.sees_named_matters_only:
        return {}
    rows = ShareLink.objects.filter(contact__in=ids).order_by().values("contact")
    return dict(rows.annotate(latest=Max("created_at")).values_list("contact", "latest"))
