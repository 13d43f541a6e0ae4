"""A CSV of unbilled time comes in at the firm's rates, exact to the second and the cent."""

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.permissions import Level, Perm
from billing.models import Rate, TimeEntry
from tests.cast import make_matter
from tests.exchange.files import checked, csv_of, imported, said

DAY = timezone.localdate() - datetime.timedelta(days=20)
US = f"{DAY.month}/{DAY.day}/{DAY.year}"
FILE = csv_of(
    "Date,Matter,User,Quantity,Description,Rate ($),Billable ($),Task,UTBMS Activity,Billable,ID",
    f"{DAY},2026-0001,attorney@alder.example,1.2,Draft reply,500.00,600.00,L350,A103 Draft/revise,Yes,501",
    f"{US},2026-0001,Otis Farrow,1:12,Index records,185,222.00,,,yes,502",
    f'{DAY},2026-0001,"Vance, Imogen",0.3333,"Call with client, two calls",475,158.31,,,no charge,503',
    f"{DAY},2026-0001,OF,72m,File clean-up,185,222.00,,,No,504",
)


def test_rows_come_in_at_the_firms_rates(a):
    run = imported(checked(a.admin, "time", FILE))
    assert (run.rows, run.created, run.bad) == (4, 4, 0)
    one, two, three, four = (TimeEntry.objects.get(external_id=str(n)) for n in (501, 502, 503, 504))
    # 1.2 h at 475.00; 1.2 h at 185.00; 0.3333 h is 1199.88 s, so 1200 s, billed as 1440 s (0.4 h) at no charge
    assert (one.seconds, one.billed_seconds, one.rate, one.amount) == (
        4320,
        4320,
        Decimal("475.00"),
        Decimal("570.00"),
    )
    assert (one.task_code, one.activity_code, one.date) == ("L350", "A103", DAY)
    assert "standard rate" in one.rate_reason
    assert (two.seconds, two.amount, two.member, two.date) == (4320, Decimal("222.00"), a.paralegal, DAY)
    assert (three.seconds, three.billed_seconds, three.amount) == (1200, 1440, Decimal("0.00"))
    assert three.billable
    assert three.no_charge
    assert (four.seconds, four.billable, four.amount) == (4320, False, Decimal("0.00"))
    assert {e.entered_by_id for e in (one, two, three, four)} == {a.admin.pk}
    assert {e.source for e in (one, two, three, four)} == {"import"}


def test_control_totals_of_file_and_import_agree(a):
    run = imported(checked(a.admin, "time", FILE))
    # 4320 × 3 + 1200 seconds; 600 + 222 + 158.31 + 222; here 570 + 222
    assert run.totals["file"] == {"rows": 4, "seconds": 14160, "amount": "1202.31"}
    assert run.totals["good"] == run.totals["file"]
    assert run.totals["made_amount"] == "792.00"
    assert run.totals["made"] == {"rows": 4, "seconds": 14160, "amount": "792.00", "said": "4 time entries"}
    notes = " ".join(run.totals["notes"])
    assert "The rates in the file are not used" in notes
    assert "$1,202.31" in notes
    assert "$792.00" in notes


def test_an_importer_who_sets_fees_may_bring_rates(a):
    role = a.attorney.role
    role.powers = role.powers | {Perm.DATA_IMPORT: Level.YES}
    role.save()
    run = imported(checked(a.attorney, "time", FILE))
    one = TimeEntry.objects.get(external_id="501")
    assert (one.rate, one.amount, one.rate_reason) == (
        Decimal("500.00"),
        Decimal("600.00"),
        "Rate of the imported file",
    )
    assert run.totals["made_amount"] == "822.00"


