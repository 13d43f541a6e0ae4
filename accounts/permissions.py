"""Who may do what: the powers, the default matrix, and what needs a licence. The one place.

Levels of a power: YES; ASSIGNED (only on matters the member is on); PREPARE (may prepare or propose, an attorney
decides); DELEGATED (only while an attorney delegates it). A power that a role does not list is off, and a firm may grant
it; a RESERVED power takes effect only with a current bar licence, whatever the role says (Model Rules 5.3 and 5.5; ABA
Model Guidelines for the Utilization of Paralegal Services, Guideline 3; Cal. Bus. & Prof. Code § 6450(b)).
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from practice.access import requires
from practice.exceptions import Proposal, Refused

__all__ = [
    "FIRM_POWERS",
    "GROUPS",
    "LABELS",
    "LEVEL_WORDS",
    "LOCKED",
    "READING",
    "RESERVED",
    "ROLES",
    "SINCE",
    "TEMPLATES",
    "Level",
    "Perm",
    "Powers",
    "act_of",
    "allowed_levels",
    "ensure",
    "granted",
    "is_locked",
    "lock_reason",
    "refusal",
    "requires",
    "version",
]


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


def allowed_levels(template: str, perm: Perm, *, substantive: bool = False) -> list[Level]:
    """The levels at which a role made from `template` may hold `perm`; empty when it is locked.

    A level is offered when it means something for this power: when any role of the matrix holds it so. What the
    matrix lets a non-attorney only prepare stays so, because an attorney decides it. Where a firm's legal assistants do
    `substantive` work (Firm.assistants_substantive) they may also be given what a paralegal may be given.
    """
    found = _levels(template, perm)
    if substantive and template == "legal_assistant":
        found = found | _levels("paralegal", perm)
    return [level for level in ORDER if level in found]


def _levels(template: str, perm: Perm) -> set[Level]:
    default = ROLES[template].get(perm)
    if perm in LOCKED[template]:
        return set()
    if template != "attorney" and default is Level.PREPARE:
        return {Level.PREPARE}
    if template != "attorney" and perm in RESERVED:
        return set()
    if perm is Perm.MATTER_VIEW:
        return {Level.ASSIGNED}
    return {roles[perm] for roles in ROLES.values() if perm in roles} | {Level.YES}


def is_locked(template: str, perm: Perm, *, substantive: bool = False) -> bool:
    """Whether a role made from `template` can never be given `perm` at a deciding level."""
    return not set(allowed_levels(template, perm, substantive=substantive)) - {Level.PREPARE}


def lock_reason(template: str, perm: Perm, *, substantive: bool = False) -> str:
    """Why `perm` is locked for roles made from `template`, in a sentence; "" when it is not locked."""
    if perm in RESERVED:
        if template == "attorney":
            return f"Takes effect only with a current bar licence. {RESERVED[perm]}"
        return RESERVED[perm]
    if not is_locked(template, perm, substantive=substantive):
        return ""
    if not substantive and not is_locked(template, perm, substantive=True):
        return "Only where the firm’s legal assistants do substantive work; that switch is off."
    if allowed_levels(template, perm):
        return "An attorney decides this; the role may prepare it."
    if template == "freelancer":
        return "Guests work on the matters they are given and hold nothing beyond them."
    return f"Not given to a {TEMPLATES[template].lower()}."


class Powers:
    """What one member may do, worked out once a request. Templates read `powers.invoice_approve`.

    `lent` gives the live delegations (accounts.models.Delegation) when it is first needed.
    """

    def __init__(
        self,
        granted: dict[str, str],
        licensed: bool,
        seen_by: "Powers | None" = None,
        lent: Callable[[], list] = list,
    ):
        self._granted = granted
        self._licensed = licensed
        self._lent = lent
        self._seen_by = seen_by  # the powers of the person who previews a role

    def level(self, perm: Perm) -> Level | None:
        """The level at which the power is held, or None. A reserved power without a licence is at most PREPARE."""
        value = self._granted.get(perm)
        if value is None:
            return None
        if self._seen_by is not None and perm in READING and not self._seen_by.has(perm):
            return None
        level = Level(value)
        if perm in RESERVED and not self._licensed and level is not Level.PREPARE:
            return None
        return level

    @property
    def key(self) -> tuple:
        """Equal for equal powers, but for what is lent."""
        seen_by = self._seen_by.key if self._seen_by is not None else None
        return (frozenset(self._granted.items()), self._licensed, seen_by)

    def lent(self, perm: Perm) -> list:
        """The live delegations that lend `perm`. None for a reserved power: an attorney cannot lend those."""
        if perm in RESERVED:
            return []
        return [delegation for delegation in self._lent() if perm in delegation.powers]

    def has(self, perm: Perm) -> bool:
        """Whether the member may do it now somewhere: YES; ASSIGNED, or DELEGATED with a live delegation.

        In the last two cases the object is then checked through its matter (matters.queries.access.ensure_on).
        """
        level = self.level(perm)
        if level is Level.DELEGATED:
            return bool(self.lent(perm))
        return level in (Level.YES, Level.ASSIGNED)

    def may_prepare(self, perm: Perm) -> bool:
        """Whether the member may at least prepare it for an attorney's decision."""
        return self.level(perm) is Level.PREPARE or self.has(perm)

    def __getattr__(self, name: str) -> bool:
        if name.startswith("_"):
            raise AttributeError(name)
        for perm in Perm:
            if perm.value.replace(".", "_") == name:
                return self.has(perm)
        raise AttributeError(name)


