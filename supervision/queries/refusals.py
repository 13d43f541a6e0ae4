"""What somebody who was refused may send, and to whom: the act itself where it can be proposed, else a request in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import RESERVED, Level, Perm, act_of
from accounts.queries import NAMED, Helper, away, people_who_can
from accounts.sudo import page_of
from practice.exceptions import DomainError, Proposal, Refused
from supervision.kinds import KINDS, MAY, Kind, kind
from supervision.models import Approval
from supervision.queries.approvals import newest
from supervision.tokens import sign_arguments

ASK = "ask"


@dataclass(frozen=True)
class Offer:
    """The form of a refusal. `waiting` is a round that waits already: then there is nothing to send."""

    act: str
    url: str = ""
    people: list[Helper] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    wants_words: bool = False  # a request says what is wanted; of a proposal the object itself says it
    waiting: Approval | None = None
    lend_url: str = ""  # where an attorney is asked to lend the power, when the role leaves that open


def offer(request: HttpRequest, refused: Refused) -> Offer | None:
    """What the member of `request` may send instead of the act that was refused, or None."""
    member = request.member
    if member is None or getattr(request, "preview_role", None):
        return None
    found = _proposal(request, refused)
    if found is not None:
        return found
    if not refused.perm:
        return None
    perm = Perm(refused.perm)
    matter = _matter(request, refused)
    people = _people(refused, perm, matter, member)
    if not people:
        return None
    fields: dict[str, object] = {"power": perm.value, "path": page_of(request)[:500]}
    if matter is not None:
        fields["matter"] = matter.pk
    lend_url = lend_url_of(member, perm, matter) if matter is not None else ""
    return Offer(act_of(perm), reverse("refusal_ask"), people, fields, wants_words=True, lend_url=lend_url)


def _people(refused: Refused, perm: Perm, matter, member: Member) -> list[Helper]:
    """Everybody who can; those whom the refusal names, when it asked about the same matter and left nobody out."""
    told = list(refused.people)
    if 0 < len(told) < NAMED and refused.matter_id == (matter.pk if matter is not None else None):
        return told
    return people_who_can(perm, matter=matter, without=[member.pk], limit=None)


def lend_url_of(member: Member, perm: Perm, matter) -> str:
    """Where the member asks an attorney to lend them `perm` on `matter`; "" when it cannot be lent or is theirs there."""
    open_level = member.powers.level(perm) in (Level.DELEGATED, Level.ASSIGNED)
    if perm in RESERVED or not open_level or import_string(MAY)(member, perm, matter):
        return ""
    return f"{reverse('delegation_ask')}?{urlencode({'matter': matter.pk, 'power': perm.value})}"


def _proposal(request: HttpRequest, refused: Refused) -> Offer | None:
    """The act as a kind of approval: what the refusal proposes, else what the page's object can be submitted as."""
    given = refused.proposal
    if given is not None:
        of = kind(given.kind)
        obj = of.get(given.object_id)
        if obj is None:
            return None
        return _offer_of(of, obj, given, request.member)
    for of, shown in _objects(request, refused.perm):
        found = _offer_of(of, shown, Proposal(of.key, shown.pk), request.member)
        if found is not None:
            return found
    return None


def _offer_of(of: Kind, obj, proposal: Proposal, member) -> Offer | None:
    last = newest(of.key, obj)
    if last is not None and last.state == Approval.State.WAITING:
        return Offer(of.act, waiting=last)
    try:
        of.check_submit(obj, proposal.arguments, member)
        of.snapshot(obj, proposal.arguments)
    except (DomainError, KeyError):  # not theirs to prepare, not ready, or an act that needs particulars
        return None
    gone = away()
    people = [
        Helper(m.pk, m.name, m.shown_title, str(gone[m.pk]) if m.pk in gone else "")
        for m in of.deciders(obj)
        if m.pk != member.pk
    ]
    if not people:
        return None
    people.sort(key=lambda person: bool(person.away))
    token = sign_arguments(of.key, obj.pk, proposal.arguments)
    return Offer(
        of.act, reverse("approval_submit", args=[of.key, obj.pk]), people, {"with": token} if token else {}
    )


def _objects(request: HttpRequest, perm: str | None = None) -> Iterator[tuple[Kind, Model]]:
    """(kind, object) for each kind, of those that `perm` decides when given, whose object the request's address is about.

    Each is read when it is its turn, and once a request.
    """
    match = getattr(request, "resolver_match", None)
    ids = [value for value in match.kwargs.values() if isinstance(value, int)] if match else []
    known = vars(request).setdefault("_refused_objects", {})
    for of in (kind(key) for key in KINDS if key != ASK):
        if perm is not None and of.decides != perm:
            continue
        for pk in ids:
            if (of.key, pk) not in known:
                obj = of.get(pk) if _may_be(of, pk, request.path) else None
                known[of.key, pk] = obj if obj is not None and _is_of(of, obj, request) else None
            if known[of.key, pk] is not None:
                yield of, known[of.key, pk]


def _may_be(of: Kind, pk: int, path: str) -> bool:
    """Whether the page of the object `pk` can be at `path`: most addresses follow from the id, without reading the object."""
    try:
        url = of.url(apps.get_model(of.model)(pk=pk))
    except (
        NoReverseMatch,
        ObjectDoesNotExist,
        AttributeError,
    ):  # the address is that of something it hangs on
        return True
    return bool(url) and path.startswith(url)


def _is_of(of: Kind, obj, request: HttpRequest) -> bool:
    url = of.url(obj)
    return bool(url) and request.path.startswith(url)


def _matter(request: HttpRequest, refused: Refused):
    """The matter that the refused act is about, as far as the member sees it: then only people who see it are named."""
    matters = apps.get_model("matters.Matter").objects.visible_to(request.member)
    if refused.matter_id:
        return matters.filter(pk=refused.matter_id).first()
    match = getattr(request, "resolver_match", None)
    if match and request.path.startswith("/matters/") and isinstance(match.kwargs.get("pk"), int):
        found = matters.filter(pk=match.kwargs["pk"]).first()
        if found is not None:
            return found
    return next((of.matter_of(obj) for of, obj in _objects(request)), None)