def test_twice_is_once_with_ids_and_without(a):
    imported(checked(a.admin, "time", FILE))
    again = checked(a.admin, "time", FILE)
    assert (again.good, again.totals["here"]) == (0, {"rows": 4, "seconds": 14160, "amount": "1202.31"})
    plain = csv_of(
        "Date,Matter,Person,Hours,Narrative",
        f"{DAY},2026-0001,IV,.2,Call",
        f"{DAY},2026-0001,IV,.2,Call",  # two calls of the same length on a day are two entries
    )
    assert imported(checked(a.admin, "time", plain)).created == 2
    assert checked(a.admin, "time", plain).totals["here"]["rows"] == 2
    assert TimeEntry.objects.filter(narrative="Call").count() == 2


def test_faults_of_time(a):
    make_matter(a, number="2026-0002", name="Done", state="closed", closed_on=datetime.date(2026, 4, 1))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    file = csv_of(
        "Date,Matter,Person,Hours,Narrative,Task,Billable",
        f"{DAY},2026-9999,IV,1,Draft,,",
        f"{DAY},2026-0001,Nobody,1,Draft,,",
        f"{tomorrow},2026-0001,IV,1,Draft,,",
        "31/12/2025,2026-0001,IV,1,Draft,,",
        f'{DAY},2026-0001,IV,"1,5",Draft,,',
        f"{DAY},2026-0001,IV,90,Draft,,",
        f"{DAY},2026-0001,IV,0,,,",
        f"{DAY},2026-0002,IV,1,Draft,,",
        f"{DAY},2026-0001,IV,1,Draft,Lunch,perhaps",
        f"{DAY},2026-0001,BC,1,Filing,,yes",
        f"{DAY},2026-0001,IV,25.5,Trial,,",
    )
    run = checked(a.admin, "time", file)
    assert (run.rows, run.good, run.bad) == (11, 0, 11)
    assert [(line, column) for line, column, _ in said(run)] == [
        (2, "Matter"), (3, "Person"), (4, "Date"), (5, "Date"), (6, "Hours"), (7, "Hours"), (8, "Hours"),
        (8, "Narrative"), (9, "Matter"), (10, "Billable"), (10, "Task"), (11, "Billable"), (12, "Hours"),
    ]  # fmt: skip
    texts = [text for _, _, text in said(run)]
    assert texts[0].startswith("There is no such matter.")
    assert texts[4] == "Write hours with a point: 1.5."
    assert "90m for minutes" in texts[5]
    assert "Imogen Vance" in texts[11]  # an attorney decides whether a secretary's time is billed


def test_none_is_imported_unless_the_good_rows_are_asked_for(a):
    file = csv_of(
        "Date,Matter,Person,Hours,Narrative", f"{DAY},2026-0001,IV,1,Good", f"{DAY},2026-9999,IV,2,Bad"
    )
    before = TimeEntry.objects.count()
    run = checked(a.admin, "time", file)
    assert TimeEntry.objects.count() == before
    run = imported(run, good_only=True)
    assert (run.created, run.bad) == (1, 1)
    assert TimeEntry.objects.count() == before + 1
    # 3 hours in the file: 1 made, 2 left out
    assert run.totals["file"]["seconds"] == 10800
    assert (run.totals["good"]["seconds"], run.totals["wrong"]["seconds"]) == (3600, 7200)


def test_a_matter_is_found_by_its_old_id_or_its_caption(a):
    a.matter.external_id = "88102"
    a.matter.save()
    file = csv_of(
        "Date,Matter,Person,Hours,Narrative",
        f"{DAY},88102,IV,1,By id",
        f"{DAY},brightwater v. solano alder,IV,1,By caption",
    )
    assert imported(checked(a.admin, "time", file)).created == 2


def test_without_a_rate_the_check_says_so(a):
    file = csv_of("Date,Matter,Person,Hours,Narrative,Billable", f"{DAY},2026-0001,Imogen Vance,1,Draft,yes")
    Rate.objects.filter(member=a.attorney).update(effective_from=timezone.localdate())
    run = checked(a.admin, "time", file)
    assert any("$0.00" in note and "Imogen Vance" in note for note in run.totals["notes"])
