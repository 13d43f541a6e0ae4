"""The pages: sets and fields under Settings, the panel of a record, fields in forms."""

import json

import pytest

from custom_fields.models import Field, FieldSet
from custom_fields.services import set_custom
from matters.models import Contact, Matter, PracticeAreaFieldSet
from practice.scope import firm_scope
from tests.custom_fields.conftest import make, make_set


def post(client, url, **values):
    return client.post(url, values)


def test_a_set_is_made_filled_with_fields_and_retired(a, sign_in):
    client = sign_in(a.admin)
    with firm_scope(a.firm):
        area = a.area.pk
    assert "None yet" in client.get("/settings/fields/").content.decode()
    answer = post(
        client,
        "/settings/fields/new/",
        host="matter",
        name="Injury",
        everywhere="no",
        areas=[area],
        note="Ask the client",
    )
    assert answer.status_code == 303, answer.content.decode()[:3000]
    with firm_scope(a.firm):
        made = FieldSet.objects.get()
        assert not made.everywhere
        assert list(made.practice_areas.values_list("pk", flat=True)) == [area]
    url = f"/settings/fields/{made.pk}/new/"
    answer = post(
        client,
        url,
        label="Kind of accident",
        type="picklist",
        join="all",
        **{"choice-0-label": "Rear-end", "choice-1-label": "Other"},
    )
    assert answer.status_code == 303, answer.content.decode()
    answer = post(client, url, label="Vehicles", type="group", join="all")
    with firm_scope(a.firm):
        kind, group = Field.objects.get(key="kind_of_accident"), Field.objects.get(key="vehicles")
    assert answer["Location"] == f"{url}?parent={group.pk}"
    assert (
        post(
            client, f"{url}?parent={group.pk}", label="Damage", type="currency", join="all", min="0"
        ).status_code
        == 303
    )
    answer = post(
        client,
        url,
        label="Total damage",
        type="formula",
        formula="sum(vehicles.damage)",
        result="currency",
        join="all",
    )
    assert answer.status_code == 303, answer.content.decode()
    answer = post(
        client,
        url,
        label="What else",
        type="text",
        required="on",
        join="all",
        **{"rule-0-field": kind.pk, "rule-0-op": "is", "rule-0-value": "other"},
    )
    assert answer.status_code == 303, answer.content.decode()
    page = client.get(f"/settings/fields/{made.pk}/").content.decode()
    assert "Shown if Kind of accident is Other" in page
    assert "Total damage" in page and "Damage" in page
    for address in (
        f"/settings/fields/{made.pk}/edit/",
        f"/settings/fields/field/{kind.pk}/",
        "/settings/fields/?retired=1",
    ):
        assert client.get(address).status_code == 200
    preview = f"/settings/fields/{made.pk}/preview/"
    assert "data-visible-if" in client.get(preview).content.decode()
    with firm_scope(a.firm):
        damage = Field.objects.get(key="damage")
    said = post(
        client,
        preview,
        **{"cf-form": "1", f"cf{group.pk}-0-{damage.pk}": "12.5", f"cf{group.pk}-4-{damage.pk}": "1"},
    )
    assert "$13.50" in said.content.decode()
    assert post(client, preview, **{"cf-form": "1", f"cf{group.pk}-0-{damage.pk}": "-5"}).status_code == 422
    assert post(client, f"/settings/fields/{made.pk}/retire/").status_code == 303
    with firm_scope(a.firm):
        assert FieldSet.objects.get().retired_at is not None
    post(client, f"/settings/fields/{made.pk}/retire/", back="1")
    with firm_scope(a.firm):
        assert FieldSet.objects.get().retired_at is None


def test_only_who_keeps_the_settings_designs_fields(a, sign_in):
    client = sign_in(a.paralegal)
    assert client.get("/settings/fields/").status_code == 403
    assert post(client, "/settings/fields/new/", host="matter", name="X").status_code == 403


