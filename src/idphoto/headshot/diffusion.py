"""A generative renderer: a diffusion network repaints the drawing around a protected face.

The drawing gives the network composition, pose, garment and light. The network repaints everything
except the face, or the face with its hair. Inside the face's oval the result has exactly the
photo's own pixels. Nothing is fetched: the weights are a folder on this machine.
"""

from __future__ import annotations

import importlib
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadSetting, DeadlineExceeded, LibraryMissing
from idphoto.headshot import drawing
from idphoto.headshot.drawing import HeadshotDraft
from idphoto.headshot.logo import Logo
from idphoto.headshot.people import PeopleDraft
from idphoto.headshot.renderer import faces_of, notices_of
from idphoto.headshot.result import Rendered
from idphoto.headshot.template import Variant
from idphoto.imaging.arrays import Field
from idphoto.photo.background import composite
from idphoto.steps import Progress, run_steps

_VARIABLE: Final = "IDPHOTO_HEADSHOT_DIFFUSION"
# How far the network may leave the drawing: at 0.55 it invents folds and strands, but keeps the cut
# of the garment and its colours.
STRENGTH: Final = 0.55
STEPS: Final = 30
GUIDANCE: Final = 6.5
_AVOID: Final = "text, watermark, deformed, extra fingers, cartoon, illustration, low quality"
# Latent pixels are 8 × 8, and networks halve them up to three times.
_MULTIPLE: Final = 64
# Softness of the border of the protected region, in head heights.
_SOFT: Final = 0.02
# The drawing's share of the whole time; the rest is the network's.
_DRAWING: Final = 0.2


