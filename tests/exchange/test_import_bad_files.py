"""Files that are no tables are refused with a clear word, and nothing of them is kept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import storage
from exchange.models import ImportRun
from exchange.readers import Unreadable, decode, read_table
from practice.scope import firm_scope
from tests.exchange.files import checked, csv_of, ledes_sample, said
from tests.soak import times

BAD = {
    "empty": (b"", "The file is empty."),
    "only blanks": (b"\xef\xbb\xbf \r\n\r\n", "The file is empty."),
    "headings alone": (b"Name,E-mail\r\n", "no rows below"),
    "workbook": (b"PK\x03\x04" + b"\x00" * 50, "an Excel workbook"),
    "pdf": (b"%PDF-1.7 ...", "a PDF"),
    "binary": (bytes(range(256)) * 4, "not a text file"),
    "NUL bytes": (b"Name,E-mail\r\nAda\x00,a@b.example\r\n", "Line 2 has characters that no text has"),
    "UTF-16 without mark": ("Name,E-mail\r\nAda,\r\n".encode("utf-16-le"), "characters that no text has"),
    "unknown encoding": (b"Name\r\n\x81\x8d\x8f\r\n", "encoding that cannot be told"),
    "pipes": (b"Name|E-mail\r\nAda|x\r\n", "separated by |"),
    "duplicate headings": (b"Name,E-mail,name\r\nAda,,\r\n", "“name” stands twice, in columns 1 and 3"),
    "no headings": (b"1,2,3\r\n4,5,6\r\n", "holds no headings"),
    "open quotation mark": (b'Name,E-mail\r\n"Ada,x\r\nBo,y\r\n', "opens on line 2 is never closed"),
    "quotation mark inside": (b'Name,E-mail\r\n"Ada" Moss,x\r\n', "Line 2 cannot be read"),
    "LEDES": (ledes_sample().encode(), "This is a LEDES file"),
    "one line of ten megabytes": (b"Name," + b"x" * 10_000_000, "Line 1 has over a million characters"),
    "one cell of 200,000 characters": (b"Name,Notes\r\nAda," + b"x" * 200_000 + b"\r\n", "too long"),
    "300 columns": ((",".join(f"c{n}" for n in range(300)) + "\r\n1\r\n").encode(), "300 columns"),
}


@pytest.mark.parametrize("content, words", BAD.values(), ids=BAD.keys())
def test_a_bad_file_says_what_is_wrong(content, words):
    with pytest.raises(Unreadable) as refused:
        read_table(content)
    assert words in refused.value.message


def test_nothing_of_a_bad_file_is_kept(a, sign_in):
    client = sign_in(a.admin)
    for name in ("empty", "binary", "NUL bytes", "duplicate headings", "one line of ten megabytes"):
        content, words = BAD[name]
        answer = client.post(
            reverse("import_list"), {"kind": "time", "file": SimpleUploadedFile("f.csv", content)}
        )
        assert answer.status_code == 422, name
        page = answer.content.decode()
        assert words in page, name
        chosen = re.search(r'<input[^>]*name="kind"[^>]*value="(\w+)"[^>]*checked', page)
        assert chosen
        assert chosen[1] == "time", "what was chosen is still chosen"
    with firm_scope(a.firm):
        assert not ImportRun.objects.exists()
    assert list(storage.files_of(a.firm.pk)) == []


def test_a_file_over_20_mb_and_no_file(a, sign_in):
    client = sign_in(a.admin)
    big = SimpleUploadedFile("f.csv", b"Name\r\n" + b"x\r\n" * 7_000_000)
    assert (
        "at most 20 MB" in client.post(reverse("import_list"), {"kind": "time", "file": big}).content.decode()
    )
    assert "Choose a file." in client.post(reverse("import_list"), {"kind": "time"}).content.decode()


def test_ledes_files_that_are_none(a, sign_in):
    client = sign_in(a.admin)
    international = ledes_sample().replace("LEDES1998B[]", "LEDES98BI V2[]").encode()
    for content, words in (
        (international, "98BI"),
        (csv_of("Name", "Ada"), "first line must be LEDES1998B[]"),
    ):
        file = SimpleUploadedFile("bill.txt", content)
        answer = client.post(reverse("import_list"), {"kind": "ledes", "matter": a.matter.pk, "file": file})
        assert answer.status_code == 422
        assert words in answer.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        "Name;E-mail\r\nZoë Müller;zoe@x.example\r\n".encode("cp1252"),
        "\ufeffName\tE-mail\nZoë Müller\tzoe@x.example\n".encode(),
        "Name,E-mail\rZoë Müller,zoe@x.example\r".encode(),
        "sep=;\r\nName;E-mail\r\nZoë Müller;zoe@x.example\r\n".encode(),
        "Name\tE-mail\r\nZoë Müller\tzoe@x.example\r\n".encode("utf-16"),
    ],
)
def test_encodings_and_separators_are_told(content):
    table = read_table(content)
    assert table.headings == ["Name", "E-mail"]
    assert [row.cells for row in table.rows] == [["Zoë Müller", "zoe@x.example"]]


def test_ragged_rows_are_told_by_their_line(a):
    file = csv_of("Name,E-mail,City", '"Ada\nMoss",,', "Bo,", "Cy,,Reno,extra", "Di,,Reno,,", "")
    run = checked(a.admin, "contacts", file)
    assert (run.rows, run.good, run.bad) == (4, 2, 2)
    assert [line for line, _, _ in said(run)] == [4, 5]


def test_cells_of_our_own_files_are_read_without_their_apostrophe(a):
    run = checked(a.admin, "contacts", csv_of("Name,Phone", "Ada,'+1 510 555 0100", "Bo,'quoted'"))
    from exchange.services.runs import plan_of
    from tests.exchange.files import fresh

    plan = plan_of(run, fresh(a.admin))
    assert [new.values["phone"] for new in plan.make] == ["+1 510 555 0100", "'quoted'"]


@given(st.binary(max_size=300))
@settings(max_examples=times(300), deadline=None)
def test_any_bytes_at_all_are_read_or_refused(content):
    for read in (decode, read_table):
        try:
            read(content)
        except Unreadable as refused:
            assert refused.message
