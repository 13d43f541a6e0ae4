"""Small files and short ways for the tests of imports. Figures are stated by hand."""

from accounts.models import Member
from exchange.models import ImportRun
from exchange.services import runs
from practice.scope import firm_scope
from supervision import services as approvals

LEDES_SAMPLE = (
    "LEDES1998B[]\r\n"
    "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE|"
    "INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT|"
    "LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|"
    "LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]\r\n"
    "{y}0225|96542|00711|0528|1684.45|{y}0101|{y}0131|For services rendered|1|F|2.00|-70|630|{y}0115|L510||A102|22547|"
    "Research Attorney's fees, Set off claim|24-6437381|350|Arnsley, Robert|PARTNR|423-987[]\r\n"
    "{y}0225|96542|00711|0528|1684.45|{y}0101|{y}0131|For services rendered|2|F|2.00|0|700|{y}0115|L510||A102|22547|"
    "Research attorney's fees, Trial pleading|24-6437381|350|Arnsley, Robert|PARTNR|423-987[]\r\n"
    "{y}0225|96542|00711|0528|1684.45|{y}0101|{y}0131|For services rendered|3|F|0.200|0|40|{y}0116|L510||A107|45875|"
    "Telephone conference with John Doe|24-6437381|200|Beaster, John|ASSOC|423-987[]\r\n"
    "{y}0225|96542|00711|0528|1684.45|{y}0101|{y}0131|For services rendered|4|E|1|0|24.95|{y}0117||E111|||Meals|"
    "24-6437381|24.95|||423-987[]\r\n"
    "{y}0225|96542|00711|0528|1684.45|{y}0101|{y}0131|For services rendered|5|E|1|0|289.5|{y}0117||E110|||"
    "Out-of_town travel|24-6437381|289.5|||423-987[]\r\n"
    "{y}0225|96543|00711|1326|1250|{y}0101|{y}0131|Monthly Retainer|6|IF|1|1250.|1250|{y}0131|||||Monthly Retainer Fee|"
    "24-6437381||||425-936[]\r\n"
    "{y}0225|96543|500|500.900|1250|{y}0101|{y}0131|Monthly Retainer|6|IF|1|1250.|1250|{y}0131|||||Monthly Retainer Fee|"
    "24-6437381||||425-936[]\r\n"
)


def ledes_sample(year: int = 1999) -> str:
    """The official sample file of LEDES 1998B, in another year on wish: work of 1999 is too old to be recorded."""
    return LEDES_SAMPLE.replace("{y}", str(year))


def fresh(member: Member) -> Member:
    """The member as a new request reads it."""
    return (
        Member.objects.select_related("role", "user", "firm").prefetch_related("licences").get(pk=member.pk)
    )


def csv_of(*lines: str) -> bytes:
    """A file of these lines in UTF-8."""
    return "".join(f"{line}\r\n" for line in lines).encode()


def checked(by: Member, kind: str, content: bytes, *, matter=None, options: dict | None = None) -> ImportRun:
    """A file uploaded and checked with the guessed columns."""
    by = fresh(by)
    run = runs.upload(by=by, kind=kind, filename=f"{kind}.csv", content=content, matter=matter)
    return runs.check(run, by=by, options=options or {})


def started(run: ImportRun, *, good_only: bool = False) -> ImportRun:
    """The run sent by its owner and approved by a second person, so that it is on its way."""
    sent = runs.send_for_approval(run, by=fresh(run.created_by), good_only=good_only)
    approvals.approve(sent, by=fresh(sent.assigned_to))
    return ImportRun.objects.select_related("job", "created_by").get(pk=run.pk)


def imported(run: ImportRun, *, good_only: bool = False) -> ImportRun:
    """The run approved and worked off, as the worker does it."""
    from exchange.tasks import run_import

    started(run, good_only=good_only)
    run_import(firm_id=run.firm_id, run_id=run.pk)
    with firm_scope(run.firm_id):
        return ImportRun.objects.select_related("job", "created_by").get(pk=run.pk)


def said(run: ImportRun) -> list[tuple[int, str, str]]:
    """(line, column, text) of each problem."""
    return [(e["line"], e["column"], e["text"]) for e in run.errors]
