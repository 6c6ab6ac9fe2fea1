"""Ctrl-C in a real process, in the middle of a batch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.docs.blocks import ROOT

from idphoto.photo.journal import JOURNAL

COMMAND = (sys.executable, "-c", "from idphoto.cli.app import main; main()")
MANY = 400
STOP_S = 120  # only ends what hangs


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        # a process in the background of a script would ignore it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def until(happened: Callable[[], object]) -> None:
    ends = time.monotonic() + STOP_S
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.fixture
def crowd(portrait: Path) -> Path:
    """More portraits than are made before the interruption."""
    folder = portrait.parent / "crowd"
    folder.mkdir()
    for number in range(MANY):
        (folder / f"{number:03}.jpg").hardlink_to(portrait)
    return folder


def test_an_interrupted_batch_says_how_to_go_on_and_leaves_the_journal_true(crowd: Path) -> None:
    words = ("make", "crowd", "--size", "120x160", "-o", "done dir", "--jobs", "2")
    batch = start(*words, "--again")
    done = Path("done dir")
    until(lambda: len(list(done.glob("*.jpg"))) >= 2)
    batch.send_signal(signal.SIGINT)
    _, err = batch.communicate(timeout=STOP_S)
    assert batch.returncode == 130
    assert "Traceback" not in err
    made = {path.name for path in done.glob("*.jpg")}
    assert 2 <= len(made) < MANY
    assert {path.name for path in done.iterdir()} == made | {JOURNAL}
    entries = [json.loads(line) for line in (done / JOURNAL).read_text("utf-8").splitlines()]
    assert sorted(entry["name"] for entry in entries) == sorted(made)
    first, _, again = err[err.index("idphoto: interrupted") :].splitlines()
    assert first.endswith(f"of {MANY} photos. To go on:")
    assert again.strip() == "idphoto make crowd --size 120x160 -o 'done dir' --jobs 2"

    for path in sorted(crowd.iterdir()):
        if path.name not in made:
            path.unlink()
    rest = start(*words)
    out, err = rest.communicate(timeout=STOP_S)
    assert (rest.returncode, err) == (0, "")
    assert out.count("(already done)") == len(made)
