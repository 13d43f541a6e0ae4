"""Pages of documents: the firm's list, a matter's tab, one document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from documents import services
from documents.forms import DocumentForm
from documents.lists import CATEGORIES, DocumentList
from documents.models import Document
from documents.queries import SIGNED_OFF, document_or_404, documents_of, state_of, versions_of
from matters.queries.access import ensure_on, may, may_prepare_on
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from practice.phrases import phrases, sentence_of

SHOWN = 200

document_list = DocumentList.as_view()


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the tab “Documents” of a matter."""
    matter = matter_or_404(request, pk)
    found = list(documents_of(matter, request.member)[: SHOWN + 1])
    context = {
        "matter": matter,
        "tab": "documents",
        "documents": found[:SHOWN],
        "more": len(found) > SHOWN,
        "may_upload": may(request.member, Perm.DOCUMENT_UPLOAD, matter),
        "categories": CATEGORIES,
        "category": Document.Category.OTHER,
    }
    return render(request, "documents/matter_documents.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one document with its versions, private links and history."""
    document = document_or_404(request.member, pk)
    versions = versions_of(document)
    fixed = document.is_issued or document.trashed_at is not None
    may_change = not fixed and may(request.member, Perm.DOCUMENT_UPLOAD, document.matter)
    may_trash = not document.is_issued and may(request.member, Perm.DOCUMENT_DELETE, document.matter)
    menu: list[dict] = []
    if may_change:
        menu.append(
            {"label": "Edit name and category", "icon": "pencil", "url": reverse("document_edit", args=[pk])}
        )
    decides = may(request.member, Perm.DOCUMENT_APPROVE, document.matter)
    proposes = may_prepare_on(request.member, Perm.DOCUMENT_APPROVE, document.matter)
    if not fixed and (decides or proposes):
        said = "Change the privilege" if decides else "Propose another privilege"
        menu.append({"label": said, "icon": "shield-lock", "url": reverse("document_privilege", args=[pk])})
    if not fixed and decides:
        said = "Needs no sign-off" if document.needs_sign_off else "Ask for a sign-off"
        menu.append({"label": said, "icon": "pencil-check", "url": reverse("document_switch", args=[pk])})
    if may_trash and not document.trashed_at:
        menu.append({"label": "Move to trash", "icon": "trash", "dialog": "trash", "danger": True})
    events, book = audit.history_of(document, limit=100), phrases()
    for event in events:
        event.sentence = sentence_of(event, book)
    context = {
        "document": document,
        "matter": document.matter,
        "versions": versions,
        "newest": versions[0],
        "state": state_of(versions[0], document),
        "may_sign": not fixed and decides and state_of(versions[0], document) != SIGNED_OFF,
        "may_proofread": not fixed
        and may(request.member, Perm.DOCUMENT_PROOFREAD, document.matter)
        and all(mark.member_id != request.member.pk for mark in versions[0].proofreads.all()),
        "events": events,
        "may_change": may_change,
        "may_trash": may_trash,
        "menu": menu,
    }
    return render(request, "documents/document_detail.html", context)


@requires(Perm.DOCUMENT_UPLOAD)
@require_http_methods(["GET", "POST"])
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: rename a document or file it under another category."""
    document = document_or_404(request.member, pk)
    ensure_on(request.member, Perm.DOCUMENT_UPLOAD, document.matter)
    form = DocumentForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_document(document, name=form.cleaned_data["name"], by=request.member)
            services.set_category(document, category=form.cleaned_data["category"], by=request.member)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, document, toast="Document saved")
    context = {"document": document, "form": form}
    return render(request, "documents/document_edit.html", context, status=INVALID if form.errors else 200)


@requires(Perm.DOCUMENT_DELETE)
@require_http_methods(["GET", "POST"])
def document_trash(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST moves the document to the trash."""
    document = document_or_404(request.member, pk)
    if request.method == "POST":
        services.trash_document(document, by=request.member)
        return redirect_to(
            request,
            "matter_documents",
            document.matter_id,
            toast=f"{document.name} is in the trash",
            undo_url=reverse("document_restore", args=[pk]),
        )
    ensure_on(request.member, Perm.DOCUMENT_DELETE, document.matter)
    context = {
        "heading": "Move to trash",
        "title": f"Move “{document.name}” to the trash?",
        "text": "Its versions and history stay, and it can be restored. Private links to it stop working.",
        "action": request.path,
        "verb": "Move to trash",
        "back": document.get_absolute_url(),
    }
    return render(request, "confirm.html", context)


@requires(Perm.DOCUMENT_DELETE)
@require_POST
def document_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a document out of the trash."""
    document = document_or_404(request.member, pk)
    services.restore_document(document, by=request.member)
    return redirect_to(
        request, next_url(request, document.get_absolute_url()), toast=f"{document.name} restored"
    )
