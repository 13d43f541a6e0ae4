"""What the sidebar, the create menu and the phone bar offer, and to whom.

An app adds a page here by its URL name; pages nobody may open are absent, not greyed. `build` reads no tables
itself: the numbers come from the functions named in `badge`, each `badge(member) -> int | Count`.
"""

from dataclasses import dataclass, field, replace

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Count:
    """What waits for the member. `hot` is red: only for a deadline due by tomorrow."""

    n: int
    hot: bool = False


@dataclass(frozen=True)
class Item:
    """An entry of NAV or CREATE. `perms`: any of them opens it, none: everybody. `g`: the letter after G."""

    label: str
    icon: str
    url_name: str
    perms: tuple[str, ...] = ()
    badge: str = ""
    g: str = ""
    key: str = ""  # a single key, shown in the create menu
    prepare: bool = False  # also for those who may only prepare it
    words: str = ""  # more words by which the palette finds it
    query: str = ""


@dataclass(frozen=True)
class Section:
    label: str
    items: tuple[Item, ...]
    aria: str = ""


NAV: tuple[Section, ...] = (
    Section(
        "",
        (
            Item("Today", "sun", "home", g="h", words="home dashboard"),
            Item("Inbox", "inbox", "inbox", g="i"),
            Item("Matters", "briefcase-2", "matter_list", ("matter.view",), g="m", words="cases files"),
            Item(
                "Calendar",
                "calendar-event",
                "deadline_list",
                ("matter.view",),
                badge="calendar_app.queries.urgent_count",
                g="c",
                words="deadlines docket dates",
            ),
            Item("Tasks", "circle-check", "task_list", ("task.create",), g="k", words="to do"),
            Item(
                "Contacts", "address-book", "contact_list", ("contact.view",), g="p", words="people clients"
            ),
            Item(
                "Documents",
                "folder",
                "document_list",
                ("document.upload", "matter.view"),
                g="d",
                words="files",
            ),
        ),
        aria="Main",
    ),
    Section(
        "",
        (
            Item("Time", "clock", "time_list", ("time.record",), g="t", words="timesheet hours"),
            Item(
                "Expenses",
                "credit-card",
                "expense_list",
                ("expense.enter",),
                g="e",
                words="costs disbursements",
            ),
            Item(
                "Billing",
                "receipt",
                "billing_home",
                ("invoice.view", "invoice.draft"),
                g="b",
                words="invoices",
            ),
            Item("Payments", "cash", "payment_list", ("payment.record",), g="y", words="receipts money in"),
            Item("Trust", "building-bank", "trust_home", ("trust.view",), g="u", words="iolta client money"),
            Item("Reports", "chart-bar", "report_home", ("report.firm_financial", "report.matter"), g="r"),
        ),
        aria="Time and money",
    ),
)

# Under the firm's name.
FIRM_MENU: tuple[Item, ...] = (
    Item("Firm settings", "settings", "firm_settings", ("firm.settings",), words="office numbering rates"),
    Item("People", "users", "member_list", ("user.manage",), words="users staff invite"),
    Item("Roles", "shield-lock", "role_list", ("role.manage",), words="permissions powers"),
    Item("Rates", "currency-dollar", "rate_list", ("fee.set", "rate.view"), words="rate cards fees"),
    Item(
        "Practice areas", "category", "practice_area_list", ("firm.settings",), words="stages fields of law"
    ),
    Item("Import", "file-import", "import_home", ("data.import",), words="csv ledes"),
    Item("Audit trail", "history", "audit_log", ("audit.view",), words="history log"),
)

