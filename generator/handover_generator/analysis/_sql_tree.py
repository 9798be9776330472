"""What a statement does, from sqlglot's tree."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis._sql_rights import rights_in, whom
from handover_generator.analysis._sql_types import IF_MISSING, Deed, Judged
from handover_generator.model.behaviour import Action
from handover_generator.records import replace
from handover_generator.regexes import regex

# Functions that change something although they stand in a SELECT: (action, what, destructive). Sources: PostgreSQL manual, sections
# "System administration functions", "Sequence manipulation functions", "Server-side large object functions", "dblink", "adminpack"; PostGIS and
# TimescaleDB.
_FUNCTIONS: dict[str, tuple[Action, str, bool]] = {
    "pg_terminate_backend": (Action.EXECUTE, "ends database connections", False),
    "pg_cancel_backend": (Action.EXECUTE, "cancels running queries", False),
    "pg_reload_conf": (Action.EXECUTE, "reloads the server's configuration", False),
    "pg_rotate_logfile": (Action.WRITE, "rotates the server's log", False),
    "pg_switch_wal": (Action.WRITE, "switches the write-ahead log", False),
    "pg_switch_xlog": (Action.WRITE, "switches the write-ahead log", False),
    **dict.fromkeys(("pg_start_backup", "pg_backup_start"), (Action.WRITE, "begins a backup of the server", False)),
    **dict.fromkeys(("pg_stop_backup", "pg_backup_stop"), (Action.WRITE, "ends a backup of the server", False)),
    "pg_create_restore_point": (Action.WRITE, "marks a point to restore to", False),
    **dict.fromkeys(("pg_wal_replay_pause", "pg_xlog_replay_pause"), (Action.WRITE, "halts the replay of a standby", False)),
    **dict.fromkeys(("pg_wal_replay_resume", "pg_xlog_replay_resume"), (Action.WRITE, "resumes the replay of a standby", False)),
    "pg_replication_slot_advance": (Action.WRITE, "advances a replication slot", False),
    "pg_stat_statements_reset": (Action.DELETE, "resets statistics", False),
    "pg_file_write": (Action.WRITE, "writes a file of the server", False),
    "pg_file_unlink": (Action.DELETE, "removes a file of the server", True),
    "pg_notify": (Action.WRITE, "notifies those who listen", False),
    "pg_drop_replication_slot": (Action.DELETE, "drops a replication slot", True),
    "pg_create_physical_replication_slot": (Action.WRITE, "creates a replication slot", False),
    "pg_create_logical_replication_slot": (Action.WRITE, "creates a replication slot", False),
    "pg_promote": (Action.EXECUTE, "promotes the standby server", False),
    "pg_stat_reset": (Action.DELETE, "resets statistics", False),
    "nextval": (Action.WRITE, "advances a sequence", False),
    "setval": (Action.WRITE, "sets a sequence", False),
    "lo_unlink": (Action.DELETE, "removes a large object", True),
    "lo_import": (Action.WRITE, "stores a large object", False),
    **dict.fromkeys(("lo_create", "lo_creat", "lo_from_bytea", "lo_put", "lowrite"), (Action.WRITE, "stores a large object", False)),
    "lo_truncate": (Action.DELETE, "cuts a large object", True),
    "lo_export": (Action.READ, "exports a large object to a file of the server", False),
    "dblink_exec": (Action.EXECUTE, "runs a statement in another database", False),
    "dblink": (Action.EXECUTE, "runs a statement in another database", False),
    "set_config": (Action.READ, "sets a session setting", False),
    "load_extension": (Action.EXECUTE, "loads an extension", False),
    "sys_exec": (Action.EXECUTE, "runs a program on the server", False),
    "xp_cmdshell": (Action.EXECUTE, "runs a program on the server", False),
    "truncate_tables": (Action.DELETE, "empties tables", True),
    "query_to_xml": (Action.EXECUTE, "runs a query given as text", False),
    "create_hypertable": (Action.WRITE, "makes a hypertable", False),
    "drop_chunks": (Action.DELETE, "drops chunks of a hypertable", True),
    "add_retention_policy": (Action.WRITE, "has chunks of a hypertable dropped from now on", False),
    **dict.fromkeys(("dropgeometrycolumn", "dropgeometrytable"), (Action.DELETE, "drops a column or table of shapes", True)),
    **dict.fromkeys(("addgeometrycolumn", "updategeometrysrid", "populate_geometry_columns"), (Action.WRITE, "changes a column of shapes", False)),
}
_OF_THE_SERVER = regex(
    r"(?i)(?:_?st_|pg_|lo_|postgis|uuid|gen_|jsonb?_|row_to_|array_|string_|to_|regexp_|regex|date|time|txid_|inet|has_|col_|obj_|format|current|session"
    r"|last_insert|last_val|lastval|currval|found_rows|row_count|changes\b|total_changes|connection_id|(?:get|release|is_free|is_used)_lock|sleep|benchmark"
    r"|database|schema|user|version|now|rand|md5|sha\d|hex|unhex|crc|similarity|unaccent|make_|age\b|num|quote|length|len\b|char|octet|from_|unix|str"
    r"|utc|sys|ts_|tsq|plainto|phraseto|websearch|setweight|hstore|earth|cube|crosstab|generate_|unnest|exists|coalesce|greatest|least|if\b|ifnull|nvl"
    r"|concat|substr|trim|round|ceil|floor|sqlite|geo|h3_|vector|amcheck|bt_index|obj|type|cluster|server|host|scope_identity|ident_current|newid|getdate"
    r"|get_|is_|count_|list_|find_|show_|check_|validate_|test_|encode|decode|digest|crypt|encrypt|decrypt|cast|convert|system\$)")
"""Functions that databases and their usual extensions bring along, and names that speak of looking: one of another name is a project's own, and
where a statement does nothing but call it, it is called for what it does.
"""
_LOST = frozenset({"DATABASE", "SCHEMA", "TABLE", "SEQUENCE", "EXTENSION", "TABLESPACE"})
_RIGHTS = frozenset({"ROLE", "USER", "GROUP", "LOGIN"})


def by_tree(tree: object, text: str, own_tables: frozenset[str]) -> Judged | None:
    """The acts of a parsed statement; None where the tree is only a generic command and keywords tell more."""
    from sqlglot import exp

    if isinstance(tree, exp.Command):
        return None
    if isinstance(tree, exp.Transaction):
        return Judged(begins=True)
    if isinstance(tree, exp.Commit):
        return Judged(ends="commit")
    if isinstance(tree, exp.Rollback):
        return Judged(ends="rollback")
    if isinstance(tree, exp.Use):
        table = tree.find(exp.Table)
        return Judged(uses=table.name if table is not None else None)
    if isinstance(tree, (exp.Set, exp.Pragma)):
        return Judged()
    if not isinstance(tree, exp.Expression):
        return None
    reader = _Reader(own_tables)
    if not reader.statement(tree, text):
        return None
    return Judged(deeds=tuple(reader.deeds), creates=frozenset(reader.creates))


class _Reader:
    def __init__(self, own_tables: frozenset[str]) -> None:
        from sqlglot import exp

        self.exp = exp
        self.own = own_tables
        self.deeds: list[Deed] = []
        self.creates: set[str] = set()
        self.written: set[int] = set()   # Table nodes that are written to, by id: what remains is read

    def add(self, action: Action, what: str, target: str | None = None, *, lost: bool = False, everything: bool = False,
            resource: str = "database", program: str | None = None, condition: str | None = None, of_whom: str = "") -> None:
        lost = lost and (target or "").lower() not in self.own
        deed = Deed(
            action=action,
            what=(what if target is None else f"{what} {target}") + of_whom,
            target=target,
            destructive=lost,
            everything=everything,
            resource=resource,
            program=program,
            condition=condition,
        )
        if deed not in self.deeds:
            self.deeds.append(deed)

    def statement(self, tree: object, text: str) -> bool:
        exp = self.exp
        if isinstance(tree, exp.Copy):
            return self.copy(tree)
        if isinstance(tree, (exp.Describe, exp.Show)):
            self.add(Action.READ, "reads from the database")
            return True
        assert isinstance(tree, exp.Expression)
        if isinstance(tree, exp.Create) and str(tree.args.get("kind") or "").upper() in ("FUNCTION", "PROCEDURE", "TRIGGER", "EVENT"):
            self.create(tree)            # its body does not run now
            return True
        known = False
        for node in tree.walk():
            known |= self.node(node)
        if not known and not isinstance(tree, exp.Query):
            return False
        self.reads(tree)
        self.functions(tree)
        if not self.deeds:
            self.add(Action.READ, "reads from the database")
        return True

    def node(self, node: object) -> bool:
        """Acts of one node that does more than read; True if it is of such a kind."""
        exp = self.exp
        if isinstance(node, exp.Delete):
            self.delete(node)
        elif isinstance(node, exp.Update):
            self.update(node)
        elif isinstance(node, exp.Insert):
            self.insert(node)
        elif isinstance(node, exp.Merge):
            self.merge(node)
        elif isinstance(node, exp.TruncateTable):
            for table in node.expressions:
                self.written.add(id(table))
                self.add(Action.DELETE, "empties", self.name(table), lost=True, everything=True)
        elif isinstance(node, exp.Drop):
            self.drop(node)
        elif isinstance(node, exp.Create):
            self.create(node)
        elif isinstance(node, exp.Alter):
            self.alter(node)
        elif isinstance(node, (exp.Grant, exp.Revoke)):
            table = node.find(exp.Table)
            if table is not None:
                self.written.add(id(table))
            grants, text = isinstance(node, exp.Grant), node.sql()
            self.add(Action.WRITE if grants else Action.DELETE, f"{'grants' if grants else 'revokes'} {rights_in(text)} on",
                     self.name(table) if table is not None else None, resource="permission", of_whom=whom(text))
        elif isinstance(node, exp.Into):
            table = node.find(exp.Table)
            if table is not None:
                self.written.add(id(table))
                self.creates.add(self.name(table).lower())
                self.add(Action.WRITE, "creates the table", self.name(table))
        elif isinstance(node, exp.Comment):
            self.add(Action.WRITE, "comments on", self.touched(node))
        elif isinstance(node, exp.Execute):
            self.add(Action.EXECUTE, "calls the procedure", self.touched(node))
        elif isinstance(node, exp.LoadData):
            self.add(Action.WRITE, "loads rows into", self.touched(node), lost=bool(node.args.get("overwrite")))
        elif isinstance(node, exp.Kill):
            self.add(Action.EXECUTE, "ends a connection")
        else:
            return False
        return True

    def touched(self, node: object) -> str | None:
        table = node.find(self.exp.Table) if isinstance(node, self.exp.Expression) else None
        if table is None:
            return None
        self.written.add(id(table))
        return self.name(table)

    def name(self, table: object) -> str:
        exp = self.exp
        if isinstance(table, exp.Table):
            return ".".join(part.name for part in table.parts if getattr(part, "name", "")) or table.sql()
        return table.sql() if isinstance(table, exp.Expression) else str(table)

    def delete(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Delete)
        tables = [*(node.args.get("tables") or [])] or [node.this]
        everything = not self.narrowed(node)
        for table in tables:
            if not isinstance(table, exp.Expression):
                continue
            self.written.add(id(table))
            table = self.real(table, node)
            self.add(
                Action.DELETE,
                "deletes all rows of" if everything else "deletes rows of",
                self.name(table),
                lost=True,
                everything=everything,
            )

    def real(self, table: object, statement: object) -> object:
        """The table behind an alias: DELETE a FROM t AS a."""
        exp = self.exp
        if isinstance(table, exp.Table) and isinstance(statement, exp.Expression):
            for other in statement.find_all(exp.Table):
                if other is not table and other.alias and other.alias == table.name:
                    self.written.add(id(other))
                    return other
        return table

    def narrowed(self, node: object) -> bool:
        """Whether a WHERE that is not always true, a LIMIT, or rows of another table that must match, narrows it."""
        exp = self.exp
        assert isinstance(node, exp.Expression)
        if node.args.get("limit") is not None:
            return True
        for join in node.find_all(exp.Join):
            must_match = (join.args.get("on") or join.args.get("using")) and join.side not in ("LEFT", "FULL")
            if must_match and join.find_ancestor(exp.Select, exp.Delete, exp.Update) is node:
                return True
        where = node.args.get("where")
        if not isinstance(where, exp.Where):
            return False
        condition = where.this.unnest()
        if isinstance(condition, exp.EQ) and isinstance(condition.this, exp.Literal) and condition.this == condition.expression:
            return False
        return not (isinstance(condition, exp.Boolean) and condition.this)

    def update(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Update)
        if not isinstance(node.this, exp.Expression):
            return
        found = node.this if isinstance(node.this, exp.Table) else node.this.find(exp.Table)
        if found is None:
            return
        self.written.add(id(found))
        table = self.real(found, node)
        inside = node.find_ancestor(exp.Merge) is not None
        if not inside:
            everything = not self.narrowed(node)
            self.add(
                Action.WRITE,
                "overwrites all rows of" if everything else "changes rows of",
                self.name(table),
                lost=everything,
                everything=everything,
            )

    def insert(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Insert)
        if node.find_ancestor(exp.Merge) is not None or not isinstance(node.this, exp.Expression):
            return
        table = node.this if isinstance(node.this, exp.Table) else node.this.find(exp.Table)
        if table is None:
            self.add(Action.WRITE, "inserts rows")
            return
        self.written.add(id(table))
        over = bool(node.args.get("overwrite"))
        self.add(Action.WRITE, "overwrites" if over else "inserts into", self.name(table), lost=over, everything=over)

    def merge(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Merge)
        table = node.this
        self.written.add(id(table))
        self.add(Action.WRITE, "merges rows into", self.name(table))
        whens = node.args.get("whens")
        text = whens.sql().upper() if isinstance(whens, exp.Expression) else ""
        if "THEN DELETE" in text:
            self.add(Action.DELETE, "deletes rows of", self.name(table), lost=True)

    def drop(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Drop)
        if node.find_ancestor(exp.Alter) is not None:
            self.written.update(id(inner) for inner in node.find_all(exp.Table))         # constraints and the like, told with the table
            return
        kind = str(node.args.get("kind") or "").upper()
        if isinstance(where := node.args.get("cluster"), exp.Expression):      # DROP INDEX x ON t: nothing of t is read
            self.written.update(id(inner) for inner in where.find_all(exp.Table))
        for table in self.dropped(node):
            if not isinstance(table, exp.Expression):
                continue
            for inner in table.find_all(exp.Table):
                self.written.add(id(inner))
            inner_table = table if isinstance(table, exp.Table) else table.find(exp.Table) or table
            lost = kind in _LOST and not node.args.get("temporary")
            self.add(Action.DELETE, f"drops the {kind.lower()}" if kind else "drops", self.name(inner_table), lost=lost, everything=lost,
                     resource="permission" if kind in _RIGHTS else "database")

    def dropped(self, node: object) -> list[object]:
        args = node.args if isinstance(node, self.exp.Expression) else {}
        names = [*(args.get("tables") or []), args.get("this"), *(args.get("expressions") or [])]
        return [name for name in names if isinstance(name, self.exp.Expression) and not isinstance(name, self.exp.DataType)]      # f(text)

    def create(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Create)
        kind = str(node.args.get("kind") or "").upper()
        table = node.this.find(exp.Table) if isinstance(node.this, exp.Expression) else None
        name = self.name(table) if table is not None else self.name(node.this)
        if table is not None:
            self.written.add(id(table))
        if kind == "TABLE" and not node.args.get("exists"):
            self.creates.add(name.lower())
        if kind in ("FUNCTION", "PROCEDURE", "TRIGGER", "INDEX"):
            for inner in node.find_all(exp.Table):
                self.written.add(id(inner))          # its body does not run now; beside a column of an index stands how it is sorted
        replaced = bool(node.args.get("replace")) and kind == "TABLE"
        passing = "temporary " if kind == "TABLE" and node.find(exp.TemporaryProperty) is not None else ""
        made = "creates an index of" if kind == "INDEX" else f"creates the {passing}{kind.lower()}"
        self.add(Action.WRITE, made, name, lost=replaced, resource="permission" if kind in _RIGHTS else "database")
        if kind in ("TABLE", "DATABASE", "SCHEMA") and node.args.get("exists") and self.deeds and self.deeds[-1].target == name:
            self.deeds[-1] = replace(self.deeds[-1], what=self.deeds[-1].what + IF_MISSING)

    def alter(self, node: object) -> None:
        exp = self.exp
        assert isinstance(node, exp.Alter)
        name = self.touched(node)
        kind = str(node.args.get("kind") or "").lower()
        for action in node.args.get("actions") or node.args.get("options") or [node]:      # ALTER TABLE a ENGINE=InnoDB has options alone
            if isinstance(action, exp.Drop) and str(action.args.get("kind") or "COLUMN").upper() in ("COLUMN", "PARTITION"):
                part = str(action.args.get("kind") or "COLUMN").lower()
                names = ", ".join(dict.fromkeys(dropped.sql() for dropped in self.dropped(action) if isinstance(dropped, exp.Expression)))
                self.add(Action.DELETE, f"drops the {part} {names} of".replace("  ", " "), name, lost=True)
            elif isinstance(action, exp.DropPartition):
                self.add(Action.DELETE, "drops a partition of", name, lost=True)
            else:
                self.add(Action.WRITE, f"alters the {kind}" if kind else "alters", name)

    def copy(self, node: object) -> bool:
        exp = self.exp
        assert isinstance(node, exp.Copy)
        loads = bool(node.args.get("kind"))
        table = node.this.this if isinstance(node.this, exp.Schema) else node.this
        if isinstance(table, exp.Table):
            self.add(Action.WRITE if loads else Action.READ, "loads rows into" if loads else "reads", self.name(table))
        else:
            for inner in node.this.walk():
                self.node(inner)
            self.reads(node.this)
            self.functions(node.this)
            if not self.deeds:
                self.add(Action.READ, "reads from the database")
        for file in node.args.get("files") or []:
            if isinstance(file, exp.Expression) and file.name.lower() == "program":
                return False             # the server runs a program: keywords tell which
            if isinstance(file, exp.Literal) and file.is_string:
                self.add(
                    Action.READ if loads else Action.WRITE,
                    "reads the file" if loads else "writes the file",
                    file.name,
                    resource="filesystem",
                )
        return True

    def reads(self, tree: object) -> None:
        exp = self.exp
        assert isinstance(tree, exp.Expression)
        common = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
        for table in tree.find_all(exp.Table):
            if id(table) in self.written or not isinstance(table.this, (exp.Identifier, exp.Dot)):
                continue
            if table.find_ancestor(exp.Reference, exp.LikeProperty) is not None:     # a key of another table, its layout: no row of it is read
                continue
            name = self.name(table)
            if name and name.lower() not in common and not self.aliased(table):
                self.add(Action.READ, "reads", name)

    def aliased(self, table: object) -> bool:
        """DELETE a FROM t AS a and UPDATE a ... FROM t a name an alias where a table could stand."""
        exp = self.exp
        assert isinstance(table, exp.Table)
        return isinstance(table.parent, (exp.Delete, exp.Update)) and table.arg_key in ("tables",)

    def functions(self, tree: object) -> None:
        exp = self.exp
        for call in self._calls(tree):
            if not isinstance(call, exp.Func):
                continue
            name = (call.name if isinstance(call, exp.Anonymous) else call.sql_name()).lower()
            known = _FUNCTIONS.get(name)
            if known is not None:
                action, what, lost = known
                argument = next((a for a in call.expressions if isinstance(a, exp.Literal) and a.is_string), None)
                self.add(action, what, argument.name if argument is not None and name in ("nextval", "setval") else None, lost=lost)
        if isinstance(tree, exp.Select) and not self.deeds and tree.args.get("from_", tree.args.get("from")) is None:
            for called in tree.selects:
                function = called.unalias()
                named = function.expression if isinstance(function, exp.Dot) else function
                if isinstance(named, exp.Anonymous) and not _OF_THE_SERVER.match(named.name):
                    self.add(Action.EXECUTE, "calls the stored function", ".".join([*(
                        part.name for part in function.find_all(exp.Identifier) if isinstance(function, exp.Dot)), named.name]))

    def _calls(self, tree: object) -> Iterator[object]:
        exp = self.exp
        assert isinstance(tree, exp.Expression)
        yield from tree.find_all(exp.Anonymous, exp.NextValueFor)
