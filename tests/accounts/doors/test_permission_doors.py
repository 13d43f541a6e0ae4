"""The matrix at its doors: each power with an act in the product, tried as each role through page, service and API.

The expected letters are read by hand from the roles document, role by role, and are not worked out from the code.
Y does it · P prepares or proposes it, and an attorney decides · - is refused.
Columns: attorney, paralegal, legal assistant, legal secretary, firm administrator (no lawyer), freelancer.
Everybody is on the matter's team, so that "only matters they are on" holds; nothing is delegated to anybody.
"""

import datetime
import json
from decimal import Decimal

from django.utils import timezone

from accounts.services.delegations import delegate
from accounts.services.licences import verify_licence
from accounts.services.members import deactivate_member
from accounts.services.roles import create_role, switch_substantive
from billing.services.expenses import record_expense
from billing.services.invoices import approve_invoice, propose_void, void_invoice
from billing.services.payments import record_payment
from billing.services.rates import set_rate
from billing.services.time import record_time
from calendar_app.services import create_deadline, create_event, dismiss_deadline, verify_deadline
from communications.services.slips import take_slip
from documents import services as documents
from matters import services as matters
from office.services.files import register_file
from practice.exceptions import Refused
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.models import Approval
from tests.accounts.doors.trying import CAST, day, in_a_trial, pages_wrong, services_wrong
from tests.travel.trips import trip_of
from work import services as tasks

# power · address (a name in braces is an object of `world`) · what is posted ("GET": the page is only opened) · letters
PAGES = """
matter.create_pending    /matters/new/                                 GET                                  Y Y Y Y Y -
matter.accept            /matters/{pending}/accept/                    {}                                   Y - - - - -
matter.view              /matters/{matter}/                            GET                                  Y Y Y Y Y Y
matter.edit              /matters/{matter}/stage/                      {"stage":"Discovery"}                Y Y Y Y - -
matter.close             /matters/{empty}/close/                       {"reason":"Settled"}                 Y P P P P -
matter.team.assign       /matters/{matter}/access/team/                {"member":"{other}"}                 Y - - - Y -
wall.create              /matters/{matter}/access/wall/                {"member":"{other}","reason":"x"}    Y - - - P -
wall.lift                /matters/{matter}/access/wall/{wall}/lift/    {"reason":"Waived"}                  Y - - - - -
engagement.draft         /matters/{empty}/fee/                         {"kind":"hourly","effective_from":"{today}"} Y P P P - -
contact.edit             /contacts/{contact}/edit/                     GET                                  Y Y Y Y Y Y
contact.merge            /contacts/{contact}/merge/{twin}/             {"alias":"1"}                        Y Y - - Y -
contact.direct           /contacts/{contact}/direct/                   {"reason":"Their lawyer agreed","ground":"lawyer"} Y - - - - -
calendar.own             /calendar/                                    GET                                  Y Y Y Y Y Y
deadline.enter           /deadlines/new/  {"matter":"{matter}","title":"R","due_on":"{soon}","kind":"court"} Y Y P P - -
deadline.verify          /deadlines/{deadline}/verify/                  {}                                   Y - - - - -
settings.rule_packs /settings/court-closures/new/ {"jurisdiction":"us.ca","name":"S","starts_on":"{soon}","source":"Order"} Y - - - P -
deadline.dismiss         /deadlines/{deadline}/dismiss/                 {"reason":"Settled"}                 Y - - - - -
task.create              /tasks/quick/                                 {"line":"Call back","matter":"{matter}"} Y Y Y Y Y Y
task.assign              /tasks/{task}/field/assignee/                 {"assignee":"{other}"}               Y Y Y Y Y -
task.accept_work         /tasks/{sent_in}/done/                        {}                                   Y - - - - -
supervision.delegate     /delegations/new/                             GET                                  Y - - - - -
automation.manage        /automations/new/                             GET                                  Y - - - Y -
message.slip             /communications/slips/new/                    GET                                  Y Y Y Y Y -
office.keep              /office/                                      GET                                  Y Y Y Y Y -
travel.manage            /travel/new/                                  GET                                  Y Y Y Y Y -
time.record              /time/new/                                    GET                                  Y Y Y Y Y Y
expense.enter            /expenses/new/                                GET                                  Y Y Y Y Y Y
fee.set                  /settings/rates/new/                          GET                                  Y - - - - -
invoice.view             /billing/                                     GET                                  Y Y Y Y Y -
invoice.draft            /billing/runs/new/                            GET                                  Y Y Y Y Y -
invoice.approve          /billing/invoices/{draft}/approve/            {}                                   Y - - - - -
invoice.send             /billing/invoices/{invoice}/send/             GET                                  Y Y Y Y Y -
invoice.void             /billing/invoices/{invoice}/void/             {"reason":"Wrong client","work":"open"} Y P P P P -
payment.record           /billing/invoices/{invoice}/pay/              GET                                  Y - Y Y Y -
document.upload          /matters/{matter}/documents/upload/           GET                                  Y Y Y Y - Y
document.proofread_mark  /documents/versions/{version}/proofread/      {}                                   Y Y Y Y - Y
document.approve         /documents/versions/{version}/sign-off/       {}                                   Y - - - - -
document.approve         /approvals/submit/document/{version}/         {"to":"{attorney}","note":"x"}       P P P P - -
document.delete          /documents/{document}/trash/                  {}                                   Y Y - - - -
data.import              /settings/import/                             GET                                  - - - - Y -
user.manage              /settings/people/                             GET                                  - - - - Y -
role.manage              /settings/roles/                              GET                                  - - - - Y -
firm.settings            /settings/firm/                               GET                                  - - - - Y -
audit.view               /settings/audit/                              GET                                  Y - - - Y -
attorney_licence.verify  /settings/licences/{licence}/verify/          {}                                   Y - - - - -
"""

