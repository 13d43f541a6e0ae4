"""A licence that does not hold locks reserved acts with the next request, and every refusal says which and why."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import Perm
from accounts.queries import ensure, licence_fault, licence_lock, licence_state, licences_to_watch
from accounts.services import licences
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from tests.billing.bills import fresh

DAY = datetime.timedelta(days=1)
OCTOBER = datetime.date(2026, 10, 31)


def set_to(a, **values):
    BarLicence.objects.filter(member=a.associate).update(**values)
    return fresh(a.associate)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"expires_on": datetime.date(2020, 10, 31)},
            "Your California licence expired on October 31, 2020. Reserved acts are locked until another attorney "
            "verifies the renewal.",
        ),
        (
            {"status": "suspended", "status_since": datetime.date(2026, 3, 2)},
            "Your California licence has been suspended since March 2, 2026. Reserved acts are locked until it is active "
            "again and another attorney verifies that.",
        ),
        (
            {"status": "disbarred"},
            "Your California licence ended by disbarment. Reserved acts are locked until it is active again and another "
            "attorney verifies that.",
        ),
        (
            {"verified_by": None},
            "Your California licence is not verified yet. Reserved acts are locked until another attorney verifies it.",
        ),
    ],
)
def test_the_reason_in_words(a, values, said):
    member = set_to(a, **values)
    assert licence_lock(member) == said
    with pytest.raises(Refused) as refused:
        ensure(member, Perm.INVOICE_APPROVE)
    assert said in refused.value.message
    assert "Imogen Vance" in refused.value.message


@pytest.mark.parametrize("status", ["inactive", "retired", "suspended", "resigned", "disbarred", "ceased"])
def test_each_status_but_active_locks(a, status):
    member = set_to(a, status=status)
    assert not member.is_licensed
    assert not member.can(Perm.MATTER_ACCEPT)
    assert licence_fault(member).startswith("Priya Tollett’s California licence ")


def test_none_entered(a):
    BarLicence.objects.filter(member=a.associate).delete()
    member = fresh(a.associate)
    assert licence_lock(member) == (
        "No bar licence of yours is on record. Reserved acts are locked until one is entered and another attorney "
        "verifies it."
    )
    assert licence_fault(member) == "Priya Tollett has no bar licence on record"


def test_several_are_all_named_the_nearest_first(a):
    BarLicence.objects.create(member=a.associate, jurisdiction="Nevada", number="9")
    member = set_to(a, verified_by=None, expires_on=OCTOBER - 3000 * DAY)
    BarLicence.objects.filter(member=a.associate, number="9").update(expires_on=None)
    member = fresh(a.associate)
    assert licence_lock(member).startswith(
        "Your Nevada licence is not verified yet, and the California licence expired on "
    )


def test_the_only_attorney_is_told_to_declare(a):
    set_to(a, expires_on=OCTOBER - 3000 * DAY)
    BarLicence.objects.filter(member=a.attorney).delete()
    assert licence_lock(fresh(a.associate)).endswith("until you enter and declare the renewal.")


def test_one_current_licence_is_enough(a):
    licence = BarLicence.objects.create(member=a.associate, jurisdiction="Nevada", number="9")
    licences.verify_licence(licence, by=fresh(a.attorney))
    assert licence_lock(set_to(a, status="suspended")) != ""
    BarLicence.objects.filter(pk=licence.pk).update(status="suspended")
    BarLicence.objects.filter(pk=licence.pk).update(
        status="active", verified_by=a.attorney, verified_at=timezone.now()
    )
    member = fresh(a.associate)
    assert member.is_licensed
    assert licence_lock(member) == ""


def test_people_without_a_licence_to_hold_get_no_such_reason(a):
    assert licence_lock(fresh(a.paralegal)) == ""
    with pytest.raises(Refused) as refused:
        ensure(fresh(a.paralegal), Perm.INVOICE_APPROVE)
    assert "nly an attorney approves a bill (Model Rule 1.5)" in refused.value.message
    assert "licence" not in refused.value.message


def test_the_next_request_is_locked_and_says_why(firms, sign_in):
    client = sign_in(firms.a.associate)
    data = {"jurisdiction": "Nevada", "number": "5"}
    assert client.post(f"/settings/people/{firms.a.attorney.pk}/licences/new/", data).status_code == 303
    page = client.get("/").content.decode()
    assert "Reserved acts are locked" not in page
    with firm_scope(firms.a.firm):
        set_to(firms.a, expires_on=datetime.date(2020, 10, 31))
        pk = BarLicence.objects.get(jurisdiction="Nevada").pk
    page = client.get("/").content.decode()
    assert "Your California licence expired on October 31, 2020. Reserved acts are locked." in page
    answer = client.post(f"/settings/licences/{pk}/verify/")
    assert answer.status_code == 403
    assert "Your California licence expired on October 31, 2020." in answer.content.decode()


def test_a_week_before_the_strip_says_so(firms, sign_in):
    client = sign_in(firms.a.associate)
    with firm_scope(firms.a.firm):
        set_to(firms.a, expires_on=timezone.localdate() + 8 * DAY)
    assert "After that day reserved acts are locked" not in client.get("/").content.decode()
    with firm_scope(firms.a.firm):
        set_to(firms.a, expires_on=timezone.localdate() + 7 * DAY)
    assert "After that day reserved acts are locked" in client.get("/").content.decode()


@pytest.mark.parametrize(("zone", "status"), [("Pacific/Pago_Pago", 200), ("Pacific/Kiritimati", 403)])
def test_the_last_day_ends_at_the_firms_midnight(firms, sign_in, zone, status):
    """What is today in Pago Pago (UTC-11) is always over in Kiritimati (UTC+14)."""
    day = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=11)).date()
    type(firms.a.firm).objects.filter(pk=firms.a.firm.pk).update(time_zone=zone)
    with firm_scope(firms.a.firm):
        BarLicence.objects.filter(member=firms.a.attorney).update(expires_on=day)
    assert sign_in(firms.a.attorney).get(reverse("rate_create")).status_code == status


def test_a_job_reads_the_licence_when_it_runs(a):
    """A member is read afresh in each job; a suspension in between holds."""
    from practice.jobs import firm_job

    seen = []

    @firm_job
    def approve(*, member_id):
        seen.append(Member.objects.get(pk=member_id).can(Perm.INVOICE_APPROVE))

    approve(firm_id=a.firm.pk, member_id=a.associate.pk)
    set_to(a, status="suspended")
    approve(firm_id=a.firm.pk, member_id=a.associate.pk)
    assert seen == [True, False]


def test_badges_on_the_list_of_people(firms, sign_in):
    client = sign_in(firms.a.admin)
    for values, badge in (
        ({}, "Verified"),
        ({"expires_on": timezone.localdate() + 20 * DAY}, "Expires soon"),
        ({"expires_on": timezone.localdate() - DAY}, "Expired"),
        ({"status": "retired"}, "Not active"),
    ):
        with firm_scope(firms.a.firm):
            set_to(firms.a, **values)
        assert badge in client.get("/settings/people/").content.decode(), badge


def test_a_states_badge_says_what_is_wrong_first(a):
    today = datetime.date(2026, 11, 22)
    licence = a.associate.licences.get()
    assert licence_state(licence, today) == ("Current", "ok")
    licence.expires_on = datetime.date(2026, 12, 15)
    assert licence_state(licence, today) == ("23 days left", "warn")
    licence.expires_on = today
    assert licence_state(licence, today) == ("Last day", "warn")
    licence.expires_on = datetime.date(2026, 11, 21)
    assert licence_state(licence, today) == ("Expired", "danger")
    licence.verified_by, licence.expires_on = None, None
    assert licence_state(licence, today) == ("To verify", "warn")
    licence.self_declared = True
    assert licence_state(licence, today) == ("Self-declared", "accent")
    licence.status = "retired"
    assert licence_state(licence, today) == ("Retired", "danger")


def test_a_declared_licence_waits_for_the_second_attorney(a):
    """Alone, the own word stands. With a second verified attorney it stays in force and asks to be verified."""
    BarLicence.objects.filter(member=a.associate).delete()
    BarLicence.objects.filter(member=a.attorney).delete()
    sole = fresh(a.attorney)
    own = licences.enter_licence(sole, by=sole, jurisdiction="CA", number="7")
    assert own.jurisdiction == "California"
    licences.declare_licence(own, by=sole)
    assert licences_to_watch(fresh(a.attorney)) == []
    second = licences.enter_licence(a.associate, by=a.admin, jurisdiction="California", number="8")
    licences.verify_licence(second, by=fresh(a.attorney))
    assert fresh(a.attorney).is_licensed
    assert licences_to_watch(fresh(a.associate)) == [own]
    licences.verify_licence(own, by=fresh(a.associate))
    own.refresh_from_db()
    assert not own.self_declared
    assert licences_to_watch(fresh(a.associate)) == []


def test_a_bad_licence_is_not_verified(a):
    licence = licences.enter_licence(
        a.associate, by=a.admin, jurisdiction="Oregon", number="1", expires_on=timezone.localdate() - DAY
    )
    with pytest.raises(DomainError, match="The Oregon licence expired on .* Change it first"):
        licences.verify_licence(licence, by=fresh(a.attorney))
    licences.change_licence(licence, by=a.admin, status="retired", expires_on=None)
    with pytest.raises(DomainError, match="has been retired since"):
        licences.verify_licence(licence, by=fresh(a.attorney))


def test_a_correction_of_the_number_is_another_licence(a):
    licence = a.associate.licences.get()
    with pytest.raises(DomainError, match="on record already") as refused:
        licences.change_licence(
            licence,
            by=a.admin,
            status="active",
            expires_on=None,
            jurisdiction="California",
            number=a.attorney.licences.get().number,
        )
    assert refused.value.field == "number"
    changed = licences.change_licence(
        licence, by=a.admin, status="active", expires_on=None, jurisdiction="California", number="214300"
    )
    assert changed.verified_by is None
    assert not fresh(a.associate).is_licensed


def test_the_licences_page_changes_and_keeps_the_history(firms, sign_in):
    client = sign_in(firms.a.attorney)
    with firm_scope(firms.a.firm):
        licence = firms.a.associate.licences.get()
    page = client.get(f"/settings/licences/{licence.pk}/").content.decode()
    assert "No history yet" in page
    assert "U.S. Virgin Islands" in page
    data = {
        "status": "suspended",
        "status_since": "2026-03-02",
        "expires_on": "",
        "jurisdiction": "Federal",
        "place": "N.D. Cal.",
        "number": "F-1",
        "admitted_on": "2010-06-01",
    }
    assert client.post(f"/settings/licences/{licence.pk}/", data).status_code == 303
    with firm_scope(firms.a.firm):
        licence.refresh_from_db()
    assert str(licence) == "Federal: N.D. Cal. F-1"
    assert licence.status_since == datetime.date(2026, 3, 2)
    assert licence.verified_by_id is None
    page = client.get(f"/settings/licences/{licence.pk}/").content.decode()
    assert "has been suspended since March 2, 2026" in page
    assert "Federal: N.D. Cal." in page
    assert (
        client.post(
            f"/settings/licences/{licence.pk}/", data | {"jurisdiction": "other", "place": ""}
        ).status_code
        == 422
    )
    assert (
        client.post(f"/settings/licences/{licence.pk}/", data | {"jurisdiction": "Narnia"}).status_code == 422
    )
    later = data | {"status_since": (timezone.localdate() + DAY).isoformat()}
    assert client.post(f"/settings/licences/{licence.pk}/", later).status_code == 422
