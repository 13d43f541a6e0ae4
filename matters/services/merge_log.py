"""Moving every pointer from one row to another, with a record from which all of it is put back.

Works on tables, not on objects: what walls hide, what later apps add, and what no service ever changes is moved alike. Runs in
the system's own scope (services/merges.py), so it must never say what it moved.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db import connection, models

from matters.models import Contact, ContactMerge, MergedRow
from practice.models import FirmForeignKey, FirmModel

LOG = MergedRow._meta.db_table


def pointers_to(target: type[models.Model]) -> dict[type[FirmModel], list[FirmForeignKey]]:
    """{model: its pointers to `target`}, found by looking at every tenant table there is."""
    found: dict[type[FirmModel], list[FirmForeignKey]] = defaultdict(list)
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, FirmModel):
            for field in model._meta.local_fields:
                if isinstance(field, FirmForeignKey) and field.remote_field.model is target:
                    found[model].append(field)
    return dict(found)


def soft_pointers_to(target: type[models.Model]) -> list[tuple[type[FirmModel], str, str]]:
    """(model, column of the kind, column of the id) of pointers by kind and id: `about_kind`, `about_id`."""
    if target is not Contact:
        return []
    return [
        (model, "about_kind", "about_id")
        for model in apps.get_models()
        if issubclass(model, FirmModel)
        and {"about_kind", "about_id"} <= {f.name for f in model._meta.local_fields}
    ]


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns that a row is written with: all but those PostgreSQL reckons."""
    return [f.column for f in model._meta.local_concrete_fields if not f.generated]


class MergeLog:
    """Writes rows and what they were before, step by step, for one merge."""

    def __init__(self, merge: ContactMerge):
        self.merge, self.step = merge, 0

    def set(self, model: type[FirmModel], changes: dict[str, str], where: str, params: dict) -> None:
        """UPDATE the rows of `model` that meet `where`: {column: SQL expression}, over parameters named in `params`."""
        self.step += 1
        table = model._meta.db_table
        columns = list(changes)
        before = ", ".join(f"'{c}', t.\"{c}\"" for c in columns)
        after = ", ".join(f"'{c}', {changes[c]}" for c in columns)
        params = params | self._params(model)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {LOG} (firm_id, merge_id, matter_id, step, model, object_id, before, after) "
                f"SELECT t.firm_id, %(merge)s, {_matter(model)}, %(step)s, %(model)s, t.id, "
                f'jsonb_build_object({before}), jsonb_build_object({after}) FROM "{table}" t '
                f"WHERE t.firm_id = %(firm)s AND ({where})",
                params,
            )
            if cursor.rowcount:
                sets = ", ".join(f'"{c}" = {changes[c]}' for c in columns)
                cursor.execute(
                    f'UPDATE "{table}" AS t SET {sets} WHERE t.firm_id = %(firm)s AND ({where})', params
                )

    def remove(self, model: type[FirmModel], ids: Iterable[int]) -> None:
        """DELETE rows, kept whole in the log."""
        ids = list(ids)
        if not ids:
            return
        self.step += 1
        generated = ", ".join(f"'{f.column}'" for f in model._meta.local_concrete_fields if f.generated)
        whole = f"to_jsonb(t) - ARRAY[{generated}]::text[]" if generated else "to_jsonb(t)"
        with connection.cursor() as cursor:
            params = {"ids": ids} | self._params(model)
            cursor.execute(
                f"INSERT INTO {LOG} (firm_id, merge_id, matter_id, step, model, object_id, before, after) "
                f"SELECT t.firm_id, %(merge)s, {_matter(model)}, %(step)s, %(model)s, t.id, {whole}, NULL "
                f'FROM "{model._meta.db_table}" t WHERE t.firm_id = %(firm)s AND t.id = ANY(%(ids)s)',
                params,
            )
            cursor.execute(
                f'DELETE FROM "{model._meta.db_table}" t WHERE t.firm_id = %(firm)s AND t.id = ANY(%(ids)s)',
                params,
            )

    def made(self, row: FirmModel) -> None:
        """Keep that `row` was made by the merge."""
        self.step += 1
        MergedRow.objects.create(
            merge=self.merge, step=self.step, model=row._meta.label, object_id=row.pk, before=None, after={}
        )

    def _params(self, model) -> dict:
        return {
            "merge": self.merge.pk,
            "firm": self.merge.firm_id,
            "step": self.step,
            "model": model._meta.label,
        }


def _matter(model: type[models.Model]) -> str:
    if model._meta.label == "matters.Matter":
        return "t.id"
    return "t.matter_id" if any(f.column == "matter_id" for f in model._meta.local_fields) else "NULL::bigint"


