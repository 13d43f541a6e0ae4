"""Rules that PostgreSQL keeps, declared in Meta.constraints so that migrations create them and tests can list them.

Django skips the SQL of a custom constraint on CREATE TABLE unless `constraint_sql` defers it; `SqlConstraint` does.
"""

from django.db import models

FIRM_RULE = "firm_id = (SELECT current_firm())"


def isolation_rule(matter_column: str | None, own_column: str = "") -> str:
    """The row condition of a tenant table; `matter_column` is the column whose walls apply, or None.

    `own_column` names a member who is shown the row all the same: the notice of a wall to the person it screens.
    """
    if matter_column is None:
        return FIRM_RULE
    named = f"{matter_column} IN (SELECT unnest(named_matters())) = (SELECT only_named_matters())"
    if matter_column == "id":
        return f"{FIRM_RULE} AND ({named})"
    own = f" OR {own_column} = (SELECT current_member())" if own_column else ""
    return f"{FIRM_RULE} AND ({matter_column} IS NULL OR ({named}){own})"


class SqlConstraint(models.BaseConstraint):
    """A constraint made of SQL statements. Subclasses give `create` and `drop` as lists of statements."""

    def create(self, model) -> list[str]:
        raise NotImplementedError

    def drop(self, model) -> list[str]:
        raise NotImplementedError

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.extend(self.create(model))
        return

    def create_sql(self, model, schema_editor):
        return self._run(self.create(model), schema_editor)

    def remove_sql(self, model, schema_editor):
        return self._run(self.drop(model), schema_editor)

    @staticmethod
    def _run(statements: list[str], schema_editor) -> str:
        *first, last = statements
        for statement in first:
            schema_editor.execute(statement, params=None)
        return last

    def validate(self, model, instance, exclude=None, using="default"):
        """The database checks it; there is nothing to ask beforehand."""

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


class Functions(SqlConstraint):
    """Functions of PostgreSQL that reads or triggers need, declared once, on the table they are about.

    Another text of a function is another `version`, hence another constraint, and thereby a migration.
    """

    def __init__(self, *, name: str, version: int | str = 1):
        super().__init__(name=name)
        self.version = version

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "version": self.version}


class FirmIsolation(SqlConstraint):
    """FORCEd row-level security with exactly one permissive policy, and a firm that never changes."""

    def __init__(self, *, matter: str = "", own: str = "", name: str):
        super().__init__(name=name)
        self.matter, self.own = matter, own

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        own = {"own": self.own} if self.own else {}
        return path, args, {**kwargs, "matter": self.matter, **own}

    def create(self, model):
        table = model._meta.db_table
        rule = isolation_rule(self.matter or None, self.own)
        return [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY "{self.name}" ON "{table}" AS PERMISSIVE FOR ALL USING ({rule}) WITH CHECK ({rule})',
            f'CREATE TRIGGER keep_firm BEFORE UPDATE ON "{table}" FOR EACH ROW '
            "WHEN (OLD.firm_id IS DISTINCT FROM NEW.firm_id) EXECUTE FUNCTION keep_firm()",
        ]

    def drop(self, model):
        table = model._meta.db_table
        return [
            f'DROP TRIGGER IF EXISTS keep_firm ON "{table}"',
            f'DROP POLICY "{self.name}" ON "{table}"',
        ]


