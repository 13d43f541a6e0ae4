from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0003_who_may_do_what"),
    ]

    operations = [
        migrations.AddField(
            model_name="firm",
            name="acceptance_check",
            field=models.CharField(
                choices=[
                    ("intake", "For matters that come through intake; warn for others"),
                    ("always", "For every matter"),
                    ("warn", "For none; warn only"),
                ],
                default="intake",
                max_length=10,
                verbose_name="demand a cleared conflict check before acceptance",
            ),
        ),
    ]
