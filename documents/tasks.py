"""Jobs of documents. Each may be delivered twice."""

from documents.services import sharing, texts
from practice.jobs import firm_job, long_job


@firm_job
def read_text(version_id: int) -> None:
    """Read the text of an uploaded version, so that it is found."""
    texts.read_version(version_id)


@long_job
def mail_share(*, firm_id: int, approval_id: int) -> None:
    """Make the link of an approved share and mail it."""
    sharing.deliver(firm_id, approval_id)