class SameFirm(SqlConstraint):
    """A composite foreign key (firm_id, x_id) → (firm_id, id): a pointer into another firm cannot be stored.

    Plain foreign keys do not see row-level security, so a single-column one would accept, and reveal, foreign rows.
    """

    def __init__(self, *, field: str, name: str):
        super().__init__(name=name)
        self.field = field

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def create(self, model):
        column = model._meta.get_field(self.field).column
        target = model._meta.get_field(self.field).remote_field.model._meta.db_table
        return [
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" FOREIGN KEY (firm_id, "{column}") '
            f'REFERENCES "{target}" (firm_id, id) DEFERRABLE INITIALLY DEFERRED'
        ]

    def create_sql(self, model, schema_editor):
        # At the end of the migration, when the target's unique (firm, id) stands whatever the order of operations.
        schema_editor.deferred_sql.extend(self.create(model))
        return

    def drop(self, model):
        return [f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"']


class AppendOnly(SqlConstraint):
    """Rows are added and never changed or removed, by anyone the triggers can stop; the app role lacks the right too.

    `moves` names pointers that may follow their object when two are merged: {column: SQL condition on OLD and NEW}.
    """

    def __init__(self, *, name: str, moves: dict[str, str] | None = None):
        super().__init__(name=name)
        self.moves = dict(moves or {})

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | ({"moves": self.moves} if self.moves else {})

    def create(self, model):
        table = model._meta.db_table
        if not self.moves:
            function = "refuse_change"
            made = []
        else:
            function = f"{self.name}_check"
            made = [
                f"""CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND {_only_moved(self.moves)} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{table} is append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$"""
            ]
        return [
            *made,
            f'CREATE TRIGGER "{self.name}_row" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{function}"()',
        ]

    def drop(self, model):
        dropped = [f'DROP TRIGGER "{self.name}_row" ON "{model._meta.db_table}"']
        return [*dropped, f'DROP FUNCTION "{self.name}_check"()'] if self.moves else dropped


def _only_moved(moves: dict[str, str]) -> str:
    """SQL: OLD and NEW differ in the columns of `moves` alone, and each that differs may."""
    columns = ", ".join(f"'{column}'" for column in moves)
    same = f"(to_jsonb(OLD) - ARRAY[{columns}]::text[]) = (to_jsonb(NEW) - ARRAY[{columns}]::text[])"
    each = [
        f'(OLD."{column}" IS NOT DISTINCT FROM NEW."{column}" OR ({rule}))' for column, rule in moves.items()
    ]
    return " AND ".join([same, *each])


class Frozen(SqlConstraint):
    """Rows whose state is not among `unless` keep the values of all columns but those in `free`; none is deleted.

    `moves` names pointers that may follow their object when two are merged: {column: SQL condition on OLD and NEW}.
    """

    def __init__(
        self,
        *,
        state: str,
        unless: list[str],
        free: list[str],
        moves: dict[str, str] | None = None,
        name: str,
    ):
        super().__init__(name=name)
        self.state, self.unless, self.free = state, list(unless), list(free)
        self.moves = dict(moves or {})

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        moves = {"moves": self.moves} if self.moves else {}
        return path, args, {**kwargs, "state": self.state, "unless": self.unless, "free": self.free, **moves}

    def create(self, model):
        table = model._meta.db_table
        states = ", ".join(f"'{value}'" for value in self.unless)
        free = ", ".join(f"'{column}'" for column in self.free)
        minus = f" - ARRAY[{free}]::text[]" if free else ""
        function = f"{self.name}_check"
        return [
            self._function(function, table, states, minus),
            f'CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{function}"()',
        ]

    def _moved(self) -> str:
        return (
            f"    IF {_only_moved(self.moves)} THEN\n        RETURN NEW;\n    END IF;\n" if self.moves else ""
        )

    def _function(self, function: str, table: str, states: str, minus: str) -> str:
        return f"""CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."{self.state}" IN ({states}) THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '{table} % is frozen: delete refused', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
{self._moved()}    IF (to_jsonb(OLD){minus}) IS DISTINCT FROM (to_jsonb(NEW){minus}) THEN
        RAISE EXCEPTION '{table} % is frozen: change refused', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$"""

    def drop(self, model):
        return [
            f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"',
            f'DROP FUNCTION "{self.name}_check"()',
        ]


class Trigger(SqlConstraint):
    """A trigger with a function of its own. `body` is PL/pgSQL between BEGIN and END."""

    def __init__(
        self,
        *,
        when: str,
        body: str,
        declare: str = "",
        definer: bool = False,
        deferred: bool = False,
        name: str,
    ):
        super().__init__(name=name)
        self.when, self.body, self.declare = when, body, declare
        self.definer, self.deferred = definer, deferred

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return (
            path,
            args,
            {
                **kwargs,
                "when": self.when,
                "body": self.body,
                "declare": self.declare,
                "definer": self.definer,
                "deferred": self.deferred,
            },
        )

    def create(self, model):
        table = model._meta.db_table
        declare = f"DECLARE {self.declare}\n" if self.declare else ""
        # These look single rows up by key. Plans are cached, and one made while the table was small would read all of it
        # for each row of a bulk insert: 20,000 events then take minutes to seal.
        security = (
            "SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off"
            if self.definer
            else ""
        )
        kind = "CREATE CONSTRAINT TRIGGER" if self.deferred else "CREATE TRIGGER"
        deferred = "DEFERRABLE INITIALLY DEFERRED " if self.deferred else ""
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}_do"() RETURNS trigger LANGUAGE plpgsql {security} AS $$\n'
            f"{declare}BEGIN\n{self.body}\nEND $$",
            f'{kind} "{self.name}" {self.when} ON "{table}" {deferred}FOR EACH ROW '
            f'EXECUTE FUNCTION "{self.name}_do"()',
        ]

    def drop(self, model):
        return [
            f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"',
            f'DROP FUNCTION "{self.name}_do"()',
        ]


class NoOverlap(SqlConstraint):
    """No two rows of the same `column` overlap in [starts, ends): a room or a person is booked once at a time.

    `unless` is SQL on the row for those that hold nothing (cancelled ones).
    """

    def __init__(
        self, *, column: str, starts: str = "starts_at", ends: str = "ends_at", unless: str = "", name: str
    ):
        super().__init__(name=name)
        self.column, self.starts, self.ends, self.unless = column, starts, ends, unless

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        given = {"column": self.column, "starts": self.starts, "ends": self.ends, "unless": self.unless}
        return path, args, {**kwargs, **given}

    def create(self, model):
        where = f" WHERE (NOT ({self.unless}))" if self.unless else ""
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist (firm_id WITH =, '
            f'"{self.column}" WITH =, tstzrange("{self.starts}", "{self.ends}") WITH &&){where}',
        ]

    def drop(self, model):
        return [f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"']
