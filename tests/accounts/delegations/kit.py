"""A delegation in one line."""

import datetime

from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.services.delegations import delegate

VERIFY, CALENDAR = Perm.DEADLINE_VERIFY, Perm.CALENDAR_MANAGE_FOR_OTHERS


def day(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


def again(member):
    """The member as the next request reads them."""
    return Member.objects.select_related("role").get(pk=member.pk)


def give(a, **changes):
    values = {"by": a.attorney, "principal": a.attorney, "powers": [VERIFY], "until": day(10)}
    to = changes.pop("to", a.paralegal)
    return delegate(to, **{**values, **changes})
