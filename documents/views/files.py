"""Files in and out: uploads, and downloads behind the permission check."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from documents import services, storage
from documents.forms import MatterForm
from documents.lists import CATEGORIES
from documents.models import Document, Version
from documents.queries import document_or_404
from documents.uploads import problem_of
from matters.queries.access import ensure_on
from matters.views.tools import matter_or_404
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to

# What a stored file may do in the browser: nothing. It runs no script and is of no origin.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def serve(version: Version, *, inline: bool = False, copy: bytes | None = None) -> FileResponse:
    """The bytes of a version, verified, as an answer that no browser takes for a page of ours.

    `inline` shows pictures and PDF in the browser; anything else is saved whatever was asked. `copy` is given out in place
    of the stored bytes.
    """
    show = inline and version.is_inline
    response = FileResponse(
        storage.open_version(version) if copy is None else BytesIO(copy),
        as_attachment=not show,
        filename=version.filename,
        content_type=version.media_type if version.is_inline else "application/octet-stream",
    )
    response.headers["Content-Length"] = str(version.size if copy is None else len(copy))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


@requires(Perm.MATTER_VIEW)
@require_GET
def document_download(request: HttpRequest, pk: int) -> FileResponse:
    """GET: a version as a file; ?inline=1 shows pictures and PDF in the browser."""
    found = Version.objects.visible_to(request.member).select_related("document", "matter")
    version = get_object_or_404(found, pk=pk)
    inline = request.GET.get("inline") == "1"
    if request.member.sees_named_matters_only:
        return serve(version, inline=inline, copy=services.copy_for_guest(version, by=request.member))
    response = serve(version, inline=inline)
    services.note_download(version, by=request.member)
    return response


@requires(Perm.DOCUMENT_UPLOAD)
@require_GET
def upload_anywhere(request: HttpRequest) -> HttpResponse:
    """GET: choose the matter first; then its upload page."""
    form = MatterForm(request.GET if "matter" in request.GET else None, member=request.member)
    if form.is_bound and form.is_valid():
        return redirect("document_upload", form.cleaned_data["matter"].pk)
    context = {"form": form}
    return render(request, "documents/upload_matter.html", context, status=INVALID if form.errors else 200)


@requires(Perm.DOCUMENT_UPLOAD)
@require_http_methods(["GET", "POST"])
def document_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the page, POST files to a matter. One a request from the script (JSON), several from a plain form."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.DOCUMENT_UPLOAD, matter)
    if request.method == "GET":
        return render(request, "documents/upload.html", _page(matter))
    stored, failed = [], []
    category = request.POST.get("category") or Document.Category.OTHER
    for file in request.FILES.getlist("file"):
        try:
            _refuse(file)
            stored.append(
                services.create_document(
                    matter, content=file, filename=file.name or "", category=category, by=request.member
                )
            )
        except Refused:
            raise
        except DomainError as error:
            failed.append((file.name, error.message))
    if not stored and not failed:
        failed.append(("", "No file came with the form. Choose one first."))
    if _by_script(request):
        if failed:
            return JsonResponse({"error": failed[0][1]}, status=INVALID)
        return JsonResponse({"url": stored[0].document.get_absolute_url()}, status=201)
    if failed:
        context = _page(matter, category) | {"stored": stored, "failed": failed}
        return render(request, "documents/upload.html", context, status=INVALID)
    said = stored[0].document.name if len(stored) == 1 else f"{len(stored)} files"
    return redirect_to(request, "matter_documents", matter.pk, toast=f"{said} stored")


@requires(Perm.DOCUMENT_UPLOAD)
@require_http_methods(["GET", "POST"])
def version_add(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST a new version of a document."""
    document = document_or_404(request.member, pk)
    ensure_on(request.member, Perm.DOCUMENT_UPLOAD, document.matter)
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise DomainError("No file came with the form. Choose one first.", field="file")
            _refuse(file)
            version = services.add_version(
                document,
                content=file,
                filename=file.name or "",
                note=request.POST.get("note", ""),
                by=request.member,
            )
        except Refused:
            raise
        except DomainError as problem:
            error = problem.message
        else:
            if _by_script(request):
                return JsonResponse({"url": document.get_absolute_url()}, status=201)
            return redirect_to(request, document, toast=f"Version {version.number} stored")
        if _by_script(request):
            return JsonResponse({"error": error}, status=INVALID)
    context = {"document": document, "error": error, "note": request.POST.get("note", "")}
    return render(request, "documents/version_add.html", context, status=INVALID if error else 200)


def _page(matter, category: str = "") -> dict:
    return {
        "matter": matter,
        "tab": "documents",
        "categories": CATEGORIES,
        "category": category or Document.Category.OTHER,
        "back": reverse("matter_documents", args=[matter.pk]),
    }


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _refuse(file) -> None:
    problem = problem_of(file)
    if problem is not None:
        raise problem
