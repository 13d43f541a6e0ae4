"""Values of a record: cleaned, reckoned, hidden, recorded, and repeated in the table that filters read."""

import pytest

from custom_fields.models import Value
from custom_fields.queries import missing, reading
from custom_fields.services import FieldErrors, set_custom
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope


def values_of(obj) -> set:
    return {
        (v.field.key, v.word, v.units, v.day and v.day.isoformat(), v.ref, v.matter_id)
        for v in Value.objects.filter(object_id=obj.pk, host="matter").select_related("field")
    }


def test_values_are_kept_normalised_and_reckoned(a, injury):
    with firm_scope(a.firm, a.attorney):
        set_custom(
            a.matter,
            {
                "kind": "rear-end",
                "accident_on": "3/4/2026",
                "policy_limit": "$100,000",
                "paid": "1250.5",
                "insurer": a.client.name,
                "vehicles": [
                    {"plate": " 7ABC123 ", "damage": "900"},
                    {"plate": "8XYZ", "damage": "100.10"},
                    {"plate": ""},
                ],
            },
            by=a.attorney,
        )
        a.matter.refresh_from_db()
        assert a.matter.custom == {
            str(injury.kind.pk): "c1",
            str(injury.on.pk): "2026-03-04",
            str(injury.limit.pk): "100000.00",
            str(injury.paid.pk): "1250.50",
            str(injury.left.pk): "98749.50",
            str(injury.insurer.pk): a.client.pk,
            str(injury.vehicles.pk): [
                {str(injury.plate.pk): "7ABC123", str(injury.damage.pk): "900.00"},
                {str(injury.plate.pk): "8XYZ", str(injury.damage.pk): "100.10"},
            ],
            str(injury.total.pk): "1000.10",
        }
        m = a.matter.pk
        assert values_of(a.matter) == {
            ("kind", "c1", None, None, None, m),
            ("accident_on", "2026-03-04", None, "2026-03-04", None, m),
            ("policy_limit", "100000.00", 1_000_000_000, None, None, m),
            ("paid", "1250.50", 12_505_000, None, None, m),
            ("left", "98749.50", 987_495_000, None, None, m),
            ("insurer", str(a.client.pk), None, None, a.client.pk, m),
            ("plate", "7abc123", None, None, None, m),
            ("plate", "8xyz", None, None, None, m),
            ("damage", "900.00", 9_000_000, None, None, m),
            ("damage", "100.10", 1_001_000, None, None, m),
            ("total_damage", "1000.10", 10_001_000, None, None, m),
        }
        event = audit.history_of(a.matter, limit=1)[0]
        assert event.verb == "matter.changed"
        assert event.changes["Kind of accident"] == [None, "Rear-end"]
        assert event.changes["Policy limit"] == [None, "$100,000.00"]
        assert event.changes["Accident on"] == [None, "Mar 4, 2026"]
        assert event.changes["Insurer"] == [None, a.client.name]
        assert event.changes["Vehicles 2"] == [None, "8XYZ, $100.10"]


def test_wrong_values_are_named_and_nothing_is_written(a, injury):
    with firm_scope(a.firm, a.attorney):
        with pytest.raises(FieldErrors) as failed:
            set_custom(
                a.matter,
                {
                    "kind": "Sideways",
                    "accident_on": "2026-02-31",
                    "policy_limit": "lots",
                    "insurer": "Nobody Known",
                    "paid": "10",
                    "vehicles": [{"damage": "5"}],
                },
                by=a.attorney,
            )
        paths = failed.value.errors
        assert set(paths) == {
            str(injury.kind.pk),
            str(injury.on.pk),
            str(injury.limit.pk),
            str(injury.insurer.pk),
            f"{injury.vehicles.pk}.0.{injury.plate.pk}",
        }
        assert "Rear-end, Side impact, Other" in paths[str(injury.kind.pk)]
        a.matter.refresh_from_db()
        assert a.matter.custom == {}
        with pytest.raises(DomainError, match="no field “nonsense”"):
            set_custom(a.matter, {"nonsense": 1}, by=a.attorney)
        with pytest.raises(DomainError, match="cannot be set"):
            set_custom(a.matter, {"left": "5"}, by=a.attorney)


def test_hidden_fields_are_set_aside_and_come_back(a, injury):
    with firm_scope(a.firm, a.attorney):
        with pytest.raises(FieldErrors, match="Other kind: Fill this in"):
            set_custom(a.matter, {"kind": "c3"}, by=a.attorney, whole=True)
        set_custom(a.matter, {"kind": "c3", "other_kind": "Falling tree"}, by=a.attorney, whole=True)
        assert a.matter.custom[str(injury.note.pk)] == "Falling tree"
        set_custom(a.matter, {"kind": "c1"}, by=a.attorney, whole=True)
        assert a.matter.custom == {str(injury.kind.pk): "c1", "kept": {str(injury.note.pk): "Falling tree"}}
        assert not Value.objects.filter(field=injury.note).exists()
        shown = [cell.field.key for part in reading(a.matter, a.attorney) for cell in part.cells]
        assert "other_kind" not in shown
        set_custom(a.matter, {"kind": "c3"}, by=a.attorney, whole=True)
        assert a.matter.custom[str(injury.note.pk)] == "Falling tree"


def test_what_is_missing(a, injury):
    with firm_scope(a.firm, a.attorney):
        injury.limit.required_at = ["17"]
        injury.limit.save()
        assert missing(a.matter) == []
        assert missing(a.matter, 17) == ["Fill in “Policy limit”."]
        set_custom(a.matter, {"policy_limit": "5"}, by=a.attorney)
        assert missing(a.matter, 17) == []


def test_who_may_not_change_the_record_changes_no_field(a, injury):
    with firm_scope(a.firm, a.admin), pytest.raises(Refused):
        set_custom(a.matter, {"paid": "5"}, by=a.admin)


def test_any_writer_keeps_the_table_right(a, injury):
    from matters.models import Matter

    with firm_scope(a.firm, a.attorney):
        Matter.objects.filter(pk=a.matter.pk).update(
            custom={str(injury.paid.pk): "5.00", "x": [1], "99999999": "a"}
        )
        assert [v.word for v in Value.objects.filter(object_id=a.matter.pk)] == ["5.00"]
        Matter.objects.filter(pk=a.matter.pk).update(custom={})
        assert not Value.objects.filter(object_id=a.matter.pk).exists()
