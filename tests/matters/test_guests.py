"""Freelancers: engaged on a matter until a day; let in after the undertaking and the conflict self-check; nothing else."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, Membership
from accounts.permissions import Perm
from matters import services
from matters.models import GuestEngagement, Matter, SelfCheck, TeamMember, Wall
from matters.queries.access import may, visibility_of
from matters.queries.guests import hash_of, undertaking_text
from practice.exceptions import DomainError, Refused
from tests import cast
from tests.architecture.addresses import addresses

TODAY = timezone.localdate


def unsigned(a):
    """The cast's freelancer, whose undertaking was signed under another name and so does not hold any more."""
    a.freelancer.name = "Dash Moor"
    a.freelancer.save()


def engage(a, **changes):
    values = {
        "by": a.attorney,
        "member": a.freelancer,
        "task": "Index the production",
        "ends_on": TODAY() + datetime.timedelta(days=14),
        "powers": [Perm.DEADLINE_ENTER],
        "cost_rate": Decimal("60.00"),
    }
    return services.engage_guest(a.matter, **(values | changes))


def sees(a) -> set[int]:
    only, ids = visibility_of(a.freelancer, a.firm)
    assert only
    return ids


def sign(a):
    text = undertaking_text(a.freelancer, a.firm)
    return services.sign_undertaking(
        by=a.freelancer, signed_name=a.freelancer.name.upper(), read=hash_of(text)
    )


def test_the_way_in_undertaking_then_self_check_then_the_one_matter(a, sign_in):
    other = cast.make_matter(a, number="2026-0002", name="Another matter")
    unsigned(a)
    engage(a)
    client = sign_in(a.freelancer)
    # Nothing opens before the undertaking.
    for name in ("home", "matter_list", "time_list", "contact_list"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("guest_undertaking")), name
    page = client.get(reverse("guest_undertaking"))
    assert b"keep confidential everything I learn" in page.content
    read = page.context["form"].initial["read"]
    wrong = client.post(reverse("guest_undertaking"), {"signed_name": "Somebody", "read": read})
    assert wrong.status_code == 422 and b"Type your name as the firm has it: Dash Moor" in wrong.content
    answer = client.post(reverse("guest_undertaking"), {"signed_name": "Dash Moor", "read": read})
    check = SelfCheck.objects.get()
    assert answer["Location"] == reverse("guest_check", args=[check.pk])
    # Signed, and still outside the matter: the check comes first, and it names the parties.
    assert client.get(reverse("matter_detail", args=[a.matter.pk])).status_code == 404
    asked = client.get(reverse("guest_check", args=[check.pk])).content.decode()
    assert "Brightwater Ceramics alder" in asked and "Brightwater v. Solano alder" in asked
    answer = client.post(reverse("guest_check", args=[check.pk]), {"answer": "none"})
    assert answer["Location"] == reverse("matter_list")
    assert client.get(reverse("matter_detail", args=[a.matter.pk])).status_code == 200
    assert client.get(reverse("matter_detail", args=[other.pk])).status_code == 404
    listed = client.get(reverse("matter_list")).content.decode()
    assert "2026-0001" in listed and "2026-0002" not in listed


def test_a_possible_conflict_keeps_the_guest_out_until_an_attorney_clears_it(a):
    engage(a)
    sign(a)
    check = SelfCheck.objects.get()
    with pytest.raises(DomainError, match="Say whom it concerns"):
        services.answer_self_check(check, by=a.freelancer, answer="possible")
    services.answer_self_check(
        check, by=a.freelancer, answer="possible", detail="I worked for Solano in 2023"
    )
    assert sees(a) == set()
    with pytest.raises(DomainError, match="answered this already"):
        services.answer_self_check(check, by=a.freelancer, answer="none")
    for person in (a.paralegal, a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.clear_self_check(check, by=person, note="Fine")
    services.clear_self_check(check, by=a.attorney, note="Another Solano")
    assert sees(a) == {a.matter.pk}


def test_powers_last_as_long_as_the_engagement_and_only_on_its_matter(a):
    other = cast.make_matter(a, number="2026-0002", name="Another matter")
    engagement = engage(a)
    sign(a)
    services.answer_self_check(SelfCheck.objects.get(), by=a.freelancer, answer="none")
    guest = type(a.freelancer).objects.get(pk=a.freelancer.pk)
    assert may(guest, Perm.DEADLINE_ENTER, a.matter)
    assert not may(guest, Perm.DEADLINE_ENTER, other)
    assert not may(guest, Perm.MATTER_EDIT, a.matter)
    services.end_engagement(engagement, by=a.attorney)
    guest = type(a.freelancer).objects.get(pk=a.freelancer.pk)
    assert not may(guest, Perm.DEADLINE_ENTER, a.matter)
    assert sees(a) == set()
    assert Delegation.objects.get().revoked_at is not None
    assert not TeamMember.objects.filter(member=a.freelancer).exists()


def test_access_ends_by_itself_after_the_last_day(a, sign_in, monkeypatch):
    cast.engage(a, days=0)
    assert sees(a) == {a.matter.pk}
    GuestEngagement.objects.update(
        starts_on=TODAY() - datetime.timedelta(days=5), ends_on=TODAY() - datetime.timedelta(days=1)
    )
    assert sees(a) == set()
    client = sign_in(a.freelancer)
    assert client.get(reverse("matter_detail", args=[a.matter.pk])).status_code == 404
    from matters.services.guests import end_overdue

    assert end_overdue(TODAY()) == 1
    assert end_overdue(TODAY()) == 0


def test_a_session_does_not_outlive_the_last_day_in_the_firm(a, sign_in):
    cast.engage(a)
    client = sign_in(a.freelancer)
    assert client.get("/").status_code == 200
    a.freelancer.expires_on = TODAY() - datetime.timedelta(days=1)
    a.freelancer.save()
    assert Membership.objects.get(member_id=a.freelancer.pk).expires_on == a.freelancer.expires_on
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("no_firm"))


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"task": " "}, "task", "Say what the guest is to do"),
        ({"ends_on": datetime.date(2020, 1, 1)}, "ends_on", "last day from today on"),
        ({"powers": [Perm.INVOICE_APPROVE]}, "powers", "cannot be given this: approve a bill"),
        ({"powers": [Perm.CONTACT_EXPORT]}, "powers", "cannot be given this"),
        ({"cost_rate": Decimal("-1")}, "cost_rate", "not negative"),
        ({"downloads_a_day": 5000}, "downloads_a_day", "from 0 to 1000"),
    ],
)
def test_what_cannot_be_engaged_for(a, changes, field, text):
    with pytest.raises(DomainError, match=text) as error:
        engage(a, **changes)
    assert error.value.field == field
    assert not GuestEngagement.objects.exists()


