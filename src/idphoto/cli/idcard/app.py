"""``idphoto idcard``: read and verify ID cards."""

from __future__ import annotations

from idphoto.cli.group import group
from idphoto.cli.idcard.calibrate import calibrate
from idphoto.cli.idcard.keys import keys
from idphoto.cli.idcard.read import read
from idphoto.cli.idcard.verify import verify

app = group("Read and verify ID cards, and calibrate the comparison of faces.")
app.command()(read)
app.command()(verify)
app.command()(calibrate)
app.command()(keys)
