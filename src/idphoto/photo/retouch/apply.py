"""The corrections, in order: light, skin, shape, edges."""

from __future__ import annotations

from idphoto.imaging.arrays import Mask, Pixels, Points
from idphoto.photo.background import composite
from idphoto.photo.edges import background_behind, true_colours
from idphoto.photo.retouch.bright import brighten, measure_light
from idphoto.photo.retouch.regions import FacePlan
from idphoto.photo.retouch.sharp import sharpen
from idphoto.photo.retouch.skin import find_skin
from idphoto.photo.retouch.slim import slim, slimming_maps
from idphoto.photo.retouch.smooth import smooth_skin
from idphoto.photo.retouch.strengths import Retouch


def retouch_person(
    rgb: Pixels,
    alpha: Mask,
    mesh: Points,
    yaw_deg: float,
    strengths: Retouch,
    *,
    keep_background: bool,
) -> tuple[Pixels, Mask]:
    """The person corrected, and their matte.

    Args:
        rgb: uint8 ``(H, W, 3)`` sRGB, with the background that it was taken before.
        alpha: float32 ``(H, W)``, 0–1, on the same grid.
        mesh: the face's landmarks in pixels of that grid, ``(478, 2)``.
        yaw_deg: of the head, positive towards the photo's right.
        keep_background: whether the background will be visible; it then stays as it is.
    """
    plan = FacePlan.of(mesh)
    if strengths.bright > 0 or strengths.smooth > 0:
        skin = find_skin(rgb, alpha, plan)
        if strengths.bright > 0:
            flaws = measure_light(rgb, alpha, skin, plan)
            rgb = brighten(rgb, alpha, flaws, plan, strengths.bright)
        if strengths.smooth > 0:
            rgb = smooth_skin(rgb, skin, plan, strengths.smooth)
    if strengths.thin_face > 0:
        rgb, alpha = _slimmed(rgb, alpha, plan, yaw_deg, strengths.thin_face, keep_background)
    if strengths.sharp > 0:
        rgb = sharpen(rgb, alpha, plan, strengths.sharp)
    return rgb, alpha


def _slimmed(
    rgb: Pixels, alpha: Mask, plan: FacePlan, yaw_deg: float, strength: float, keep: bool
) -> tuple[Pixels, Mask]:
    maps = slimming_maps(plan, (rgb.shape[1], rgb.shape[0]), yaw_deg, strength)
    slimmer, cover = slim(rgb, maps), slim(alpha, maps)
    if not keep:
        return slimmer, cover
    # the area that the slimmer jaw frees was never photographed: continue the wall beside it
    behind = background_behind(rgb, alpha)
    return composite(true_colours(slimmer, cover), cover, behind), cover
