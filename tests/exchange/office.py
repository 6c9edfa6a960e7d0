"""A small office that brings its old customer list along."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from zhike.access.models import Grant, Role, Team, User, UserRole
from zhike.access.rights import access_of, system_access
from zhike.exchange import runner
from zhike.exchange.mapping import read_mapping
from zhike.exchange.orders import Order
from zhike.exchange.readers import open_table
from zhike.ledger.current import change_set
from zhike.records.resource import resource_named

VERBS = ("read", "create", "update", "delete", "import", "export")


@dataclass
class Office:
    """Li imports and exports, Wang only reads, Admin does everything."""

    folder: Path
    users: dict[str, User] = field(default_factory=dict)
    role: Role | None = None

    @classmethod
    def opened(cls, folder):
        office = cls(folder)
        with change_set(by=None, door="system"):
            team = Team(name="华南")
            team.save()
            office.role = Role(name="导入员")
            office.role.save()
            reader = Role(name="看客")
            reader.save()
            for kind in ("party", "relationship", "product", "opportunity"):
                Grant(role=reader, resource=kind, verb="read", scope="all").save()
                for verb in VERBS:
                    Grant(role=office.role, resource=kind, verb=verb, scope="team").save()
            for login in ("li", "wang", "admin"):
                user = User(
                    login=login, name=login, team=team, language="en", is_admin=login == "admin"
                )
                user.save()
                if login != "admin":
                    role = office.role if login == "li" else reader
                    UserRole(user=user, role=role).save()
                office.users[login] = user
        return office

    def access(self, login="li"):
        return access_of(self.users[login], "import")

    def file(self, content, name="list.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def order(self, content, columns, *, resource="parties", by=None, **mapping):
        """An import of this text (or file); without a user it is the system's."""
        path = content if isinstance(content, Path) else self.file(content)
        if isinstance(columns, dict):
            columns = [{"to": to, "from": heading} for to, heading in columns.items()]
        return Order(
            table=open_table(path),
            resource=resource_named(resource),
            mapping=read_mapping({"columns": columns, **mapping}),
            access=self.access(by) if by else system_access("import"),
            name=path.name,
            failures=self.folder / "failed.csv",
        )

    def bring(self, content, columns, **settings):
        """Import it and return the change set."""
        order = self.order(content, columns, **settings)
        return runner.run(order, runner.begin(order))

    def refused(self):
        """The rows that were refused, headings first."""
        text = (self.folder / "failed.csv").read_text("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))


def counts(done):
    """Created, updated, skipped, rejected."""
    return tuple(done.report[n] for n in ("created", "updated", "skipped", "rejected"))


def workbook(path, rows):
    """An XLSX file with these rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path
