"""What kinds of tasks a firm has, and the lowest role that may do each."""

from django.db import models
from django.urls import reverse

from practice.models import FirmForeignKey, FirmModel

# From below; everybody may do what a role before theirs may do. An administrator counts as a legal secretary, and so does
# nobody's lapsed licence as an attorney's (queries.suits has the same order in Python, models.tasks in SQL).
LOWEST = [
    ("freelancer", "Anyone, freelancers included"),
    ("legal_secretary", "Legal secretary"),
    ("legal_assistant", "Legal assistant"),
    ("paralegal", "Paralegal"),
    ("attorney", "Attorney"),
]


class TaskType(FirmModel):
    """A kind of task: what it needs, the lowest role that may do it, and whether an attorney looks at the result."""

    class Nature(models.TextChoices):
        LEGAL = "legal", "Legal"
        SUBSTANTIVE = "substantive", "Substantive"
        ADMINISTRATIVE = "administrative", "Administrative"

    name = models.CharField(max_length=60)
    nature = models.CharField(max_length=16, choices=Nature, default=Nature.SUBSTANTIVE)
    lowest = models.CharField("lowest role", max_length=20, choices=LOWEST, default="legal_secretary")
    reviewed = models.BooleanField(
        "an attorney accepts the result",
        default=False,
        help_text="What anybody but a licensed attorney does is done when an attorney has accepted it.",
    )
    estimate_seconds = models.PositiveIntegerField(null=True, blank=True, help_text="Usual time.")
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "name"], name="task_type_once"),
            models.CheckConstraint(
                condition=models.Q(lowest__in=[name for name, _ in LOWEST]), name="task_type_lowest_known"
            ),
            # Legal work is an attorney's (Model Rule 5.5; Model Guidelines, Guideline 3), substantive work at least a paralegal's.
            models.CheckConstraint(
                condition=~models.Q(nature="legal") | models.Q(lowest="attorney"),
                name="task_type_legal_by_attorney",
            ),
            models.CheckConstraint(
                condition=~models.Q(nature="substantive") | models.Q(lowest__in=["paralegal", "attorney"]),
                name="task_type_substantive_by_paralegal",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("task_type_edit", args=[self.pk])
