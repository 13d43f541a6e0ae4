"""What the lists of workflows are narrowed by."""

from matters.models import Matter, PracticeArea
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, RelatedFilter, YesNoFilter
from workflows.models import Automation, MailDraft, Run
from workflows.queries.triggers import TRIGGERS


class ArchivedFilter(YesNoFilter):
    """Archived or not."""

    def narrow(self, qs, picked):
        return qs.exclude(archived_at=None) if picked.value else qs.filter(archived_at=None)


class TaskListFilter(ListFilterSet):
    area = RelatedFilter(
        "practice_area", label="Practice area", queryset=lambda r: PracticeArea.objects.all()
    )
    archived = ArchivedFilter("archived_at", label="Archived")


class AutomationFilter(ListFilterSet):
    on = YesNoFilter("is_on", label="Switched on")
    trigger = ChoiceFilter("trigger", label="When", choices=[(t.key, t.label) for t in TRIGGERS.values()])
    runs_as = MemberFilter("runs_as", label="Runs by")


class RunFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Run.State.choices)
    automation = RelatedFilter("automation", label="Automation", queryset=lambda r: Automation.objects.all())
    matter = RelatedFilter("matter", label="Matter", queryset=lambda r: Matter.objects.visible_to(r.member))
    started = DateFilter("created_at__date", label="Started")
    member = MemberFilter("member", label="Ran by")


class DraftFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=MailDraft.State.choices)
    owner = MemberFilter("owner", label="Sent by")
    matter = RelatedFilter("matter", label="Matter", queryset=lambda r: Matter.objects.visible_to(r.member))
