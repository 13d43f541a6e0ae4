"""How acts that begin at a report are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {
    "time.reclassified": Phrase(
        "changed the nature of {object} from {nature_before} to {nature}", "category"
    ),
    "time.kept_as_legal": Phrase("kept {object} as legal work", "gavel", hidden=True),
    "time.suggested_again": Phrase("let {object} be suggested again", "rotate", hidden=True),
}
