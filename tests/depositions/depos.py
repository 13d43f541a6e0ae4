"""A deposition of the cast, its papers and people."""

import datetime

from depositions.models import Deposition
from depositions.services.depositions import create_deposition
from documents import services as documents
from matters.models import Contact

ZONE = "America/Los_Angeles"
DAY = datetime.date(2026, 3, 16)


def person(name: str, kind: str = "person") -> Contact:
    return Contact.objects.create(kind=kind, name=name, sort_name=name, phone="+1 415 555 0100")


def moment(day: datetime.date, hour: int) -> datetime.datetime:
    """An hour of a March day in California, after the clocks went forward (UTC-7)."""
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC) + datetime.timedelta(
        hours=hour + 7
    )


def planned(a, *, on: datetime.date | None = DAY, by=None, **more) -> Deposition:
    """The deposition of Hale on March 16, 2026, at ten, noticed by us under California's rules."""
    values = {"place": "1 Elm Street, Oakland", "zone": ZONE, "rules": "california"}
    if on is not None:
        values |= {"starts_at": moment(on, 10), "ends_at": moment(on, 17)}
    return create_deposition(
        more.pop("matter", a.matter),
        by=by or a.secretary,
        witness=more.pop("witness", None) or person("Ruth Hale"),
        **(values | more),
    )


def paper(a, name: str = "Notice of deposition", category: str = "pleading", matter=None):
    """A document of the matter, drafted by the paralegal; nobody signed it off."""
    version = documents.create_document(
        matter or a.matter,
        content=b"notice",
        filename="notice.txt",
        name=name,
        category=category,
        by=a.paralegal,
    )
    return version.document
