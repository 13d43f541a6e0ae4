"""What can be submitted for a decision. Each kind is a class in the app it belongs to, named here by its dotted path."""

import hashlib
import json
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import RESERVED, Perm
from accounts.queries import refusal
from practice import audit
from practice.exceptions import DomainError

# The apps above add theirs here: key → class.
KINDS: dict[str, str] = {
    "ask": "supervision.approvals.Ask",
    "delegation": "supervision.approvals.DelegationWanted",
    "invoice": "billing.approvals.invoices.Bill",
    "void": "billing.approvals.invoices.Void",
    "time": "billing.approvals.time.Week",
    "billable": "billing.approvals.time.Billable",
    "expense": "billing.approvals.expenses.Cost",
    "matter": "matters.approvals.matters.Acceptance",
    "closing": "matters.approvals.matters.Closing",
    "fee": "matters.approvals.fees.FeeTerms",
    "wall": "matters.approvals.walls.Screening",
    "document": "documents.approvals.SignOff",
    "privilege": "documents.approvals.PrivilegeChange",
    "share": "documents.approvals.Sharing",
    "conflict": "conflicts.approvals.Clearing",
    "deadline": "calendar_app.approvals.Verification",
    "deadline_change": "calendar_app.approvals.Change",
    "court_date": "calendar_app.approvals.CourtDate",
    "withdrawal": "calendar_app.approvals.Withdrawal",
    "import": "exchange.approvals.Importing",
    "task": "work.approvals.Work",
    "lead": "intake.approvals.LeadDecision",
    "letter": "intake.approvals.LetterSignOff",
    "rule_pack": "court_rules.approvals.PackVersion",
    "court_closure": "court_rules.approvals.Closure",
}

# Who sees a matter, and who may do what on it, is decided by matters, an app above this one.
SEERS = "matters.queries.access.seers_of"
MAY = "matters.queries.access.may"
MAY_PREPARE = "matters.queries.access.may_prepare_on"


class Kind:
    """How one kind of act is submitted, shown, decided and carried out. A subclass states its facts and its effect.

    `snapshot` is what an approval is bound to: {"fields": {label: value}, "rows": {section: {key: text}}}, all plain. Two
    equal snapshots mean the same content; what is not in it may change without touching the approval.
    """

    key = ""
    label = ""  # "Bill"
    act = ""  # "Approve the bill"
    model = ""  # "billing.Invoice"
    joins: tuple[str, ...] = ()  # relations that are read with the object
    decides: Perm
    # Held at "prepare" or better by whoever submits; None: any member who sees the object.
    prepares: Perm | None = None
    second_person = False  # an attorney never decides alone what they prepared themselves
    batch = False  # may be approved from the list without being opened
    own_page = False  # is read and decided on a page of its own (url); Enter in the inbox goes there
    icon = "checkup-list"
    # Words of the inbox. An answer to a question is "Done" or "No", not an approval.
    yes, no, no_hint = "Approve", "Return", "What should change"

    def wants_second_person(self) -> bool:
        """Whether another than the maker has to decide, also when the maker is an attorney."""
        return self.second_person

    # What the inbox shows

    def get(self, object_id: int, *, lock: bool = False) -> models.Model | None:
        """The object, as far as the scope shows it; None when it is gone or hidden."""
        rows = apps.get_model(self.model).objects.all()
        if self.joins:
            rows = rows.select_related(*self.joins)
        if lock:
            rows = self.locked(rows, object_id)
        return rows.filter(pk=object_id).first()

    def locked(self, rows: models.QuerySet, object_id: int) -> models.QuerySet:
        """`rows` that lock what they read."""
        return rows.select_for_update(of=("self",))

    def matter_of(self, obj):
        """The matter whose walls hold for it, or None."""
        return getattr(obj, "matter", None)

    def title(self, obj, arguments: dict) -> str:
        """One line for the list."""
        return str(obj)

    def amount(self, obj, arguments: dict) -> Decimal | None:
        """Money at stake, for the list; None when there is none."""
        return None

    def url(self, obj) -> str:
        """Where the object is read whole; "" when there is no page."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""

    def snapshot(self, obj, arguments: dict) -> dict:
        """The content that is approved."""
        raise NotImplementedError

    def maker(self, obj, arguments: dict) -> Member | None:
        """Who prepared it; None when that is not known, or nobody of the firm."""
        return None

    # Who

    def power(self, obj) -> Perm:
        """The power by which this object is decided: the kind's own, unless the object says which."""
        return self.decides

    def check_submit(self, obj, arguments: dict, by: Member) -> None:
        """Raise DomainError or Refused when `by` may not submit it, or it is not ready."""
        if self.prepares is not None:
            matter = self.matter_of(obj)
            held = (
                import_string(MAY_PREPARE)(by, self.prepares, matter)
                if matter is not None
                else by.powers.may_prepare(self.prepares)
            )
            if not held:
                raise refusal(by, self.prepares)

    def may_decide(self, obj, by: Member) -> bool:
        """Whether `by` holds the power to decide it, on its matter."""
        matter, perm = self.matter_of(obj), self.power(obj)
        return by.can(perm) if matter is None else import_string(MAY)(by, perm, matter)

    def deciders(self, obj) -> list[Member]:
        """Active members who may decide it and see its matter: the matter's attorneys first, then by name."""
        matter = self.matter_of(obj)
        first = (matter.responsible_id, matter.supervising_id) if matter is not None else ()
        people = (
            Member.objects.active()
            .select_related("role", "user")
            .prefetch_related(
                "licences", "delegations_held__principal__licences", "delegations_held__principal__role"
            )
            .order_by("-is_partner", "name")
        )
        if matter is not None:
            seers = import_string(SEERS)(matter)
            people = [m for m in people if m.pk in seers]
        found = [m for m in people if self.may_decide(obj, m)]
        return sorted(found, key=lambda m: first.index(m.pk) if m.pk in first else len(first))

    # What happens

    def on_submit(self, obj, approval, *, by: Member) -> None:
        """After it was submitted, in the same transaction."""

    def on_approve(self, obj, approval, *, by: Member) -> None:
        """The act itself, in the transaction of the decision; the approval is written already."""

    def on_return(self, obj, approval, *, by: Member | None) -> None:
        """After it was returned (or withdrawn), in the same transaction."""

    def on_reassign(self, obj, approval, *, by: Member | None) -> None:
        """After it went to somebody else, in the same transaction."""

    def on_void(self, obj, approval, *, by: Member | None) -> None:
        """After an approval became void because the object was edited."""

    def is_reserved(self, obj) -> bool:
        """Whether only a licensed attorney decides it."""
        return self.power(obj) in RESERVED


@cache
def kind(key: str) -> Kind:
    """The kind registered under `key`. Raises DomainError for an unknown one."""
    if key not in KINDS:
        raise DomainError(f"“{key}” is nothing that can be submitted for approval.")
    found = import_string(KINDS[key])()
    if found.key != key:
        raise TypeError(f"{KINDS[key]} calls itself {found.key!r}, not {key!r}")
    return found


def content_of(kind_: Kind, obj, arguments: dict) -> dict:
    """The snapshot as JSON keeps it."""
    return audit.plain(kind_.snapshot(obj, arguments))


def hash_of(content: dict, arguments: dict) -> str:
    """SHA-256 (hex) of the content and the arguments, in one canonical writing: keys sorted, no spaces."""
    text = json.dumps([content, arguments], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
