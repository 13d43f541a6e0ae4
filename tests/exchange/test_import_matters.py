"""A CSV of matters finds its clients, attorneys and practice areas."""

import datetime

import pytest

from accounts.permissions import Level, Perm
from matters.models import Contact, FeeArrangement, Matter, PracticeArea
from matters.services.matters import create_matter
from practice.exceptions import Refused
from tests.exchange.files import checked, csv_of, fresh, imported, said

HEAD = "Display Number,Description,Client,Practice Area,Status,Responsible Attorney,Open Date,Close Date,ID"


def test_open_matters_of_a_firm_administrator_come_in_as_pending(a):
    file = csv_of(
        HEAD,
        "2024-0117,Moss v. Solano,Brightwater Ceramics alder,civil litigation,Open,Imogen Vance,3/1/2024,,88102",
        f"2019-0004,Old lease,brightwater ceramics ALDER,Real estate,Closed,{a.associate.user.email},2019-02-01,2020-05-31,88103",
    )
    run = imported(checked(a.admin, "matters", file))
    assert run.created == 2
    one = Matter.objects.get(number="2024-0117")
    assert (one.name, one.client, one.practice_area, one.state) == (
        "Moss v. Solano",
        a.client,
        a.area,
        "pending",
    )
    assert (one.responsible, one.supervising, one.accepted_by) == (a.attorney, a.attorney, None)
    assert one.opened_on == datetime.date(2024, 3, 1)
    assert one.external_id == "88102"
    two = Matter.objects.get(number="2019-0004")
    assert (two.state, two.closed_on, two.responsible) == ("closed", datetime.date(2020, 5, 31), a.associate)
    assert two.practice_area.name == "Real estate"
    assert FeeArrangement.objects.filter(matter__in=[one, two], kind="hourly", set_by=None).count() == 2
    assert any("only an attorney with a current licence" in note for note in run.totals["notes"])


def test_a_licensed_attorney_imports_open_matters(a):
    role = a.attorney.role
    role.powers = role.powers | {Perm.DATA_IMPORT: Level.YES, Perm.FIRM_SETTINGS: Level.YES}
    role.save()
    file = csv_of(HEAD, f"2024-0117,Moss v. Solano,{a.client.name},Civil litigation,Open,IV,2024-03-01,,1")
    imported(checked(a.attorney, "matters", file))
    matter = Matter.objects.get(number="2024-0117")
    assert (matter.state, matter.accepted_by, matter.responsible) == ("open", a.attorney, a.attorney)


def test_clients_that_are_missing_are_made_when_ticked(a):
    file = csv_of(
        HEAD,
        "X-1,One,Ada Moss,Civil litigation,Pending,Imogen Vance,,,1",
        "X-2,Two,ada moss,Civil litigation,Pending,Imogen Vance,,,2",
        "X-3,Three,Kestrel Ridge HOA,Civil litigation,Pending,Imogen Vance,,,3",
    )
    run = checked(a.admin, "matters", file)
    assert run.bad == 3
    assert "Make clients that are missing" in said(run)[0][2]
    run = imported(checked(a.admin, "matters", file, options={"create_clients": True}))
    assert run.created == 3
    ada = Contact.objects.get(name="Ada Moss")
    assert set(Matter.objects.filter(client=ada).values_list("number", flat=True)) == {"X-1", "X-2"}
    assert Contact.objects.get(name="Kestrel Ridge HOA").kind == "company"


def test_the_client_is_found_by_its_old_id_among_namesakes(a):
    for number in ("41", "42"):
        Contact.objects.create(name="John Smith", sort_name="Smith, John", external_id=number)
    file = csv_of(
        "Caption,Client,Client ID,Practice area,Responsible", "One,John Smith,42,Civil litigation,IV"
    )
    imported(checked(a.admin, "matters", file))
    assert Matter.objects.get(name="One").client.external_id == "42"
    file = csv_of("Caption,Client,Practice area,Responsible", "Two,John Smith,Civil litigation,IV")
    assert said(checked(a.admin, "matters", file)) == [
        (2, "Client", "2 contacts are called so. Give the client’s ID, or merge the contacts first.")
    ]


