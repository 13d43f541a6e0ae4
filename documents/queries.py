"""Reads about documents and the links that show them."""

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from accounts.models import Member
from documents.models import DRAFTED, Document, ShareLink, Version
from supervision.models import Approval

# How a version stands, by the newest round about it. A new version has none, so it is a draft again.
DRAFT, IN_REVIEW, RETURNED, SIGNED_OFF = "draft", "in_review", "returned", "signed_off"
STATES = {"waiting": IN_REVIEW, "approved": SIGNED_OFF, "returned": RETURNED}
STATE_WORDS = {
    DRAFT: ("Draft", ""),
    IN_REVIEW: ("In review", "warn"),
    RETURNED: ("Returned", "warn"),
    SIGNED_OFF: ("Signed off", "ok"),
}


def with_round(versions: QuerySet[Version]) -> QuerySet[Version]:
    """`versions`, each with the state of the newest round about its sign-off: `round_state`, for `state_of`."""
    rounds = Approval.objects.filter(kind="document", object_id=OuterRef("pk")).order_by("-round")
    return versions.annotate(round_state=Subquery(rounds.values("state")[:1]))


def state_of(version: Version, document: Document) -> str:
    """DRAFT, IN_REVIEW, RETURNED or SIGNED_OFF; "" for a received paper that nobody was asked to sign off."""
    if "round_state" not in version.__dict__:
        version.round_state = with_round(Version.objects.filter(pk=version.pk)).values_list(
            "round_state", flat=True
        )[0]
    return STATES.get(version.round_state, DRAFT if document.needs_sign_off else "")


def in_states(documents: QuerySet[Document], states: list[str]) -> QuerySet[Document]:
    """`documents` whose newest version stands as one of `states` says."""
    rows = with_round(Version.objects.filter(document=OuterRef("pk"), number=OuterRef("latest")))
    asked = [state for state, name in STATES.items() if name in states]
    wanted = Q(newest_round__in=asked)
    if DRAFT in states:
        needed = Q(sign_off=True) | Q(sign_off=None, category__in=DRAFTED)
        wanted |= needed & (Q(newest_round=None) | ~Q(newest_round__in=list(STATES)))
    return documents.annotate(newest_round=Subquery(rows.values("round_state")[:1])).filter(wanted)


def newest() -> Prefetch:
    """Prefetch that gives each document its newest version (Document.newest) in one query."""
    rows = with_round(Version.objects.filter(number=F("document__latest"))).select_related("uploaded_by")
    return Prefetch("versions", queryset=rows, to_attr="newest_rows")


def versions_of(document: Document) -> list[Version]:
    """The versions of a document, newest first, with their state and who proofread them. Two queries."""
    rows = with_round(document.versions.all()).select_related("uploaded_by")
    return list(rows.prefetch_related("proofreads__member"))


def documents_of(matter, member: Member) -> QuerySet[Document]:
    """The documents of a matter outside the trash, latest changed first, with their newest versions."""
    found = Document.objects.visible_to(member).kept().filter(matter=matter)
    return found.select_related("created_by").prefetch_related(newest())


def document_or_404(member: Member, pk: int) -> Document:
    """The document with its matter, if the member may see it; one in the trash too."""
    found = Document.objects.visible_to(member).select_related(
        "matter__client", "matter__responsible", "matter__supervising", "created_by", "trashed_by"
    )
    document = found.filter(pk=pk).first()
    if document is None:
        raise Http404
    return document


def links_to(kind: str, object_id: int) -> list[ShareLink]:
    """The private links to one invoice or document: those that work first, newest first."""
    found = ShareLink.objects.filter(kind=kind, object_id=object_id).select_related(
        "contact", "version", "created_by", "revoked_by"
    )
    return sorted(found.order_by("-id"), key=lambda link: not link.is_open)
