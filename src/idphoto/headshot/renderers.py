"""Which renderer makes the pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from idphoto.headshot.diffusion import DiffusionRenderer
from idphoto.headshot.renderer import DrawingRenderer, HeadshotRenderer


@cache
def renderer_for(diffusion: Path | None) -> HeadshotRenderer:
    """The renderer that draws, or the one that runs the diffusion pipeline in this folder.

    One per process: a pipeline is loaded once.
    """
    return DrawingRenderer() if diffusion is None else DiffusionRenderer(diffusion)
