"""Documents' code blocks, run as they stand.

A process of ours takes two seconds to start, and the documents have fifty commands. So the first
``idphoto …`` of a document is a process, as a reader would start it; the others run in this one.
Blocks that are more than plain commands go to bash.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from idphoto.cli.app import main
from idphoto.cli.check.command import EXIT_FAIL, EXIT_UNSURE

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE_URL = "http://127.0.0.1:8000"
_STOP_S = 120  # only ends what hangs
_COMMAND = f"""\
#!/bin/sh
exec '{sys.executable}' -c 'from idphoto.cli.app import main
from idphoto.cli.check.command import EXIT_FAIL, EXIT_UNSURE; main()' "$@"
"""


def read(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def blocks(document: str, *languages: str) -> list[tuple[str, str]]:
    """Language and content of each block of these languages, in order."""
    pattern = rf"^```({'|'.join(languages)})\n(.*?)^```$"
    return re.findall(pattern, read(document), re.MULTILINE | re.DOTALL)


def code(document: str, language: str) -> list[str]:
    """The content of each block of one language, in order."""
    return [content for _, content in blocks(document, language)]


def plain_commands(block: str) -> list[list[str]] | None:
    """The words of each command, where a block has nothing but plain commands of ours."""
    lines = re.sub(r"\\\n", " ", block).splitlines()
    commands = [words for line in lines if (words := shlex.split(line, comments=True))]
    plain = all(
        words[0] == "idphoto" and not re.search(r"[|&;<>$`*]", "".join(words)) for words in commands
    )
    return commands if plain else None


@dataclass
class Reader:
    """Somebody who tries what a document says.

    ``folder``: where they stand. ``url``: of the server they use in place of the examples'. The
    environment is this process's.
    """

    folder: Path
    url: str = EXAMPLE_URL
    started: bool = False

    def follow(self, document: str) -> str:
        """Run a document's bash and Python blocks in order; returns what the former printed."""
        printed = ""
        for language, block in blocks(document, "bash", "python"):
            if language == "python":
                script = self.folder.parent / "block.py"
                script.write_text(block, "utf-8")
                with contextlib.chdir(self.folder):
                    runpy.run_path(str(script))
            else:
                printed += self.run(block)
        return printed

    def run(self, block: str, **variables: str) -> str:
        """Run one bash block; returns what it printed."""
        commands = plain_commands(block)
        if commands is None:
            return self._bash(block, variables)
        printed = ""
        for words in commands:
            run = self._in_process if self.started else self._bash
            printed += run(shlex.join(words), variables)
            self.started = True
        return printed

    def _bash(self, block: str, variables: Mapping[str, str]) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.replace(EXAMPLE_URL, self.url)],
            cwd=self.folder,
            env={**os.environ, **variables, "PATH": self._path()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_STOP_S,
        )
        assert done.returncode == 0, f"{block}\n{done.stderr}"
        return done.stdout

    def _in_process(self, command: str, variables: Mapping[str, str]) -> str:
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, variables),
            mock.patch.object(sys, "argv", shlex.split(command)),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as stopped:
                # a photo that fails its checks is an answer, not an error
                said = (EXIT_FAIL, EXIT_UNSURE) if command.startswith("idphoto check") else ()
                assert not stopped.code or stopped.code in said, f"{command}\n{err.getvalue()}"
        return out.getvalue()

    def _path(self) -> str:
        """With the command ``idphoto``, and with ``python`` as the one that runs this."""
        bin_folder = self.folder.parent / f"{self.folder.name}-bin"
        if not bin_folder.exists():
            bin_folder.mkdir()
            command = bin_folder / "idphoto"
            command.write_text(_COMMAND, "utf-8")
            command.chmod(0o755)
        return os.pathsep.join(
            [str(bin_folder), str(Path(sys.executable).parent), os.environ["PATH"]]
        )
