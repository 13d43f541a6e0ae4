"""The radar shows matters whose deposition is near and not prepared."""

import datetime

from django.utils import timezone

from depositions.models import Deposition
from radar.queries import flagged
from tests.depositions.depos import planned


def shown(a) -> bool:
    return flagged(type(a.matter).objects.filter(pk=a.matter.pk)).get().signal_deposition


def test_a_near_deposition_without_a_reporter_is_a_signal(a):
    today = timezone.localdate()
    depo = planned(a, on=today + datetime.timedelta(days=30))
    assert not shown(a)
    near = timezone.now() + datetime.timedelta(days=5)
    Deposition.objects.filter(pk=depo.pk).update(starts_at=near, ends_at=near + datetime.timedelta(hours=4))
    assert shown(a)
    Deposition.objects.filter(pk=depo.pk).update(noticed_by="opposing")
    assert not shown(a)
