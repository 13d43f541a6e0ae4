"""The doors of intake and conflicts, tried as each role.

Columns: attorney, paralegal, legal assistant, legal secretary, firm administrator (no lawyer), freelancer. From the roles
document: everybody but a guest takes leads in and screens them; only an attorney accepts, declines or refers; everybody but a
guest runs a conflict check, and only an attorney clears one.
"""

from decimal import Decimal

import pytest

from conflicts.services.checks import start_check
from conflicts.services.deciding import decide_check
from intake import services as intake
from intake.models import Lead
from practice.scope import firm_scope
from tests.accounts.doors.trying import pages_wrong, services_wrong

PAGES = """
lead.create     /leads/                          GET                                    Y Y Y Y Y -
lead.create     /leads/new/                      GET                                    Y Y Y Y Y -
lead.create     /leads/call/                     GET                                    Y Y Y Y Y -
lead.screen     /leads/{lead}/                   GET                                    Y Y Y Y Y -
lead.screen     /leads/{lead}/note/              {"text":"Calm","kind":"note"}          Y Y Y Y Y -
lead.screen     /leads/{lead}/edit/              GET                                    Y Y Y Y Y -
lead.screen     /leads/{lead}/lost/              {"reason":"Went elsewhere"}            Y Y Y Y Y -
lead.screen     /leads/{ready}/submit/           {"to":"{attorney}"}                    P P P P P -
matter.accept   /leads/{ready}/accept/           {}                                     Y - - - - -
matter.accept   /leads/{ready}/decline/          {"reason":"Too late"}                  Y - - - - -
conflict.run    /conflicts/                      GET                                    Y Y Y Y Y -
conflict.run    /conflicts/new/                  GET                                    Y Y Y Y Y -
firm.settings   /settings/intake/                GET                                    - - - - Y -
firm.settings   /settings/intake/clock/          GET                                    - - - - Y -
"""

SERVICES = """
lead.create     take_in       Y Y Y Y Y -
lead.screen     note          Y Y Y Y Y -
lead.screen     party         Y Y Y Y Y -
lead.screen     lose          Y Y Y Y Y -
lead.screen     prepare       Y Y Y Y Y -
lead.screen     submit        P P P P P -
matter.accept   accept        Y - - - - -
matter.accept   decline       Y - - - - -
matter.accept   refer         Y - - - - -
conflict.run    check         Y Y Y Y Y -
conflict.run    check_lead    Y Y Y Y Y -
conflict.clear  clear         Y - - - - -
"""


@pytest.fixture
def desk(world):
    """A lead that was taken in, one whose matter is prepared, and a conflict check that found nothing."""
    a = world
    with firm_scope(a.firm):
        a.firm.acceptance_check = "warn"
        a.firm.save()

        def lead(name):
            return intake.create_lead(
                by=a.attorney, name=name, practice_area=a.area, summary="Rear-ended.", attorney=a.attorney
            )

        a.lead = lead("Dana Reyes")
        ready = lead("Ruth Adler")
        fee = {"kind": "flat", "flat_amount": Decimal("2500.00")}
        intake.prepare_matter(ready, by=a.attorney, responsible=a.attorney, team=[], fee=fee)
        a.ready = Lead.objects.get(pk=ready.pk)
        a.check = intake.run_check(lead("Ines Pardo"), by=a.paralegal)
    return a


def take_in(a, by):
    intake.create_lead(by=by, name="Noor Haddad")


def note(a, by):
    intake.add_note(a.lead, by=by, text="Calm, has photographs.")


def party(a, by):
    intake.add_party(a.lead, by=by, name="Halton Freight", role="opposing_party")


def lose(a, by):
    intake.lose_lead(a.lead, by=by, reason="Went elsewhere")


def prepare(a, by):
    intake.prepare_matter(a.lead, by=by, responsible=a.attorney, team=[])


def submit(a, by):
    intake.submit_lead(a.ready, by=by)


def accept(a, by):
    intake.accept_lead(a.ready, by=by)


def decline(a, by):
    intake.decline_lead(a.ready, by=by, reason="Too late")


def refer(a, by):
    intake.decline_lead(a.ready, by=by, reason="Another field", referred_to="Quill and Quill", refer=True)


def check(a, by):
    start_check(by=by, names=[("Halton Freight", "other")])


def check_lead(a, by):
    intake.run_check(a.lead, by=by)


def clear(a, by):
    decide_check(a.check, by=by, to="cleared")


def test_each_service_of_intake_lets_in_whom_the_roles_document_lets_in(desk):
    assert services_wrong(desk, SERVICES, globals()) == []


def test_each_page_of_intake_lets_in_whom_the_roles_document_lets_in(desk, sign_in):
    assert pages_wrong(desk, PAGES, sign_in, ("lead", "ready", "attorney")) == []
