"""Folders, boxes, labels, and the page that a label's QR code opens."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.queries.access import may
from matters.views.tools import matter_or_404, next_url
from office.forms import BoxForm, FileForm, LabelForm, MoveForm, OutForm
from office.lists import BoxList, FileList
from office.models import Equipment, FileBox, PhysicalFile
from office.pdf import SHEETS, Label, labels_pdf
from office.queries.files import box_contents, by_code, files_for, paper_of
from office.services import files as services
from office.views.tools import fetched, form_page, matter_of
from practice.htmx import INVALID, confirm_page, redirect_to

file_list = FileList.as_view()
box_list = BoxList.as_view()
LABELS_AT_ONCE = 300


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def file_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= fills it), POST: a folder is registered."""
    form = FileForm(request.POST or None, member=request.member, initial={"matter": matter_of(request)})
    back = next_url(request, reverse("file_list"))

    def act() -> HttpResponse:
        data = dict(form.cleaned_data)
        file = services.register_file(data.pop("matter"), by=request.member, **data)
        return redirect_to(request, file, toast=f"{file.code} registered")

    return form_page(
        request, form, act, heading="Register a folder", verb="Register folder", back=back, parent="Paper files",
        parent_url=reverse("file_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_GET
def file_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one folder: its place, who has it, where it has been."""
    file = fetched(request, PhysicalFile, pk, "matter", "box", "holder")
    context = {
        "file": file,
        "moves": list(file.moves.select_related("by", "holder")[:100]),
        "originals": list(file.originals.filter(returned_on=None)),
        "may_destroy": file.state != "destroyed"
        and file.matter.state in ("closed", "archived")
        and may(request.member, Perm.MATTER_CLOSE, file.matter),
    }
    return render(request, "office/file_detail.html", context)


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def file_out(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the folder goes to somebody. A POST with mine=1 takes it oneself, in one press."""
    file = fetched(request, PhysicalFile, pk, "matter", "holder")
    if request.method == "POST" and request.POST.get("mine"):
        file = services.check_out(file, by=request.member)
        return _done(request, file, f"{file.code} is yours until {file.due_on:%b} {file.due_on.day}")
    form = OutForm(request.POST or None, file=file)

    def act() -> HttpResponse:
        found = services.check_out(file, by=request.member, **form.cleaned_data)
        return _done(request, found, f"{found.code} is with {found.holder.name}")

    return form_page(
        request, form, act, heading="Check out", verb="Check out", back=file.get_absolute_url(), parent=file.code,
        parent_url=file.get_absolute_url(),
    )  # fmt: skip


def _done(request: HttpRequest, file: PhysicalFile, toast: str) -> HttpResponse:
    return redirect_to(request, next_url(request, file.get_absolute_url()), toast=toast)


@requires(Perm.OFFICE_KEEP)
@require_POST
def file_in(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the folder is back in its place."""
    file = services.check_in(fetched(request, PhysicalFile, pk), by=request.member)
    return _done(request, file, f"{file.code} is back: {file.place}")


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def file_move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: another place."""
    file = fetched(request, PhysicalFile, pk, "matter", "box", "holder")
    initial = {"room": file.room, "shelf": file.shelf, "box": file.box_id, "offsite": file.offsite}
    form = MoveForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        found = services.move_file(file, by=request.member, **form.cleaned_data)
        return _done(request, found, f"{found.code}: {found.place}")

    return form_page(
        request, form, act, heading="Move", verb="Move folder", back=file.get_absolute_url(), parent=file.code,
        parent_url=file.get_absolute_url(),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def file_destroy(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: the paper is destroyed, with a reason."""
    file = fetched(request, PhysicalFile, pk, "matter", "box", "holder")
    context = {
        "title": f"Destroy {file.code}?",
        "heading": file.matter.number,
        "text": "The folder counts as destroyed from now on. Its moves stay on record. This cannot be undone.",
        "verb": "Destroy folder",
        "danger": True,
        "reason": "Who ordered it, and how it was done",
        "action": request.path,
        "back": file.get_absolute_url(),
    }

    def act() -> HttpResponse:
        services.destroy_file(file, by=request.member, reason=request.POST.get("reason", ""))
        return redirect_to(request, file, toast=f"{file.code} is marked as destroyed")

    return confirm_page(request, act, context)


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Paper tab of a matter: its folders and originals."""
    matter = matter_or_404(request, pk)
    files, originals = paper_of(matter)
    context = {"matter": matter, "tab": "paper", "files": files, "originals": originals}
    return render(request, "office/matter_paper.html", context)


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def box_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new box."""
    form = BoxForm(request.POST or None)

    def act() -> HttpResponse:
        box = services.make_box(by=request.member, **form.cleaned_data)
        return redirect_to(request, box, toast=f"{box} made")

    return form_page(
        request, form, act, heading="New box", verb="Make box", back=reverse("box_list"), parent="Boxes",
        parent_url=reverse("box_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_GET
def box_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a box and the folders in it that the member may see."""
    box = fetched(request, FileBox, pk, "created_by")
    return render(request, "office/box_detail.html", {"box": box, "files": box_contents(box, request.member)})


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def box_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: rename a box or put it elsewhere."""
    box = fetched(request, FileBox, pk)
    initial = {name: getattr(box, name) for name in ("title", "room", "shelf", "offsite")}
    form = BoxForm(request.POST or None, new=False, initial=initial)

    def act() -> HttpResponse:
        services.change_box(box, by=request.member, **form.cleaned_data)
        return redirect_to(request, box, toast=f"{box} saved")

    return form_page(
        request, form, act, heading="Edit box", verb="Save box", back=box.get_absolute_url(), parent=str(box),
        parent_url=box.get_absolute_url(),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_GET
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what a label's QR code opens on a phone: the thing, and one button."""
    found = by_code(code, request.member)
    if found is None:
        raise Http404
    if isinstance(found, FileBox):
        return redirect(found)
    context = {"file": found} if isinstance(found, PhysicalFile) else {"piece": found}
    return render(request, "office/scan.html", context)


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def label_sheet(request: HttpRequest) -> HttpResponse:
    """GET: which folders' labels (?matter=, box=, ids= narrow them), POST ids=, sheet=, start=: the PDF."""
    rows = files_for(request.member).exclude(state="destroyed")
    matter, box = matter_of(request), request.GET.get("box", "")
    if matter is not None:
        rows = rows.filter(matter=matter)
    if box.isdecimal() and len(box) < 19:
        rows = rows.filter(box=int(box))
    return _labels(
        request, rows.order_by("-id"), lambda f: Label(f.code, f.matter.name, f"{f.matter.number}, {f.title or f'volume {f.volume}'}"),
        "Paper files", "file_list",
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def label_sheet_equipment(request: HttpRequest) -> HttpResponse:
    """GET: which pieces' labels, POST: the PDF."""
    rows = Equipment.objects.exclude(state="retired").order_by("-id")
    return _labels(request, rows, lambda e: Label(e.code, e.name, e.serial), "Equipment", "equipment_list")


def _labels(request: HttpRequest, rows, label, parent: str, parent_url: str) -> HttpResponse:
    picked = {
        int(t)
        for t in request.POST.getlist("ids") or request.GET.getlist("ids")
        if t.isdecimal() and len(t) < 19
    }
    found = list(rows[:LABELS_AT_ONCE])
    form = LabelForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        wanted = list(rows.filter(pk__in=picked)[:LABELS_AT_ONCE])
        sheet = SHEETS[form.cleaned_data["sheet"]]
        if form.cleaned_data["start"] > sheet.each:
            form.add_error("start", f"This sheet has {sheet.each} labels.")
        elif not wanted:
            error = "Tick at least one."
        else:
            content = labels_pdf(
                [label(row) for row in reversed(wanted)], sheet, start=form.cleaned_data["start"]
            )
            response = HttpResponse(content, content_type="application/pdf")
            response.headers["Content-Disposition"] = 'inline; filename="labels.pdf"'
            return response
    context = {
        "form": form, "rows": [(row, label(row), row.pk in picked) for row in found], "error": error, "parent": parent,
        "parent_url": reverse(parent_url),
    }  # fmt: skip
    return render(request, "office/labels.html", context, status=INVALID if form.errors or error else 200)
