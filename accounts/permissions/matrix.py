"""Who may do what: the powers, the default matrix, and what needs a licence. The one place.

Levels of a power: YES; ASSIGNED (only on matters the member is on); PREPARE (may prepare or propose, an attorney
decides); DELEGATED (only while an attorney delegates it). A power that a role does not list is off, and a firm may grant
it; a RESERVED power takes effect only with a current bar licence, whatever the role says (Model Rules 5.3 and 5.5; ABA
Model Guidelines for the Utilization of Paralegal Services, Guideline 3; Cal. Bus. & Prof. Code § 6450(b)).
"""

from enum import StrEnum


class Level(StrEnum):
    YES = "yes"
    ASSIGNED = "assigned"
    PREPARE = "prepare"
    DELEGATED = "delegated"


ORDER = (Level.PREPARE, Level.DELEGATED, Level.ASSIGNED, Level.YES)
# The levels on screens and in histories.
LEVEL_WORDS: dict[str, str] = {
    "": "No",
    Level.PREPARE: "Prepares",
    Level.DELEGATED: "When delegated",
    Level.ASSIGNED: "On their matters",
    Level.YES: "Yes",
}


class Perm(StrEnum):
    LEAD_CREATE = "lead.create"
    LEAD_SCREEN = "lead.screen"
    MATTER_CREATE_PENDING = "matter.create_pending"
    MATTER_ACCEPT = "matter.accept"
    MATTER_VIEW = "matter.view"
    MATTER_EDIT = "matter.edit"
    MATTER_CLOSE = "matter.close"
    MATTER_TEAM_ASSIGN = "matter.team.assign"
    WALL_CREATE = "wall.create"
    WALL_LIFT = "wall.lift"
    CONFLICT_RUN = "conflict.run"
    CONFLICT_CLEAR = "conflict.clear"
    ENGAGEMENT_DRAFT = "engagement.draft"
    FEE_SET = "fee.set"
    RATE_VIEW = "rate.view"
    CONTACT_VIEW = "contact.view"
    CONTACT_EDIT = "contact.edit"
    CONTACT_MERGE = "contact.merge"
    CONTACT_EXPORT = "contact.export"
    CONTACT_DIRECT = "contact.direct"
    CALENDAR_OWN = "calendar.own"
    CALENDAR_MANAGE_FOR_OTHERS = "calendar.manage_for_others"
    DEADLINE_ENTER = "deadline.enter"
    DEADLINE_VERIFY = "deadline.verify"
    DEADLINE_DISMISS = "deadline.dismiss"
    TASK_CREATE = "task.create"
    TASK_ASSIGN = "task.assign"
    TASK_ACCEPT_WORK = "task.accept_work"
    SUPERVISION_DELEGATE = "supervision.delegate"
    TIME_RECORD = "time.record"
    TIME_RECORD_FOR_OTHERS = "time.record_for_others"
    TIME_MARK_BILLABLE = "time.mark_billable"
    TIME_BILL_APPROVE = "time.bill.approve"
    EXPENSE_ENTER = "expense.enter"
    EXPENSE_APPROVE = "expense.approve"
    REIMBURSE_PAY = "reimburse.pay"
    PETTY_CASH_CUSTODIAN = "petty_cash.custodian"
    PETTY_CASH_RECONCILE = "petty_cash.reconcile"
    INVOICE_VIEW = "invoice.view"
    INVOICE_DRAFT = "invoice.draft"
    INVOICE_APPROVE = "invoice.approve"
    INVOICE_SEND = "invoice.send"
    INVOICE_VOID = "invoice.void"
    PAYMENT_RECORD = "payment.record"
    PAYMENT_PLAN_CREATE = "payment_plan.create"
    TRUST_VIEW = "trust.view"
    TRUST_DEPOSIT_RECORD = "trust.deposit.record"
    TRUST_DISBURSE_PREPARE = "trust.disburse.prepare"
    TRUST_DISBURSE_APPROVE = "trust.disburse.approve"
    TRUST_RECONCILE_PREPARE = "trust.reconcile.prepare"
    TRUST_RECONCILE_SIGN = "trust.reconcile.sign"
    BANK_ACCOUNT_MANAGE = "bank.account.manage"
    DOCUMENT_UPLOAD = "document.upload"
    DOCUMENT_PROOFREAD = "document.proofread_mark"
    DOCUMENT_APPROVE = "document.approve"
    DOCUMENT_DELETE = "document.delete"
    DOCUMENT_PURGE = "document.purge"
    DOCUMENT_REDACT = "document.redact"
    FILING_AUTHORISE = "filing.authorise"
    FILING_SUBMIT = "filing.submit"
    SERVICE_ORDER = "service.order"
    MESSAGE_CLIENT_SEND = "message.client.send"
    ADVICE_SEND = "advice.send"
    MESSAGE_SLIP = "message.slip"
    PORTAL_SHARE = "portal.share"
    PORTAL_SHARE_BILL = "portal.share_bill"
    EXHIBIT_EDIT = "exhibit.edit"
    TRAVEL_MANAGE = "travel.manage"
    REPORT_OWN = "report.own"
    REPORT_MATTER = "report.matter"
    REPORT_FIRM_FINANCIAL = "report.firm_financial"
    REPORT_COMPENSATION = "report.compensation"
    ORIGINATION_CREDIT = "origination.credit"
    DATA_IMPORT = "data.import"
    DATA_EXPORT_FIRM = "data.export_firm"
    USER_MANAGE = "user.manage"
    ROLE_MANAGE = "role.manage"
    FIRM_SETTINGS = "firm.settings"
    AUTOMATION_MANAGE = "automation.manage"
    ATTORNEY_LICENCE_VERIFY = "attorney_licence.verify"
    AUDIT_VIEW = "audit.view"
    SETTINGS_TRUST = "settings.trust"
    SETTINGS_RULE_PACKS = "settings.rule_packs"
    AI_USE = "ai.use"
    OFFICE_KEEP = "office.keep"

    @property
    def label(self) -> str:
        """Plain words for screens."""
        return LABELS[self]


