"""The rows of an import that could not be read, as a file to correct."""

import csv
import io

from accounts.models import Member
from exchange.models import ImportRun
from exchange.services.runs import plan_of
from practice.exports import safe_text


def error_file(run: ImportRun, by: Member) -> bytes:
    """The bad rows as they stand in the file, with the columns “line” and “problem” after them, as CSV.

    Corrected, it can be uploaded itself: the two columns are left out then. Cells that a spreadsheet would take for a
    formula are disarmed (practice.exports).
    """
    plan = plan_of(run, by)
    words: dict[int, list[str]] = {}
    for problem in plan.problems:
        where = f"{problem.column}: " if problem.column else ""
        words.setdefault(problem.line, []).append(f"{where}{problem.text}")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_text(heading) for heading in [*plan.headings, "line", "problem"]])
    width = len(plan.headings)
    for line in sorted({*plan.bad, *words}):
        cells = [*plan.bad.get(line, []), *[""] * width]
        cells = cells[: max(width, len(plan.bad.get(line, [])))]
        writer.writerow([safe_text(cell) for cell in [*cells, str(line), " ".join(words.get(line, []))]])
    return text.getvalue().encode("utf-8-sig")
