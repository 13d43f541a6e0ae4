"""Jobs of documents. Each may be delivered twice."""

from documents.services import sharing
from practice.jobs import long_job


@long_job
def mail_share(*, firm_id: int, approval_id: int) -> None:
    """Make the link of an approved share and mail it."""
    sharing.deliver(firm_id, approval_id)
