"""`{% load documents %}`: the section of private links, for pages of what links can show."""

from django import template

from documents.models import ShareLink
from documents.queries import STATE_WORDS, links_to, state_of
from documents.services.links import PERMS
from matters.queries.access import may, may_prepare_on

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
        "may_propose": may_prepare_on(member, PERMS[kind], obj.matter)
        and not getattr(obj, "trashed_at", None),
        "proposed": obj.newest if kind == ShareLink.Kind.DOCUMENT else None,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "here": context["request"].get_full_path(),
    }


@register.inclusion_tag("documents/_sign_off.html")
def sign_off_state(version, document) -> dict:
    """How a version stands with its sign-off: draft, in review, returned, signed off; nothing for received papers."""
    words, tone = STATE_WORDS.get(state_of(version, document), ("", ""))
    return {"words": words, "tone": tone}
