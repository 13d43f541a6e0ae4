"""The rate card on screen."""

import datetime
from decimal import Decimal

from django.utils import timezone

from billing.models import Rate, TimeEntry


def body(answer):
    return answer.content.decode()


def test_attorney_sets_a_rate_and_is_led_to_the_preview(a, sign_in):
    client = sign_in(a.attorney)
    answer = client.post(
        "/settings/rates/new/", {"who": f"m{a.paralegal.pk}", "amount": "200", "effective_from": "1/1/2026"}
    )
    assert answer.status_code == 303
    assert answer["Location"].startswith("/settings/rates/recalculate/?since=2026-01-01")
    page = body(client.get(answer["Location"]))
    assert "$481.00" in page
    assert "$520.00" in page
    assert "$39.00" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    client.post(answer["Location"], {"token": token})
    assert TimeEntry.objects.get(pk=a.entries[1].pk).amount == Decimal("520.00")


def test_old_preview_is_shown_again(a, sign_in):
    client = sign_in(a.attorney)
    Rate.objects.filter(member=a.paralegal).update(amount=Decimal("200"))
    answer = client.post("/settings/rates/recalculate/", {"token": "0.0.0.0"})
    assert answer.status_code == 409
    assert "figures have changed" in body(answer)


def test_mistakes_stay_in_the_form(a, sign_in):
    client = sign_in(a.attorney)
    answer = client.post("/settings/rates/new/", {"who": "", "amount": "a lot", "effective_from": "1/1/2020"})
    assert answer.status_code == 422
    assert "a lot" in body(answer)
    answer = client.post(
        "/settings/rates/new/", {"who": f"m{a.paralegal.pk}", "amount": "1", "effective_from": "1/1/2020"}
    )
    assert answer.status_code == 422
    assert "There is a rate from Jan 1, 2020 on already" in body(answer)


def test_administrator_sees_all_and_a_lock(a, sign_in):
    client = sign_in(a.admin)
    page = body(client.get("/settings/rates/"))
    assert "475.00" in page
    assert "only an attorney sets the fee" in page
    assert client.get("/settings/rates/new/").status_code == 403
    assert client.post("/settings/rates/recalculate/").status_code == 403
    assert client.get(f"/settings/rates/{Rate.objects.first().pk}/").status_code == 403


def test_paralegal_sees_the_own_rate_alone(a, sign_in):
    page = body(sign_in(a.paralegal).get("/settings/rates/"))
    assert "185.00" in page
    assert "475.00" not in page


def test_scheduled_rate_is_shown_and_withdrawn(a, sign_in):
    day = timezone.localdate() + datetime.timedelta(days=40)
    rate = Rate.objects.create(
        member=a.paralegal, amount=Decimal("222"), effective_from=day, set_by=a.attorney
    )
    client = sign_in(a.attorney)
    assert "222.00" in body(client.get("/settings/rates/"))
    client.post(f"/settings/rates/{rate.pk}/withdraw/")
    assert not Rate.objects.filter(pk=rate.pk).exists()


def test_correction_needs_a_reason_and_is_in_the_history(a, sign_in):
    client = sign_in(a.attorney)
    rate = Rate.objects.get(member=a.associate)
    assert client.post(f"/settings/rates/{rate.pk}/", {"amount": "350"}).status_code == 422
    client.post(f"/settings/rates/{rate.pk}/", {"amount": "350", "reason": "Typed wrong"})
    assert Rate.objects.get(pk=rate.pk).amount == Decimal("350.00")
    assert "Typed wrong" in body(client.get(f"/settings/rates/{rate.pk}/"))


def test_other_firms_rate_is_not_there(firms, sign_in):
    from practice.scope import firm_scope

    with firm_scope(firms.a.firm):
        pk = Rate.objects.first().pk
    assert sign_in(firms.b.attorney).get(f"/settings/rates/{pk}/").status_code == 404
