"""/api/v1/matters/ and /api/v1/contacts/ (custom_fields.api says how they are read and written)."""

from accounts.permissions import Perm, requires
from custom_fields.api import RecordDetail, RecordList, RecordsView, reference
from matters.filters import ContactFilter, MatterFilter


class MatterRows(RecordsView):
    """A matter as programs read it."""

    host, filterset = "matter", MatterFilter
    select = ("client", "practice_area", "stage", "responsible", "supervising")

    def row(self, obj):
        return {
            "id": obj.pk,
            "number": obj.number,
            "name": obj.name,
            "state": obj.state,
            "client": reference(obj.client),
            "practice_area": reference(obj.practice_area),
            "stage": reference(obj.stage),
            "responsible": reference(obj.responsible),
            "supervising": reference(obj.supervising),
            "court": obj.court,
            "case_number": obj.case_number,
            "client_reference": obj.client_reference,
            "opened_on": obj.opened_on,
            "closed_on": obj.closed_on,
            "limitation_on": obj.limitation_on,
            "tags": obj.tags,
        }


class ContactRows(RecordsView):
    """A contact as programs read it."""

    host, filterset = "contact", ContactFilter

    def row(self, obj):
        names = (
            "name",
            "kind",
            "first_name",
            "last_name",
            "company",
            "title",
            "email",
            "phone",
            "city",
            "region",
            "country",
            "tags",
        )
        return {"id": obj.pk} | {name: getattr(obj, name) for name in names}


class MatterList(MatterRows, RecordList):
    """GET the matters."""


class MatterDetail(MatterRows, RecordDetail):
    """GET or PATCH one matter."""


class ContactList(ContactRows, RecordList):
    """GET the contacts."""


class ContactDetail(ContactRows, RecordDetail):
    """GET or PATCH one contact."""


matter_list = requires(Perm.MATTER_VIEW)(MatterList.as_view())
matter_detail = requires(Perm.MATTER_VIEW)(MatterDetail.as_view())
contact_list = requires(Perm.CONTACT_VIEW)(ContactList.as_view())
contact_detail = requires(Perm.CONTACT_VIEW)(ContactDetail.as_view())