def test_order_by_keys_and_by_moves(a, injury, sign_in):
    client = sign_in(a.admin)
    url = f"/settings/fields/{injury.set.pk}/order/"
    assert post(client, url, order=f"{injury.paid.pk},{injury.kind.pk},99999999,x").status_code == 303
    with firm_scope(a.firm):
        keys = list(Field.objects.filter(parent=None).order_by("position").values_list("key", flat=True))
    assert keys[:3] == ["paid", "kind", "accident_on"]
    post(client, url, move=injury.on.pk, by="-1")
    post(client, url, parent=injury.vehicles.pk, order=f"{injury.damage.pk},{injury.plate.pk}")
    with firm_scope(a.firm):
        keys = list(Field.objects.filter(parent=None).order_by("position").values_list("key", flat=True))
        columns = list(Field.objects.filter(parent=injury.vehicles).values_list("key", flat=True))
    assert keys[:3] == ["paid", "accident_on", "kind"]
    assert columns == ["damage", "plate"]


HTMX = {"HX-Request": "true"}


def test_a_value_is_edited_in_place(a, injury, sign_in):
    client = sign_in(a.attorney)
    page = client.get(f"/matters/{a.matter.pk}/details/").content.decode()
    assert "Policy limit" in page and "Other kind" not in page
    url = f"/fields/matter/{a.matter.pk}/{injury.limit.pk}/"
    editor = client.get(url + "?edit=1", headers=HTMX)
    assert f'name="cf{injury.limit.pk}"' in editor.content.decode()
    saved = client.post(url, {f"cf{injury.limit.pk}": "1,000", "version": "null"}, headers=HTMX)
    assert saved.status_code == 200
    text = saved.content.decode()
    assert "$1,000.00" in text and "Saved" in text
    wrong = client.post(url, {f"cf{injury.limit.pk}": "lots", "version": '"1000.00"'}, headers=HTMX)
    assert wrong.status_code == 422 and "is not an amount" in wrong.content.decode()
    faster = client.post(url, {f"cf{injury.limit.pk}": "5", "version": "null"}, headers=HTMX)
    assert faster.status_code == 409 and "changed this to $1,000.00" in faster.content.decode()
    # a field that another shows
    kind = f"/fields/matter/{a.matter.pk}/{injury.kind.pk}/"
    assert "Other kind" in client.post(kind, {f"cf{injury.kind.pk}": "c3"}, headers=HTMX).content.decode()
    # rows
    rows = f"/fields/matter/{a.matter.pk}/{injury.vehicles.pk}/"
    name = f"cf{injury.vehicles.pk}"
    assert "Add a row" in client.get(rows + "?edit=1", headers=HTMX).content.decode()
    wrong = client.post(rows, {f"{name}-0-{injury.damage.pk}": "12"}, headers=HTMX)
    assert wrong.status_code == 422 and "Fill this in" in wrong.content.decode()
    saved = client.post(
        rows, {f"{name}-0-{injury.plate.pk}": "7ABC", f"{name}-0-{injury.damage.pk}": "12"}, headers=HTMX
    )
    assert "7ABC" in saved.content.decode() and "$12.00" in saved.content.decode()
    # a contact from the list, without script
    insurer = f"/fields/matter/{a.matter.pk}/{injury.insurer.pk}/"
    assert client.get(insurer + "?edit=1").status_code == 200
    assert client.post(insurer, {f"cf{injury.insurer.pk}": a.client.pk}).status_code == 303
    page = client.get(f"/matters/{a.matter.pk}/details/").content.decode()
    assert f'href="/contacts/{a.client.pk}/"' in page
    history = client.get(f"/matters/{a.matter.pk}/history/").content.decode()
    assert "Policy limit" in history and "$1,000.00" in history


