"""The list of contacts: columns, filters, bulk acts."""

from django import forms
from django.db.models import Count, OuterRef, Subquery

from accounts.permissions import Perm
from custom_fields.lists import CustomColumns
from matters.filters import ContactFilter
from matters.models import Contact, Matter
from matters.queries.contact_rows import with_rows
from matters.queries.contacts import roles_of
from matters.queries.find import find_contacts
from matters.queries.represented import direct_warning
from matters.services.contacts import seen
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

# Known to an app above this one: next_of(ids) -> {matter id: its next open deadline}.


class ContactTagForm(forms.Form):
    """The tag of the chosen contacts."""

    tag = forms.CharField(max_length=40, label="Tag")


class ContactList(CustomColumns, ListPage):
    """The people and bodies the firm deals with."""

    name = "contacts"
    title, noun, plural = "Contacts", "contact", "contacts"
    model, filterset, perm = Contact, ContactFilter, Perm.CONTACT_VIEW
    columns = (
        Column(
            "name",
            "Name",
            kind="two",
            second=lambda c: " · ".join(part for part in (c.title, c.company) if part),
            href=True,
            always=True,
            sort="sort_name",
            phone="main",
            exports=[
                ("Name", "name"),
                ("First name", "first_name"),
                ("Last name", "last_name"),
                ("Company", "company"),
                ("Title", "title"),
            ],
        ),
        Column("kind", "Type", value="get_kind_display", sort="kind", css="c-kind"),
        Column("roles", "Roles", value=lambda c: ", ".join(c.role_words), css="c-roles"),
        Column("email", "E-mail", sort="email", phone="date"),
        Column("phone", "Phone", css="c-tel"),
        Column("city", "City", sort="city", css="c-city c-opt"),
        Column("tags", "Tags", value=lambda c: ", ".join(c.tags), css="c-tags c-opt"),
        Column(
            "matters",
            "Matters",
            kind="number",
            value="matter_count",
            sort="matter_count",
            annotate=lambda request: {
                "matter_count": Subquery(
                    Matter.objects.filter(client=OuterRef("pk"))
                    .order_by()
                    .values("client")
                    .annotate(n=Count("id"))
                    .values("n")
                )
            },
            phone="num",
            css="c-n",
        ),
        Column(
            "flags",
            "Flags",
            value=lambda c: ", ".join(word for word, _ in c.flags),
            template="matters/cell_flags.html",
            css="c-flags",
        ),
        Column("last", "Last contact", kind="ago", value="last_contact", css="num c-last"),
        Column(
            "twin",
            "Merge",
            value=lambda c: "",
            template="matters/cell_merge.html",
            default=False,
            perm=Perm.CONTACT_MERGE,
            exports=[],
        ),
        Column("language", "Language", sort="language", default=False),
        Column("address", "Address", value=lambda c: ", ".join(c.address_lines), default=False),
        Column("added", "Added", kind="date", value="created_at", sort="created_at", default=False),
    )
    default_sort = "name"
    default_views = (
        View("All"),
        View("Clients", "client=yes"),
        View("People", "kind=person"),
        View("Companies", "kind=company"),
        View("Represented", "represented=yes"),
        View("Possible duplicates", "double=yes&cols=name,kind,email,phone,city,roles,matters,twin"),
    )
    bulk = (
        BulkAction(
            "tag",
            "Add tag",
            perm=Perm.CONTACT_EDIT,
            handler="matters.services.contacts.add_tag",
            form=ContactTagForm,
            icon="tag",
            done="{count} {noun} tagged",
        ),
        BulkAction(
            "untag",
            "Take tag off",
            perm=Perm.CONTACT_EDIT,
            handler="matters.services.contacts.remove_tag",
            form=ContactTagForm,
            icon="tag-off",
            done="Tag taken off {count} {noun}",
        ),
    )
    actions = (
        Action("vCards", "contact_cards", perm=Perm.CONTACT_EDIT, icon="address-book", primary=False),
        Action("New contact", "contact_create", perm=Perm.CONTACT_EDIT, key="N"),
    )
    table_class = "ct-list"
    export_name, export_perm = "contacts", Perm.CONTACT_EXPORT
    peek_template = "matters/contact_peek.html"
    template = "matters/contact_list.html"
    empty = Empty(
        "address-book",
        "No contacts yet",
        "Clients, other parties, courts and everybody else the firm deals with.",
        "Add a contact",
        "contact_create",
        perm=Perm.CONTACT_EDIT,
    )

    def search(self, qs, text):
        return find_contacts(qs, text)

    def loaded(self, qs):
        shown = {column.name for column in self.state.shown}
        return with_rows(super().loaded(qs), shown, self.request.member)

    def peek_context(self, request, obj):
        if obj.restricted:
            seen(obj, by=request.member)
        return {
            "roles": roles_of(obj)[:8],
            "warning": direct_warning(obj),
            "may_merge": request.member.can(Perm.CONTACT_MERGE),
        }