# Columns: attorney, paralegal, legal assistant, legal secretary, firm administrator (no lawyer), freelancer.
# Y yes · A on their matters · P prepares, an attorney decides · D when delegated · - off, can be granted ·
# X cannot be granted to a non-attorney (or, for the freelancer, at all).
MATRIX = """
lead.create                 Y Y Y Y Y -   Record a lead
lead.screen                 Y Y Y Y Y -   Screen a lead
matter.create_pending       Y P P P P X   Open a matter for acceptance
matter.accept               Y X X X X X   Accept, decline or refer a matter
matter.view                 A A A A A A   See matters
matter.edit                 Y A A A - D   Edit a matter
matter.close                Y P P P P X   Close or reopen a matter
matter.team.assign          Y - - - Y X   Assign the team of a matter
wall.create                 Y X X X P X   Put up an ethical wall
wall.lift                   Y X X X X X   Lift an ethical wall
conflict.run                Y Y Y Y Y -   Run a conflict check
conflict.clear              Y X X X X X   Clear a conflict or accept a waiver
engagement.draft            Y P P P - -   Draft engagement terms
fee.set                     Y X X X X X   Set fees and rates
rate.view                   Y - - - Y X   See everybody's rates
contact.view                Y Y Y Y Y A   See contacts
contact.edit                Y Y Y Y Y A   Edit contacts
contact.merge               Y Y - - Y X   Merge contacts
contact.export              - - - - Y X   Export contacts
contact.direct              Y X X X X X   Allow direct contact with a represented person
calendar.own                Y Y Y Y Y Y   Keep one's own calendar
calendar.manage_for_others  D D D D - -   Manage another's calendar
deadline.enter              Y Y P P - D   Enter a deadline
deadline.verify             Y D X X X X   Verify a deadline
deadline.dismiss            Y X X X X X   Dismiss or extend a deadline
task.create                 Y Y Y Y Y A   Create a task
task.assign                 Y Y Y Y Y -   Assign a task
task.accept_work            Y D X X X X   Accept finished work
supervision.delegate        Y X X X X X   Delegate powers
time.record                 Y Y Y Y Y Y   Record one's own time
time.record_for_others      - - Y Y Y X   Record time for others
time.mark_billable          Y X P P P X   Make support staff's time billable
time.bill.approve           Y P P P P X   Approve or write down time for billing
expense.enter               Y Y Y Y Y A   Enter an expense
expense.approve             Y - - - Y X   Approve an expense
reimburse.pay               - - - - Y X   Pay a reimbursement
petty_cash.custodian        - - - Y Y X   Keep the petty cash
petty_cash.reconcile        Y - - - Y X   Reconcile the petty cash
invoice.view                Y Y Y Y Y X   See bills
invoice.draft               Y Y Y Y Y -   Draft bills
invoice.approve             Y X X X X X   Approve a bill
invoice.send                Y Y Y Y Y X   Send an approved bill
invoice.void                Y P P P P X   Void, credit or write off a bill
payment.record              Y - Y Y Y X   Record a payment
payment_plan.create         Y P P P P X   Make a payment plan
trust.view                  A A - - Y X   See trust ledgers
trust.deposit.record        Y P P P Y X   Record a trust deposit
trust.disburse.prepare      Y Y - - Y X   Prepare a trust payment
trust.disburse.approve      Y X X X X X   Approve a trust payment
trust.reconcile.prepare     Y - - - Y X   Prepare a trust reconciliation
trust.reconcile.sign        Y X X X X X   Sign a trust reconciliation
bank.account.manage         Y X X X P X   Manage bank accounts
document.upload             Y Y Y Y - A   Upload and draft documents
document.proofread_mark     Y Y Y Y - A   Mark a document proofread
document.approve            Y P P P X X   Sign off a document or change its privilege
document.delete             Y A - - - X   Move a document to the trash
document.purge              - X X X P X   Delete a document for good
document.redact             Y Y - - - D   Redact and Bates-number
filing.authorise            Y X X X X X   Authorise a filing
filing.submit               Y Y D Y - D   Prepare and submit an authorised filing
service.order               Y Y Y Y - X   Order service of process
message.client.send         Y Y Y Y - P   Message a client
advice.send                 Y X X X X X   Send legal advice
message.slip                Y Y Y Y Y D   Take calls and message slips
portal.share                Y A P P - X   Share an item with a client
portal.share_bill           Y Y Y Y Y X   Share an approved bill with a client
exhibit.edit                Y Y D D - D   Edit exhibits and witnesses
travel.manage               Y Y Y Y Y D   Arrange travel
report.own                  Y Y Y Y Y Y   See one's own figures
report.matter               Y A - - Y X   See a matter's figures
report.firm_financial       - - - - Y X   See the firm's figures
report.compensation         - - - - - X   See compensation figures
origination.credit          Y X X X X X   Receive origination credit
data.import                 - - - - Y X   Import data
data.export_firm            - - - - Y X   Export the firm's data
user.manage                 - X X X Y X   Invite and manage people
role.manage                 - X X X Y X   Edit roles
firm.settings               - X X X Y X   Change the firm's settings
automation.manage           Y - - - Y X   Write automations and switch them on
attorney_licence.verify     Y X X X P X   Verify a bar licence
audit.view                  A - - - Y X   See the audit trail
settings.trust              Y - - - P X   Change trust settings
settings.rule_packs         Y - - - P X   Change deadline rule packs
ai.use                      Y P P P - X   Use drafting assistance
office.keep                 Y Y Y Y Y X   Keep the paper files, supplies and equipment
"""

