"""Mail about clients' questions. Each may be delivered twice: the Message-ID is the same."""

from billing.services import questions
from practice.jobs import long_job


@long_job
def mail_question(*, firm_id: int, question_id: int) -> None:
    """Tell the responsible attorney of a client's question."""
    questions.deliver_question(firm_id, question_id)


@long_job
def mail_answer(*, firm_id: int, question_id: int) -> None:
    """Tell the client of the answer."""
    questions.deliver_answer(firm_id, question_id)