class DiffusionRenderer:
    """Runs an inpainting pipeline of ``diffusers``, loaded once, used by one thread at a time."""

    def __init__(self, folder: Path, *, steps: int = STEPS, strength: float = STRENGTH) -> None:
        """``folder``: a pipeline as ``save_pretrained`` writes it. Nothing is read yet."""
        self._folder = folder
        self._steps = steps
        self._strength = strength
        self._lock = threading.Lock()
        self._pipeline: Any = None

    def render(
        self,
        shared: PeopleDraft,
        variant: Variant,
        logo: Logo,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Rendered:
        """See ``HeadshotRenderer``.

        Raises:
            LibraryMissing: ``diffusers`` or ``torch`` is not installed.
            BadSetting: the folder holds no inpainting pipeline.
            DeadlineExceeded: also between two of the network's steps.
        """
        made = HeadshotDraft(shared, variant, logo)
        timings = run_steps(drawing.STEPS, made, deadline, _until(progress, _DRAWING))
        started = time.monotonic()
        keep = kept(made)
        with self._lock:
            if deadline is not None and time.monotonic() > deadline:
                raise DeadlineExceeded("generate", time.monotonic() - deadline)
            painted = self._paint(made, variant, keep, deadline, progress)
        timings["generate"] = (time.monotonic() - started) * 1000.0
        pixels = laid_over(made, painted, keep)
        return Rendered(pixels, faces_of(made), notices_of(made), timings)

    def _paint(
        self,
        made: HeadshotDraft,
        variant: Variant,
        keep: Field,
        deadline: float | None,
        progress: Progress | None,
    ) -> NDArray[np.uint8]:
        """The drawing, repainted by the network: uint8 ``(H, W, 3)``."""
        pipeline = self._loaded()
        torch, image_module = _module("torch"), importlib.import_module("PIL.Image")
        height, width = made.pixels.shape[:2]
        size = _rounded(width), _rounded(height)
        picture = cv2.resize(made.pixels, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(1.0 - keep, size, interpolation=cv2.INTER_AREA)

        def between(_pipeline: Any, step: int, _timestep: Any, kwargs: Any) -> Any:
            now = time.monotonic()
            if deadline is not None and now > deadline:
                raise DeadlineExceeded("generate", now - deadline)
            if progress is not None:
                share = min(1.0, (step + 1) / max(1.0, self._steps * self._strength))
                progress("generate", _DRAWING + (1.0 - _DRAWING) * share)
            return kwargs

        result = pipeline(
            prompt=variant.prompt,
            negative_prompt=_AVOID,
            image=image_module.fromarray(picture),
            mask_image=image_module.fromarray((mask * 255.0 + 0.5).astype(np.uint8)),
            width=size[0],
            height=size[1],
            strength=self._strength,
            num_inference_steps=self._steps,
            guidance_scale=GUIDANCE,
            # the same photo always gives the same picture
            generator=torch.Generator("cpu").manual_seed(1),
            output_type="np",
            callback_on_step_end=between,
        )
        image = np.clip(np.asarray(result.images[0], np.float32), 0.0, 1.0)
        painted = cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(painted * 255.0 + 0.5, np.uint8)

    def _loaded(self) -> Any:
        if self._pipeline is None:
            self._pipeline = load_pipeline(self._folder)
        return self._pipeline


def load_pipeline(folder: Path) -> Any:
    """The inpainting pipeline in a folder, on the graphics card if there is one.

    Raises:
        LibraryMissing: ``diffusers`` or ``torch`` is not installed.
        BadSetting: the folder holds no inpainting pipeline.
    """
    index = folder / "model_index.json"
    try:
        json.loads(index.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadSetting(
            _VARIABLE, f"{folder} has no readable model_index.json: {error}"
        ) from error
    torch, diffusers = _module("torch"), _module("diffusers")
    card = bool(torch.cuda.is_available())
    try:
        pipeline = diffusers.AutoPipelineForInpainting.from_pretrained(
            str(folder),
            local_files_only=True,
            torch_dtype=torch.float16 if card else torch.float32,
        )
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise BadSetting(_VARIABLE, f"{folder} is not an inpainting pipeline: {error}") from error
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to("cuda" if card else "cpu")


def kept(made: HeadshotDraft) -> Field:
    """Where the network may not paint: float32 ``(H, W)``, 0–1, on the picture's grid.

    The face with a soft outer edge, and the person's own hair unless the template draws other hair.
    """
    width, height = made.shared.template.size_wh
    mask = np.zeros((height, width), np.float32)
    for person in made.people:
        reach = max(1.0, _SOFT * person.head_px)
        side = 2 * round(2 * reach) + 1
        own = person.oval
        if person.bob is None:
            own = np.maximum(own, person.wearer.parts.hair * person.alpha)
        grown = cv2.dilate(own, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
        soft = np.maximum(cv2.GaussianBlur(grown, (0, 0), reach), person.oval)
        at, part = drawing.overlap(person.left, soft.shape[1], width)
        mask[:, at] = np.maximum(mask[:, at], soft[:, part])
    return mask


def laid_over(made: HeadshotDraft, painted: NDArray[np.uint8], keep: Field) -> NDArray[np.uint8]:
    """The kept parts of the drawing over the painted picture: uint8 ``(H, W, 3)``."""
    drawn = made.pixels.astype(np.float32) / 255.0
    pixels = composite(drawn, keep, painted)
    sure = keep >= 0.999
    pixels[sure] = made.pixels[sure]
    return pixels


def _until(progress: Progress | None, end: float) -> Progress | None:
    """Report the first part of the work as a share of the whole."""
    if progress is None:
        return None
    report: Callable[[str, float], None] = progress
    return lambda step, share: report(step, end * share) if step != "done" else None


def _rounded(side: int) -> int:
    """The nearest side that the network can halve as often as it needs."""
    return max(_MULTIPLE, round(side / _MULTIPLE) * _MULTIPLE)


def _module(name: str) -> Any:
    """A library of the extra ``diffusion``.

    Raises:
        LibraryMissing: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise LibraryMissing(name, "idphoto[diffusion]", str(error), "paint headshots") from error
