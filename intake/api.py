"""/api/v1/leads/ (custom_fields.api says how they are read and written)."""

from accounts.permissions import Perm, requires
from custom_fields.api import RecordDetail, RecordList, RecordsView, reference
from intake.filters import LeadFilter


class LeadRows(RecordsView):
    """A lead as programs read it."""

    host, filterset, select = "lead", LeadFilter, ("practice_area", "source", "owner", "contact", "matter")

    def row(self, obj):
        names = (
            "name",
            "kind",
            "state",
            "phone",
            "email",
            "received_at",
            "answered_at",
            "limitation_on",
            "urgency",
        )
        return {
            "id": obj.pk,
            **{name: getattr(obj, name) for name in names},
            "practice_area": reference(obj.practice_area),
            "source": reference(obj.source),
            "owner": reference(obj.owner),
            "contact": reference(obj.contact),
            "matter": reference(obj.matter, "number"),
        }


class LeadList(LeadRows, RecordList):
    """GET the leads."""


class LeadDetail(LeadRows, RecordDetail):
    """GET or PATCH one lead."""


lead_list = requires(Perm.LEAD_SCREEN)(LeadList.as_view())
lead_detail = requires(Perm.LEAD_SCREEN)(LeadDetail.as_view())
