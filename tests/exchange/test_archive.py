"""Everything leaves in open formats, and an empty installation that takes it in is the same one."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.apps import apps

from tests import cast as casting
from tests.architecture.ladder import ROOT
from zhike.access.models import ApiToken, User
from zhike.access.rights import access_of
from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.exchange.archive import manifest
from zhike.exchange.archive.arriving import arrive
from zhike.exchange.archive.containers import Unfit, opened
from zhike.exchange.archive.packing import pack
from zhike.exchange.archive.tables import leaves
from zhike.ledger.models import Change, ChangeSet, Record
from zhike.ledger.sealing import broken_seals
from zhike.ledger.undo import undo
from zhike.ledger.values import canonical
from zhike.people.models import Party
from zhike.project.archives import leave
from zhike.records import listing
from zhike.records.models import Total
from zhike.records.resource import resource_named

pytestmark = [pytest.mark.full, pytest.mark.django_db]

# What is no record, and leaves all the same; whatever is added to this list was thought about.
BESIDE = {
    "access.accessevent", "exchange.exportmark", "exchange.importrun", "ledger.change",
    "ledger.changeset", "ledger.largetext", "ledger.seal",
    "people.directorybefore", "people.directorycompany", "people.directoryextraction",
    "people.directoryposting", "records.firstweek",
    "records.notification",
    "records.notificationchoice", "records.numbercounter", "sales.dunningmark", "sales.tiermark",
    "sales.timingmark", "sales.usefulmark",
    "web.favourite", "web.openswith", "web.taborder", "web.visit",
}  # fmt: skip


@pytest.fixture(scope="module")
def left(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The archive of a company with people, custom fields, files, deletions and history."""
    path = tmp_path_factory.mktemp("left") / "all.zip"
    with django_db_blocker.unblock(), casting.rolled_back():
        casting.build()
        pack(path)
    return path


@pytest.fixture
def elsewhere(settings, tmp_path) -> Path:
    """The folder of an installation with nothing in it."""
    settings.DATA_DIR = tmp_path / "data"
    Path(settings.DATA_DIR).mkdir()
    return Path(settings.DATA_DIR)


def members(path: Path) -> dict[str, bytes]:
    """What an archive holds, less what says when it was made."""
    with opened(path) as archive:
        names = set(archive.names()) - {manifest.MANIFEST, manifest.SUMS}
        return {name: archive.member(name).read() for name in names}


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as packed:
        packed.extractall(folder)
    return folder


def summed_anew(folder: Path) -> None:
    """What somebody does who alters an archive and knows its lists."""
    names = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != manifest.SUMS]
    lines = (
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder)}\n" for p in names
    )
    (folder / manifest.SUMS).write_text("".join(lines))


@pytest.mark.requirement("D50")
def test_what_arrived_leaves_again_byte_for_byte(left, elsewhere, tmp_path) -> None:
    whole = arrive(left)
    assert whole.rows > 500
    assert whole.files > 5
    assert User.objects.count() == len(casting.PEOPLE)
    pack(tmp_path / "again")
    assert members(tmp_path / "again") == members(left)


@pytest.mark.requirement("D50")
def test_the_arrived_company_is_found_counted_undone_and_sealed(left, elsewhere) -> None:
    arrive(left)
    access = access_of(User.objects.get(login="admin"), "web")
    party = Party.objects.order_by("name").first()
    page = listing.page(resource_named("parties"), access, listing.Query(search=party.name))
    assert party.pk in {item.pk for item in page.items}
    assert Total.objects.filter(count__gt=0).exists()
    assert broken_seals() == []
    deed = ChangeSet.objects.filter(action="edit", undone_by=None).order_by("-at").first()
    before = Change.objects.order_by("-seq").first().seq
    assert undo(deed, by=None, door="web").report["conflict_count"] == 0
    assert Change.objects.order_by("-seq").first().seq > before
    for file in File.objects.all():
        content = storage.path_of(file.storage_key).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256


@pytest.mark.requirement("D50")
def test_a_file_whose_content_is_missing_is_named_as_everything_leaves(
    left, elsewhere, tmp_path, capsys
) -> None:
    arrive(left)
    file = File.objects.order_by("pk").first()
    storage.path_of(file.storage_key).unlink()
    assert leave(tmp_path / "poorer.zip") == 0
    said = capsys.readouterr().err
    assert "the content of 1 files lies nowhere" in said
    assert file.name in said


def test_no_password_and_no_token_leaves(left, elsewhere) -> None:
    text = b"".join(members(left).values())
    assert b"pbkdf2" not in text
    assert b'"password"' not in text
    assert b"argon2" not in text
    arrive(left)
    assert not any(user.check_password(casting.PASSWORD) for user in User.objects.all())
    assert {token.digest for token in ApiToken.objects.all()} <= {""}


def test_a_member_is_a_line_a_record_that_any_program_reads(left) -> None:
    lines = members(left)["data/people.party.jsonl"].splitlines()
    parties = [json.loads(line) for line in lines]
    assert [p["id"] for p in parties] == sorted(p["id"] for p in parties)
    assert all(p["version"] >= 1 and p["name"] for p in parties)


def test_an_installation_with_something_in_it_takes_no_archive(left, elsewhere) -> None:
    arrive(left)
    with pytest.raises(Unfit, match="not empty"):
        arrive(left)


