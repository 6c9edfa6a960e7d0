"""The command line: its words, its refusals."""

import pytest

from zhike.access.models import AccessEvent, User
from zhike.project import cli, commands
from zhike.project.commands import CommandRefused, check


def test_every_word_stands_in_the_overview_with_its_sentence(capsys):
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for word in cli.words():
        line = next(line for line in shown.splitlines() if line.split()[:1] == [word])
        assert len(line.split()) > 2


@pytest.mark.parametrize("word", cli.words())
def test_every_word_explains_itself(word, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([word, "--help"])
    assert end.value.code == 0
    assert f"zhike {word}" in capsys.readouterr().out


def test_an_unknown_word_is_refused_with_the_list_of_words(capsys):
    assert cli.main(["frobnicate"]) == 2
    assert "start" in capsys.readouterr().out


def test_a_refusal_is_one_sentence_on_stderr(monkeypatch, capsys):
    def refuse(options):
        raise CommandRefused("There is nothing to check.")

    monkeypatch.setattr(check, "run", refuse)
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err == "There is nothing to check.\n"


def test_words_of_python_and_hyphens_may_be_commands(monkeypatch, tmp_path):
    for name in ("import_.py", "read_cards.py"):
        (tmp_path / name).touch()
    monkeypatch.setattr(commands, "__path__", [str(tmp_path)])
    assert cli.words() == {"import": "import_", "read-cards": "read_cards"}


@pytest.mark.django_db
def test_a_sound_installation_has_no_grave_findings(capsys, settings):
    settings.SILENCED_SYSTEM_CHECKS = ["async.E001"]  # Tests with a browser set what it is about.
    assert cli.main(["check"]) == 0
    assert "error" not in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.requirement("D50")
def test_who_arrived_without_a_password_gets_a_new_one(capsys):
    assert cli.main(["user", "add", "li"]) == 0
    first = capsys.readouterr().out.strip()
    assert cli.main(["user", "password", "li"]) == 0
    second = capsys.readouterr().out.strip()
    li = User.objects.get(login="li")
    assert li.check_password(second)
    assert not li.check_password(first)
    assert li.is_password_temporary
    assert cli.main(["user", "password", "nobody"]) == 2
    assert "There is no user" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.requirement("D50", "D02")
def test_leaving_with_everything_tells_sums_and_stands_in_the_access_log(tmp_path, capsys):
    assert cli.main(["export", "--all", str(tmp_path / "all.zip")]) == 0
    shown = capsys.readouterr().out
    assert "people.party" in shown
    assert "is complete. Its sum" in shown
    assert AccessEvent.objects.get(event="export").detail.startswith("all ")
    assert cli.main(["export", "--all", str(tmp_path / "all.zip")]) == 2
    assert "is there already" in capsys.readouterr().err
    assert cli.main(["import", "--all", str(tmp_path / "none.zip")]) == 2
    assert "There is no" in capsys.readouterr().err
