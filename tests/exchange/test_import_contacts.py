"""A CSV of contacts is checked, imported once, and not again."""

from exchange.models import ImportRun
from matters.models import Contact
from practice.models import AuditEvent
from tests.exchange.files import checked, csv_of, imported, said

CLIO = csv_of(
    "ID,Type,First Name,Last Name,Company,Primary email address,Primary phone number,Primary address street,"
    "Primary address city,Primary address state,Primary address zip,Tags,Fax",
    "9001,Person,Ada,Moss,Moss Ceramics LLC,ada@moss.example,+1 510 555 0100,9 Kiln Road,Alameda,CA,94501,landlord; vip,",
    "9002,Company,,,Solano Tile & Stone Co.,office@solano.example,,,,,,,",
    '9003,,"Ngozi","O\'Brien-Adeyemi",,,,"12 Rose Court\nUnit 4",Oakland,CA,94607,,555',
)


def test_contacts_of_clio_come_in_with_their_fields(a):
    run = imported(checked(a.admin, "contacts", CLIO))
    assert (run.state, run.rows, run.good, run.bad, run.created) == ("done", 3, 3, 0, 3)
    ada = Contact.objects.get(external_id="9001")
    assert (ada.kind, ada.name, ada.sort_name) == ("person", "Ada Moss", "Moss, Ada")
    assert (ada.company, ada.email, ada.phone) == ("Moss Ceramics LLC", "ada@moss.example", "+1 510 555 0100")
    assert (ada.address, ada.city, ada.region, ada.postcode) == ("9 Kiln Road", "Alameda", "CA", "94501")
    assert ada.tags == ["landlord", "vip"]
    assert ada.created_by_id == a.admin.pk
    solano = Contact.objects.get(external_id="9002")
    assert (solano.kind, solano.name, solano.company) == ("company", "Solano Tile & Stone Co.", "")
    ngozi = Contact.objects.get(external_id="9003")
    assert (ngozi.kind, ngozi.sort_name) == ("person", "O'Brien-Adeyemi, Ngozi")
    assert ngozi.address == "12 Rose Court\nUnit 4"


def test_a_column_that_is_no_field_is_left_out(a):
    run = checked(a.admin, "contacts", CLIO)
    assert "Fax" not in run.mapping
    assert run.mapping["Primary address zip"] == "postcode"


def test_the_same_file_twice_brings_nothing_and_says_so(a):
    imported(checked(a.admin, "contacts", CLIO))
    before = Contact.objects.count()
    again = checked(a.admin, "contacts", CLIO)
    assert (again.rows, again.good, again.bad) == (3, 0, 0)
    assert again.totals["here"]["rows"] == 3
    assert Contact.objects.count() == before


def test_without_ids_the_contents_keep_a_row_from_coming_in_twice(a):
    file = csv_of("Name,E-mail", "Ada Moss,ada@moss.example", "Bo Lind,")
    assert imported(checked(a.admin, "contacts", file)).created == 2
    assert checked(a.admin, "contacts", file).totals["here"]["rows"] == 2
    Contact.objects.filter(name="Bo Lind").update(external_id="")
    assert checked(a.admin, "contacts", file).totals["here"]["rows"] == 2


def test_one_event_tells_of_the_run_and_each_contact_has_its_own(a):
    run = imported(checked(a.admin, "contacts", CLIO))
    event = AuditEvent.objects.get(verb="import.finished")
    assert event.object_id == run.pk
    assert event.changes["imported"] == [None, 3]
    assert event.actor_id == a.admin.pk
    assert AuditEvent.objects.filter(verb="contact.imported").count() == 3


def test_a_second_delivery_imports_nothing(a):
    from exchange.tasks import run_import

    run = imported(checked(a.admin, "contacts", CLIO))
    run_import(firm_id=a.firm.pk, run_id=run.pk)
    assert Contact.objects.filter(external_id__in=["9001", "9002", "9003"]).count() == 3


def test_each_fault_names_its_line_and_column(a):
    file = csv_of(
        "ID,First name,Last name,E-mail,Type,State",
        "1,Ada,Moss,ada at moss,Person,CA",
        "2,,,x@y.example,,CA",
        "1,Bo,Lind,,robot,CA",
        "4,Cy,Dee,,Person",
        "5,Di,Ebb,,Person," + "x" * 61,
    )
    run = checked(a.admin, "contacts", file)
    assert (run.rows, run.good, run.bad) == (5, 0, 5)
    assert [(line, column) for line, column, _ in said(run)] == [
        (2, "E-mail"), (3, "Last name"), (4, "Type"), (4, "ID"), (5, ""), (6, "State"),
    ]  # fmt: skip
    assert run.errors[0]["value"] == "ada at moss"
    assert "line 2" in said(run)[3][2]
    assert said(run)[4][2] == "This row has 5 cells, the headings have 6. Add what is missing."
    assert ImportRun.objects.get(pk=run.pk).state == "checked"