def damaged(folder: Path) -> None:
    path = folder / "data/people.party.jsonl"
    path.write_bytes(path.read_bytes()[:-40])


def incomplete(folder: Path) -> None:
    next((folder / "files").glob("*/*")).unlink()


def smuggled(folder: Path) -> None:
    (folder / "data/../evil").write_text("x")
    summed_anew(folder)


def leading_out(folder: Path) -> None:
    sums = folder / manifest.SUMS
    sums.write_text(sums.read_text() + f"{'0' * 64}  files/../../secret-key\n")


def miscounted(folder: Path) -> None:
    text = (folder / manifest.MANIFEST).read_text()
    rows = json.loads(text)["tables"][0]
    (folder / manifest.MANIFEST).write_text(text.replace(rows["sha256"], "0" * 64, 1))
    summed_anew(folder)


def newer(folder: Path) -> None:
    text = (folder / manifest.MANIFEST).read_text()
    (folder / manifest.MANIFEST).write_text(text.replace('"version": 1', '"version": 2'))
    summed_anew(folder)


def torn(folder: Path) -> None:
    """Somebody took a customer out and made every sum anew."""
    path = folder / "data/people.party.jsonl"
    kept = b"".join(path.read_bytes().splitlines(keepends=True)[1:])
    old, rows = hashlib.sha256(path.read_bytes()).hexdigest(), kept.count(b"\n")
    path.write_bytes(kept)
    text = (folder / manifest.MANIFEST).read_text()
    text = text.replace(old, hashlib.sha256(kept).hexdigest())
    text = text.replace(
        f'"rows": {rows + 1},\n   "sha256": "{hashlib.sha256(kept).hexdigest()}',
        f'"rows": {rows},\n   "sha256": "{hashlib.sha256(kept).hexdigest()}',
    )
    (folder / manifest.MANIFEST).write_text(text)
    summed_anew(folder)


@pytest.mark.requirement("D50")
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (damaged, "damaged or has been altered: data/people.party.jsonl"),
        (incomplete, "incomplete: it has no files/"),
        (smuggled, "evil is no name of its own"),
        (leading_out, "incomplete|no name"),
        (miscounted, "manifest has been altered"),
        (newer, "has format 2 and this Zhike reads 1"),
        (torn, "does not hold together"),
    ],
)
def test_what_is_damaged_or_altered_is_refused_and_nothing_stays(
    left, elsewhere, tmp_path, harm, words
) -> None:
    folder = unpacked(left, tmp_path / "archive")
    harm(folder)
    with pytest.raises(Unfit, match=words):
        arrive(folder)
    assert not Party.objects.exists()
    assert not User.objects.exists()
    assert not [path for path in elsewhere.rglob("*") if path.is_file()]


def test_what_an_older_version_did_not_know_arrives_empty(left, elsewhere, tmp_path) -> None:
    folder = unpacked(left, tmp_path / "archive")
    path = folder / "data/people.party.jsonl"
    old = path.read_bytes()
    lines = [json.loads(line) for line in old.splitlines()]
    known = [{n: v for n, v in line.items() if n != "website"} for line in lines]
    new = b"".join(canonical(line).encode() + b"\n" for line in known)
    path.write_bytes(new)
    whole = json.loads((folder / manifest.MANIFEST).read_text())
    told = next(table for table in whole["tables"] if table["name"] == "people.party")
    told["fields"].remove("website")
    told["sha256"] = hashlib.sha256(new).hexdigest()
    (folder / manifest.MANIFEST).write_text(json.dumps(whole))
    summed_anew(folder)
    arrive(folder)
    assert set(Party.objects.values_list("website", flat=True)) == {""}


def test_an_arrival_that_was_killed_is_begun_again(left, elsewhere, tmp_path) -> None:
    """The transaction is gone; files that it had brought are still there."""
    begun = next(name for name in members(left) if name.startswith("files/"))
    (elsewhere / begun).parent.mkdir(parents=True)
    (elsewhere / begun).write_bytes(b"half")
    arrive(left)
    assert (elsewhere / begun).read_bytes() == members(left)[begun]


def test_a_file_that_is_no_archive_is_refused_in_a_sentence(elsewhere, tmp_path) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(b"PK\x03\x04 but not much more")
    with pytest.raises(Unfit, match="damaged or no archive"):
        arrive(path)


def test_every_table_leaves_or_stays_by_decision() -> None:
    found = {
        model._meta.label_lower
        for model in apps.get_models()
        if leaves(model) and not issubclass(model, Record)
    }
    assert found == BESIDE


@pytest.mark.slow
@pytest.mark.requirement("D50")
def test_from_postgresql_to_sqlite_and_back_it_stays_the_same(
    on_postgresql, left, elsewhere, tmp_path
) -> None:
    environment = {name: text for name, text in os.environ.items() if name[:6] != "ZHIKE_"}
    for words in (["import", "--all", left], ["export", "--all", tmp_path / "back.zip"]):
        done = subprocess.run(
            [sys.executable, "-m", "zhike", *map(str, words), "--data", str(tmp_path / "sqlite")],
            env={**environment, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert members(tmp_path / "back.zip") == members(left)
    arrive(tmp_path / "back.zip")
    pack(tmp_path / "again")
    assert members(tmp_path / "again") == members(left)
