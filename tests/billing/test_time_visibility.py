"""Who sees which time, rates and amounts."""

import pytest

from billing.models import TimeEntry
from billing.services.time import record_time
from matters.models import Wall
from practice.scope import firm_scope
from tests import cast

PAGES = [
    "/time/",
    "/time/day/",
    "/time/list/",
    "/time/new/",
    "/timers/start/",
    "/expenses/",
    "/expenses/new/",
    "/settings/rates/",
]


def body(answer):
    return answer.content.decode()


@pytest.mark.parametrize("url", PAGES)
def test_stranger_is_sent_to_sign_in(firms, client, url):
    answer = client.get(url)
    assert answer.status_code == 302
    assert "/login" in answer["Location"]


def test_other_firm_sees_and_touches_nothing(firms, sign_in):
    client = sign_in(firms.b.attorney)
    pk, matter = firms.a.entries[0].pk, firms.a.matter.pk
    for url in (f"/time/{pk}/", f"/matters/{matter}/time/", f"/time/?member={firms.a.attorney.pk}"):
        assert client.get(url).status_code == 404, url
    for url in (f"/time/{pk}/delete/", f"/time/{pk}/duplicate/"):
        assert client.post(url).status_code == 404, url
    assert client.post("/timers/start/", {"matter": matter}).status_code == 404
    page = body(client.get("/time/list/?view=all"))
    assert "Solano cedar" in page
    assert "Solano alder" not in page
    assert "alder" not in body(client.get("/time/matters/?q=bright"))
    answer = client.post(
        "/time/new/",
        {"matter": matter, "date": "today", "duration": "1", "narrative": "x", "nature": "legal"},
    )
    assert answer.status_code == 422
    with firm_scope(firms.a.firm):
        assert TimeEntry.objects.count() == 2


def test_walled_member_sees_nothing_of_the_matter(a, sign_in):
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    client = sign_in(a.associate)
    assert client.get(f"/time/{a.entries[0].pk}/").status_code == 404
    assert client.get(f"/matters/{a.matter.pk}/time/").status_code == 404
    assert "Solano" not in body(client.get("/time/list/?view=all"))
    assert "Solano" not in body(client.get(f"/time/?member={a.attorney.pk}&day={a.entries[0].date}"))
    assert "Solano" not in body(client.get("/time/matters/"))


def test_paralegal_sees_own_amounts_and_not_the_attorneys(a, sign_in):
    page = body(sign_in(a.paralegal).get("/time/list/?view=all"))
    assert "481.00" in page
    assert "570.00" not in page
    assert "475.00" not in page
    assert "$481.00" in page  # the sum holds only what may be seen


def test_hidden_amounts_do_not_leak_through_export(a, sign_in):
    answer = sign_in(a.paralegal).get("/time/list/?view=all&export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "481.00" in text
    assert "570.00" not in text
    assert "475" not in text


@pytest.mark.parametrize("who", ["assistant", "secretary"])
def test_support_staff_see_no_amounts(a, sign_in, who):
    client = sign_in(getattr(a, who))
    for url in (
        "/time/list/?view=all&cols=date,matter,rate,amount",
        f"/matters/{a.matter.pk}/time/",
        f"/time/?member={a.attorney.pk}&day={a.entries[0].date}",
        f"/time/{a.entries[0].pk}/",
    ):
        page = body(client.get(url)).replace("2026-0475", "")
        assert "570.00" not in page, url
        assert "475.00" not in page, url


def test_recording_for_the_attorney_does_not_reveal_the_rate(a, sign_in):
    answer = sign_in(a.secretary).post(
        "/time/echo/",
        {"member": a.attorney.pk, "matter": a.matter.pk, "date": "today", "duration": "1", "billable": "on"},
    )
    assert "1.0 h" in body(answer)
    assert "475" not in body(answer)


def test_responsible_attorney_sees_the_amounts_of_the_matter(a):
    from accounts.permissions import Perm
    from billing.queries.time import amount_seen_by, sees_amounts

    role = a.attorney.role
    role.powers = {k: v for k, v in role.powers.items() if k != Perm.RATE_VIEW}
    role.save()
    a.associate.role.powers = role.powers
    entry = a.entries[1]
    assert sees_amounts(a.attorney, entry)
    assert not sees_amounts(a.associate, entry)
    seen = dict(TimeEntry.objects.annotate(s=amount_seen_by(a.associate)).values_list("pk", "s"))
    assert set(seen.values()) == {None}


def test_guest_sees_own_time_alone_and_no_money(a, sign_in):
    cast.engage(a, starts_on=a.entries[0].date)
    own = record_time(
        a.matter, by=a.freelancer, date=a.entries[0].date, seconds=3600, narrative="Guest work."
    )
    client = sign_in(a.freelancer)
    page = body(client.get("/time/list/?view=all"))
    assert "Guest work." in page
    assert "Collect and index" not in page
    assert "Amount" not in page
    assert client.get(f"/time/{a.entries[0].pk}/").status_code == 404
    assert client.get(f"/time/{own.pk}/").status_code == 200
    assert client.get(f"/time/?member={a.attorney.pk}").status_code == 404
    assert client.get("/settings/rates/").status_code == 403
    tab = body(client.get(f"/matters/{a.matter.pk}/time/"))
    assert "Guest work." in tab
    assert "Collect and index" not in tab
    assert "570" not in tab


def test_guest_without_a_matter_finds_none(a, sign_in):
    client = sign_in(a.freelancer)
    assert "Solano" not in body(client.get("/time/matters/"))
    assert client.post("/timers/start/", {"matter": a.matter.pk}).status_code == 404


def test_role_without_time_is_refused_in_words(a, sign_in):
    role = a.secretary.role
    role.powers = {k: v for k, v in role.powers.items() if k != "time.record"}
    role.save()
    answer = sign_in(a.secretary).get("/time/")
    assert answer.status_code == 403
    assert "your role, Legal secretary, does not include it" in body(answer)
