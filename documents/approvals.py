"""What is decided about papers: sign-off, privilege, sharing with a client (supervision.kinds)."""

from accounts.permissions import Perm
from documents.models import Document, Version
from documents.services.review import change_privilege, check_privilege, check_signable, note_signed_off
from documents.services.sharing import carry_out_share, check_share, contact_of
from practice.exceptions import DomainError
from supervision.kinds import Kind


class VersionKind(Kind):
    """A decision about exactly one version."""

    model = "documents.Version"
    icon = "file-text"

    def get(self, object_id: int, *, lock: bool = False):
        rows = Version.objects.select_related(
            "document", "matter__client", "matter__responsible", "matter__supervising", "uploaded_by__role"
        )
        if lock:
            # A version never changes, and nobody has the right to lock one: its document stands for it.
            Document.objects.select_for_update(of=("self",)).filter(versions=object_id).first()
        return rows.filter(pk=object_id).first()

    def title(self, obj, arguments):
        return f"{obj.document.name}, version {obj.number}"

    def url(self, obj):
        return obj.document.get_absolute_url()

    def maker(self, obj, arguments):
        return obj.uploaded_by

    def fields(self, version: Version) -> dict:
        """The version in words, with the fingerprint of its bytes."""
        # As it is now, not as it was read when the version was.
        document = Document.objects.get(pk=version.document_id)
        return {
            "Matter": str(version.matter),
            "Document": document.name,
            "Category": document.get_category_display(),
            "Version": version.number,
            "File": version.filename,
            "SHA-256": version.sha256,
        }


class SignOff(VersionKind):
    """An attorney signs off legal work before it leaves the firm (Guideline 3(c); Model Rule 5.3)."""

    key, label, act = "document", "Document", "Sign off this version"
    decides = prepares = Perm.DOCUMENT_APPROVE

    def snapshot(self, obj, arguments):
        return {"fields": self.fields(obj), "rows": {}}

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_signable(obj)

    def on_approve(self, obj, approval, *, by):
        note_signed_off(obj, by=by)


class Sharing(VersionKind):
    """Share one version with a client: arguments {"contact": id, "days": n}. What staff propose an attorney decides."""

    key, label, act = "share", "Share", "Share this version with the client"
    decides, prepares = Perm.PORTAL_SHARE, Perm.PORTAL_SHARE
    reserved = True
    icon = "link"

    def title(self, obj, arguments):
        contact = contact_of(arguments)
        return f"{obj.document.name} for {contact.name if contact else 'nobody'}"

    def maker(self, obj, arguments):
        return None  # the sharing is decided, not the paper: whoever proposes it is its maker

    def may_decide(self, obj, by):
        return by.is_licensed and super().may_decide(obj, by)

    def snapshot(self, obj, arguments):
        contact = contact_of(arguments)
        said = {
            "For": contact.name if contact else None,
            "E-mail": contact.email if contact else None,
            "Works for": f"{arguments.get('days')} days",
        }
        return {"fields": {**said, **self.fields(obj)}, "rows": {}}

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_share(obj, arguments)

    def on_approve(self, obj, approval, *, by):
        carry_out_share(obj, approval, by=by)


class PrivilegeChange(Kind):
    """Mark a paper as privileged or not: arguments {"to": …, "reason": …}."""

    key, label, act, model = "privilege", "Privilege", "Change the privilege", "documents.Document"
    decides = prepares = Perm.DOCUMENT_APPROVE
    icon = "shield-lock"
    joins = ("matter__client", "matter__responsible", "matter__supervising", "created_by__role")

    def title(self, obj, arguments):
        return f"{obj.name}: {self._said(arguments)}"

    def _said(self, arguments: dict) -> str:
        return dict(Document.Privilege.choices).get(arguments.get("to", ""), "?").lower()

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Matter": str(obj.matter),
                "Document": obj.name,
                "Becomes": self._said(arguments),
                "Reason": arguments.get("reason", ""),
            },
            "rows": {},
        }

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_privilege(obj, arguments.get("to", ""))
        if not arguments.get("reason"):
            raise DomainError("Give a reason. It is kept in the history of the document.", field="reason")

    def on_approve(self, obj, approval, *, by):
        change_privilege(obj, approval, by=by)
