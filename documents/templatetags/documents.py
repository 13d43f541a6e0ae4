"""`{% load documents %}`: the section of private links, for pages of what links can show."""

from django import template

from documents.models import ShareLink
from documents.queries import links_to
from documents.services.links import PERMS
from matters.queries.access import may

register = template.Library()


@register.inclusion_tag("documents/_links.html", takes_context=True)
def share_links(context, kind: str, obj):
    """The links to an invoice or document: for whom, until when, how often viewed; revoke and new. Two queries at most."""
    kind = ShareLink.Kind(kind)
    member = context["member"]
    return {
        "kind": kind.value,
        "object": obj,
        "links": links_to(kind, obj.pk),
        "may_share": may(member, PERMS[kind], obj.matter) and not getattr(obj, "trashed_at", None),
        "csrf_token": context.get("csrf_token"),
        "here": context["request"].get_full_path(),
    }