def test_who_may_not_edit_sees_values_and_no_editor(a, injury, sign_in):
    with firm_scope(a.firm, a.attorney):
        set_custom(a.matter, {"paid": "7"}, by=a.attorney)
    client = sign_in(a.admin)
    page = client.get(f"/matters/{a.matter.pk}/details/").content.decode()
    assert "$7.00" in page and 'hx-get="/fields' not in page
    url = f"/fields/matter/{a.matter.pk}/{injury.paid.pk}/"
    assert client.get(url + "?edit=1").status_code == 403
    assert client.post(url, {f"cf{injury.paid.pk}": "8"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/fields/matter/99999999/{f}/",
        "/fields/nothing/{m}/{f}/",
        "/fields/matter/{m}/99999999/",
        "/fields/matter/{m}/{formula}/",
        "/fields/nothing/inputs/",
    ],
)
def test_unknown_addresses(a, injury, sign_in, path):
    url = path.format(m=a.matter.pk, f=injury.paid.pk, formula=injury.left.pk)
    assert sign_in(a.attorney).get(url).status_code == 404


def test_forms_of_contacts_have_the_fields_of_their_kind(a, sign_in):
    with firm_scope(a.firm):
        people = make_set("contact", "People", kinds=["person"])
        shoe = make(people, "shoe_size", "numeric", required=True, settings={"decimals": 1})
        bodies = make_set("contact", "Bodies", kinds=["company"])
        tax = make(bodies, "tax_number", "text")
    client = sign_in(a.attorney)
    page = client.get("/contacts/new/").content.decode()
    assert f"cf{shoe.pk}" in page and f"cf{tax.pk}" not in page
    part = client.post(
        "/fields/contact/inputs/", {"kind": "company", "cf-form": "1", f"cf{tax.pk}": "AB 1"}
    ).content.decode()
    assert f"cf{tax.pk}" in part and "AB 1" in part and f"cf{shoe.pk}" not in part
    wanted = {"kind": "person", "first_name": "Ada", "last_name": "Moss", "cf-form": "1"}
    lacking = client.post("/contacts/new/", wanted)
    assert lacking.status_code == 422 and "Fill this in" in lacking.content.decode()
    assert client.post("/contacts/new/", wanted | {f"cf{shoe.pk}": "38.5"}).status_code == 303
    with firm_scope(a.firm):
        ada = Contact.objects.get(last_name="Moss")
        assert ada.custom == {str(shoe.pk): "38.5"}
    assert "38.5" in client.get(f"/contacts/{ada.pk}/").content.decode()
    # a form without these fields leaves them alone
    client.post(f"/contacts/{ada.pk}/edit/", {"kind": "person", "first_name": "Ada", "last_name": "Mossman"})
    with firm_scope(a.firm):
        ada.refresh_from_db()
        assert ada.custom == {str(shoe.pk): "38.5"}


def test_a_new_matter_has_the_fields_of_its_practice_area(a, injury, sign_in):
    from matters.models import PracticeArea

    with firm_scope(a.firm):
        injury.set.everywhere = False
        injury.set.save()
        other = PracticeArea.objects.create(name="Family")
        PracticeAreaFieldSet.objects.create(practice_area=a.area, field_set=injury.set)
    client = sign_in(a.attorney)
    name = f'name="cf{injury.limit.pk}"'
    assert (
        name
        in client.post(
            "/fields/matter/inputs/", {"practice_area": a.area.pk, "cf-form": "1"}
        ).content.decode()
    )
    assert name not in client.post("/fields/matter/inputs/", {"practice_area": other.pk}).content.decode()
    values = {
        "client": a.client.pk, "name": "New one", "practice_area": a.area.pk, "responsible": a.attorney.pk,
        "supervising": a.attorney.pk, "kind": "hourly", "cf-form": "1", f"cf{injury.limit.pk}": "500",
        f"cf{injury.vehicles.pk}-0-{injury.plate.pk}": "7ABC",
    }  # fmt: skip
    answer = client.post("/matters/new/", values)
    assert answer.status_code == 303, answer.content.decode()[-6000:]
    with firm_scope(a.firm):
        matter = Matter.objects.get(name="New one")
        assert json.dumps(matter.custom).count("7ABC") == 1
        assert matter.custom[str(injury.limit.pk)] == "500.00"
    page = client.get(f"/matters/{matter.pk}/edit/").content.decode()
    assert "500.00" in page and "7ABC" in page
    wrong = client.post("/matters/new/", values | {f"cf{injury.limit.pk}": "lots"})
    assert wrong.status_code == 422 and "is not an amount" in wrong.content.decode()
