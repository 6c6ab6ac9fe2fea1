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


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's allocator")
def test_the_memory_of_large_pictures_is_given_back() -> None:
    program = """
import platform
from idphoto.server.process import give_memory_back

def resident_mib():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 // 2**20

give_memory_back()
before = resident_mib()
for _ in range(3):
    # the blocks are freed from the first, so that the last keeps the heap from being cut
    blocks = [bytearray(8 * 2**20) for _ in range(20)]
    small = [bytearray(100_000) for _ in range(20)]
    blocks.clear()
print(platform.libc_ver()[0] != "glibc" or resident_mib() - before < 40)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")
