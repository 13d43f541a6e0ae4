"""Opening and changing matters; the list is in matters/lists/matters.py."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.queries import refusal
from custom_fields.forms import CustomFieldsForm
from matters import services
from matters.boards import MatterBoard, MatterTimeline
from matters.forms import FeeForm, MatterEditForm, MatterForm
from matters.lists.matters import MatterList
from matters.models import Contact, FeeArrangement, MatterTemplate
from matters.queries.access import ensure_on, may, may_prepare_on
from matters.services.matters import INLINE_FIELDS
from matters.services.templates import caption_of, starting_values
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

matter_list = MatterList.as_view()
matter_board = MatterBoard.as_view()
matter_timeline = MatterTimeline.as_view()


@requires()
@require_http_methods(["GET", "POST"])
def matter_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?client=, ?name= fill it), POST: a new matter, with a new client when one was typed."""
    member = request.member
    if not member.powers.may_prepare(Perm.MATTER_CREATE_PENDING):
        raise refusal(member, Perm.MATTER_CREATE_PENDING)
    initial = {"name": request.GET.get("name", "")[:200]}
    client = request.GET.get("client", "")
    if client.isdecimal() and len(client) < 19:
        initial["client"] = Contact.objects.visible_to(member).filter(pk=int(client)).first()
    templates = list(MatterTemplate.objects.filter(is_active=True, practice_area__is_active=True))
    asked = request.POST.get("template") or request.GET.get("template") or ""
    template = next((t for t in templates if str(t.pk) == asked), None)
    if template is not None:
        initial |= starting_values(template)
    form = MatterForm(request.POST or None, member=member, initial=initial, template=template)
    custom = _custom_of_new(request, form)
    if request.method == "POST" and all([form.is_valid(), custom.is_valid()]):
        try:
            matter = _open(form, member, custom, template)
        except DomainError as error:
            put_error(form, error)
        else:
            waits = "" if matter.state == "open" else ". An attorney accepts it next"
            return redirect_to(request, matter, toast=f"{matter.number} opened{waits}")
    return render(
        request,
        "matters/matter_create.html",
        {"form": form, "custom": custom, "templates": templates, "template": template},
        status=INVALID if form.errors or custom.errors else 200,
    )


def _custom_of_new(request: HttpRequest, form: MatterForm) -> CustomFieldsForm:
    """The firm's own fields of a new matter: those of all matters, and those of the practice area that is chosen."""
    text = str(form["practice_area"].value() or "")
    area = int(text) if text.isdecimal() and len(text) < 19 else None
    data = request.POST if request.method == "POST" else None
    return CustomFieldsForm(data, host="matter", member=request.member, area=area).reloading()


@transaction.atomic
def _open(form: MatterForm, member, custom: CustomFieldsForm, template: MatterTemplate | None):
    data = form.cleaned_data
    new_client = form.new_client()
    client = services.create_contact(by=member, **new_client) if new_client else data["client"]
    plain = (
        "description", "court", "case_number", "client_reference", "budget", "restricted", "matter_type", "department",
        "judge", "jurisdiction", "tags", "originating", "office", "limitation_on", "limitation_basis",
    )  # fmt: skip
    named = form.parties()
    name = data["name"]
    if not name and template is not None:
        opposing = next((c.name if c else new for role, c, new in named if role == "opposing_party"), "")
        name = caption_of(template, client=client.name, opposing=opposing)
    further = {}
    if template is not None:
        further = {"stage": _stage_of(template, data), "budget_alert_percent": template.budget_alert_percent}
    matter = services.create_matter(
        by=member,
        client=client,
        practice_area=data["practice_area"],
        name=name,
        responsible=data["responsible"],
        supervising=data["supervising"],
        team=data["team"],
        fee=form.fee(),
        **{key: data[key] for key in plain if key in data},
        **further,
    )
    for role, contact, new in named:
        kind = {"kind": Contact.Kind.PERSON, "name": new, "last_name": new.rpartition(" ")[2]}
        contact = contact or services.create_contact(by=member, **kind, first_name=new.rpartition(" ")[0])
        services.add_party(matter, by=member, contact=contact, role=role)
    matter = custom.save(matter, new=True)
    # Accepted last, so that the decision is about all that was typed.
    return services.accept_matter(matter, by=member) if data.get("accept") else matter


def _stage_of(template: MatterTemplate, data: dict):
    same = template.stage is not None and template.stage.practice_area_id == data["practice_area"].pk
    return template.stage if same else None


