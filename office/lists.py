"""The lists of the office. They share one row of tabs."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.urls import reverse

from accounts.permissions import Perm
from office import filters
from office.models import Equipment, FileBox, Original, PhysicalFile, SupplyItem, SupplyRequest
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

PAGES = (
    ("Files", "file_list"),
    ("Boxes", "box_list"),
    ("Originals", "original_list"),
    ("Supplies", "supply_list"),
    ("Requests", "supply_request_list"),
    ("Equipment", "equipment_list"),
)


def tabs_of(current: str) -> list[dict]:
    """The row of tabs above each list, as ui/tabs.html takes it."""
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in PAGES]


class OfficeList(ListPage):
    """A list with the tabs of the office above it."""

    template = "office/list.html"
    address_name = ""
    perm = Perm.OFFICE_KEEP

    def extra_context(self, request):
        return {"tabs": tabs_of(self.address_name)}


def _matter_column(**more) -> Column:
    return Column(
        "matter", "Matter", kind="two", value="matter.name", second="matter.number",
        href=lambda row: row.matter.get_absolute_url(), sort="matter__name", select=("matter",), **more,
    )  # fmt: skip


class FileList(OfficeList):
    """Where the folders are."""

    name, address_name = "files", "file_list"
    title, noun, plural = "Paper files", "file", "files"
    model, filterset = PhysicalFile, filters.FileFilter
    columns = (
        Column(
            "code", "Folder", kind="two", second=lambda f: f.title or f"Volume {f.volume}", href=True, always=True,
            sort="code", phone="main", css="c-code", exports=[("Code", "code"), ("Title", "title"), ("Volume", "volume")],
        ),
        _matter_column(phone=""),
        Column("place", "Place", value="place", select=("box",), phone="date"),
        Column(
            "state", "Status", kind="state", sort="state", phone="",
            states={"in": "ok", "out": "accent", "offsite": "ring", "destroyed": ""},
        ),
        Column("holder", "Who has it", value="holder.name", sort="holder__name", select=("holder",), phone=""),
        Column(
            "due", "Back by", template="office/cell_due.html", value="due_on", sort="due_on", css="c-date", phone="num",
        ),
        Column("volume", "Volume", kind="number", sort="volume", default=False),
        Column("added", "Registered", kind="date", value="created_at", sort="created_at", default=False),
        Column("note", "Note", default=False),
    )  # fmt: skip
    default_sort = "code"
    search = ("code", "title", "matter__name", "matter__number", "room", "shelf", "box__code", "holder__name")
    default_views = (
        View("All", ""),
        View("Checked out", "state=out&sort=due"),
        View("With me", "holder=me"),
        View("Overdue", "late=yes&sort=due"),
        View("Offsite", "state=offsite"),
    )
    bulk = (
        BulkAction(
            "in", "Check in", handler="office.services.files.check_in", icon="folder-check",
            done="{count} {noun} checked in",
        ),
        BulkAction(
            "out", "Check out to me", handler="office.services.files.check_out", icon="folder-share",
            done="{count} {noun} checked out", undo="in",
        ),
    )  # fmt: skip
    actions = (
        Action("Labels", "label_sheet", icon="printer", primary=False),
        Action("Register a folder", "file_create", perm=Perm.OFFICE_KEEP, key="N"),
    )
    export_name = "paper-files"
    peek_template = "office/file_peek.html"
    empty = Empty(
        "folder", "No folders registered", "Each folder of paper with its place, its label, and who has it.",
        "Register a folder", "file_create", perm=Perm.OFFICE_KEEP,
    )  # fmt: skip

    def peek_context(self, request, obj):
        return {"file": obj}

    def loaded(self, qs):
        return super().loaded(qs).select_related("matter", "box", "holder")


class BoxList(OfficeList):
    """Boxes of folders, and where they stand."""

    name, address_name = "boxes", "box_list"
    title, noun, plural = "Boxes", "box", "boxes"
    model = FileBox
    columns = (
        Column("code", "Box", kind="two", second="title", href=True, always=True, sort="code", phone="main"),
        Column("place", "Place", value="place", phone="date"),
        Column("offsite", "Store outside", sort="offsite", phone=""),
        Column(
            "files", "Folders", kind="number", value="file_count", sort="file_count", phone="num",
            annotate=lambda request: {
                "file_count": Subquery(
                    PhysicalFile.objects.filter(box=OuterRef("pk"))
                    .order_by().values("box").annotate(n=Count("id")).values("n"),
                    output_field=IntegerField(),
                )
            },
        ),
    )  # fmt: skip
    default_sort = "code"
    search = ("code", "title", "room", "shelf", "offsite")
    actions = (Action("New box", "box_create", perm=Perm.OFFICE_KEEP, key="N"),)
    export_name = "boxes"
    empty = Empty(
        "archive",
        "No boxes yet",
        "A box holds folders of several matters; they move with it.",
        "Make a box",
        "box_create",
    )


class OriginalList(OfficeList):
    """Originals held for clients."""

    name, address_name = "originals", "original_list"
    title, noun, plural = "Originals", "original", "originals"
    model, filterset = Original, filters.OriginalFilter
    columns = (
        Column(
            "title",
            "Original",
            kind="two",
            second="get_kind_display",
            href=True,
            always=True,
            sort="title",
            phone="main",
        ),
        _matter_column(phone=""),
        Column("place", "Where it lies", sort="place", phone=""),
        Column("received", "Came", kind="date", value="received_on", sort="received_on", phone="date"),
        Column("returned", "Returned", kind="date", value="returned_on", sort="returned_on", phone=""),
        Column("to", "To", value="returned_to", phone=""),
        Column("from", "From", value="received_from", default=False),
        Column("by", "Taken in by", value="received_by.name", select=("received_by",), default=False),
    )
    default_sort = "-received"
    search = ("title", "place", "received_from", "returned_to", "matter__name", "matter__number")
    default_views = (
        View("All"),
        View("Held", "here=yes"),
        View("Wills", "kind=will&here=yes"),
        View("Returned", "here=no"),
    )
    actions = (Action("Take in an original", "original_create", perm=Perm.OFFICE_KEEP, key="N"),)
    export_name = "originals"
    empty = Empty(
        "certificate", "No originals held", "Wills, deeds and certificates of clients, and when they went back.",
        "Take in an original", "original_create",
    )  # fmt: skip


class SupplyList(OfficeList):
    """What the office keeps in stock."""

    name, address_name = "supplies", "supply_list"
    title, noun, plural = "Supplies", "item", "items"
    model, filterset = SupplyItem, filters.SupplyFilter
    columns = (
        Column("name", "Item", kind="two", second="place", href=True, always=True, sort="name", phone="main"),
        Column("stock", "There", template="office/cell_stock.html", sort="stock", css="num c-n", phone="num"),
        Column("minimum", "Minimum", kind="number", sort="minimum", phone=""),
        Column("unit", "Unit", phone="date"),
        Column("supplier", "Supplier", kind="two", second="supplier_code", sort="supplier", phone=""),
        Column("price", "Price", kind="money", sort="price", phone=""),
        Column("kept", "Kept", kind="bool", value="is_active", default=False),
    )
    default_sort = "name"
    search = ("name", "supplier", "supplier_code", "place")
    default_views = (View("All"), View("To order", "low=yes"))
    actions = (
        Action("New item", "supply_create", perm=Perm.OFFICE_KEEP, primary=False),
        Action("Ask for supplies", "supply_request_create", perm=Perm.OFFICE_KEEP, key="N"),
    )
    export_name = "supplies"
    empty = Empty(
        "package",
        "No supplies yet",
        "What lies in the cupboard, and when to order again.",
        "Add an item",
        "supply_create",
    )


class RequestList(OfficeList):
    """What people ask for."""

    name, address_name = "supply-requests", "supply_request_list"
    title, noun, plural = "Requests", "request", "requests"
    model, filterset = SupplyRequest, filters.RequestFilter
    columns = (
        Column(
            "what", "What", kind="two", value=str, second="reason", href=True, always=True, sort="what", phone="main",
            exports=[("What", "what"), ("How many", "quantity"), ("What for", "reason")],
        ),
        Column("who", "Asked by", value="asked_by.name", sort="asked_by__name", select=("asked_by",), phone=""),
        Column("asked", "When", kind="ago", value="asked_at", sort="asked_at", phone="date"),
        Column(
            "state", "Status", kind="state", sort="state", phone="num",
            states={"asked": "tag warn", "approved": "accent", "declined": "", "done": "ok", "withdrawn": ""},
        ),
        Column("stock", "There", kind="number", value="item.stock", select=("item",), phone=""),
        Column("decided", "Decided by", value="decided_by.name", select=("decided_by",), phone=""),
        Column("reason", "Answer", value="decision", default=False),
    )  # fmt: skip
    default_sort = "-asked"
    search = ("what", "reason", "asked_by__name")
    default_views = (
        View("All"),
        View("To approve", "state=asked"),
        View("To hand out", "state=approved"),
        View("Mine", "who=me"),
    )
    bulk = (
        BulkAction(
            "approve", "Approve", perm=Perm.EXPENSE_APPROVE, handler="office.services.supplies.approve_request",
            icon="check", done="{count} {noun} approved",
        ),
        BulkAction(
            "hand_out", "Hand out", handler="office.services.supplies.hand_out", icon="package",
            done="{count} {noun} handed out",
        ),
    )  # fmt: skip
    actions = (Action("Ask for supplies", "supply_request_create", perm=Perm.OFFICE_KEEP, key="N"),)
    export_name = "supply-requests"
    empty = Empty(
        "shopping-cart", "No requests", "Paper, toner, a second screen: who asks, who approves, when it is there.",
        "Ask for supplies", "supply_request_create",
    )  # fmt: skip


class EquipmentList(OfficeList):
    """The firm's equipment and who has it."""

    name, address_name = "equipment", "equipment_list"
    title, noun, plural = "Equipment", "piece", "pieces"
    model, filterset = Equipment, filters.EquipmentFilter
    columns = (
        Column(
            "name", "Piece", kind="two", second=lambda e: " · ".join(p for p in (e.code, e.serial) if p), href=True,
            always=True, sort="name", phone="main", exports=[("Piece", "name"), ("Code", "code"), ("Serial", "serial")],
        ),
        Column("kind", "Kind", value="get_kind_display", sort="kind", phone=""),
        Column(
            "state", "Status", kind="state", sort="state", phone="num",
            states={"spare": "ok", "lent": "accent", "repair": "warn", "retired": ""},
        ),
        Column("holder", "Who has it", value="holder.name", sort="holder__name", select=("holder",), phone="date"),
        Column("place", "Where it belongs", sort="place", phone=""),
        Column("bought", "Bought", kind="date", value="bought_on", sort="bought_on", phone=""),
        Column("price", "Price", kind="money", sort="price", total=True, default=False),
        Column(
            "warranty", "Warranty", template="office/cell_warranty.html", value="warranty_until", sort="warranty_until",
            css="c-war", phone="",
        ),
        Column("supplier", "Bought from", default=False),
    )  # fmt: skip
    default_sort = "name"
    search = ("name", "code", "serial", "place", "supplier", "holder__name")
    default_views = (
        View("All"),
        View("Lent", "state=lent"),
        View("In the office", "state=spare"),
        View("With me", "holder=me"),
        View("Warranty ends soon", "ending=yes&sort=warranty"),
    )
    actions = (
        Action("Labels", "label_sheet_equipment", icon="printer", primary=False),
        Action("Register a piece", "equipment_create", perm=Perm.OFFICE_KEEP, key="N"),
    )
    export_name = "equipment"
    empty = Empty(
        "device-laptop", "No equipment yet", "Laptops, phones, scanners, keys: serial, warranty, and who has them.",
        "Register a piece", "equipment_create",
    )  # fmt: skip
