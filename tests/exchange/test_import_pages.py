"""The whole way on the pages: upload, columns, check, import, result; the files one takes away."""

import csv
import datetime
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from exchange import fields
from exchange.models import ImportRun
from exchange.readers import read_table
from exchange.tasks import run_import
from matters.models import Contact
from practice.models import AuditEvent, Outbox
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.models import Approval
from tests.exchange.files import checked, csv_of, fresh, ledes_sample

CONTACTS = csv_of("Full name,Mail,Fax", "Ada Moss,ada@moss.example,1", "Bo Lind,bo at lind,2", "=Cy Dee,,3")


def upload(client, kind, content, **more):
    return client.post(
        reverse("import_list"), {"kind": kind, "file": SimpleUploadedFile("people.csv", content), **more}
    )


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_contacts_from_upload_to_result(a, sign_in):
    client = sign_in(a.admin)
    assert client.get(reverse("import_list")).status_code == 200
    answer = upload(client, "contacts", CONTACTS)
    assert answer.status_code == 303
    columns = client.get(answer.url).content.decode()
    # the guess, the first rows, what is left out, and what is required
    assert "Left out: <b" in columns
    assert "Fax" in columns
    assert "bo at lind" in columns
    preview = client.get(
        answer.url,
        {"f_name": "0", "f_email": "1", "f_notes": "2"},
        headers={"HX-Request": "true", "HX-Target": "preview"},
    )
    assert "Every column is taken over." in preview.content.decode()
    assert "<html" not in preview.content.decode()
    twice = client.post(answer.url, {"f_name": "0", "f_email": "0"})
    assert twice.status_code == 422
    assert "taken for Name already" in twice.content.decode()
    none = client.post(answer.url, {"f_email": "1"})
    assert "Choose the column with the name, the last name or the company." in none.content.decode()
    assert client.post(answer.url, {"f_name": "0", "f_email": "1"}).status_code == 303
    with firm_scope(a.firm):
        run = ImportRun.objects.get()
        before = Contact.objects.count()
    detail = reverse("import_detail", args=[run.pk])
    page = client.get(detail).content.decode()
    assert "1 of 3 rows cannot be imported" in page
    assert "“bo at lind”" in page
    assert "a second person approves its import" in page
    assert "Send the good rows for approval (2)" in page
    assert client.post(reverse("import_start", args=[run.pk])).status_code == 400
    with firm_scope(a.firm):
        assert Contact.objects.count() == before
    bad = client.get(reverse("import_errors", args=[run.pk]))
    assert bad["Content-Disposition"] == f'attachment; filename="problems-{run.pk}.csv"'
    assert read(bad.content) == [
        ["Full name", "Mail", "Fax", "line", "problem"],
        ["Bo Lind", "bo at lind", "2", "3", "Mail: This is no e-mail address. Write one such as ada@moss.example, or leave it empty."],
    ]  # fmt: skip
    assert client.post(reverse("import_start", args=[run.pk]), {"good_only": "1"}).status_code == 303
    assert "Waiting for Imogen Vance" in client.get(detail).content.decode()
    with firm_scope(a.firm):
        approvals.approve(Approval.objects.get(kind="import"), by=fresh(a.attorney))
    assert 'hx-trigger="every 2s"' in client.get(detail).content.decode()
    with firm_scope(a.firm):
        assert Outbox.objects.get(task="exchange.tasks.run_import").arguments == {"run_id": run.pk}
        run_import(firm_id=a.firm.pk, run_id=run.pk)
    page = client.get(detail).content.decode()
    assert "Imported 2 contacts." in page
    assert "1 row with problems was left out." in page
    assert "What was written equals what was checked." in page
    assert reverse("contact_list") in page
    with firm_scope(a.firm):
        assert Contact.objects.filter(name="=Cy Dee").exists()
        assert AuditEvent.objects.filter(verb="import.finished").count() == 1
    assert client.post(reverse("import_start", args=[run.pk])).status_code == 400
    assert client.get(reverse("import_map", args=[run.pk])).url == detail


def test_formulas_in_the_error_file_are_disarmed(a, sign_in):
    run = checked(a.admin, "contacts", csv_of("Name,E-mail", '"=HYPERLINK(""x"")",bad'))
    content = sign_in(a.admin).get(reverse("import_errors", args=[run.pk])).content
    assert read(content)[1][0] == '\'=HYPERLINK("x")'


def test_a_cancelled_import_stays_cancelled(a, sign_in):
    run = checked(a.admin, "contacts", CONTACTS)
    client = sign_in(a.admin)
    assert client.post(reverse("import_cancel", args=[run.pk])).status_code == 303
    assert (
        "Cancelled. Nothing was imported."
        in client.get(reverse("import_detail", args=[run.pk])).content.decode()
    )
    assert client.post(reverse("import_start", args=[run.pk]), {"good_only": "1"}).status_code == 400


def test_templates_are_guessed_whole(a, sign_in):
    client = sign_in(a.admin)
    for kind in ("contacts", "matters", "time"):
        answer = client.get(reverse("import_template", args=[kind]))
        table = read_table(answer.content)
        assert set(fields.guess(kind, table.headings).values()) == {f.name for f in fields.FIELDS[kind]}
        assert len(table.rows) == 1
    assert client.get(reverse("import_template", args=["ledes"])).status_code == 404


def test_matters_and_time_say_what_only_an_attorney_decides(a, sign_in):
    client = sign_in(a.admin)
    matters = client.get(upload(client, "matters", csv_of("Caption,Client", "One,X")).url).content.decode()
    assert "open matters come in as pending" in matters
    assert "Make clients that are missing" in matters
    time = csv_of("Date,Matter,Person,Hours,Narrative,Rate", "2026-01-02,1,IV,1,x,9")
    assert "Only an attorney sets rates." in client.get(upload(client, "time", time).url).content.decode()


def test_a_ledes_file_asks_who_is_who(a, sign_in):
    client = sign_in(a.admin)
    sample = ledes_sample(timezone.localdate().year - 1).encode()
    answer = upload(client, "ledes", sample, matter=a.matter.pk)
    page = client.get(answer.url).content.decode()
    assert "Arnsley, Robert (22547)" in page
    assert "1326 (1 line)" in page
    missing = client.post(answer.url, {"take": ["0528"]})
    assert missing.status_code == 422
    assert "Choose who Arnsley, Robert is in the firm." in missing.content.decode()
    with firm_scope(a.firm):
        run = ImportRun.objects.get()
    from exchange.services.ledes_lines import key_of

    who = {
        f"t_{key_of(t)}": a.attorney.pk for t in (("22547", "Arnsley, Robert"), ("45875", "Beaster, John"))
    }
    assert client.post(answer.url, who | {"take": ["0528", "1326", "500.900"]}).status_code == 303
    page = client.get(reverse("import_detail", args=[run.pk])).content.decode()
    assert "1,684.45" in page
    assert "$2,500.00 together" in page


def test_the_error_file_can_be_uploaded_again(a):
    day = timezone.localdate() - datetime.timedelta(days=2)
    file = csv_of("Date,Matter,Person,Hours,Narrative", f"{day},2026-9999,IV,1,Draft")
    run = checked(a.admin, "time", file)
    from exchange.services.error_files import error_file
    from tests.exchange.files import fresh

    mended = error_file(run, fresh(a.admin)).replace(b"2026-9999", b"2026-0001")
    assert checked(a.admin, "time", mended).good == 1