@requires(Perm.MATTER_EDIT)
@require_http_methods(["GET", "POST"])
def matter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a matter."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.MATTER_EDIT, matter)
    names = (
        "name",
        "description",
        "court",
        "department",
        "judge",
        "jurisdiction",
        "matter_type",
        "tags",
        "office",
        "case_number",
        "client_reference",
        "budget",
        "client",
        "practice_area",
    )
    form = MatterEditForm(
        request.POST or None,
        member=request.member,
        matter=matter,
        initial={n: getattr(matter, n) for n in names} | {"originating": matter.originating_id},
    )
    data = request.POST if request.method == "POST" else None
    custom = CustomFieldsForm(data, host="matter", member=request.member, obj=matter)
    if request.method == "POST" and all([form.is_valid(), custom.is_valid()]):
        try:
            _edit(matter, form, custom, request.member)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, matter, toast="Matter saved")
    context = {
        "matter": matter,
        "tab": "overview",
        "form": form,
        "heading": "Edit matter",
        "verb": "Save matter",
        "custom": custom,
    }
    status = INVALID if form.errors or custom.errors else 200
    return render(request, "matters/matter_form_tab.html", context, status=status)


@transaction.atomic
def _edit(matter, form: MatterEditForm, custom: CustomFieldsForm, member) -> None:
    changed = services.edit_matter(matter, by=member, **form.cleaned_data)
    # Another practice area has other fields: what was typed for the old ones is not put into the new.
    if changed.practice_area_id == matter.practice_area_id:
        custom.save(changed)


@requires()
@require_http_methods(["GET", "POST"])
def matter_fee(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form with earlier arrangements, POST: new terms from a day on; staff propose them to an attorney."""
    matter = matter_or_404(request, pk)
    sets = may(request.member, Perm.FEE_SET, matter)
    if not sets and not may_prepare_on(request.member, Perm.ENGAGEMENT_DRAFT, matter):
        raise refusal(request.member, Perm.FEE_SET)
    known = list(FeeArrangement.objects.filter(matter=matter).select_related("set_by", "proposed_by"))
    proposed = next((fee for fee in known if fee.state == FeeArrangement.State.PROPOSED), None)
    last = proposed or next((fee for fee in known if fee.state == FeeArrangement.State.IN_FORCE), None)
    names = ["kind", "flat_amount", "contingency_percent", "payment_terms_days"]
    names += ["signed_on", "note"] if proposed else []
    initial = {n: getattr(last, n) for n in names} if last else {}
    form = FeeForm(request.POST or None, initial=initial | {"effective_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        act = services.set_fee if sets else services.propose_fee
        try:
            act(matter, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, matter, toast="Fee set" if sets else "Terms proposed")
    context = {
        "matter": matter,
        "tab": "overview",
        "form": form,
        "heading": "Fee" if sets else "Propose a fee",
        "verb": "Set fee" if sets else "Propose terms",
        "known": known,
        "proposed": proposed,
    }
    return render(request, "matters/matter_form_tab.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_EDIT)
@require_http_methods(["GET", "POST"])
def matter_field(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Inline edit of one field: GET at rest, GET ?edit=1 the editor, POST saves; 409 when somebody was faster."""
    if field not in INLINE_FIELDS:
        raise Http404
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.MATTER_EDIT, matter)
    now = getattr(matter, field)
    label = matter._meta.get_field(field).verbose_name.capitalize()
    context = {
        "id": f"f-{field}",
        "url": request.path,
        "name": "value",
        "label": label,
        "value": now,
        "display": now,
        "version": now,
        "state": "edit" if request.GET.get("edit") else "",
        "error": "",
        "cls": "",
    }
    status = 200
    if request.method == "POST":
        typed, seen = request.POST.get("value", ""), request.POST.get("version", now)
        if seen != now and typed != now:
            who = _last_editor(matter, field)
            context |= {"state": "conflict", "value": typed, "theirs": now, "by": who, "version": now}
            return render(request, "ui/inline_edit.html", context, status=409)
        try:
            matter = services.set_field(matter, by=request.member, field=field, value=typed)
        except Refused:
            raise
        except DomainError as error:
            context |= {"state": "edit", "error": error.message, "value": typed}
            status = INVALID
        else:
            if not request.htmx:
                return redirect_to(request, matter, toast=f"{label} saved")
            value = getattr(matter, field)
            context |= {"state": "saved", "value": value, "display": value, "version": value}
    return render(request, "ui/inline_edit.html", context, status=status)


def _last_editor(matter, field: str) -> str:
    event = next((e for e in audit.history_of(matter, limit=20) if field in e.changes), None)
    return event.actor_name if event else "Somebody"


@requires(Perm.MATTER_VIEW)
@require_POST
def matter_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: keep the matter in the sidebar, or take it out."""
    matter = matter_or_404(request, pk)
    kept = services.pin(matter, by=request.member)
    return redirect_to(
        request,
        next_url(request, matter.get_absolute_url()),
        toast="Pinned to the sidebar" if kept else "Unpinned",
    )
