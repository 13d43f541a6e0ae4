"""The firm's matter templates."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from matters.forms.templates import TemplateForm
from matters.models import MatterTemplate
from matters.services.templates import save_template
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

FACTS = (
    "name", "practice_area", "caption", "matter_type", "stage", "fee_kind", "flat_amount", "contingency_percent", "budget",
    "budget_alert_percent", "court", "jurisdiction", "description", "tags", "ask_roles", "restricted", "is_active",
)  # fmt: skip


@requires(Perm.FIRM_SETTINGS)
@require_GET
def mtemplate_list(request: HttpRequest) -> HttpResponse:
    """GET: the firm's matter templates."""
    templates = MatterTemplate.objects.select_related("practice_area", "responsible").order_by(
        "-is_active", "practice_area__position", "name"
    )
    return render(request, "matters/template_list.html", {"templates": templates})


def _save(request: HttpRequest, template: MatterTemplate | None) -> HttpResponse:
    initial = {}
    if template:
        initial = {name: getattr(template, name) for name in FACTS}
        initial["responsible"], initial["supervising"] = template.responsible_id, template.supervising_id
        initial["team"] = [str(person.member_id) for person in template.people.all()]
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_template(template, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "mtemplate_list", toast=f"{saved.name} saved")
    context = {"form": form, "template": template, "events": audit.history_of(template) if template else []}
    return render(request, "matters/template_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def mtemplate_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new matter template."""
    return _save(request, None)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def mtemplate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a matter template, or take it out of use."""
    template = MatterTemplate.objects.filter(pk=pk).first()
    if template is None:
        raise Http404
    return _save(request, template)
