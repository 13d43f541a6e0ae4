from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar_app", "0005_outline_of_days"),
        ("feeds", "0001_initial"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="etag",
            field=models.CharField(blank=True, default="", help_text="Tag of that text.", max_length=64),
        ),
        migrations.AddField(
            model_name="feed",
            name="version",
            field=models.CharField(
                blank=True, default="", help_text="Digest of what the last text was made of.", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="counter_declined_at",
            field=models.DateTimeField(
                help_text="When the firm declined the proposed time; empty while it is open.", null=True
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="counter_note",
            field=models.CharField(
                blank=True, default="", help_text="What they are told besides.", max_length=500
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="counter_told_at",
            field=models.DateTimeField(help_text="When the attendee was told of that.", null=True),
        ),
        migrations.AddField(
            model_name="synccollection",
            name="version",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Digest of what its list was made of when it was last compared; empty when it has to be compared.",
                max_length=64,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counter_declined_at", None), ("counter_told_at", None)),
                    models.Q(("counter_declined_at__isnull", False), ("proposed_start__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_declines_a_proposal",
            ),
        ),
    ]
