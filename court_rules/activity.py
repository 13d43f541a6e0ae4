"""How the acts on packs of rules and on closures of courts are said."""

from practice.phrases import Phrase

PACK, CLOSURE = "scale", "building-bank"
_PACK, _CLOSURE = "rule_pack_own", "court_closure_detail"
PHRASES: dict[str, Phrase] = {
    "rule_pack.created": Phrase("made the rule pack {object}", PACK, url_name=_PACK),
    "rule_pack.imported": Phrase("read the rule pack {object} from a file", "upload", url_name=_PACK),
    "rule_pack.drafted": Phrase("began the next version of {object}", "pencil", url_name=_PACK),
    "rule_pack.changed": Phrase("changed the draft of {object}", "pencil", url_name=_PACK),
    "rule_pack.discarded": Phrase("threw the draft of {object} away", "trash", url_name=_PACK),
    "rule_pack.rule_added": Phrase("added a rule to {object}: {rule}", "plus", url_name=_PACK),
    "rule_pack.rule_changed": Phrase("changed a rule of {object}: {rule}", "pencil", url_name=_PACK),
    "rule_pack.rule_removed": Phrase("took a rule out of {object}", "minus", url_name=_PACK),
    "rule_pack.example_added": Phrase("kept an example in {object}", "plus", url_name=_PACK),
    "rule_pack.example_removed": Phrase("took an example out of {object}", "minus", url_name=_PACK),
    "rule_pack.put_in_force": Phrase("put {object} in force", "check", url_name=_PACK),
    "rule_pack.archived": Phrase("put the rule pack {object} away", "archive", url_name=_PACK),
    "rule_pack.restored": Phrase("brought the rule pack {object} back", "arrow-back-up", url_name=_PACK),
    "court_closure.added": Phrase("entered the closure {object}, by {source}", CLOSURE, url_name=_CLOSURE),
    "court_closure.changed": Phrase("changed {changes} of the closure {object}", CLOSURE, url_name=_CLOSURE),
    "court_closure.confirmed": Phrase(
        "confirmed the closure {object}, which counts from then on", "check", url_name=_CLOSURE
    ),
    "court_closure.removed": Phrase("took the closure {object} back", "trash", url_name=_CLOSURE),
    "court_closure.restored": Phrase("brought the closure {object} back", "arrow-back-up", url_name=_CLOSURE),
}
