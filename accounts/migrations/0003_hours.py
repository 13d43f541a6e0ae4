import django.db.models.deletion
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="office",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="practice.office",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="office",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="practice.office",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="time_zone",
            field=models.CharField(
                blank=True,
                help_text="Where the member is. Empty: as the office, else as the firm.",
                max_length=64,
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["firm", "office"], name="accounts_invitation_office_ix"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["firm", "office"], name="accounts_member_office_ix"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=practice.constraints.SameFirm(field="office", name="accounts_invitation_office_fk"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=practice.constraints.SameFirm(field="office", name="accounts_member_office_fk"),
        ),
    ]
