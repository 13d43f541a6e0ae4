"""rate.view: attorneys and the administrator see all rates, a paralegal their own, assistants, secretaries and guests none."""

import csv
import io

import pytest

from billing.models import TimeEntry
from billing.queries.time import sees_amounts, sees_own_rate
from billing.services.time import record_time
from tests import cast
from tests.billing.bills import fresh

# Sees any rate, sees their own, sees the attorney's and the paralegal's entry in amounts.
SEES = {
    "attorney": (True, True, True),
    "paralegal": (True, False, True),
    "assistant": (False, False, False),
    "secretary": (False, False, False),
    "admin": (True, True, True),
    "freelancer": (False, False, False),
}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_which_amounts(a, who):
    viewer = fresh(getattr(a, who))
    of_attorney, of_paralegal = (TimeEntry.objects.select_related("matter").get(pk=e.pk) for e in a.entries)
    found = (sees_own_rate(viewer), sees_amounts(viewer, of_attorney), sees_amounts(viewer, of_paralegal))
    assert found == SEES[who]


def test_the_paralegals_list_and_export_show_their_own_rate_alone(a, sign_in):
    client = sign_in(a.paralegal)
    page = client.get("/time/list/?view=all").content.decode()
    assert "481.00" in page and "570.00" not in page
    answer = client.get("/time/list/?view=all&export=csv")
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert sorted(row["Rate"] for row in rows) == ["", "185.00"]


@pytest.mark.parametrize("who", ["assistant", "secretary"])
def test_support_staff_see_no_rate_card_and_no_amounts(a, sign_in, who):
    client = sign_in(getattr(a, who))
    assert client.get("/settings/rates/").status_code == 403
    page = client.get("/time/list/?view=all").content.decode()
    assert "Collect and index records." in page
    assert "481.00" not in page and "570.00" not in page
    for entry in a.entries:
        page = client.get(f"/time/{entry.pk}/").content.decode()
        assert "185.00" not in page and "475.00" not in page


def test_a_guests_own_entry_tells_no_rate_in_its_history(a, sign_in):
    from decimal import Decimal

    from billing.models import Rate

    day = a.entries[0].date
    Rate.objects.create(member=a.freelancer, amount=Decimal("137.00"), effective_from=day, set_by=a.attorney)
    cast.engage(a, starts_on=day)
    entry = record_time(a.matter, by=fresh(a.freelancer), date=day, seconds=3600, narrative="Index")
    page = sign_in(a.freelancer).get(f"/time/{entry.pk}/").content.decode()
    assert "Index" in page and "137" not in page
