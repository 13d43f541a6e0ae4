"""The firm's list of documents."""

from dataclasses import replace

from django import forms
from django.urls import reverse

from accounts.permissions import Perm
from documents import services
from documents.filters import DocumentFilter
from documents.models import Document
from documents.queries import STATE_WORDS, newest, state_of, versions_of
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

CATEGORIES = [choice for choice in Document.Category.choices if choice[0] != Document.Category.INVOICE]


class CategoryForm(forms.Form):
    """The category of the chosen documents."""

    category = forms.ChoiceField(label="Category", choices=CATEGORIES)


def _newest(name: str):
    def value(document: Document):
        version = document.newest
        return getattr(version, name) if version else ""

    return value


def _state(document: Document) -> str:
    version = document.newest
    return STATE_WORDS.get(state_of(version, document), ("", ""))[0] if version else ""


FILE = BulkAction(
    "category",
    "Set category",
    perm=Perm.DOCUMENT_UPLOAD,
    handler=services.set_category,
    form=CategoryForm,
    icon="tag",
    done="{count} {noun} filed",
)
TRASH = BulkAction(
    "trash",
    "Move to trash",
    perm=Perm.DOCUMENT_DELETE,
    handler=services.trash_document,
    undo="restore",
    icon="trash",
    done="{count} {noun} in the trash",
)
RESTORE = BulkAction(
    "restore",
    "Restore",
    perm=Perm.DOCUMENT_DELETE,
    handler=services.restore_document,
    icon="arrow-back-up",
    done="{count} {noun} restored",
)


class DocumentList(ListPage):
    """All documents the member may see, latest changed first. The trash is a view of its own."""

    name = "documents"
    title, noun, plural = "Documents", "document", "documents"
    model, filterset, perm = Document, DocumentFilter, Perm.MATTER_VIEW
    columns = (
        Column(
            "name",
            "Document",
            kind="two",
            second=lambda d: f"{d.matter.number} · {d.matter.name}",
            href=True,
            always=True,
            sort="name",
            phone="main",
            select=("matter",),
            exports=[
                ("Document", "name"),
                ("Matter", "matter.number"),
                ("Caption", "matter.name"),
                ("File", _newest("filename")),
            ],
        ),
        Column("category", "Category", value=lambda d: d.get_category_display(), sort="category"),
        Column(
            "status",
            "Status",
            template="documents/cell_state.html",
            value=_state,
            exports=[("Status", _state)],
            css="c-st",
        ),
        Column("privilege", "Privilege", value=lambda d: d.get_privilege_display(), default=False),
        Column("version", "Version", kind="number", value="latest", sort="latest", css="c-hrs", phone=""),
        Column(
            "size",
            "Size",
            template="documents/cell_size.html",
            value=_newest("size"),
            css="num c-mon",
            phone="",
            exports=[("Bytes", _newest("size"))],
        ),
        Column("file", "File", value=_newest("filename"), default=False),
        Column(
            "by",
            "Added by",
            value="created_by.name",
            sort="created_by__name",
            select=("created_by",),
            default=False,
        ),
        Column(
            "updated",
            "Changed",
            kind="date",
            value="updated_at",
            sort="updated_at",
            phone="num",
            descending=True,
        ),
        Column("added", "Added", kind="date", value="created_at", sort="created_at", default=False),
    )
    default_sort = "-updated"
    search = ("name", "matter__name", "matter__number")
    default_views = (
        View("All", ""),
        View("Added by me", "by=me"),
        View("Pleadings", "category=pleading"),
        View("To be signed off", "status=draft"),
        View("Bills", "category=invoice", perm=Perm.INVOICE_VIEW),
        View("In the trash", "trash=yes"),
    )
    actions = (Action("Upload", "document_upload", perm=Perm.DOCUMENT_UPLOAD, icon="upload", key="N"),)
    export_name = "documents"
    empty = Empty(
        "folder",
        "No documents yet",
        "Papers of a matter in all their versions: pleadings, letters, evidence, and each bill that went out.",
        "Upload a document",
        "document_upload",
        perm=Perm.DOCUMENT_UPLOAD,
    )
    template = "documents/document_list.html"
    peek_template = "documents/document_peek.html"

    def queryset(self, request):
        """With their newest versions; without the trash, unless that is what was asked for."""
        found = Document.objects.visible_to(request.member).prefetch_related(newest())
        return found if self.in_trash or request.GET.get("undo") else found.kept()

    @property
    def in_trash(self) -> bool:
        """Whether the list shows the trash."""
        return bool(self.state.params.get("trash"))

    @property
    def bulk(self):  # type: ignore[override]
        """In the trash documents are restored; elsewhere they are filed and thrown away."""
        if self.in_trash:
            return (replace(RESTORE, undo="trash"), replace(TRASH, hidden=True))
        return (FILE, TRASH, replace(RESTORE, hidden=True))

    def row_url(self, obj):
        """The document's page."""
        return reverse("document_detail", args=[obj.pk])

    def peek_context(self, request, obj):
        """What the drawer shows beside the document."""
        return {"document": obj, "versions": versions_of(obj)[:5]}
