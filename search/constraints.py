"""How a table says that its names, or its texts, are found: a line in Meta.constraints, and triggers keep the index right.

Whoever writes (a service, an import, a merge, plain SQL) is covered. The functions run with the owner's rights, because
the app role may not write the index; each writes rows of the written row's own firm alone.
"""

from practice import constraints
from practice.constraints import SqlConstraint
from search import sql


class Functions(constraints.Functions):
    """The functions that search needs (search/sql.py). Declared once, on search.Name."""

    def __init__(self, *, name: str, version: str = sql.VERSION):
        super().__init__(name=name, version=version)

    def create(self, model):
        return list(sql.CREATE)

    def drop(self, model):
        return list(sql.DROP)


class _Kept(SqlConstraint):
    """Triggers after each change of a row that put its columns into an index, and take them out with the row."""

    put, table = "", ""

    def __init__(
        self,
        *,
        kind: str,
        columns: list[str],
        contact: str = "",
        matter: str = "",
        unless: str = "",
        name: str,
    ):
        """`contact` and `matter` are columns ("id" for the row itself); `unless` is SQL on NEW for rows to leave out."""
        super().__init__(name=name)
        self.kind, self.columns = kind, list(columns)
        self.contact, self.matter, self.unless = contact, matter, unless

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        given = {"kind": self.kind, "columns": self.columns}
        more = {key: getattr(self, key) for key in ("contact", "matter", "unless") if getattr(self, key)}
        return path, args, {**kwargs, **given, **more}

    def calls(self, row: str) -> list[str]:
        """The calls that index one row, `row` being NEW or the table's alias."""
        contact = f'{row}."{self.contact}"' if self.contact else "NULL"
        matter = f'{row}."{self.matter}"' if self.matter else "NULL"
        found = []
        for column in self.columns:
            value = f'{row}."{column}"'
            if self.unless:
                value = f"CASE WHEN {self.unless.replace('NEW.', row + '.')} THEN '' ELSE {value} END"
            found.append(
                f"{self.put}({row}.firm_id, '{self.kind}', {row}.id, '{column}', {contact}, {matter}, {value})"
            )
        return found

    def create(self, model):
        table = model._meta.db_table
        calls = "".join(f"    PERFORM {call};\n" for call in self.calls("NEW"))
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}_do"() RETURNS trigger LANGUAGE plpgsql '
            "SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n"
            "    IF TG_OP = 'DELETE' THEN\n"
            f"        DELETE FROM {self.table} n WHERE n.firm_id = OLD.firm_id AND n.kind = '{self.kind}' "
            "AND n.object_id = OLD.id;\n        RETURN OLD;\n    END IF;\n"
            f"{calls}    RETURN NEW;\nEND $$",
            f'CREATE TRIGGER "{self.name}" AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{self.name}_do"()',
        ]

    def fill(self, model) -> str:
        """SQL that indexes the rows that stand there already. Gives a row for each that was missing."""
        calls = ", ".join(self.calls("t"))
        return (
            f'SELECT {calls} FROM "{model._meta.db_table}" t WHERE NOT EXISTS (SELECT 1 FROM {self.table} n '
            f"WHERE n.firm_id = t.firm_id AND n.kind = '{self.kind}' AND n.object_id = t.id)"
        )

    def drop(self, model):
        return [
            f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"',
            f'DROP FUNCTION "{self.name}_do"()',
        ]


class Indexed(_Kept):
    """The names in `columns` are found by search.queries.names.

    Indexed(name="matters_contact_names", kind="contact", columns=["name", "company"], contact="id") on a contact;
    Indexed(name="intake_lead_names", kind="lead", columns=["name"], contact="contact_id") on a lead.
    """

    put, table = "search_put", "search_name"


class IndexedText(_Kept):
    """The texts in `columns` are found by search.queries.texts: notes, descriptions, parts of documents."""

    put, table = "search_put_text", "search_text"
