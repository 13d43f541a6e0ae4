"""Forms about paralegals' qualifications, courses, and the firm's rule."""

from decimal import Decimal

from django import forms

from accounts.models import EducationCourse, EducationRule, Qualification
from practice.fields import DayField


class QualificationForm(forms.Form):
    """What qualifies a paralegal."""

    kind = forms.ChoiceField(choices=[("", "Choose"), *Qualification.Kind.choices])
    issuer = forms.CharField(
        label="Issued by", max_length=150, help_text="The school, or the attorney who declared."
    )
    issued_on = DayField(label="Issued on")
    reference = forms.CharField(
        label="Where the paper is", required=False, max_length=200, help_text="A file, a drawer, a link."
    )
    note = forms.CharField(required=False, max_length=300)


class CourseForm(forms.Form):
    """A course of continuing education."""

    title = forms.CharField(max_length=200)
    provider = forms.CharField(max_length=150)
    taken_on = DayField(label="Taken on")
    hours = forms.DecimalField(min_value=Decimal("0.25"), max_value=Decimal(100), decimal_places=2)
    subject = forms.ChoiceField(choices=EducationCourse.Subject.choices, widget=forms.RadioSelect)
    certificate = forms.CharField(
        required=False, max_length=200, help_text="Its number, or where it is kept."
    )


class EducationRuleForm(forms.Form):
    """What the firm asks for in each period."""

    is_required = forms.BooleanField(
        label="Ask paralegals for continuing education",
        required=False,
        help_text="Off: courses are kept, and nobody is warned.",
    )
    ethics_hours = forms.DecimalField(label="Hours of ethics", min_value=0, max_value=200, decimal_places=2)
    general_hours = forms.DecimalField(label="Hours of law", min_value=0, max_value=200, decimal_places=2)
    months = forms.IntegerField(label="Months in a period", min_value=1, max_value=120)
    starts_on = DayField(
        label="A period began on", help_text="The others follow from it. California: January 1, 2007."
    )
    citation = forms.CharField(max_length=120, help_text="The rule that asks for it.")

    def __init__(self, *args, rule: EducationRule, **kwargs):
        kwargs.setdefault("initial", {name: getattr(rule, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
