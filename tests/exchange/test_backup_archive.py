"""The file of a backup vouches for every bit of itself, and writes nowhere but where it is told."""

import json
import random
import zipfile

import pytest

from zhike.exchange.backup import archive
from zhike.exchange.backup.archive import BackupRefused

pytestmark = pytest.mark.requirement("D50")


@pytest.fixture
def backup(tmp_path):
    path = tmp_path / "a.zip"
    with archive.writing(path) as (writer, manifest):
        manifest["version"] = "1"
        with writer.member("database/rows.copy") as member:
            member.write(b"one\ntwo\n" * 1000)
        with writer.member("files/ab/abcd", packed=False) as member:
            member.write(bytes(range(256)) * 20)
    return path


def test_what_goes_in_comes_out_and_any_tool_opens_it(backup, tmp_path):
    manifest = archive.check(backup)
    archive.unpack(backup, manifest, tmp_path / "out")
    assert (tmp_path / "out/database/rows.copy").read_bytes() == b"one\ntwo\n" * 1000
    assert zipfile.ZipFile(backup).testzip() is None
    assert backup.stat().st_mode & 0o077 == 0


def test_one_bit_anywhere_is_noticed(backup):
    whole, chance = backup.read_bytes(), random.Random(4)
    for bit in chance.sample(range(len(whole) * 8), 100):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        backup.write_bytes(damaged)
        with pytest.raises(BackupRefused):
            archive.check(backup)


def test_a_backup_that_was_cut_short_or_went_on_is_refused(backup):
    whole, chance = backup.read_bytes(), random.Random(5)
    for length in [0, 1, 63, 64, 71, *chance.sample(range(len(whole)), 95)]:
        backup.write_bytes(whole[:length])
        with pytest.raises(BackupRefused):
            archive.check(backup)
    backup.write_bytes(whole + b"\0")
    with pytest.raises(BackupRefused):
        archive.check(backup)


def test_a_backup_of_a_newer_format_says_so(tmp_path):
    path = tmp_path / "new.zip"
    with archive.writing(path) as (_writer, manifest):
        manifest |= {"format": archive.FORMAT + 1, "version": "9.9"}
    with pytest.raises(BackupRefused, match=r"newer version of Zhike \(9\.9\)"):
        archive.check(path)


@pytest.mark.parametrize("name", ["../out", "/etc/x", "a/../../x", "c:\\x", "a\\..\\x"])
def test_a_member_cannot_leave_its_folder(tmp_path, name):
    path = tmp_path / "evil.zip"
    with archive.writing(path) as (writer, _manifest), writer.member(name) as member:
        member.write(b"x")
    with pytest.raises(BackupRefused):
        archive.unpack(path, archive.check(path), tmp_path / "out")
    assert not (tmp_path / "x").exists()
    assert not (tmp_path / "out").is_file()


def test_a_member_that_is_not_what_the_manifest_says_is_refused(tmp_path, backup):
    manifest = archive.check(backup)
    manifest["members"]["files/ab/abcd"]["sha256"] = "0" * 64
    with pytest.raises(BackupRefused, match="files/ab/abcd"):
        archive.unpack(backup, manifest, tmp_path / "out")


def test_a_backup_that_failed_leaves_nothing_behind(tmp_path):
    path = tmp_path / "a.zip"
    with pytest.raises(ZeroDivisionError), archive.writing(path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_the_manifest_names_size_and_digest_of_every_member(backup):
    manifest = json.loads(zipfile.ZipFile(backup).read("manifest.json"))
    assert manifest["members"]["files/ab/abcd"]["size"] == 5120
    assert len(manifest["members"]["database/rows.copy"]["sha256"]) == 64