def test_who_may_engage_whom(a):
    for person in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused):
            engage(a, by=person)
    with pytest.raises(Refused, match="An attorney on the matter engages guests"):
        engage(a, by=a.associate)
    with pytest.raises(DomainError, match="is not a guest"):
        engage(a, member=a.paralegal)
    a.freelancer.expires_on = TODAY() + datetime.timedelta(days=3)
    a.freelancer.save()
    with pytest.raises(DomainError, match="access to the firm ends on"):
        engage(a)
    Wall.objects.create(matter=a.matter, member=a.freelancer, reason="x", created_by=a.attorney)
    with pytest.raises(DomainError, match="screened from this matter"):
        engage(a, ends_on=TODAY())


def test_a_wall_beats_an_engagement(a):
    cast.engage(a)
    assert sees(a) == {a.matter.pk}
    services.put_up_wall(a.matter, by=a.attorney, member=a.freelancer, reason="Conflict found later")
    assert sees(a) == set()


def test_a_guest_takes_no_lists_and_sees_no_rates_or_people_of_other_matters(a, sign_in):
    cast.engage(a)
    client = sign_in(a.freelancer)
    lists = [x for x in addresses() if hasattr(x.view, "list_page") and not x.arguments]
    assert len(lists) > 12
    for found in lists:
        assert client.get(found.url() + "?export=csv").status_code in (403, 404), found.name
    for name in ("matter_list", "time_list", "document_list"):
        assert b"475" not in client.get(reverse(name)).content
    assert client.get(reverse("rate_list")).status_code == 403
    assert client.get(reverse("guests")).status_code == 403


def test_another_guests_check_and_another_firms_are_unknown(a, firms, sign_in):
    engage(a)
    check = SelfCheck.objects.get()
    cast.engage(a, cast.make_matter(a, number="2026-0003", name="Third"))
    for person in (a.attorney, firms.b.attorney):
        assert sign_in(person).get(reverse("guest_check", args=[check.pk])).status_code == 404


def test_the_database_keeps_what_was_asked_and_answered(a):
    cast.engage(a)
    for change in ("names = '{}'", "answer = 'possible', detail = 'x'", "cleared_at = now()"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE matters_selfcheck SET {change}")
    for table in ("matters_selfcheck", "matters_undertaking"):
        with pytest.raises((IntegrityError, Exception)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_the_access_tab_engages_ends_and_shows_where_each_guest_stands(a, sign_in):
    unsigned(a)
    client = sign_in(a.attorney)
    url = reverse("matter_guest", args=[a.matter.pk])
    assert b"Engage a guest" in client.get(url).content
    bad = client.post(url, {"member": a.freelancer.pk, "task": "", "ends_on": "", "downloads_a_day": "30"})
    assert bad.status_code == 422
    last = (TODAY() + datetime.timedelta(days=10)).isoformat()
    good = client.post(
        url,
        {"member": a.freelancer.pk, "task": "Index", "ends_on": last, "downloads_a_day": "5",
         "powers": ["deadline.enter"], "cost_rate": "60"},
    )  # fmt: skip
    assert good.status_code == 303
    tab = client.get(reverse("matter_access", args=[a.matter.pk])).content.decode()
    assert "Self-check open" in tab and "Guest who has not signed the undertaking yet" in tab
    engagement = GuestEngagement.objects.get()
    assert client.post(reverse("engagement_end", args=[engagement.pk])).status_code == 303
    assert GuestEngagement.objects.get().ended_by == a.attorney
    assert Matter.objects.get(pk=a.matter.pk).state == "open"
