"""Controls of forms."""

from django import template
from django.utils.safestring import SafeString

from practice.fields import LOOK_BACK

register = template.Library()
CLASSES = {
    "checkbox": "ck",
    "select": "select",
    "selectmultiple": "select",
    "textarea": "ta",
    "radioselect": "rd",
}


@register.simple_tag
def widget(field, **attrs) -> SafeString:
    """A bound field's control with our class, `aria-describedby` for hint and error, and `aria-invalid`.

    Other attributes are passed on, underscores as hyphens: `{% widget form.q hx_get=url autofocus=True %}`.
    """
    own = field.field.widget
    kind = own.__class__.__name__.lower()
    cls = CLASSES.get(kind) or CLASSES.get(getattr(own, "input_type", "")) or "in"
    given = {k.rstrip("_").replace("_", "-"): v for k, v in attrs.items() if v not in (None, False, "")}
    classes = [cls, own.attrs.get("class", ""), given.pop("class", "")]
    described = [f"{field.auto_id}-hint"] if (field.help_text or given.pop("hint", None)) else []
    if field.errors:
        described.append(f"{field.auto_id}-error")
        given["aria-invalid"] = "true"
    given["class"] = " ".join(dict.fromkeys(" ".join(classes).split()))
    if kind == "textarea" and own.attrs.get("rows") == "10":  # Django's default is too tall for a narrative
        given.setdefault("rows", "3")
    given.setdefault("aria-describedby", " ".join(described) or None)
    return field.as_widget(attrs={k: v for k, v in given.items() if v is not None})


@register.filter
def kind(field) -> str:
    """The kind of a bound field's control: checkbox, select, textarea, radio, date, file, text, hidden …"""
    own = field.field.widget
    if own.is_hidden:
        return "hidden"
    name = own.__class__.__name__.lower()
    if name in ("checkboxselectmultiple", "radioselect"):
        return name
    if name == "dateinput" and own.input_type == "text":
        return "date"
    return getattr(own, "input_type", name)


@register.filter
def is_long(form) -> bool:
    """Whether a form has over five visible fields, so that its errors deserve a summary at the top."""
    return len(form.visible_fields()) > 5


@register.filter
def plans(field) -> bool:
    """Whether a date field asks for a day on which somebody will have something to do."""
    return field.name.rpartition("-")[2] not in LOOK_BACK
