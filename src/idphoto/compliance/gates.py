"""What must hold before a check can judge. Each gate answers None, or why the check cannot."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.evidence import Evidence, Portrait

# With fewer pixels between the eyes, lids, irises and lips are a guess. With 40 or more, closed
# eyes and open mouths are found as reliably as with 60.
LEAST_EYE_PX: Final = 40
# Beyond this turn the far half of the face is hidden, and landmarks there are guessed.
MOST_TURNED_DEG: Final = 30.0


def too_small(portrait: Portrait, least_px: int = LEAST_EYE_PX) -> str | None:
    """Whether the face has too few pixels."""
    found = portrait.inter_eye_px
    if found >= least_px:
        return None
    return f"the face is too small to judge: {found:.0f} px between the eyes, {least_px} needed"


def too_turned(portrait: Portrait, most_deg: float = MOST_TURNED_DEG) -> str | None:
    """Whether the head is turned too far."""
    found = abs(portrait.face.pose.yaw_deg)
    if found <= most_deg:
        return None
    return f"the head is turned too far to judge: {found:.0f}°, at most {most_deg:.0f}°"


def is_wall_unseen(evidence: Evidence, asked: Asked) -> bool:
    """Whether the wall does not matter: making a photo of this portrait replaces it, or the photo
    is transparent."""
    if evidence.photo is not None:
        return evidence.photo.transparent
    return asked.spec is not None and not asked.spec.editing_forbidden
