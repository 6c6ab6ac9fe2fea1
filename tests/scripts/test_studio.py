"""``make studio``: when it builds, and what it says where it cannot."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from scripts import studio


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with sources of a page, and a builder that copies them."""
    for name in ("studio/src", "src/idphoto/messages"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "studio" / "src" / "main.tsx").write_text("page")
    monkeypatch.setattr(studio, "ROOT", tmp_path)
    monkeypatch.setattr(studio, "SOURCES", tmp_path / "studio")
    monkeypatch.setattr(studio, "BUILT", tmp_path / "built")
    monkeypatch.setattr(studio, "__file__", str(tmp_path / "studio" / "src" / "main.tsx"))
    return tmp_path


def make(monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["studio.py", *options])
    return studio.main()


def builds(monkeypatch: pytest.MonkeyPatch, fault: str = "") -> list[str]:
    """Count the builds; each fails with ``fault``, if there is one."""
    done: list[str] = []

    def build(node: object) -> None:
        done.append("built")
        if fault:
            raise studio.CannotBuild(fault)
        studio.BUILT.mkdir(exist_ok=True)
        (studio.BUILT / "index.html").touch()

    monkeypatch.setattr(studio, "find_node", lambda: None)
    monkeypatch.setattr(studio, "build", build)
    return done


def test_the_page_is_built_again_only_when_a_source_has_changed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = builds(monkeypatch)
    assert [make(monkeypatch), make(monkeypatch), len(done)] == [0, 0, 1]
    (checkout / "studio" / "node_modules").mkdir()
    (checkout / "studio" / "node_modules" / "a.js").touch()  # no source
    assert [make(monkeypatch), len(done)] == [0, 1]
    (checkout / "studio" / "src" / "main.tsx").write_text("another page")
    assert [make(monkeypatch), len(done)] == [0, 2]
    (studio.BUILT / "index.html").unlink()
    assert [make(monkeypatch), len(done)] == [0, 3]


def test_where_the_page_cannot_be_built_one_sentence_says_why(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = builds(monkeypatch, fault="the registry is away")
    assert make(monkeypatch) == 1
    assert capsys.readouterr().err == "cannot build the studio's page: the registry is away\n"
    assert make(monkeypatch, "--if-possible") == 0
    assert capsys.readouterr().err == "cannot build the studio's page: the registry is away\n"
    # the second time nobody waits for a registry that is away
    assert [make(monkeypatch, "--if-possible"), len(done)] == [0, 2]
    said = "not to be had here: the studio's page; `make studio` says why\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("v18.19.1", "it needs Node 20.19 or newer; there is v18.19.1"),
        ("", "it needs Node 20.19 or newer"),
    ],
)
def test_a_node_that_is_too_old_or_absent_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, message: str
) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) if version else str(tmp_path / "nowhere"))
    monkeypatch.setattr(studio, "find_spec", lambda name: None)
    with pytest.raises(studio.CannotBuild) as refused:
        studio.find_node()
    assert str(refused.value) == message


def test_a_step_that_fails_says_what_it_said(tmp_path: Path) -> None:
    node = studio.Node((sys.executable,), (), tmp_path)
    with pytest.raises(studio.CannotBuild, match=r"failed:\nno such thing$"):
        node.run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_texts_are_compressed_beside_themselves(tmp_path: Path) -> None:
    try:
        node = studio.find_node()
    except studio.CannotBuild as error:
        pytest.skip(str(error))
    (tmp_path / "a.js").write_text("text " * 1000)
    (tmp_path / "b.png").write_bytes(b"picture")
    studio.compress(node, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.js", "a.js.gz", "a.js.br", "b.png"}
    assert gzip.decompress((tmp_path / "a.js.gz").read_bytes()) == b"text " * 1000
    assert 0 < (tmp_path / "a.js.br").stat().st_size < 100
