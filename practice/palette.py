"""The command palette: one box that finds matters, people, invoices and pages, and does things with them.

An app offers its records through a provider named in PALETTE: `search(member, text) -> list[Entry]`, already
narrowed to what the member may see, best first, at most LIMIT rows. With no text it returns what the member
used last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from practice import nav

LIMIT = 8
# Dotted paths, in the order of their groups. A path that does not import is an error, not a gap.
PALETTE: list[str] = [
    "home.palette.search",
    "matters.palette.search",
    "intake.palette.search",
    "work.palette.search",
    "calendar_app.palette.search",
    "documents.palette.search",
    "billing.palette.search",
    "travel.palette.search",
    "depositions.palette.search",
]

# Headings of the groups, in order; a provider may bring kinds of its own, which come before "Go to".
ACTIONS, PAGES = "Actions", "Go to"


@dataclass(frozen=True)
class Entry:
    """One row. `kind` is its group's heading. `post` marks an act: the URL is posted to, `next` shown after.

    `key` is the record's id and `verb` what it is a target of ("matter", "contact"), for acts upon it.
    """

    kind: str
    title: str
    subtitle: str = ""
    url: str = ""
    icon: str = "search"
    verb: str = ""
    key: object = None
    post: bool = False
    hint: str = ""  # the shortcut shown at the right
    lead: str = ""  # words before the title that are not part of the name: "Add time to"


@dataclass(frozen=True)
class Action:
    """An act on a record of kind `on`, reached by typing one of `words` before the record's name.

    The record's id goes into the query parameter `param`, or into the path when `param` is empty.
    """

    words: tuple[str, ...]
    lead: str
    url_name: str
    icon: str
    on: str = "matter"
    perm: str = ""
    post: bool = False
    hint: str = ""
    param: str = "matter"


ACTS: tuple[Action, ...] = (
    Action(
        ("timer", "time", "start"),
        "Start timer on",
        "timer_start",
        "clock-play",
        perm="time.record",
        post=True,
    ),
    Action(
        ("time", "add", "log", "hours"),
        "Add time to",
        "time_create",
        "clock-plus",
        perm="time.record",
        hint="E",
    ),
    Action(
        ("expense", "cost", "add"), "Add expense to", "expense_create", "credit-card", perm="expense.enter"
    ),
    Action(
        ("deadline", "date", "docket", "add"),
        "Add deadline to",
        "deadline_create",
        "calendar-plus",
        perm="deadline.enter",
    ),
    Action(
        ("court", "dates", "chain", "docket", "hearing"),
        "Add court dates to",
        "chain_create",
        "gavel",
        perm="deadline.enter",
    ),
    Action(("task", "todo", "add"), "Add task to", "task_create", "circle-check", perm="task.create"),
    Action(
        ("upload", "file", "document", "add"),
        "Upload to",
        "document_upload",
        "file-upload",
        perm="document.upload",
        param="",
    ),
    Action(("bill", "invoice", "draft"), "Bill", "matter_billing", "receipt", perm="invoice.draft", param=""),
    Action(("call", "phone", "log"), "Log a call on", "call_create", "phone", perm="message.slip"),
    Action(("message", "slip"), "Take a message on", "slip_create", "message", perm="message.slip"),
    Action(("note", "write"), "Write a note on", "matter_notes", "note", perm="matter.view", param=""),
    Action(
        ("call", "phone", "log"),
        "Log a call with",
        "call_create",
        "phone",
        on="contact",
        perm="message.slip",
        param="contact",
    ),
    Action(
        ("message", "slip"),
        "Take a message of",
        "slip_create",
        "message",
        on="contact",
        perm="message.slip",
        param="contact",
    ),
    Action(
        ("matter", "open"),
        "Open a matter for",
        "matter_create",
        "briefcase-2",
        on="contact",
        perm="matter.create_pending",
        param="client",
    ),
    Action(
        ("merge", "duplicate"),
        "Merge",
        "contact_merge_with",
        "arrows-join",
        on="contact",
        perm="contact.merge",
        param="",
    ),
    Action(
        ("payment", "pay", "record"),
        "Record a payment on",
        "payment_create",
        "cash",
        on="invoice",
        perm="payment.record",
        param="",
    ),
)
NEW_WORDS = ("new", "create", "add")


@dataclass(frozen=True)
class Group:
    """What the fragment shows under one heading."""

    heading: str
    entries: list[Entry]


def _url(name: str, *args, **query) -> str:
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:  # the installation does not route this page; test_nav.py keeps the names honest
        return ""
    return f"{address}?{urlencode(query)}" if query else address


def _providers() -> list[Callable]:
    return [import_string(path) for path in PALETTE]


def _search(member, text: str) -> list[Entry]:
    return [entry for search in _providers() for entry in search(member, text)]


def _acts_on(member, entries: Iterable[Entry], word: str) -> list[Entry]:
    """What can be done with `entries`, for the acts whose words begin with `word`."""
    found = []
    for entry in entries:
        for act in ACTS:
            if act.on != entry.verb or (act.perm and not member.can(act.perm)):
                continue
            if not any(w.startswith(word) for w in act.words):
                continue
            query = {act.param: entry.key} if act.param else {}
            url = _url(act.url_name, *([] if act.param else [entry.key]), **query)
            if url:
                found.append(
                    replace(
                        entry,
                        kind=ACTIONS,
                        url=url,
                        icon=act.icon,
                        post=act.post,
                        hint=act.hint,
                        lead=act.lead,
                        verb="",
                        subtitle="",
                    )
                )
    return found


def _create(links: list[nav.Link], text: str) -> list[Entry]:
    """New things: "new contact Smith", "contact", "new". What follows the thing's name becomes its name."""
    words = text.split()
    said_new = bool(words) and words[0].lower() in NEW_WORDS
    rest = words[1:] if said_new else words
    if not rest and not said_new:
        return []
    found = []
    for link in links:
        names = [link.label.lower().split(), *([w] for w in link.words.split())]
        for name in names:
            head = [w.lower() for w in rest[: len(name)]]
            if len(rest) > len(name) and not said_new:
                continue
            if all(n.startswith(h) for n, h in zip(name, head)) and len(head) <= len(name):
                tail = " ".join(rest[len(name) :])
                if tail and head != name:
                    continue
                url = f"{link.url}?{urlencode({'name': tail})}" if tail else link.url
                title = f"{link.label.lower()} “{tail}”" if tail else link.label.lower()
                found.append(Entry(ACTIONS, title, url=url, icon=link.icon, hint=link.key, lead="New"))
                break
    return found


