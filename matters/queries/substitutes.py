"""Who can stand in for an attorney."""

from django.db.models import Q

from accounts.models import Member
from matters.models import Wall


def is_screened_from(member: Member, attorney: Member) -> bool:
    """Whether a wall screens the member from any matter that the attorney is responsible for or supervises."""
    walls = Wall.objects.filter(member=member, lifted_at=None)
    return walls.filter(Q(matter__responsible=attorney) | Q(matter__supervising=attorney)).exists()
