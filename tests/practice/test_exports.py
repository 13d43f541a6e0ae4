"""Files: whole, typed, recorded, and never a formula."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from practice import exports
from practice.exports import Field, csv_cell, write_csv, write_xlsx
from practice.lists import files
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests import cast

RISKY = [
    "=1+1",
    "+1 555 0100",
    "-cmd",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1+1",
    '=HYPERLINK("http://e.example")',
]


def read_csv(page):
    text = b"".join(page.response.streaming_content)
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def read_xlsx(page):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(page.response.streaming_content)))
    return book.active


@pytest.mark.parametrize("text", RISKY)
def test_csv_disarms_formulas(text):
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, ""),
        ("plain", "plain"),
        ("a=b", "a=b"),
        (Decimal("-844.50"), "-844.50"),
        (Decimal("1E+3"), "1000"),
        (-3, "-3"),
        (True, "Yes"),
        (False, "No"),
        (date(2026, 1, 5), "2026-01-05"),
        (["=a", "b"], "'=a, b"),
        ("a\x00b", "ab"),
    ],
)
def test_csv_keeps_values(value, expected):
    assert csv_cell(value) == expected


def test_moments_are_written_in_the_reader_s_time():
    with timezone.override("America/Los_Angeles"):
        moment = timezone.make_aware(datetime(2026, 1, 4, 23, 30))
        assert csv_cell(moment) == "2026-01-04 23:30:00"


def test_headings_are_disarmed_too():
    file, count = write_csv([Field("=1+1", "text", lambda row: row)], ["a"])
    assert (file.read().decode("utf-8-sig"), count) == ("'=1+1\r\na\r\n", 1)


def test_xlsx_holds_text_as_text_and_numbers_as_numbers():
    fields = [
        Field("=HEAD()", "text", lambda row: row[0]),
        Field("Amount", "money", lambda row: row[1]),
        Field("Day", "date", lambda row: row[2]),
        Field("Yes", "bool", lambda row: row[3]),
    ]
    rows = [(text, Decimal("-12.50"), date(2026, 1, 5), True) for text in RISKY]
    rows += [
        ("#N/A", None, None, False),
        ("bell\x07", Decimal("0.10"), None, None),
        ("x" * 40_000, None, None, None),
    ]
    file, count = write_xlsx(fields, rows, title="A/B: [test]")
    sheet = openpyxl.load_workbook(file).active
    assert count == len(RISKY) + 3
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula and no error value"
    assert sheet["A1"].value == "=HEAD()"
    assert [sheet.cell(row, 1).value for row in range(2, 2 + len(RISKY))] == [
        text.replace("\r", "\n") if text.startswith("\r") else text for text in RISKY
    ]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format) == (-12.5, "n", "#,##0.00")
    assert (sheet["C2"].value, sheet["C2"].data_type) == (datetime(2026, 1, 5), "d")
    assert sheet["D2"].value == "Yes"
    assert sheet.cell(2 + len(RISKY), 1).value == "#N/A"
    assert sheet.cell(3 + len(RISKY), 1).value == "bell"
    assert len(sheet.cell(4 + len(RISKY), 1).value) == exports.EXCEL_TEXT


def test_the_list_is_exported_whole_as_filtered_with_the_columns_shown(site, spread):
    with firm_scope(site.people.firm):
        cast.make_matter(site.people, number="2026-0009", name="=cmd|' /C calc'!A0", budget="-1.00")
    page = site.get("?state=open&cols=budget,opened,team&sort=-budget&per=25&export=csv")
    rows = read_csv(page)
    assert page.response["Content-Type"] == "text/csv; charset=utf-8"
    assert page.response["Content-Disposition"].startswith('attachment; filename="test-matters-20')
    team = "Bea Castellan, Otis Farrow"
    client = "Brightwater Ceramics alder"
    assert rows == [
        ["Number", "Matter", "Client", "Budget", "Opened", "Team"],
        ["2026-0003", "Bravo", client, "250.50", "2026-02-05", team],
        ["2026-0002", "Alpha", client, "100.00", "2026-01-05", team],
        ["2026-0009", "'=cmd|' /C calc'!A0", client, "-1.00", "2026-03-03", team],
        ["2026-0007", "Foxtrot", client, "", "2025-12-31", team],
        ["2026-0001", "Brightwater v. Solano alder", client, "", "2026-03-03", team],
    ]


def test_all_rows_are_in_the_file_not_one_page(site):
    site.add(60)
    assert len(read_csv(site.get("?per=25&export=csv"))) == 62


def test_xlsx_of_a_list(site, spread):
    sheet = read_xlsx(site.get("?state=declined,pending&sort=name&export=xlsx"))
    assert [cell.value for cell in sheet[1]] == [
        "Number",
        "Matter",
        "Client",
        "Status",
        "Team",
        "Responsible",
        "Opened",
        "Budget",
    ]
    assert [sheet.cell(row, 4).value for row in (2, 3, 4)] == ["Pending", "Pending", "Declined"]
    assert [sheet.cell(row, 8).value for row in (2, 3, 4)] == [None, 75.25, -20]


def test_an_export_is_recorded(site, spread):
    site.get("?state=open&cols=name,state&export=csv")
    with firm_scope(site.people.firm):
        event = AuditEvent.objects.get(verb="list.exported")
    assert (event.actor_id, event.object_label) == (site.people.attorney.pk, site.people.firm.name)
    assert {name: pair[1] for name, pair in event.changes.items()} == {
        "list": "Test matters",
        "format": "csv",
        "rows": 4,
        "columns": ["name", "state"],
        "filters": "state=open&cols=name%2Cstate",
    }


def test_ticked_rows_are_exported_alone(site, spread):
    page = site.post({"bulk": "csv", "ids": [spread["Golf"].pk, spread["Alpha"].pk, site.other.matter.pk]})
    assert [row[1] for row in read_csv(page)] == ["Matter", "Alpha", "Golf"]


def test_nothing_is_exported_while_a_filter_does_not_apply(site, spread):
    page = site.get("?state=bogus&export=csv")
    assert page.status == 422
    assert page.notes == ["Nothing was exported, because a filter could not be applied. Correct it first."]
    assert page.chip_errors == ["“bogus” is not a choice here."]
    with firm_scope(site.people.firm):
        assert not AuditEvent.objects.filter(verb="list.exported").exists()


def test_a_list_too_long_for_a_file_says_so(site, spread, monkeypatch):
    monkeypatch.setitem(files.EXPORT_CAP, "xlsx", 3)
    page = site.get("?export=xlsx")
    assert page.status == 422
    assert page.notes == [
        "This list has more than 3 rows, the most one XLSX file takes. Filter it first. A CSV file takes 100,000."
    ]


def test_a_format_there_is_not(site):
    assert site.get("?export=pdf").status == 404
