"""What several pages of this room need."""

from django.http import Http404, HttpRequest
from django.utils import timezone

from communications.queries.made import source_of
from matters.models import Contact, Matter


def fetched(request: HttpRequest, model, pk: int, *joined: str):
    """The row, if the member may see it; 404 otherwise."""
    found = model.objects.visible_to(request.member).select_related(*joined).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def filled(request: HttpRequest) -> dict:
    """What the address says of a new record: from=, name=, phone=, company=, contact=, matter=, member=.

    Anything that makes no sense, or that the member may not see, is left out. A matter or contact that `from` has counts.
    """
    given, member, found = request.GET, request.member, {}
    source = source_of(given.get("from", ""), member)
    for name in ("name", "phone", "company"):
        text = " ".join(given.get(name, "").split())[:200].replace("\x00", "") or getattr(source, name, "")
        if text:
            found[name] = text
    for name, model in (("contact", Contact), ("matter", Matter)):
        pk = number(given.get(name, "")) or getattr(source, f"{name}_id", None)
        row = model.objects.visible_to(member).filter(pk=pk).first() if pk else None
        if row is not None:
            found[name] = row
    contact = found.get("contact")
    if contact is not None:
        found.setdefault("name", contact.name)
        found.setdefault("phone", contact.phone)
        found.setdefault("company", contact.company)
    if number(given.get("member", "")):
        found["member"] = given["member"]
    elif "matter" in found:
        found["member"] = str(found["matter"].responsible_id)
    return found


def number(text: str) -> int | None:
    """The id in an address, or None."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def now_of_form() -> dict:
    """Day and time for a form that asks when."""
    now = timezone.localtime()
    return {"day": now.date(), "time": now.time().replace(second=0, microsecond=0)}
