import booking.models.pages
import django.contrib.postgres.fields
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("booking", "0002_taken_out_of_a_poll"),
        ("calendar_app", "0005_outline_of_days"),
        ("conflicts", "0001_initial"),
        ("intake", "0003_columns_nothing_reads"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="said_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                help_text="When the visitor was last told the time: booked, moved or reminded.",
            ),
        ),
        migrations.AddField(
            model_name="bookingpage",
            name="reminds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                default=booking.models.pages.usual_reminds,
                help_text="Hours before it at which the visitor is reminded by mail.",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    ("told_at__isnull", False),
                    _connector="OR",
                ),
                name="booking_confirmed_is_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookingpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminds__len__lte", 4)), name="booking_page_reminds_at_most"
            ),
        ),
    ]