def test_matters_without_a_number_get_the_firms_next_ones(a):
    year = datetime.date.today().year
    file = csv_of(
        "Caption,Client,Practice area,Responsible,Number",
        f"One,{a.client.name},Civil litigation,IV,",
        f"Two,{a.client.name},Civil litigation,IV,{year}-0003",
        f"Three,{a.client.name},Civil litigation,IV,",
    )
    Matter.objects.filter(pk=a.matter.pk).update(number=f"{year}-0001")
    imported(checked(a.admin, "matters", file))
    assert Matter.objects.get(name="One").number == f"{year}-0002"
    assert Matter.objects.get(name="Three").number == f"{year}-0004"
    later = create_matter(
        by=fresh(a.attorney),
        client=a.client,
        practice_area=a.area,
        name="Later",
        responsible=fresh(a.attorney),
    )
    assert later.number == f"{year}-0005"


def test_faults_of_matters(a):
    file = csv_of(
        HEAD,
        f"2026-0001,Taken,{a.client.name},Civil litigation,Open,Imogen Vance,2024-03-01,,1",
        f"N-1,No licence,{a.client.name},Civil litigation,Open,Otis Farrow,2024-03-01,,2",
        f"N-2,No days,{a.client.name},Civil litigation,Closed,Imogen Vance,,,3",
        f"N-3,,{a.client.name},,Maybe,Nobody,13/03/2024,,4",
        f"N-2,Twice,{a.client.name},Civil litigation,Open,Imogen Vance,2024-03-01,,3",
    )
    run = checked(a.admin, "matters", file)
    assert run.bad == 5
    assert [(line, column) for line, column, _ in said(run)] == [
        (2, "Display Number"), (3, "Responsible Attorney"), (4, "Open Date"), (4, "Close Date"), (5, "Description"),
        (5, "Responsible Attorney"), (5, "Status"), (5, "Open Date"), (5, "Practice Area"), (6, "Display Number"), (6, "ID"),
    ]  # fmt: skip
    texts = [text for _, _, text in said(run)]
    assert (
        texts[1] == "Otis Farrow has no current bar licence on record, so cannot be the responsible attorney."
    )
    assert "The month comes first" in texts[7]


def test_defaults_fill_rows_without_attorney_and_area(a):
    file = csv_of("Caption,Client", f"One,{a.client.name}")
    assert checked(a.admin, "matters", file).bad == 1
    run = checked(
        a.admin, "matters", file, options={"default_area": a.area.pk, "default_responsible": a.associate.pk}
    )
    assert run.good == 1
    imported(run)
    assert Matter.objects.get(name="One").responsible == a.associate


def test_the_same_file_twice_makes_no_second_matter_and_no_second_area(a):
    file = csv_of(HEAD, f",One,{a.client.name},Maritime,Pending,Imogen Vance,,,")
    imported(checked(a.admin, "matters", file))
    again = checked(a.admin, "matters", file)
    assert (again.good, again.totals["here"]["rows"]) == (0, 1)
    assert PracticeArea.objects.filter(name="Maritime").count() == 1


def test_who_may_open_no_matters_may_import_none(a):
    role = a.admin.role
    role.powers = {k: v for k, v in role.powers.items() if k != Perm.MATTER_CREATE_PENDING}
    role.save()
    with pytest.raises(Refused):
        checked(a.admin, "matters", csv_of("Caption,Client", "One,X"))


def test_where_staff_see_only_their_matters_the_import_still_goes_through(a):
    a.firm.all_matters_visible = False
    a.firm.save()
    file = csv_of(HEAD, f"X-1,One,{a.client.name},Civil litigation,Pending,Imogen Vance,,,1")
    assert imported(checked(a.admin, "matters", file)).created == 1
