"""A backup with a password tells nothing without it, and every wrong word or bit is refused."""

import random

import pytest
from django.urls import reverse

from tests.web import company as companies
from zhike.access.models import AccessEvent
from zhike.exchange.backup import archive, kept, locking, password
from zhike.exchange.backup.archive import BackupRefused
from zhike.exchange.backup.locking import lock, unlocked
from zhike.ledger.models import ChangeSet

pytestmark = pytest.mark.requirement("D50")
SECRET = "骏马奔腾 correct horse"


@pytest.fixture(autouse=True)
def quick(tmp_path, settings, monkeypatch):
    """A folder of its own, and guesses that cost little."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(locking, "COST", 4)


@pytest.fixture
def plain(tmp_path):
    """A backup of several pieces."""
    path = tmp_path / "plain.zip"
    with archive.writing(path) as (writer, _manifest), writer.member("files/a") as member:
        member.write(random.Random(3).randbytes(2 * locking.CHUNK + 5))
    return path


@pytest.fixture
def locked(plain, tmp_path):
    path = tmp_path / "a.zip.locked"
    lock(plain, path, SECRET)
    return path


def test_with_its_password_it_is_the_same_to_the_byte_and_nothing_stays_behind(
    plain, locked, tmp_path
):
    assert locked.stat().st_mode & 0o077 == 0
    before = set(tmp_path.iterdir())
    with unlocked(locked, SECRET) as found:
        assert found.read_bytes() == plain.read_bytes()
        assert archive.check(found)["members"]
    assert set(tmp_path.iterdir()) == before
    with unlocked(plain, "") as found:
        assert found == plain


def test_no_content_and_no_two_locks_are_alike(plain, locked, tmp_path):
    other = tmp_path / "b.zip.locked"
    lock(plain, other, SECRET)
    assert b"manifest" not in locked.read_bytes()
    assert locked.read_bytes()[100:] != other.read_bytes()[100:]


@pytest.mark.parametrize(
    ("given", "says"), [("", "has a password"), ("wrong horse 12", "not the password")]
)
def test_no_password_and_a_wrong_one_are_refused_in_words(locked, given, says):
    with pytest.raises(BackupRefused, match=says), unlocked(locked, given):
        pass


def test_one_bit_a_missing_piece_and_two_that_changed_places_are_noticed(locked):
    whole, chance = locked.read_bytes(), random.Random(4)
    size, head = locking.CHUNK + 16, len(locking.MAGIC) + 24 + 32
    one, two = whole[head : head + size], whole[head + size : head + 2 * size]
    rest = whole[head + 2 * size :]
    spoilt = [whole[: head + size], whole[:-1], whole[:head] + two + one + rest, whole + b"\0"]
    for bit in chance.sample(range(len(locking.MAGIC) * 8 + 8, len(whole) * 8), 20):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        spoilt.append(bytes(damaged))
    for content in spoilt:
        locked.write_bytes(content)
        with pytest.raises(BackupRefused), unlocked(locked, SECRET):
            pass


@pytest.mark.django_db
def test_an_administrator_sets_it_on_the_page_and_no_ledger_knows_it(tmp_path):
    company = companies.found()
    admin, url = company.browsers["admin"], reverse("backup_password")
    assert company.browsers["li"].post(url, {"password": SECRET}).status_code == 403
    for wrong in ({"password": "short", "again": "short"}, {"password": SECRET, "again": "other"}):
        admin.post(url, wrong)
        assert not password.is_set()
    sets = ChangeSet.objects.count()
    admin.post(url, {"password": SECRET, "again": SECRET})
    assert password.kept() == SECRET
    assert kept.new_path(kept.DAILY).name.endswith(".zip.locked")
    assert SECRET.encode() not in (tmp_path / password.NAME).read_bytes()
    assert ChangeSet.objects.count() == sets
    assert AccessEvent.objects.filter(event="backup_password").count() == 1
    admin.post(url, {"remove": "1"})
    assert password.kept() == ""


def test_with_another_secret_key_no_backup_is_made_without_its_lock(settings):
    password.keep(SECRET)
    settings.SECRET_KEY = "another key " * 4
    with pytest.raises(BackupRefused, match="set it again"):
        password.kept()
