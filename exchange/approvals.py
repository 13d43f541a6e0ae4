"""What is decided about imports: that a checked file is taken over (supervision.kinds)."""

from accounts.permissions import Perm
from billing.durations import hours_of
from exchange.fields import by_name
from exchange.services.runs import begin, check_ready
from practice.exceptions import DomainError, Refused
from supervision.kinds import Kind


class Importing(Kind):
    """Another who may import, or a partner, approves what the check found: arguments {"good_only": bool}.

    What the file holds stays closed, as its owner may see matters that the second person may not: figures, columns and
    fingerprint are approved.
    """

    key, label, act, model = "import", "Import", "Import the file", "exchange.ImportRun"
    decides, prepares = Perm.DATA_IMPORT, Perm.DATA_IMPORT
    second_person = True
    icon = "file-upload"
    joins = ("matter", "created_by__role")

    def title(self, obj, arguments):
        return f"{obj.get_kind_display()}: {obj.filename}"

    def url(self, obj):
        return ""  # only its owner opens a run

    def maker(self, obj, arguments):
        return obj.created_by

    def wants_second_person(self) -> bool:
        """An attorney who is the only one that may decide goes on alone, and the log says so."""
        return len(self.deciders(None)) > 1

    def may_decide(self, obj, by):
        return by.can(Perm.DATA_IMPORT) or (by.is_partner and by.is_licensed)

    def snapshot(self, obj, arguments):
        totals = obj.totals
        good = totals.get("good") or {}
        fields = {
            "File": obj.filename,
            "Holds": obj.get_kind_display(),
            "Bytes": obj.size,
            "SHA-256": obj.sha256,
            "Rows in the file": obj.rows,
            "To be imported": obj.good,
            "With problems": obj.bad,
            "Rows with problems": "left out" if arguments.get("good_only") else "none",
        }
        if obj.matter is not None:
            fields["Matter"] = str(obj.matter)
        if good.get("seconds"):
            fields["Hours"] = f"{hours_of(good['seconds'])}"
        if totals.get("made_amount"):
            fields["Amount here"] = totals["made_amount"]
        labels = {name: spec.label for name, spec in by_name(obj.kind).items()} if obj.mapping else {}
        options = {name: value for name, value in obj.options.items() if name != "good_only"}
        return {
            "fields": fields,
            "rows": {
                "Columns": {heading: labels.get(name, name) for heading, name in obj.mapping.items()},
                "Choices": {name.replace("_", " "): str(value) for name, value in options.items()},
            },
        }

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        if by.pk != obj.created_by_id:
            raise Refused(f"{obj.created_by.name} took this file in and sends it.", who=[obj.created_by.name])
        if all(member.pk == by.pk for member in self.deciders(obj)):
            raise DomainError(
                "Nobody else may approve an import. A partner, or another who may import, is needed."
            )
        check_ready(obj, good_only=bool(arguments.get("good_only")))

    def on_approve(self, obj, approval, *, by):
        begin(obj, approval)
