"""The pages of checks, as the people who use them see them."""

import pytest
from django.urls import reverse

from conflicts import services
from conflicts.models import Check, Hit, Interest, InterestYear
from practice.models import AuditEvent
from practice.scope import firm_scope
from supervision.models import Approval
from tests.conflicts.kit import judge_all, party, person


@pytest.fixture
def people(firms, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    with firm_scope(firms.a.firm):
        party(firms.a.matter, person("Ada Quill"))
    return firms.a


def in_firm(people):
    return firm_scope(people.firm)


def run(people, by, **fields) -> Check:
    with in_firm(people):
        return services.start_check(by=by, names=[("Ada Quill", "client")], **fields)


def test_staff_run_judge_and_send_and_an_attorney_decides(people, sign_in):
    client = sign_in(people.assistant)
    page = client.get(reverse("conflict_create"), {"name": "Ada Quill"})
    assert 'value="Ada Quill"' in page.content.decode()
    assert client.post(reverse("conflict_create"), {"note": ""}).status_code == 422
    answer = client.post(
        reverse("conflict_create"), {"name_0": "Ada Quill", "role_0": "client", "note": "Caller"}
    )
    assert answer.status_code == 303
    with in_firm(people):
        check = Check.objects.get()
        hit = Hit.objects.get(check_ref=check)
    text = client.get(check.get_absolute_url()).content.decode()
    for words in ("Opposing party", "Adverse", str(people.matter), "same name", "Only an attorney clears"):
        assert words in text, words
    judge = reverse("conflict_judge", args=[check.pk])
    short = client.post(judge, {"ids": [hit.pk], "value": "none", "reason": ""})
    assert short.status_code == 422 and "Give a reason" in short.content.decode()
    assert client.post(judge, {"ids": [hit.pk], "value": "none", "reason": "A cousin"}).status_code == 303
    decide = reverse("conflict_decide", args=[check.pk])
    sent = client.post(decide, {"to": "cleared", "note": "", "attorney": people.attorney.pk})
    assert sent.status_code == 303
    with in_firm(people):
        waiting = Approval.objects.get(kind="conflict")
        assert waiting.is_waiting and waiting.assigned_to == people.attorney
        assert "Quill" not in str(waiting.content["rows"]["Hits"])
    client = sign_in(people.attorney)
    assert "Waiting" in client.get(check.get_absolute_url()).content.decode()
    assert client.post(decide, {"to": "cleared", "note": ""}).status_code == 303
    text = client.get(check.get_absolute_url()).content.decode()
    assert "Cleared" in text and "A cousin" in text and "Open again" in text
    pdf = client.get(reverse("conflict_report", args=[check.pk]))
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"


def test_the_list_the_tab_and_the_settings_open(people, sign_in):
    check = run(people, people.paralegal)
    assert sign_in(people.paralegal).get(reverse("conflict_policy")).status_code == 403
    client = sign_in(people.attorney)
    for url in (
        reverse("conflict_list"), f"{reverse('conflict_list')}?q=quill", reverse("matter_conflicts", args=[people.matter.pk]),
        reverse("interest_own"), reverse("interest_list"), reverse("home"),
    ):  # fmt: skip
        assert client.get(url).status_code == 200, url
    assert check.number in client.get(f"{reverse('conflict_list')}?q=quill").content.decode()
    client = sign_in(people.admin)
    assert client.post(reverse("conflict_policy"), {"attorney": people.associate.pk}).status_code == 303
    assert people.associate.name in client.get(reverse("conflict_policy")).content.decode()
    assert client.get(reverse("interest_list")).status_code == 403
    assert sign_in(people.freelancer).get(reverse("conflict_list")).status_code == 403


def test_the_front_desk_looks_a_caller_up(people, sign_in):
    client = sign_in(people.assistant)
    assert (
        "Nothing near this name"
        in client.get(reverse("conflict_quick"), {"q": "Zebulon Ashgrove"}).content.decode()
    )
    text = client.get(reverse("conflict_quick"), {"q": "ada quil"}).content.decode()
    assert "Ada Quill" in text and "Adverse" in text and "misspelt" in text
    with in_firm(people):
        assert AuditEvent.objects.filter(verb="conflict.looked_up").count() == 2
        assert not Check.objects.exists()


def test_everybody_declares_their_own_interests(people, sign_in):
    client = sign_in(people.secretary)
    page = reverse("interest_own")
    assert client.post(page, {"kind": "company", "name": ""}).status_code == 422
    assert client.post(page, {"kind": "relative", "name": "Ada Quill", "detail": "Aunt"}).status_code == 303
    with in_firm(people):
        row = Interest.objects.get()
    assert "Ada Quill" in client.get(page).content.decode()
    assert client.post(reverse("interest_confirm")).status_code == 303
    assert sign_in(people.paralegal).post(reverse("interest_end", args=[row.pk])).status_code == 404
    client = sign_in(people.secretary)
    assert client.post(reverse("interest_end", args=[row.pk])).status_code == 303
    assert client.post(reverse("interest_restore", args=[row.pk])).status_code == 303
    with in_firm(people):
        assert InterestYear.objects.get().count == 1 and Interest.objects.get().withdrawn_at is None


def test_a_page_costs_the_same_for_many_hits(people, sign_in, django_assert_max_num_queries):
    with in_firm(people):
        for n in range(30):
            person(f"Ada Quill{n:02d}"[:9] + "l" * (n % 3))
    check = run(people, people.paralegal)
    with in_firm(people):
        judge_all(check, people.paralegal)
    client = sign_in(people.attorney)
    client.get(check.get_absolute_url())
    with django_assert_max_num_queries(60):
        client.get(check.get_absolute_url())