CREATE: tuple[Item, ...] = (
    Item("Time entry", "clock-plus", "time_create", ("time.record",), key="E", words="add time log hours"),
    Item("Matter", "briefcase-2", "matter_create", ("matter.create_pending",), prepare=True, words="case"),
    Item("Contact", "address-book", "contact_create", ("contact.edit",), words="person company client"),
    Item("Expense", "credit-card", "expense_create", ("expense.enter",), words="cost disbursement"),
    Item("Document", "file-upload", "document_upload", ("document.upload",), words="upload file"),
    Item(
        "Deadline", "calendar-plus", "deadline_create", ("deadline.enter",), prepare=True, words="date docket"
    ),
    Item("Task", "circle-plus", "task_create", ("task.create",), words="to do"),
    Item("Bill run", "receipt", "billrun_create", ("invoice.draft",), words="draft bills invoices"),
    Item("Payment", "cash", "payment_create", ("payment.record",), words="receive record money"),
)

PHONE = ("home", "matter_list", "", "time_list", "deadline_list")  # "" is the create button
PHONE_SPARE = ("contact_list", "document_list", "billing_home")

# app → the page's own address outside its prefix, so that the right item is lit
ALSO: dict[str, tuple[str, ...]] = {
    "billing_home": ("/billing/", "/invoices/", "/bill-runs/"),
}


@dataclass(frozen=True)
class Link:
    """An item as one member sees it on one page."""

    label: str
    icon: str
    url: str
    url_name: str
    current: bool = False
    count: int = 0
    hot: bool = False
    g: str = ""
    key: str = ""
    words: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    aria: str
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Nav:
    """What templates read as `nav`."""

    sections: list[Group]
    create: list[Link]
    firm: list[Link]
    phone: list[Link | None]

    @property
    def pages(self) -> list[Link]:
        """Every page of the sidebar and the firm menu: for the palette."""
        return [link for group in self.sections for link in group.links] + self.firm


def _allowed(item: Item, member) -> bool:
    if not item.perms:
        return True
    powers = member.powers
    return any(powers.may_prepare(p) if item.prepare else powers.has(p) for p in item.perms)


def _links(items: tuple[Item, ...], member, *, counts: bool) -> list[Link]:
    links = []
    for item in items:
        if not _allowed(item, member):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            # A page that is not routed. tests/architecture/test_nav.py keeps the list honest.
            continue
        found = import_string(item.badge)(member) if item.badge and counts else 0
        count = found if isinstance(found, Count) else Count(found)
        links.append(
            Link(
                item.label,
                item.icon,
                f"{url}{item.query}",
                item.url_name,
                count=count.n,
                hot=count.hot,
                g=item.g,
                key=item.key,
                words=item.words,
            )
        )
    return links


def _lit(links: list[Link], path: str) -> str:
    """The URL of the entry that `path` belongs to: the longest prefix; home matches only itself."""
    best, length = "", 0
    for link in links:
        for prefix in (link.url.split("?")[0], *ALSO.get(link.url_name, ())):
            exact = path == prefix
            if (exact or (prefix != "/" and path.startswith(prefix))) and len(prefix) > length:
                best, length = link.url, len(prefix)
    return best


def build(member, path: str, *, counts: bool = True) -> Nav:
    """The navigation of `member` on the page `path`; without the numbers when `counts` is off."""
    sections = [Group(s.label, s.aria, _links(s.items, member, counts=counts)) for s in NAV]
    firm = _links(FIRM_MENU, member, counts=False)
    every = [link for group in sections for link in group.links] + firm
    lit = _lit(every, path)
    sections = [
        replace(group, links=[replace(link, current=link.url == lit) for link in group.links])
        for group in sections
        if group.links
    ]
    firm = [replace(link, current=link.url == lit) for link in firm]
    by_name = {link.url_name: link for group in sections for link in group.links}
    spare = [by_name[name] for name in PHONE_SPARE if name in by_name]
    phone: list[Link | None] = []
    for name in PHONE:
        if not name:
            phone.append(None)
        elif name in by_name:
            phone.append(by_name[name])
        elif spare:
            phone.append(spare.pop(0))
    return Nav(sections, _links(CREATE, member, counts=False), firm, phone)
