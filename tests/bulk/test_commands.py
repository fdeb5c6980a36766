"""`egide protect` and `egide restore`: the key, the exit status, and one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from egide.cli import main

TEXT = "Bonjour, rappelez zoe.martin@courriel.example au 06 39 98 44 17.\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EGIDE_HOME", str(tmp_path / "home"))
    (tmp_path / "in.txt").write_text(TEXT)
    return tmp_path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def test_protects_and_restores_with_a_key_of_its_own(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("protect", home / "in.txt", home / "out.txt") == 0
    assert f"New key: {home / 'home' / 'files' / 'default.key'}" in capsys.readouterr().err
    protected = (home / "out.txt").read_text()
    assert "zoe" not in protected
    assert "06 39" not in protected
    assert run("restore", home / "out.txt", home / "back.txt") == 0
    assert (home / "back.txt").read_text() == TEXT
    assert run("protect", home / "in.txt", home / "again.txt") == 0
    assert (home / "again.txt").read_text() == protected
    assert "New key" not in capsys.readouterr().err


def test_refuses_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("protect", home / "in.txt", home / "out.txt", "--key-file", home / "one.key") == 0
    capsys.readouterr()
    for arguments, said in (
        (("restore", home / "out.txt", home / "b", "--key-file", home / "none.key"), "no such key"),
        (("restore", home / "in.txt", home / "b", "--key-file", home / "one.key"), "no pseudonym of this key"),
        (("protect", home / "none.txt", home / "b"), "no such file"),
        (("protect", home / "in.txt", home / "in.txt"), "the source itself"),
        (("protect", home / "in.txt", home / "no" / "b"), "folder does not exist"),
    ):
        assert run(*arguments) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
    assert not (home / "b").exists()


def test_refuses_the_file_of_another_key(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("protect", home / "in.txt", home / "out.txt", "--key-file", home / "one.key") == 0
    assert run("protect", home / "in.txt", home / "other.txt", "--key-file", home / "two.key") == 0
    assert (home / "out.txt").read_text() != (home / "other.txt").read_text()
    assert run("restore", home / "out.txt", home / "back.txt", "--key-file", home / "two.key") == 2
    assert "another key" in capsys.readouterr().err
    assert run("restore", home / "out.txt", home / "back.txt", "--key-file", home / "one.key") == 0


def test_says_so_when_spark_is_absent(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError:
        assert run("protect", home / "in.txt", home / "out", "--engine", "spark") == 2
        assert "egide[spark]" in capsys.readouterr().err
    else:
        pytest.skip("Spark is installed here")