# power · the service (a function of this file, below) · letters
SERVICES = """
matter.accept            accept                                        Y - - - - -
matter.close             close                                         Y P P P P -
matter.team.assign       join                                          Y - - - Y -
wall.create              screen                                        Y - - - P -
wall.lift                lift                                          Y - - - - -
contact.merge            join_contacts                                 Y Y - - Y -
contact.direct           allow_direct                                  Y - - - - -
fee.set                  fee                                           Y P P P - -
fee.set                  rate                                          Y - - - - -
calendar.own             keep_own                                      Y Y Y Y Y Y
calendar.manage_for_others keep_other                                  - - - - - -
deadline.enter           enter                                         Y Y P P - -
deadline.verify          verify                                        Y - - - - -
deadline.dismiss         dismiss                                       Y - - - - -
task.create              add_task                                      Y Y Y Y Y Y
task.assign              give_task                                     Y Y Y Y Y -
task.accept_work         take_work                                     Y - - - - -
supervision.delegate     lend                                          Y - - - - -
time.record              record                                        Y Y Y Y Y Y
time.record_for_others   record_for                                    - - Y Y Y -
time.mark_billable       bill                                          Y - P P P -
expense.enter            spend                                         Y Y Y Y Y Y
invoice.approve          approve                                       Y - - - - -
invoice.void             void                                          Y P P P P -
payment.record           pay                                           Y - Y Y Y -
document.upload          upload                                        Y Y Y Y - Y
document.proofread_mark  proofread                                     Y Y Y Y - Y
document.approve         sign                                          Y P P P - -
document.delete          trash                                         Y Y - - - -
message.slip             slip                                          Y Y Y Y Y -
office.keep              folder                                        Y Y Y Y Y -
travel.manage            trip                                          Y Y Y Y Y -
user.manage              leave                                         - - - - Y -
role.manage              role                                          - - - - Y -
firm.settings            switch                                        - - - - Y -
attorney_licence.verify  licence                                       Y - - - - -
"""

# kind of approval · who may approve it through the API (all of them are attorneys' alone, but for the request)
API = """
invoice    Y - - - - -
matter     Y - - - - -
closing    Y - - - - -
document   Y - - - - -
"""


def accept(a, by):
    matters.accept_matter(a.pending, by=by)


def close(a, by):
    try:
        matters.close_matter(a.empty, by=by, reason="Settled")
    except Refused:
        matters.propose_closing(a.empty, by=by, to="closed", reason="Settled")


def join(a, by):
    matters.add_to_team(a.matter, by=by, member=a.other)


def screen(a, by):
    matters.put_up_wall(a.matter, by=by, member=a.other, reason="Former client")


def lift(a, by):
    matters.lift_wall(a.wall, by=by, reason="Waived")


def join_contacts(a, by):
    matters.merge_contacts(a.contact, a.twin, by=by)


def allow_direct(a, by):
    matters.allow_direct(a.contact, by=by, reason="Their lawyer agreed")


def fee(a, by):
    try:
        matters.set_fee(a.empty, by=by, kind="hourly")
    except Refused:
        matters.propose_fee(a.empty, by=by, kind="hourly")


def rate(a, by):
    set_rate(by=by, amount=Decimal("200.00"), member=a.paralegal, effective_from=day())


def enter(a, by):
    create_deadline(a.matter, by=by, title="Reply", due_on=day(20), kind="court")


def verify(a, by):
    verify_deadline(a.deadline, by=by)


def dismiss(a, by):
    dismiss_deadline(a.deadline, by=by, reason="Settled")


