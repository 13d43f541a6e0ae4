"""Forms by which the firm sets up its intake."""

from django import forms

from intake.forms.leads import _members, screeners
from intake.models import IntakeForm, LeadSource, Question, ScriptLine
from intake.queries.own_fields import takes_answers
from intake.services.forms import answers_of
from matters.models import PracticeArea
from practice.fields import AmountField

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class LinesField(forms.CharField):
    """A list, typed one a line."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class SourceForm(forms.Form):
    """Where leads come from."""

    name = forms.CharField(max_length=80)
    wants_referrer = forms.BooleanField(required=False, label="Ask who sent them")
    monthly_cost = AmountField(
        required=False, label="Cost a month", help_text="For the return in the source report."
    )
    is_active = forms.BooleanField(required=False, initial=True, label="In use")


class ClockForm(forms.Form):
    """When the response clock runs."""

    answer_minutes = forms.IntegerField(
        min_value=1, max_value=6000, label="Answer within, minutes", help_text="Of business time."
    )
    opens = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label="To", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    days = forms.TypedMultipleChoiceField(
        choices=list(enumerate(DAYS)), coerce=int, widget=forms.CheckboxSelectMultiple, label="Days"
    )


class IntakeFormForm(forms.Form):
    """A public form, without its questions."""

    name = forms.CharField(max_length=80, help_text="For the firm’s own use.")
    title = forms.CharField(max_length=120, label="Heading", help_text="What strangers read above the form.")
    intro = forms.CharField(
        max_length=4000, required=False, label="Introduction", widget=forms.Textarea(attrs={"rows": 3})
    )
    practice_area = forms.ModelChoiceField(None, required=False, empty_label="Not said")
    source = forms.ModelChoiceField(None, required=False, empty_label="Not said")
    hosts = LinesField(
        label="Web sites that may show it",
        help_text="One a line, such as www.example.com. Elsewhere it opens as a page.",
    )
    thanks = forms.CharField(
        max_length=2000, required=False, label="After sending", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Empty: the usual words. It always says that no attorney-client relationship is formed.",
    )  # fmt: skip
    acknowledge = forms.BooleanField(required=False, initial=True, label="Answer by e-mail at once")
    acknowledgment = forms.CharField(
        max_length=4000, required=False, label="Words of the e-mail", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Empty: the usual words. {firm} is the firm’s name.",
    )  # fmt: skip
    is_active = forms.BooleanField(
        required=False, label="On the web", help_text="Off: the address answers that there is nothing."
    )

    def __init__(self, *args, form: IntakeForm | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
        self.fields["source"].queryset = LeadSource.objects.filter(is_active=True)
        self.fields["owner"] = _members(
            screeners(), "Nobody: it waits for whoever is free", label="Owner of its leads"
        )
        if form is None:
            del self.fields["is_active"]
        self.order_fields(["name", "title", "intro", "practice_area", "source", "owner"])


class QuestionForm(forms.Form):
    """A question of a public form."""

    section = forms.CharField(max_length=80, required=False, help_text="The heading under which it stands.")
    label = forms.CharField(max_length=200, label="Question")
    hint = forms.CharField(max_length=300, required=False)
    kind = forms.ChoiceField(choices=Question.Kind, label="Answer")
    choices = LinesField(
        label="Answers to choose from", help_text="One a line. For one or several of several."
    )
    required = forms.BooleanField(required=False, label="Needed")
    target = forms.ChoiceField(choices=Question.Target, required=False, label="Where the answer goes")
    custom_field = forms.TypedChoiceField(
        coerce=int, required=False, empty_value=None, label="And into the firm’s own field"
    )
    show_if = forms.ModelChoiceField(None, required=False, empty_label="Always", label="Asked")
    show_values = LinesField(
        label="when the answer is", widget=forms.Textarea(attrs={"rows": 2}), help_text="One a line."
    )

    def __init__(self, *args, form: IntakeForm, question: Question | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        earlier = list(form.questions.all())
        if question is not None:
            earlier = [q for q in earlier if (q.position, q.pk) < (question.position, question.pk)]
        ids = [q.pk for q in earlier if answers_of(q)]
        self.fields["show_if"].queryset = Question.objects.filter(pk__in=ids)
        own = [("", "None"), *((str(field.pk), field.label) for field in takes_answers())]
        self.fields["custom_field"].choices = own
        if len(own) == 1:
            del self.fields["custom_field"]
        self.fields["show_if"].label_from_instance = lambda q: f"If “{q.label}” is …"


class ScriptForm(forms.Form):
    """A phone script, without its questions."""

    name = forms.CharField(max_length=80)
    practice_area = forms.ModelChoiceField(None, required=False, empty_label="Any")
    opening = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Say first"
    )
    closing = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Say last"
    )
    is_active = forms.BooleanField(required=False, initial=True, label="In use")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)


class LineForm(forms.Form):
    """A question of a script."""

    ask = forms.CharField(max_length=300, label="Ask")
    hint = forms.CharField(max_length=300, required=False, help_text="For whoever asks; it is not said.")
    kind = forms.ChoiceField(choices=ScriptLine.Kind, label="Answer")
    choices = LinesField(label="Answers to choose from", help_text="One a line.")
    target = forms.ChoiceField(choices=Question.Target, required=False, label="Where the answer goes")
