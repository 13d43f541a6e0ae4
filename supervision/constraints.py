"""Rules that PostgreSQL keeps about approvals: who may have decided, and that no guarded act stands without one."""

from practice.constraints import SqlConstraint


class NeedsApproval(SqlConstraint):
    """A row of the table does not pass `when` unless an approval of `kind` for it stands approved.

    `when` is a condition on NEW (and OLD, unless `op` has INSERT) in SQL: the step that must never be taken unapproved.
    `op` is the trigger's event, such as "UPDATE OF state". The act writes the approval first, then takes the step.
    """

    def __init__(self, *, kind: str, when: str, op: str = "UPDATE", name: str):
        super().__init__(name=name)
        self.kind, self.when, self.op = kind, when, op

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "kind": self.kind, "when": self.when, "op": self.op}

    def create(self, model):
        table = model._meta.db_table
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}_do"() RETURNS trigger LANGUAGE plpgsql AS $$\n'
            "BEGIN\n"
            "    IF NOT EXISTS (SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id\n"
            f"                      AND a.kind = '{self.kind}' AND a.object_id = NEW.id AND a.state = 'approved') THEN\n"
            f"        RAISE EXCEPTION '{table} % has no approval', NEW.id\n"
            "            USING ERRCODE = 'integrity_constraint_violation';\n"
            "    END IF;\n"
            "    RETURN NEW;\nEND $$",
            f'CREATE TRIGGER "{self.name}" BEFORE {self.op} ON "{table}" FOR EACH ROW WHEN ({self.when}) '
            f'EXECUTE FUNCTION "{self.name}_do"()',
        ]

    def drop(self, model):
        return [
            f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"',
            f'DROP FUNCTION "{self.name}_do"()',
        ]
