"""Why a date is its date: copied as text that stands alone, and on one page of paper."""

import datetime

from django.urls import reverse

from calendar_app import services
from calendar_app.models import Deadline
from calendar_app.queries.explaining import explain, explain_counted, explanation
from calendar_app.queries.rules import Counted
from court_rules.engine import compute, count
from tests.calendar_app.chains import OPPOSITION, docket_motion


def test_the_text_names_each_step_its_citation_and_the_days_left_out(a, sign_in):
    docket_motion(a, by=a.paralegal)
    row = Deadline.objects.select_related("matter").get(rule_id=OPPOSITION)
    text = explanation(row, explain(row))
    first, second, third = text.splitlines()[:3]
    assert first == "Serve and file the opposition: Friday, November 13, 2026"
    assert second == str(a.matter)
    assert third == "Code Civ. Proc. § 1005(b)"
    # Nine court days back from November 30: the day after Thanksgiving, Thanksgiving, and three weekends are left out.
    for said in (
        "1. ",
        "Thanksgiving",
        "Nov 26",
        "Sun Nov 29; Sat Nov 28",
        "[Code Civ. Proc. § 12",
        "1010.6",
        "Counted by",
    ):
        assert said in text, said
    page = sign_in(a.secretary).get(reverse("deadline_list"), {"peek": row.pk}).content.decode()
    assert 'data-copy-text="explanation"' in page
    assert "Copy explanation" in page
    assert "Nov 26" in page


def test_an_arguable_day_is_not_called_a_mistake():
    """Twenty days before December 1, 2026 are Veterans Day. In California the day after is arguable, in a federal court it is late."""
    state = compute("ca-ccp.437c-opposition", datetime.date(2026, 12, 1))[0].as_json()
    why = explain_counted(Counted("", "", "", derivation=state, calendar="us.ca"))
    assert (why.due, why.latest) == (datetime.date(2026, 11, 10), datetime.date(2026, 11, 12))
    assert why.wrong == ()
    federal = count(20, "days", "before", datetime.date(2026, 12, 1)).as_json()
    why = explain_counted(Counted("", "", "", derivation=federal, calendar="us.federal"))
    assert "Nov 12 would be 2 days late" in why.wrong[0]


def test_an_overridden_date_says_what_the_rule_gives(a):
    docket_motion(a, by=a.paralegal)
    row = Deadline.objects.get(rule_id=OPPOSITION)
    services.override_date(row, by=a.attorney, to_on=datetime.date(2026, 11, 12), reason="Department 14")
    row.refresh_from_db()
    text = explanation(row, explain(row))
    assert text.splitlines()[0].endswith("Thursday, November 12, 2026")
    assert "The rule gives Friday, November 13, 2026: Department 14." in text


def test_it_is_printed_on_one_page(a, sign_in):
    docket_motion(a, by=a.paralegal)
    row = Deadline.objects.get(rule_id=OPPOSITION)
    client = sign_in(a.secretary)
    answer = client.get(reverse("deadline_pdf", args=[row.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type /Page/") <= 1
    by_hand = services.create_deadline(
        a.matter, by=a.paralegal, title="By hand", due_on=datetime.date(2026, 12, 1)
    )
    assert client.get(reverse("deadline_pdf", args=[by_hand.pk])).status_code == 404
