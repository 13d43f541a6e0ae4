import django.db.models.deletion
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("billing", "0002_who_may_do_what"),
        ("documents", "0003_texts"),
        ("matters", "0003_parties_stages_and_people"),
        ("practice", "0004_acceptance_check"),
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invoice",
            name="billing_invoice_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="billing_payment_kept",
        ),
        migrations.AddField(
            model_name="timeentry",
            name="task",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                help_text="The task it was spent on.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="time_entries",
                to="work.task",
            ),
        ),
        migrations.AddField(
            model_name="timer",
            name="task",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="timers",
                to="work.task",
            ),
        ),
        migrations.AddIndex(
            model_name="timeentry",
            index=models.Index(fields=["firm", "task"], name="billing_timeentry_task_ix"),
        ),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(fields=["firm", "task"], name="billing_timer_task_ix"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=practice.constraints.Frozen(
                free=[
                    "state",
                    "paid",
                    "pdf_id",
                    "sent_at",
                    "viewed_at",
                    "reminders_stopped",
                    "void_reason",
                    "updated_at",
                ],
                moves={
                    "client_id": "EXISTS (SELECT 1 FROM matters_contactmerge m WHERE m.firm_id = OLD.firm_id AND ((m.lost_pk = OLD.client_id AND m.kept_pk = NEW.client_id AND m.undone_at IS NULL) OR (m.kept_pk = OLD.client_id AND m.lost_pk = NEW.client_id AND m.undone_at IS NOT NULL)))"
                },
                name="billing_invoice_frozen",
                state="state",
                unless=["draft", "in_review"],
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=practice.constraints.AppendOnly(
                moves={
                    "client_id": "EXISTS (SELECT 1 FROM matters_contactmerge m WHERE m.firm_id = OLD.firm_id AND ((m.lost_pk = OLD.client_id AND m.kept_pk = NEW.client_id AND m.undone_at IS NULL) OR (m.kept_pk = OLD.client_id AND m.lost_pk = NEW.client_id AND m.undone_at IS NOT NULL)))"
                },
                name="billing_payment_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=practice.constraints.SameFirm(field="task", name="billing_timeentry_task_fk"),
        ),
        migrations.AddConstraint(
            model_name="timer",
            constraint=practice.constraints.SameFirm(field="task", name="billing_timer_task_fk"),
        ),
    ]
