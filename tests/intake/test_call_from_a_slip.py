"""A lead taken with a script out of a message slip: the slip says what was made of it, and the lead where it comes from."""

from django.urls import reverse

from communications.models import Made
from intake.models import Lead
from tests.communications.test_slips import taken


def test_linked_both_ways(a, sign_in):
    slip = taken(a)
    browser = sign_in(a.assistant)
    query = f"?from=slip:{slip.pk}&name=Ada+Quill&phone=510+555+0101&contact={a.client.pk}"
    form = browser.get(reverse("lead_create") + query).content.decode()
    assert f"from=slip%3A{slip.pk}" in form or f"from=slip:{slip.pk}" in form  # “With a script” keeps it
    page = browser.get(reverse("lead_call") + query).content.decode()
    assert f'name="from" value="slip:{slip.pk}"' in page
    data = {"from": f"slip:{slip.pk}", "name": "Ada Quill", "phone": "510 555 0101", "contact": a.client.pk}
    assert browser.post(reverse("lead_call"), data).status_code == 303
    lead = Lead.objects.get()
    assert (lead.name, lead.contact) == ("Ada Quill", a.client)
    made = Made.objects.get()
    assert (made.source, made.source_id, made.kind, made.object_id) == ("slip", slip.pk, "lead", lead.pk)
    assert slip.get_absolute_url() in browser.get(lead.get_absolute_url()).content.decode()
    assert lead.get_absolute_url() in browser.get(slip.get_absolute_url()).content.decode()


def test_a_slip_that_is_none_is_passed_over(a, sign_in):
    browser = sign_in(a.assistant)
    data = {"from": "slip:999999", "name": "Ada Quill", "contact": "x"}
    assert browser.post(reverse("lead_call"), data).status_code == 303
    assert Lead.objects.get().contact is None and not Made.objects.exists()
