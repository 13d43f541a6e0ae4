"""What other apps show on a contact's page."""

from django.urls import reverse
from django.utils import timezone

from billing.models import Invoice


def test_invoices_stand_on_the_contacts_page_for_those_who_see_bills(a, sign_in):
    url = reverse("contact_detail", args=[a.client.pk])
    assert "Invoices" not in sign_in(a.attorney).get(url).content.decode().split("<main")[1]
    Invoice.objects.create(
        matter=a.matter, client=a.client, period_to=timezone.localdate(), fees="570.00", total="570.00"
    )
    page = sign_in(a.attorney).get(url).content.decode()
    assert "All invoices" in page
    assert "570.00" in page
    assert sign_in(a.freelancer).get(url).status_code == 404
