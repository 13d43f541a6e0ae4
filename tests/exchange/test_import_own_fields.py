"""Files of contacts and matters fill the firm's own fields."""

from custom_fields.models import Value
from exchange import fields
from matters.models import Contact, Matter
from tests.custom_fields.conftest import CHOICES, make, make_set
from tests.exchange.files import checked, csv_of, imported


def test_contacts_bring_their_own_fields(a):
    about = make_set("contact", "About")
    kind = make(about, "how_they_came", "picklist", "How they came", choices=CHOICES)
    since = make(about, "client_since", "date", "Client since")
    boss = make(about, "employer", "contact", "Employer")
    twice = make(
        about, "since_text", "formula", formula='"since " & client_since', settings={"result": "text"}
    )
    file = csv_of(
        "Name,How they came,client_since,About: Employer",
        f"Ada Moss,side impact,2/13/2026,{a.client.name}",
        "Bo Lind,,,",
        "Cy Roe,Sideways,31/31/2026,Nobody Known",
    )
    run = checked(a.admin, "contacts", file)
    assert run.mapping["client_since"] == f"cf{since.pk}"
    assert (run.good, run.bad) == (2, 1)
    assert imported(checked(a.admin, "contacts", csv_of(*file.decode().splitlines()[:3]))).created == 2
    ada = Contact.objects.get(name="Ada Moss")
    assert ada.custom == {
        str(kind.pk): "c2",
        str(since.pk): "2026-02-13",
        str(boss.pk): a.client.pk,
        str(twice.pk): "since Feb 13, 2026",
    }
    assert Contact.objects.get(name="Bo Lind").custom == {}
    assert Value.objects.get(field=boss, object_id=ada.pk).ref == a.client.pk
    # what was brought before is not brought twice, whatever its own fields
    assert checked(a.admin, "contacts", csv_of(*file.decode().splitlines()[:3])).totals["here"]["rows"] == 2


def test_matters_bring_their_own_fields(a):
    injury = make_set()
    limit = make(injury, "policy_limit", "currency", "Policy limit")
    twice = make(injury, "twice", "formula", formula="policy_limit * 2", settings={"result": "currency"})
    file = csv_of(
        "Caption,Client,Practice area,Responsible attorney,Policy limit",
        f'Moss v. Solano,{a.client.name},{a.area.name},{a.attorney.name},"$1,500"',
    )
    assert imported(checked(a.admin, "matters", file)).created == 1
    assert Matter.objects.get(name="Moss v. Solano").custom == {
        str(limit.pk): "1500.00",
        str(twice.pk): "3000.00",
    }


def test_the_empty_file_names_them(a):
    make(make_set("contact", "About"), "shoe_size", "numeric", "Shoe size")
    assert "Shoe size" in fields.template("contacts").decode("utf-8-sig").splitlines()[0]
