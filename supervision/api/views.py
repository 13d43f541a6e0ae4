"""/api/v1/approvals/: the inbox and what is done in it, for programs. The same services, scope and walls as the pages.

Signed in by the session, with the CSRF token in X-CSRFToken. Errors are {"error": …} with "field" or "who" where known:
400 a rule, 403 no power, 404 unknown or hidden, 409 it changed since it was read.
"""

import datetime
from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Member
from practice.access import requires
from practice.exceptions import DomainError, Refused, Stale
from supervision import services
from supervision.api.serializers import ApprovalSerializer, reading_of
from supervision.filters import ApprovalFilter
from supervision.kinds import KINDS, kind
from supervision.models import Approval
from supervision.queries import inbox_of
from supervision.queries.inbox import PEOPLE, decided_by, readable, sent_by
from supervision.queries.reading import read

BOXES: dict[str, Callable] = {"inbox": inbox_of, "sent": sent_by, "decided": decided_by, "all": readable}


class Pages(PageNumberPagination):
    page_size, max_page_size, page_size_query_param = 50, 200, "per"


class ApprovalsView(APIView):
    """What the views of this API share: JSON only, the session, and errors in one shape."""

    authentication_classes = (SessionAuthentication,)
    permission_classes = ()  # `requires` at the address, and the services
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, DomainError):
            said: dict[str, object] = {"error": exc.message}
            if exc.field:
                said["field"] = exc.field
            if isinstance(exc, Refused):
                said["who"] = exc.who
            status = 403 if isinstance(exc, Refused) else 409 if isinstance(exc, Stale) else 400
            return Response(said, status=status)
        if isinstance(exc, Http404):
            return Response({"error": "Nothing here."}, status=404)
        if isinstance(exc, APIException):
            return Response({"error": str(exc.detail)}, status=exc.status_code)
        raise exc

    @property
    def member(self) -> Member:
        return self.request._request.member

    def approval(self) -> Approval:
        """The round of the address, if the member may read it."""
        return get_object_or_404(readable(self.member), pk=self.kwargs["pk"])

    def said(self, *names: str) -> dict:
        """The values of the body. Raises DomainError for a body that is no object or has names that mean nothing."""
        if not isinstance(self.request.data, dict):
            raise DomainError("Send a JSON object.")
        if unknown := sorted(set(self.request.data) - set(names)):
            raise DomainError(f"“{unknown[0]}” means nothing here.", field=unknown[0])
        return self.request.data

    def text(self, said: dict, name: str, *, required: bool = False) -> str:
        value = said.get(name, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise DomainError(f"“{name}” is a text.", field=name)
        return value

    def person(self, said: dict, name: str, *, required: bool = False) -> Member | None:
        """The member whose id the body gives under `name`."""
        value = said.get(name)
        if value is None and not required:
            return None
        found = _by_id(Member.objects.active().select_related("role"), value)
        if found is None:
            raise DomainError(f"“{name}” is the id of somebody of the firm.", field=name)
        return found

    def one(self, approval: Approval) -> Response:
        """The round as it is now."""
        return Response(reading_of(read(readable(self.member).get(pk=approval.pk))))


def _by_id(rows, value):
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        return None
    return rows.filter(pk=value).first()


class ApprovalList(ApprovalsView):
    """GET: ?box=inbox|sent|decided|all with the filters of the page. POST: submit."""

    def get(self, request):
        box = request.query_params.get("box", "inbox")
        if box not in BOXES:
            raise DomainError("“box” is inbox, sent, decided or all.", field="box")
        rows = BOXES[box](self.member).select_related(*PEOPLE)
        if box == "all":
            rows = rows.order_by("-id")
        found = ApprovalFilter(request.query_params, rows, request=request._request)
        if not found.is_valid():
            field, errors = next(iter(found.errors.items()))
            raise DomainError(str(errors[0]), field=field)
        pages = Pages()
        page = pages.paginate_queryset(found.qs, request, view=self)
        return pages.get_paginated_response(ApprovalSerializer(page, many=True).data)

    def post(self, request):
        said = self.said("kind", "object_id", "to", "note", "due_on", "urgent", "arguments")
        key = self.text(said, "kind", required=True)
        if key not in KINDS:
            raise DomainError(f"“{key}” is nothing that can be submitted.", field="kind")
        object_id, arguments = said.get("object_id"), said.get("arguments", {})
        if not isinstance(object_id, int) or isinstance(object_id, bool) or not 0 < object_id < 2**63:
            raise DomainError("“object_id” is a number.", field="object_id")
        if not isinstance(arguments, dict):
            raise DomainError("“arguments” is an object.", field="arguments")
        obj = kind(key).get(object_id)
        if obj is None:
            raise Http404
        try:
            approval = services.submit(
                key,
                obj,
                by=self.member,
                to=self.person(said, "to"),
                note=self.text(said, "note"),
                due_on=_day(said.get("due_on")),
                urgent=said.get("urgent") is True,
                arguments=arguments,
            )
        except (KeyError, TypeError, ValueError):
            # What arguments an act takes is the kind's own matter; those of a program are anything.
            raise DomainError("The arguments do not fit this act.", field="arguments") from None
        response = self.one(approval)
        response.status_code = 201
        return response


def _day(value) -> datetime.date | None:
    if value in (None, ""):
        return None
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise DomainError("“due_on” is a date such as 2026-11-30.", field="due_on") from None


class ApprovalDetail(ApprovalsView):
    """GET: one round with its content and what changed in it."""

    def get(self, request, pk):
        return self.one(self.approval())


class ApprovalApprove(ApprovalsView):
    """POST {"seen": …}: approve the content whose hash was read."""

    def post(self, request, pk):
        approval = self.approval()
        seen = self.text(self.said("seen"), "seen", required=True)
        return self.one(services.approve(approval, by=self.member, seen=seen))


class ApprovalReturn(ApprovalsView):
    """POST {"note": …}: give it back."""

    def post(self, request, pk):
        approval = self.approval()
        return self.one(
            services.send_back(approval, by=self.member, note=self.text(self.said("note"), "note"))
        )


class ApprovalReassign(ApprovalsView):
    """POST {"to": id, "note": …}: let somebody else decide."""

    def post(self, request, pk):
        approval = self.approval()
        said = self.said("to", "note")
        to = self.person(said, "to", required=True)
        return self.one(services.reassign(approval, to=to, by=self.member, note=self.text(said, "note")))


class ApprovalWithdraw(ApprovalsView):
    """POST {}: take back what one sent."""

    def post(self, request, pk):
        approval = self.approval()
        self.said()
        return self.one(services.withdraw(approval, by=self.member))


approval_list = requires()(ApprovalList.as_view())
approval_detail = requires()(ApprovalDetail.as_view())
approval_approve = requires()(ApprovalApprove.as_view())
approval_return = requires()(ApprovalReturn.as_view())
approval_reassign = requires()(ApprovalReassign.as_view())
approval_withdraw = requires()(ApprovalWithdraw.as_view())
