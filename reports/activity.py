"""How acts that begin at a report are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "report_assumptions.changed": Phrase("changed {changes} of the reports", "chart-bar"),
    "supervision_report.made": Phrase("the supervision report of {attorney} is ready", "report"),
    "supervision_report.downloaded": Phrase("took the supervision report of {object} as a file", "download"),
    "time.reclassified": Phrase(
        "changed the nature of {object} from {nature_before} to {nature}", "category"
    ),
    "time.kept_as_legal": Phrase("kept {object} as legal work", "gavel", hidden=True),
    "time.suggested_again": Phrase("let {object} be suggested again", "rotate", hidden=True),
}
