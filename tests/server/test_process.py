"""What the server asks of the system at its start."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
import structlog
from idphoto.server.process import connections_that_fit

soft, hard, wanted = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
with structlog.testing.capture_logs() as lines:
    fitting = connections_that_fit(wanted)
print(fitting, resource.getrlimit(resource.RLIMIT_NOFILE), len(lines))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "printed"),
    [
        (1024, 4000, 1000, "1000 (2512, 4000) 0"),
        (3000, 4000, 1000, "1000 (3000, 4000) 0"),
        (1024, 4000, 4096, "1744 (4000, 4000) 1"),
        (1024, 1024, 4096, "256 (1024, 1024) 1"),
        (256, 256, 4096, "64 (256, 256) 1"),
    ],
)
def test_the_limit_on_open_files_is_raised_or_fewer_connections_are_accepted(
    soft: int, hard: int, wanted: int, printed: str
) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < hard:
        pytest.skip("this system allows too few open files")
    command = [sys.executable, "-c", PROGRAM, str(soft), str(hard), str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == printed
