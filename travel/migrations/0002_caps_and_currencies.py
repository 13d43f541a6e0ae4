import django.db.models.expressions
import django.db.models.functions.math
import practice.constraints
import practice.money
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("documents", "0003_texts"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
        ("travel", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="tripcost",
            name="travel_tripcost_charged",
        ),
        migrations.AddField(
            model_name="travelrule",
            name="cap_hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="Hours of one traveller that are billed at most; what is over them is recorded and not billed.",
                max_digits=4,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="travelrule",
            name="cap_per",
            field=models.CharField(
                blank=True, choices=[("leg", "Each leg"), ("day", "A day"), ("trip", "A trip")], max_length=4
            ),
        ),
        migrations.AddField(
            model_name="tripcost",
            name="currency",
            field=models.CharField(
                blank=True,
                help_text="ISO 4217, of what was paid in another currency than dollars.",
                max_length=3,
            ),
        ),
        migrations.AddField(
            model_name="tripcost",
            name="exchange_rate",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="Dollars for one unit of it.",
                max_digits=14,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="tripcost",
            name="foreign_amount",
            field=practice.money.MoneyField(
                blank=True,
                decimal_places=2,
                help_text="What was paid, in that currency.",
                max_digits=14,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="travelrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cap_hours__isnull", True), ("cap_per", "")),
                    models.Q(
                        ("cap_hours__gt", 0),
                        ("cap_hours__lte", 200),
                        ("cap_per__in", ("leg", "day", "trip")),
                        models.Q(("kind", "none"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="travel_rule_caps_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="tripcost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("currency", ""), ("exchange_rate__isnull", True), ("foreign_amount__isnull", True)
                    ),
                    models.Q(
                        (
                            "actual",
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("foreign_amount"), "*", models.F("exchange_rate")
                                ),
                                precision=2,
                            ),
                        ),
                        ("currency__regex", "^[A-Z]{3}$"),
                        ("exchange_rate__gt", 0),
                        ("foreign_amount__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="trip_cost_exchanged_to_the_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="tripcost",
            constraint=practice.constraints.Trigger(
                body="\n    IF OLD.expensed_at IS NOT NULL THEN\n        IF TG_OP = 'UPDATE' AND NEW.expensed_at IS NULL\n           AND (to_jsonb(NEW) - ARRAY['expensed_at', 'expensed_by_id'])\n               IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['expensed_at', 'expensed_by_id'])\n           AND NOT EXISTS (SELECT 1 FROM billing_expense e WHERE e.firm_id = OLD.firm_id\n                            AND e.external_id LIKE 'travel:' || OLD.id || ':%') THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'travel cost % stands on expenses', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n",
                declare="",
                deferred=False,
                definer=True,
                name="travel_tripcost_charged",
                when="BEFORE UPDATE OR DELETE",
            ),
        ),
    ]
