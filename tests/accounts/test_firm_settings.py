"""The firm's settings: saved, recorded, checked; number formats that cannot read Python."""

import pytest

from accounts.services import firms as service
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.scope import firm_scope

URL = "/settings/firm/"


def form(**changes):
    return {
        "name": "Alder & Birch LLP",
        "address": "1 Elm Street\nOakland, CA 94607",
        "phone": "",
        "email": "office@alder.example",
        "website": "",
        "time_zone": "UTC",
        "paper": "letter",
        "matter_number_format": "{year}-{number:04d}",
        "invoice_number_format": "{year}-{number:04d}",
        "rounding_seconds": "360",
        "payment_terms_days": "30",
        "reminder_days": "7, 21",
        "payment_instructions": "",
        "all_matters_visible": "on",
        "acceptance_check": "intake",
    } | changes


def test_settings_are_saved_and_recorded(firms, sign_in):
    browser = sign_in(firms.a.admin)
    page = browser.get(URL).content.decode()
    year = str(__import__("datetime").date.today().year)
    assert f"<b>{year}-0148</b>" in page
    data = form(
        phone="+1 510 555 0100",
        time_zone="America/Denver",
        invoice_number_format="INV{number:05d}/{year}",
        reminder_days="30; 7,14",
        rounding_seconds="900",
    )
    assert browser.post(URL, data).status_code == 303
    firm = Firm.objects.get(pk=firms.a.firm.pk)
    assert (firm.time_zone, firm.rounding_seconds, firm.reminder_days) == ("America/Denver", 900, [7, 14, 30])
    with firm_scope(firm):
        event = audit.history_of(firm)[0]
    assert event.verb == "firm.changed"
    assert event.changes == {
        "phone": ["", "+1 510 555 0100"],
        "time_zone": ["UTC", "America/Denver"],
        "invoice_number_format": ["{year}-{number:04d}", "INV{number:05d}/{year}"],
        "reminder_days": [[7, 21], [7, 14, 30]],
        "rounding_seconds": [360, 900],
    }
    assert "America/Denver" in browser.get("/settings/firm/history/").content.decode()


def test_saving_nothing_new_records_nothing(firms, sign_in):
    browser = sign_in(firms.a.admin)
    browser.post(URL, form())
    with firm_scope(firms.a.firm):
        assert not audit.history_of(firms.a.firm)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("matter_number_format", "{year.__class__}-{number}", "is not known"),
        ("matter_number_format", "{year}-{number!r}", "is not known"),
        ("matter_number_format", "{number:04d}", "{year} is missing"),
        ("invoice_number_format", "{year}", "{number} is missing"),
        ("invoice_number_format", "{year}-{number:>999999}", "write the width"),
        ("invoice_number_format", "{year}-{number:{year}d}", "write the width"),
        ("invoice_number_format", "{year}-{", "curly bracket"),
        ("invoice_number_format", "{year}-{number}-{client}", "is not known"),
        ("reminder_days", "7, soon", "“soon” is no number of days"),
        ("reminder_days", "0", "“0” is no number of days"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("payment_terms_days", "-1", "greater than or equal to 0"),
        ("name", "", "required"),
        ("email", "nobody", "valid email"),
    ],
)
def test_bad_values_name_the_field_and_change_nothing(firms, sign_in, field, value, text):
    response = sign_in(firms.a.admin).post(URL, form(phone="kept", **{field: value}))
    assert response.status_code == 422
    page = response.content.decode()
    assert text in page
    assert 'value="kept"' in page
    assert Firm.objects.get(pk=firms.a.firm.pk).phone == ""
    assert "Alder &amp; Birch LLP" in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{year}-{number:04d}", "2026-0148"),
        ("{number}/{year}", "148/2026"),
        ("M{year}.{number:6d}", "M2026.   148"),
        ("{{x}}{year}{number}", "{x}2026148"),
    ],
)
def test_good_formats(text, expected):
    service.check_format(text)
    assert text.format(year=2026, number=148) == expected


def test_others(firms, sign_in, client):
    assert client.get(URL).status_code == 302
    for key in ("paralegal", "assistant", "secretary", "associate", "freelancer"):
        browser = sign_in(getattr(firms.a, key))
        assert browser.get(URL).status_code == 403
        assert browser.post(URL, form(name="Mine")).status_code == 403
    assert sign_in(firms.a.attorney).get(URL).status_code == 200
    with firm_scope(firms.a.firm), pytest.raises(Refused):
        service.change_firm(firms.a.firm, by=firms.a.paralegal, name="Mine")
    with firm_scope(firms.a.firm), pytest.raises(DomainError):
        service.change_firm(firms.b.firm, by=firms.a.admin, name="Mine")
    with firm_scope(firms.a.firm), pytest.raises(DomainError):
        service.change_firm(firms.a.firm, by=firms.a.admin, is_active=False)
    assert Firm.objects.get(pk=firms.b.firm.pk).name == "Cedar Law PC"


def test_today_is_the_firms_today(firms, sign_in):
    """At 3:00 UTC it is still the evening before in Denver."""
    import datetime
    from unittest.mock import patch

    from django.utils import timezone

    Firm.objects.filter(pk=firms.a.firm.pk).update(time_zone="America/Denver")
    at = datetime.datetime(2026, 3, 10, 3, 0, tzinfo=datetime.UTC)
    seen = []
    with patch(
        "accounts.views.profile.render",
        side_effect=lambda *a, **k: seen.append(timezone.localdate(at)) or _ok(),
    ):
        sign_in(firms.a.admin).get("/account/profile/")
    assert seen == [datetime.date(2026, 3, 9)]
    assert timezone.localdate(at) == datetime.date(2026, 3, 10)


def _ok():
    from django.http import HttpResponse

    return HttpResponse("")
