"""Every setting, typed. Environment variables carry the prefix ``IDPHOTO_``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from idphoto.errors import BadSetting


class Settings(BaseSettings):
    """Read once from the environment; frozen."""

    model_config = SettingsConfigDict(env_prefix="IDPHOTO_", frozen=True, extra="ignore")

    models_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("idphoto") / "models",
        description="Where network weights and compiled networks are kept.",
    )
    matting: Literal["isnet", "modnet", "birefnet-lite"] = Field(
        default="isnet", description="The matting network."
    )
    precision: Literal["auto", "f32", "bf16", "int8"] = Field(
        default="auto",
        description="Inference precision; auto takes the quickest that this CPU computes well.",
    )
    threads: int = Field(
        default=0, ge=0, description="Inference threads; 0 takes all cores this process may use."
    )


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The process's settings.

    Raises:
        BadSetting: an environment variable holds what its setting cannot be.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = "IDPHOTO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(variable, first["msg"]) from None