def act_of(perm: Perm) -> str:
    """The power as an act of whoever is spoken to: "approve a bill", "record your own time"."""
    said = perm.label[0].lower() + perm.label[1:]
    return said.replace("one's", "your").replace("one’s", "your")


def either(names: Sequence[str]) -> str:
    """ "Imogen Vance", "Imogen Vance or Priya Tollett", "A, B or C"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def refusal(
    member,
    perm: Perm,
    *,
    matter=None,
    act: str = "",
    proposal: Proposal | None = None,
    field: str | None = None,
) -> Refused:
    """The error for a member who lacks `perm`: what they cannot do, why, who can, and what may be sent to them.

    "You cannot approve a bill: only an attorney approves a bill (Model Rule 1.5). Imogen Vance or Priya Tollett can."
    `act` replaces the power's own words; with a `matter` only people who see it are named. `field` is that of a form.
    """
    from accounts.queries import people_who_can

    people = people_who_can(perm, matter=matter, without=[member.pk])
    can = f"{either([str(person) for person in people])} can." if people else "Nobody here can at present."
    text = f"You cannot {act or act_of(perm)}{_why_not(member, perm, matter)} {can}"
    found = Refused(
        text, people=people, perm=perm, matter_id=matter.pk if matter else None, proposal=proposal
    )
    found.field = field
    return found


def _why_not(member, perm: Perm, matter) -> str:
    """The reason, as it goes on after what the member cannot do: the rule in words, the licence, a delegation, the role."""
    from accounts.queries import licence_lock

    level = member.powers.level(perm)
    if perm in RESERVED and not member.is_licensed:
        lock = licence_lock(member)
        return f". {lock} {RESERVED[perm]}" if lock else f": {RESERVED[perm][0].lower()}{RESERVED[perm][1:]}"
    if level is Level.ASSIGNED and matter is not None:
        return f": your role does this on your own matters, and you are not on {matter.number}."
    if level is Level.DELEGATED:
        where = f", and nobody has for {matter.number}" if matter is not None else ", and nobody has"
        return f": your role does this only where an attorney has delegated it to you{where}."
    if level is Level.PREPARE:
        return f": your role, {member.role.name}, prepares this and an attorney decides."
    return f": your role, {member.role.name}, does not include it."


def ensure(member, perm: Perm, *, proposal: Proposal | None = None) -> None:
    """Raise Refused unless `member` holds `perm`. Every service that guards an act calls it.

    `proposal` is what the refused member may send to somebody who decides; the refusal's page offers it.
    """
    if not member.can(perm):
        raise refusal(member, perm, proposal=proposal)
