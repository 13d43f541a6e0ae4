import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0002_who_may_do_what"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="auditevent",
            name="practice_auditevent_matter_ix",
        ),
        migrations.AddField(
            model_name="firm",
            name="assistants_substantive",
            field=models.BooleanField(
                default=False,
                help_text="Trained legal assistants work as paralegals do: their time is substantive, and billable with an attorney’s consent.",
                verbose_name="our legal assistants do substantive work",
            ),
        ),
        migrations.AddField(
            model_name="firm",
            name="idle_minutes",
            field=models.PositiveSmallIntegerField(
                default=30, help_text="Minutes without activity after which people are signed out."
            ),
        ),
        migrations.AddField(
            model_name="firm",
            name="session_hours",
            field=models.PositiveSmallIntegerField(
                default=12, help_text="Hours after which people sign in again, active or not."
            ),
        ),
        migrations.AddField(
            model_name="firm",
            name="sso_domains",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=190),
                blank=True,
                default=list,
                help_text="Confirmed e-mail domains.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="firm",
            name="sso_name",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="firm",
            name="sso_provider",
            field=models.CharField(blank=True, help_text="Its id while it is on.", max_length=60),
        ),
        migrations.AddField(
            model_name="firm",
            name="sso_required",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["firm", "matter", "-id"], name="audit_of_matter"),
        ),
    ]
