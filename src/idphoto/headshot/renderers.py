"""Which renderer this process uses."""

from __future__ import annotations

from functools import cache

from idphoto.headshot.diffusion import DiffusionRenderer
from idphoto.headshot.renderer import DrawingRenderer, HeadshotRenderer
from idphoto.settings import get_settings


@cache
def default_renderer() -> HeadshotRenderer:
    """The one that draws, unless the settings name a generative pipeline's folder."""
    folder = get_settings().headshot_diffusion
    return DrawingRenderer() if folder is None else DiffusionRenderer(folder)
