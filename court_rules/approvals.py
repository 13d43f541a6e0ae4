"""What is decided about court rules: that a version of a pack comes into force, that a closure counts (supervision.kinds)."""

from accounts.permissions import Perm
from court_rules import drafts
from court_rules.calendars import names
from court_rules.services import check_ready, enter_force, stand
from practice.exceptions import DomainError
from supervision.kinds import Kind


class PackVersion(Kind):
    """A version of a firm's pack, whole: each rule, event, way of service and example as it is written."""

    key, label, act, model = (
        "rule_pack",
        "Rule pack",
        "Bring the version into force",
        "court_rules.FirmPackVersion",
    )
    decides, prepares = Perm.SETTINGS_RULE_PACKS, Perm.SETTINGS_RULE_PACKS
    joins = ("pack", "author__role", "changed_by__role")
    icon = "scale"

    def title(self, obj, arguments):
        return f"{obj.pack.name}, version {obj.number}"

    def snapshot(self, obj, arguments):
        content = obj.content
        rows = {
            label: {one["key"]: drafts.to_yaml(one).strip() for one in content.get(name, ())}
            for name, label in (
                ("rules", "Rules"), ("triggers", "Events"), ("service", "Ways of service"), ("choices", "Choices"),
            )
        }  # fmt: skip
        rows["Examples"] = {
            f"{number}. {test['rule']}": drafts.to_yaml(test).strip()
            for number, test in enumerate(content.get("tests", ()), 1)
        }
        return {
            "fields": {
                "Pack": obj.pack.name,
                "Key": obj.pack.key,
                "Version": obj.number,
                "Calendar": obj.pack.jurisdiction,
                "Holds from": obj.effective_from,
                "What is new": obj.note,
                "Note": obj.pack.note,
                "Uses": content.get("uses", ""),
                "Computation": drafts.to_yaml(content["computation"]).strip()
                if "computation" in content
                else "",
            },
            "rows": {label: found for label, found in rows.items() if found},
        }

    def maker(self, obj, arguments):
        return obj.changed_by or obj.author

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_ready(obj)

    def on_approve(self, obj, approval, *, by):
        enter_force(obj, approval, by=by)


class Closure(Kind):
    """Courts that are closed by order: from then on periods are counted without those days."""

    key, label, act, model = (
        "court_closure",
        "Court closure",
        "Confirm the closure",
        "court_rules.CourtClosure",
    )
    decides, prepares = Perm.SETTINGS_RULE_PACKS, Perm.SETTINGS_RULE_PACKS
    joins = ("created_by__role",)
    batch = True
    icon = "building-bank"

    def title(self, obj, arguments):
        return f"{obj.name}, {obj.starts_on:%b} {obj.starts_on.day}, {obj.starts_on.year}"

    def url(self, obj):
        return obj.get_absolute_url()

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Courts": names().get(obj.jurisdiction, obj.jurisdiction),
                "Court": obj.court or "All of them",
                "Why": obj.name,
                "First day": obj.starts_on,
                "Last day": obj.ends_on,
                "Order": obj.source,
            },
            "rows": {},
        }

    def maker(self, obj, arguments):
        return obj.created_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        if obj.confirmed_at is not None:
            raise DomainError("The closure is confirmed already.")
        if obj.removed_at is not None:
            raise DomainError("The closure was taken back.")

    def on_approve(self, obj, approval, *, by):
        stand(obj, approval, by=by)