def lend(a, by):
    delegate(a.other, by=by, principal=by, until=day(5), powers=["calendar.manage_for_others"])


def keep_own(a, by):
    at = timezone.now() + datetime.timedelta(days=3)
    create_event(by=by, title="Own", starts_at=at, ends_at=at + datetime.timedelta(hours=1))


def keep_other(a, by):
    at = timezone.now() + datetime.timedelta(days=3)
    create_event(
        by=by, organizer=a.attorney, title="Other", starts_at=at, ends_at=at + datetime.timedelta(hours=1)
    )


def record(a, by):
    record_time(matter=a.matter, by=by, date=day(), seconds=360, narrative="Read the file.")


def record_for(a, by):
    record_time(
        matter=a.matter, by=by, member=a.attorney, date=day(), seconds=360, narrative="Call with client."
    )


def bill(a, by):
    from billing.services.consents import give_consent, propose_billable

    try:
        give_consent(a.entry, by, "Substantive work")
    except Refused:
        propose_billable(a.entry, reason="Substantive work", by=by)


def spend(a, by):
    record_expense(
        matter=a.matter, by=by, date=day(), category="Copies", description="Copies", unit_cost=Decimal("9.00")
    )


def approve(a, by):
    approve_invoice(a.draft, by=by)


def void(a, by):
    try:
        void_invoice(a.invoice, reason="Wrong client", by=by)
    except Refused:
        propose_void(a.invoice, reason="Wrong client", by=by)


def pay(a, by):
    record_payment(
        parts={a.invoice.pk: Decimal("10.00")},
        amount=Decimal("10.00"),
        received_on=day(),
        method="check",
        by=by,
        key=f"door-{by.pk}",
    )


def add_task(a, by):
    tasks.create_task(by=by, title="Scan", matter=a.matter)


def give_task(a, by):
    tasks.assign_task(a.task, to=a.other, by=by)


def take_work(a, by):
    tasks.accept_work(a.sent_in, by=by)


def upload(a, by):
    documents.create_document(
        a.matter, name="Notes", content=b"Notes", filename="n.txt", media_type="text/plain", by=by
    )


def proofread(a, by):
    documents.mark_proofread(a.version, by=by)


def sign(a, by):
    try:
        documents.sign_off(a.version, by=by)
    except Refused:
        approvals.submit("document", a.version, by=by)


def trash(a, by):
    documents.trash_document(a.document, by=by)


def slip(a, by):
    take_slip(by=by, for_member=a.attorney, name="Ada Quill")


def folder(a, by):
    register_file(a.matter, by=by)


def trip(a, by):
    trip_of(a, by=by)


def leave(a, by):
    deactivate_member(a.other, by=by)


def role(a, by):
    create_role(by=by, name="Clerk", template="paralegal")


def switch(a, by):
    switch_substantive(a.firm, by=by, on=True)


def licence(a, by):
    verify_licence(a.licence, by=by)


def test_each_service_lets_in_whom_the_roles_document_lets_in(world):
    assert services_wrong(world, SERVICES, globals()) == []


def test_each_page_lets_in_whom_the_roles_document_lets_in(world, sign_in):
    names = (
        "pending", "matter", "empty", "other", "wall", "contact", "twin", "deadline", "draft", "invoice", "version",
        "document", "licence", "attorney", "task", "sent_in",
    )  # fmt: skip
    assert pages_wrong(world, PAGES, sign_in, names) == []


def test_the_api_lets_nobody_but_an_attorney_decide(world, sign_in):
    with firm_scope(world.firm):
        waiting = {
            "invoice": approvals.submit("invoice", world.draft, by=world.paralegal),
            "matter": approvals.submit("matter", world.pending, by=world.paralegal),
            "closing": matters.propose_closing(
                world.empty, by=world.paralegal, to="closed", reason="Settled"
            ),
            "document": approvals.submit("document", world.version, by=world.paralegal),
        }
    wrong = []
    for index, person in enumerate(CAST):
        browser = sign_in(getattr(world, person))
        for line in API.strip().splitlines():
            kind, *letters = line.split()
            approval = waiting[kind]

            def tried(approval=approval, browser=browser) -> str:
                body = json.dumps({"seen": approval.content_hash})
                answer = browser.post(
                    f"/api/v1/approvals/{approval.pk}/approve/", body, content_type="application/json"
                )
                with firm_scope(world.firm):
                    done = Approval.objects.get(pk=approval.pk).state == "approved"
                return "Y" if answer.status_code == 200 and done else "-"

            found = in_a_trial(tried)
            if found != letters[index]:
                wrong.append(f"{kind}: {person} {found}, expected {letters[index]}")
    assert wrong == []
