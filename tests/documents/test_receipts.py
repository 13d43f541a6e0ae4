"""A receipt is a document of the matter that its expense points at."""

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Document
from tests.billing.bills import make_cost
from tests.documents.papers import OTHER_PDF, PDF


def post(client, expense, content=PDF, name="Taxi.pdf"):
    return client.post(f"/expenses/{expense.pk}/receipt/", {"file": SimpleUploadedFile(name, content)})


def test_a_receipt_is_attached_shown_and_replaced(a, sign_in):
    expense = make_cost(a)
    client = sign_in(a.paralegal)
    assert post(client, expense).status_code == 303
    expense.refresh_from_db()
    assert (expense.receipt.category, expense.receipt.matter) == ("receipt", a.matter)
    assert "Taxi" in client.get(f"/expenses/{expense.pk}/").content.decode()
    assert post(client, expense, OTHER_PDF, "Taxi both ways.pdf").status_code == 303
    expense.refresh_from_db()
    assert expense.receipt.name == "Taxi both ways"
    assert Document.objects.count() == 2


def test_one_receipt_may_prove_several_costs(a, sign_in):
    one, two = make_cost(a), make_cost(a, amount="12.00")
    client = sign_in(a.admin)  # enters expenses, and uploads no other papers
    post(client, one)
    post(client, two)
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.receipt == two.receipt


def test_bad_files_billed_costs_and_strangers(a, sign_in, client):
    expense = make_cost(a)
    assert post(sign_in(a.paralegal), expense, b"x").status_code == 400
    assert sign_in(a.paralegal).post(f"/expenses/{expense.pk}/receipt/").status_code == 400
    expense.state = "billed"
    expense.save()
    assert post(sign_in(a.paralegal), expense).status_code == 400
    assert post(sign_in(a.freelancer), expense).status_code == 404
    assert Document.objects.count() == 0