TEMPLATES = {
    "attorney": "Attorney",
    "paralegal": "Paralegal",
    "legal_assistant": "Legal assistant",
    "legal_secretary": "Legal secretary",
    "firm_admin": "Firm administrator",
    "freelancer": "Freelancer",
}
_LEVELS = {"Y": Level.YES, "A": Level.ASSIGNED, "P": Level.PREPARE, "D": Level.DELEGATED}


def _read() -> tuple[dict, dict, dict]:
    labels: dict[Perm, str] = {}
    roles: dict[str, dict[Perm, Level]] = {name: {} for name in TEMPLATES}
    locked: dict[str, set[Perm]] = {name: set() for name in TEMPLATES}
    for line in MATRIX.strip().splitlines():
        name, *cells, label = line.split(maxsplit=7)
        perm = Perm(name)
        labels[perm] = label
        for role, cell in zip(TEMPLATES, cells, strict=True):
            if cell in _LEVELS:
                roles[role][perm] = _LEVELS[cell]
            elif cell == "X":
                locked[role].add(perm)
    return labels, roles, locked


LABELS, ROLES, LOCKED = _read()

# The version of the matrix that brought a power; those of version 1 are not listed. A role keeps the version under which
# its powers were last written (Role.matrix): a power that is newer than the role is held as its template says.
SINCE: dict[Perm, int] = {
    Perm.OFFICE_KEEP: 2,
    Perm.CONTACT_DIRECT: 2,
    Perm.AUTOMATION_MANAGE: 2,
}


def version() -> int:
    """The version of the matrix as it is now."""
    return max(SINCE.values(), default=1)


