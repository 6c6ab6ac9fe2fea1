"""How close the head is to its requested place, measured again on the finished photo."""

from __future__ import annotations

from typing import Any

from benchmarks.pictures import portraits
from idphoto.api import default_setup
from idphoto.errors import IdPhotoError
from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.face.measure import estimate_geometry
from idphoto.imaging.decode import open_source
from idphoto.photo import pipeline
from idphoto.photo.request import photo_request

SIZES = ((295, 413), (602, 602))


def measure_framing() -> list[dict[str, Any]]:
    """One row per photo and size: errors in per cent of the photo's height."""
    setup = default_setup()
    rows: list[dict[str, Any]] = []
    for name, data in portraits().items():
        for size in SIZES:
            try:
                photo = pipeline.run(
                    setup, open_source(data), photo_request(size_px=size, quality="fast")
                )
                face = choose_face(find_faces(setup.engine, photo.pixels), "largest")
            except IdPhotoError as error:
                rows.append({"photo": name, "size": f"{size[0]}×{size[1]}", "error": error.code})
                continue
            found, stated = estimate_geometry(face, size), photo.measurements
            pairs = {
                "eyes": (found.eyes_y, stated.eyes_top),
                "chin": (found.chin_y, stated.chin_top),
                "width": (found.face_width_px, stated.face_width),
                "centre": (found.centre_x, size[0] / 2),
            }
            errors = {part: 100.0 * abs(a - b) / size[1] for part, (a, b) in pairs.items()}
            row: dict[str, Any] = {"photo": name, "size": f"{size[0]}×{size[1]}"}
            row |= errors
            rows.append({**row, "roll_deg": found.roll_deg})
    return rows