def _pages(links: list[nav.Link], text: str) -> list[Entry]:
    words = text.lower().removeprefix("go to ").split()
    found = []
    for link in links:
        names = [*link.label.lower().split(), *link.words.split()]
        if all(any(name.startswith(word) for name in names) for word in words):
            hint = f"G {link.g.upper()}" if link.g else ""
            found.append(Entry(PAGES, link.label, url=link.url, icon=link.icon, hint=hint))
    return found


def _grouped(entries: list[Entry], caps: dict[str, int]) -> list[Group]:
    """At most LIMIT rows in groups, in the order of first appearance, each heading within its cap."""
    groups: dict[str, list[Entry]] = {}
    left = LIMIT
    for entry in entries:
        rows = groups.setdefault(entry.kind, [])
        if left and len(rows) < caps.get(entry.kind, caps[""]):
            rows.append(entry)
            left -= 1
    return [Group(heading, rows) for heading, rows in groups.items() if rows]


def records(member, text: str) -> list[Group]:
    """All that the providers find for `text`, in groups; without acts and pages."""
    groups: dict[str, list[Entry]] = {}
    for entry in _search(member, text):
        if entry.url and not entry.post:
            groups.setdefault(entry.kind, []).append(entry)
    return [Group(heading, rows) for heading, rows in groups.items()]


def results(member, text: str) -> list[Group]:
    """What the palette shows for `text`, at most LIMIT rows in groups."""
    text = " ".join(text.split())[:100]
    shell = nav.build(member, "")
    if not text:
        recent = [replace(entry, kind="Recent") for entry in _search(member, "")]
        return _grouped([*recent, *_pages(shell.pages, "")], {"Recent": 5, "": 5})
    word, _, rest = text.partition(" ")
    acts: list[Entry] = []
    if rest and any(w.startswith(word.lower()) for act in ACTS for w in act.words):
        acts = _acts_on(member, _search(member, rest), word.lower())
    acts += _create(shell.create, text)
    pages = _pages(shell.pages, text)
    records = _search(member, text)
    # an exact page name ("time") goes first; everything else after what was searched for
    if acts and not records and rest:
        records = _search(member, rest)
    everywhere = _url("search", q=text)
    if everywhere:
        pages.append(
            Entry(
                PAGES, f"Search everything for “{text}”", "papers, notes and all", everywhere, "file-search"
            )
        )
    return _grouped([*acts, *records, *pages], {ACTIONS: 4, PAGES: 3, "": 4})
