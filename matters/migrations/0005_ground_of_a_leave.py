from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0004_stages_and_people_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="directconsent",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("lawyer", "Their lawyer consents"),
                    ("law", "A law or court order allows it"),
                    ("other_matter", "Our client: their lawyer is for another matter"),
                ],
                default="",
                help_text="Empty: the reason alone says it.",
                max_length=12,
            ),
        ),
    ]
