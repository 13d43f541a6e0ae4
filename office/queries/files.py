"""Reads about folders, boxes and originals."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from matters.models import Matter
from matters.queries.points import Point
from office.models import Equipment, FileBox, Original, PhysicalFile
from practice.nav import Badge


def files_for(member: Member) -> QuerySet[PhysicalFile]:
    """The folders the member may see, with what a row says of them."""
    return PhysicalFile.objects.visible_to(member).select_related("matter", "box", "holder")


def overdue_badge(member: Member) -> Badge:
    """For the sidebar: folders the member has and should have brought back. Red when there is one."""
    return Badge(PhysicalFile.objects.filter(holder=member, due_on__lt=timezone.localdate()), hot=True)


def paper_of(matter: Matter) -> tuple[list[PhysicalFile], list[Original]]:
    """(folders, originals) of a matter, the originals that are still here first. Two queries."""
    files = list(
        PhysicalFile.objects.filter(matter=matter).select_related("box", "holder").order_by("volume", "id")
    )
    originals = list(
        Original.objects.filter(matter=matter).select_related("file", "received_by", "returned_by")
    )
    originals.sort(key=lambda original: original.returned_on is not None)
    return files, originals


def closing_points(matter: Matter) -> list[Point]:
    """The lines of the closing checklist that are about paper: originals go back, folders come home."""
    url = reverse("matter_paper", args=[matter.pk])
    held = Original.objects.filter(matter=matter, returned_on=None).count()
    out = PhysicalFile.objects.filter(matter=matter, holder__isnull=False).count()
    originals = f"{held} original{'' if held == 1 else 's'} must go back to the client." if held else ""
    folders = f"{out} folder{' is' if out == 1 else 's are'} checked out." if out else ""
    return [
        Point("All originals are returned", originals, url, "Go to the paper file"),
        Point("All folders are in their place", folders, url, "Go to the paper file", must=False),
    ]


def box_contents(box: FileBox, member: Member) -> list[PhysicalFile]:
    """The folders in a box that the member may see."""
    return list(files_for(member).filter(box=box).order_by("code"))


def by_code(code: str, member: Member):
    """The folder, box or piece of equipment whose label says `code`, if the member may see it; None otherwise."""
    code = code.strip().upper()[:20]
    found = files_for(member).filter(code=code).first()
    if found is not None:
        return found
    return FileBox.objects.filter(code=code).first() or (
        Equipment.objects.select_related("holder").filter(code=code).first()
    )
