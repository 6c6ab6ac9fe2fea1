"""Runs a program in each language, with the least scaffolding it needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs
from tests.contracts.programs import Blanks, Program

# Where .ci/toolchains.sh installs libraries.
NODE_MODULES: Final = platformdirs.user_cache_path("idphoto") / "toolchains" / "node_modules"
JARS: Final = tuple(
    Path(f"/usr/share/java/{name}.jar") for name in ("okhttp", "okio", "json-android")
)
NEWTONSOFT: Final = Path("/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll")

# Generous limits: the programs stop polling after half a minute, but compiling can take longer on a
# busy machine.
_PATIENCE_S: Final = 300
_POLLS: Final = 120

_JAVA_CLASS: Final = "import okhttp3.*;\nimport org.json.JSONObject;\nclass Program {{\n{}}}\n"
_JAVA_MAIN: Final = "public static void main(String[] args) throws Exception {{\n{}}}\n"
# Debian's compiler supports C# 7 except for its asynchronous Main.
_CSHARP_ENTRY: Final = """
using System.Reflection;
using System.Threading.Tasks;
static class Entry {
    static void Main() {
        var any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var main = typeof(Program).GetMethod("Main", any);
        var none = new object[main.GetParameters().Length];
        ((Task)main.Invoke(null, none)).GetAwaiter().GetResult();
    }
}
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """The outcome of a program."""

    exit_code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Language:
    """``run(text, folder)`` runs a program in ``folder``; it needs ``commands`` and ``files``."""

    run: Callable[[str, Path], Ran]
    commands: tuple[str, ...]
    files: tuple[Path, ...] = ()


def not_installed(name: str) -> str | None:
    """What a language's programs need that is not on this machine, or None."""
    language = LANGUAGES[name]
    absent = [command for command in language.commands if shutil.which(command) is None]
    absent += [file.name for file in language.files if not file.exists()]
    return f"not installed here: {', '.join(absent)}" if absent else None


def missing(program: Program) -> str | None:
    """Why a program cannot run on this machine, or None."""
    if reason := not_installed(program.language):
        return reason
    if "RequestBody.create(" in program.text:
        return "written for OkHttp 4; Debian's OkHttp 3 takes create()'s arguments in reverse order"
    return None


def run(program: Program, blanks: Blanks, folder: Path) -> Ran:
    """Run a program in its own folder, unmodified except for its placeholders."""
    shutil.copy(blanks.picture_file, folder / "test.jpg")  # the name used for Node, C# and Go
    ran = LANGUAGES[program.language].run(blanks.fill(program.text), folder)
    if program.language == "curl" and program.second and not ran.exit_code:
        return _poll(blanks.fill(program.second), json.loads(ran.out)["data"]["task_id"], folder)
    return ran


def _poll(query: str, task_id: str, folder: Path) -> Ran:
    """Repeat a query until its task has ended, as the page's comments on the curl programs say."""
    for _ in range(_POLLS):
        ran = _shell(query.replace("{task_id}", task_id), folder)
        if ran.exit_code or json.loads(ran.out)["data"]["progress"] == 100:
            break
        time.sleep(1)
    return ran


def _call(folder: Path, *command: str | Path, **env: str | Path) -> Ran:
    environ = {**os.environ, "NO_PROXY": "127.0.0.1", **{k: str(v) for k, v in env.items()}}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def _write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return name


def _shell(text: str, folder: Path) -> Ran:
    return _call(folder, "bash", _write(folder, "program.sh", text))


def _php(text: str, folder: Path) -> Ran:
    return _call(folder, "php", _write(folder, "program.php", text))


def _java(text: str, folder: Path) -> Ran:
    methods = text if text.startswith("public static") else _JAVA_MAIN.format(text)
    source = _write(folder, "Program.java", _JAVA_CLASS.format(methods))
    return _call(folder, "java", "-cp", os.pathsep.join(map(str, JARS)), source)


def _node(text: str, folder: Path) -> Ran:
    return _call(folder, "node", _write(folder, "program.js", text), NODE_PATH=NODE_MODULES)


def _python(text: str, folder: Path) -> Ran:
    return _call(folder, sys.executable, _write(folder, "program.py", text))


def _csharp(text: str, folder: Path) -> Ran:
    libraries = ("System.Net.Http", "Microsoft.CSharp", str(NEWTONSOFT))
    sources = _write(folder, "Program.cs", text), _write(folder, "Entry.cs", _CSHARP_ENTRY)
    references = [f"-r:{name}" for name in libraries]
    built = _call(folder, "mcs", "-langversion:latest", "-main:Entry", *references, *sources)
    if built.exit_code:
        return built
    return _call(folder, "mono", "Program.exe", MONO_PATH=NEWTONSOFT.parent)


def _go(text: str, folder: Path) -> Ran:
    if "package main" in text:
        return _call(folder, "go", "run", _write(folder, "program.go", text))
    return _call(folder, "go", "test", "-v", _write(folder, "program_test.go", text))


# Run only by `make test-clients`: their toolchains are large and slow to start.
LARGE: Final = frozenset({"php", "java", "csharp", "go"})
LANGUAGES: Final[Mapping[str, Language]] = {
    "curl": Language(_shell, ("bash", "curl")),
    "php": Language(_php, ("php",)),
    "java": Language(_java, ("java", "javac"), JARS),
    "node": Language(_node, ("node",), (NODE_MODULES / "request",)),
    "python": Language(_python, ()),
    "csharp": Language(_csharp, ("mcs", "mono"), (NEWTONSOFT,)),
    "go": Language(_go, ("go",)),
}
