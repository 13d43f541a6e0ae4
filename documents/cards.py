"""What documents bring to the home page: drafts that somebody else wrote and nobody has read through."""

import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from documents.models import Document, Proofread, Version
from documents.queries import DRAFT, RETURNED, in_states
from matters.models import TeamMember
from practice.dashboard import Card

SHOWN = 6
RECENT = datetime.timedelta(days=30)


def to_proofread(member: Member) -> Card | None:
    """For those who proofread: drafts of the last thirty days on their matters, newest version unread. One query."""
    if member.role.template != "legal_secretary" or not member.can(Perm.DOCUMENT_PROOFREAD):
        return None
    newest = Version.objects.filter(document=OuterRef("pk"), number=OuterRef("latest"))
    read = Proofread.objects.filter(version__document=OuterRef("pk"), version__number=OuterRef("latest"))
    places = TeamMember.objects.filter(member=member).values("matter")
    rows = in_states(Document.objects.visible_to(member), [DRAFT, RETURNED]).filter(
        ~Q(Exists(read)),
        Q(Exists(newest.exclude(uploaded_by=member))),
        Q(matter__in=places) | Q(matter__responsible__supported_by__member=member),
        trashed_at=None,
        updated_at__gte=timezone.now() - RECENT,
    )
    found = list(rows.distinct().select_related("matter").order_by(F("updated_at"), "id")[: SHOWN + 1])
    if not found:
        return None
    return Card(
        "to_proofread",
        "To proofread",
        "documents/card_proofread.html",
        {"rows": found[:SHOWN]},
        count=f"{SHOWN}+" if len(found) > SHOWN else str(len(found)),
        url=reverse("document_list"),
    )