def granted(template: str, powers: dict[str, str], matrix: int) -> dict[str, str]:
    """{power: level} of a role made from `template`, whose `powers` were written under version `matrix`."""
    newer = [perm for perm, since in SINCE.items() if since > matrix and perm not in powers]
    return powers | {perm.value: ROLES[template][perm].value for perm in newer if perm in ROLES[template]}


# Powers that take effect only with a current bar licence, with the rule in words for the lock on the screen.
RESERVED: dict[Perm, str] = {
    Perm.MATTER_ACCEPT: "Only an attorney forms the attorney-client relationship (Guideline 3(a)).",
    Perm.WALL_LIFT: "Only an attorney lifts an ethical wall (Model Rule 1.10).",
    Perm.CONFLICT_CLEAR: "Only an attorney clears a conflict (Model Rules 1.7 and 1.9).",
    Perm.CONTACT_DIRECT: "Only an attorney decides to deal directly with a represented person (Model Rule 4.2).",
    Perm.FEE_SET: "Only an attorney sets the fee (Guideline 3(b); Model Rule 1.5).",
    Perm.DEADLINE_DISMISS: "Only an attorney dismisses or extends a deadline (Model Rule 5.3).",
    Perm.SUPERVISION_DELEGATE: "Only an attorney delegates and supervises (Model Rule 5.3).",
    Perm.INVOICE_APPROVE: "Only an attorney approves a bill (Model Rule 1.5).",
    Perm.TRUST_DISBURSE_APPROVE: "Only an attorney approves a trust payment (Model Rule 1.15).",
    Perm.TRUST_RECONCILE_SIGN: "Only an attorney signs a trust reconciliation (Model Rule 1.15).",
    Perm.DOCUMENT_APPROVE: "Only an attorney signs off legal work (Guideline 3(c)).",
    Perm.FILING_AUTHORISE: "Only an attorney authorises a filing (Rule 11(a)).",
    Perm.ADVICE_SEND: "Only an attorney gives legal advice (Model Rule 5.5).",
    Perm.ORIGINATION_CREDIT: "Fees are not shared with non-lawyers (Model Rule 5.4).",
    Perm.ATTORNEY_LICENCE_VERIFY: "Only an attorney vouches for an attorney's licence.",
    Perm.BANK_ACCOUNT_MANAGE: "Only an attorney is answerable for client money (Model Rule 1.15).",
}


# Powers over the firm itself: nobody hands one out who does not hold it.
FIRM_POWERS = (
    Perm.USER_MANAGE,
    Perm.ROLE_MANAGE,
    Perm.FIRM_SETTINGS,
    Perm.DATA_IMPORT,
    Perm.DATA_EXPORT_FIRM,
    Perm.CONTACT_EXPORT,
    Perm.REPORT_FIRM_FINANCIAL,
    Perm.REPORT_COMPENSATION,
)
# Powers that only show. A preview of a role has them only as far as the person who looks has them.
READING = frozenset(
    {
        Perm.MATTER_VIEW,
        Perm.RATE_VIEW,
        Perm.CONTACT_VIEW,
        Perm.CONTACT_EXPORT,
        Perm.INVOICE_VIEW,
        Perm.TRUST_VIEW,
        Perm.REPORT_MATTER,
        Perm.REPORT_FIRM_FINANCIAL,
        Perm.REPORT_COMPENSATION,
        Perm.DATA_EXPORT_FIRM,
        Perm.USER_MANAGE,
        Perm.ROLE_MANAGE,
        Perm.FIRM_SETTINGS,
        Perm.AUDIT_VIEW,
    }
)

# Subjects under which the role editor lists the powers: (heading, first words of the powers).
GROUPS = (
    ("Leads and conflicts", ("lead", "conflict", "engagement")),
    ("Matters", ("matter", "wall")),
    ("Contacts", ("contact",)),
    ("Calendar and deadlines", ("calendar", "deadline")),
    ("Tasks and supervision", ("task", "supervision")),
    ("Time and expenses", ("time", "expense", "reimburse", "petty_cash")),
    ("Bills and payments", ("fee", "rate", "invoice", "payment", "payment_plan", "origination")),
    ("Client money", ("trust", "bank")),
    ("Documents and filing", ("document", "filing", "service", "exhibit")),
    ("Clients and messages", ("message", "advice", "portal", "travel")),
    ("Reports", ("report",)),
    (
        "The firm",
        (
            "user",
            "role",
            "firm",
            "attorney_licence",
            "settings",
            "data",
            "audit",
            "ai",
            "office",
            "automation",
        ),
    ),
)
