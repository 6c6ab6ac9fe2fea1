"""How the inference library comes in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import idphoto


def run(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(idphoto.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_importing_the_engine_does_not_import_the_inference_library() -> None:
    code = "import sys, idphoto.runtime.openvino.engine; print('openvino' in sys.modules)"
    assert run(code) == "False\n"


def test_the_inference_library_comes_without_its_telemetry() -> None:
    code = (
        "import sys, threading; from idphoto.runtime.openvino.library import load_openvino;"
        "ov = load_openvino();"
        "print(ov is sys.modules['openvino'], 'openvino_telemetry' in sys.modules,"
        " threading.active_count())"
    )
    assert run(code) == "True False 1\n"


def test_many_threads_may_make_their_first_call_at_once() -> None:
    code = (
        "import os, sys, threading; from idphoto.runtime.openvino.library import load_openvino;"
        "ov = load_openvino(); sys.setswitchinterval(1e-6); start = threading.Barrier(4);"
        "calls = [threading.Thread(target=lambda: (start.wait(), ov.Type.f32.to_dtype()),"
        " daemon=True) for _ in range(4)];"
        "[call.start() for call in calls]; [call.join(20) for call in calls];"
        "print(any(call.is_alive() for call in calls), flush=True); os._exit(0)"
    )
    assert [run(code) for _ in range(3)] == ["False\n"] * 3