def fold(log: MergeLog, target: type[FirmModel], kept: int, lost: int) -> None:
    """Point everything at row `kept` of `target` that points at row `lost`, and remove `lost`.

    A row that would be there twice (a unique rule) goes up in the one that is there, with what points at it in turn.
    """
    soft = {model: (kind, key) for model, kind, key in soft_pointers_to(target)}
    for model, fields in pointers_to(target).items():
        for field in fields:
            for twin, row in _twice(model, field, kept, lost):
                fold(log, model, twin, row)
        columns = [field.column for field in fields]
        changes = {c: f'CASE WHEN t."{c}" = %(lost)s THEN %(kept)s ELSE t."{c}" END' for c in columns}
        where = [f't."{c}" = %(lost)s' for c in columns]
        if model in soft:
            kind, key = soft.pop(model)
            meant = f't."{kind}" = %(kind)s AND t."{key}" = %(lost)s'
            changes[key] = f'CASE WHEN {meant} THEN %(kept)s ELSE t."{key}" END'
            where.append(meant)
        log.set(model, changes, " OR ".join(where), {"kept": kept, "lost": lost, "kind": "contact"})
    for model, (kind, key) in soft.items():
        meant = f't."{kind}" = %(kind)s AND t."{key}" = %(lost)s'
        log.set(model, {key: "%(kept)s::bigint"}, meant, {"kept": kept, "lost": lost, "kind": "contact"})
    log.remove(target, [lost])


def _twice(model: type[FirmModel], field: FirmForeignKey, kept: int, lost: int) -> list[tuple[int, int]]:
    """(row that stays, row that goes up in it): rows of `lost` that a unique rule forbids beside those of `kept`."""
    found: dict[int, int] = {}
    for rule in model._meta.constraints:
        if not isinstance(rule, models.UniqueConstraint) or field.name not in rule.fields:
            continue
        others = [name for name in rule.fields if name not in ("firm", field.name)]
        # Not `objects`: a manager may leave rows out. The firm is held by row-level security.
        rows = model._base_manager.filter(rule.condition or models.Q())
        there: dict[tuple, int] = {}
        for pk, *values in rows.filter(**{field.name: kept}).values_list("pk", *others):
            there[tuple(values)] = pk
        if not there:
            continue
        for pk, *values in rows.filter(**{field.name: lost}).values_list("pk", *others):
            twin = there.get(tuple(values))
            if twin and (rule.nulls_distinct is False or None not in values):
                found[pk] = twin
    return [(twin, pk) for pk, twin in found.items()]


def undo(merge: ContactMerge) -> None:
    """Put every row back that the merge wrote, last step first. What was changed since by people stays as it is now."""
    steps = MergedRow.objects.filter(merge=merge).order_by("-step").values_list("step", "model").distinct()
    for step, label in list(steps):
        model = apps.get_model(label)
        row = MergedRow.objects.filter(merge=merge, step=step).order_by("id").first()
        params = {"merge": merge.pk, "firm": merge.firm_id, "step": step}
        with connection.cursor() as cursor:
            if row.before is None:
                cursor.execute(_unmake(model), params)
            elif row.after is None:
                cursor.execute(_put_back(model), params)
            else:
                cursor.execute(_change_back(model, list(row.before)), params)


def _unmake(model) -> str:
    return (
        f'DELETE FROM "{model._meta.db_table}" t USING {LOG} r WHERE r.firm_id = %(firm)s AND r.merge_id = %(merge)s '
        "AND r.step = %(step)s AND t.firm_id = r.firm_id AND t.id = r.object_id"
    )


def _put_back(model) -> str:
    columns = ", ".join(f'"{c}"' for c in columns_of(model))
    values = ", ".join(f'p."{c}"' for c in columns_of(model))
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} FROM {LOG} r, '
        f'jsonb_populate_record(NULL::"{model._meta.db_table}", r.before) p '
        "WHERE r.firm_id = %(firm)s AND r.merge_id = %(merge)s AND r.step = %(step)s ON CONFLICT DO NOTHING"
    )


def _change_back(model, columns: list[str]) -> str:
    table = model._meta.db_table
    sets = ", ".join(
        f"\"{c}\" = CASE WHEN to_jsonb(t.\"{c}\") IS NOT DISTINCT FROM nullif(r.after->'{c}', 'null'::jsonb) "
        f'THEN p."{c}" ELSE t."{c}" END'
        for c in columns
    )
    return (
        f'UPDATE "{table}" AS t SET {sets} FROM {LOG} r, jsonb_populate_record(NULL::"{table}", r.before) p '
        "WHERE r.firm_id = %(firm)s AND r.merge_id = %(merge)s AND r.step = %(step)s "
        "AND t.firm_id = r.firm_id AND t.id = r.object_id"
    )
