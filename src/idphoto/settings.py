"""Every setting, typed. Environment variables carry the prefix ``IDPHOTO_``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from idphoto.errors import BadSetting


def _threshold(what: str) -> Any:
    return Field(default=0.5, ge=0, le=1, description=f"The score from which on {what}.")


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
    headshot_diffusion: Path | None = Field(
        default=None,
        description="A folder with an inpainting pipeline of diffusers, to make headshots with; "
        "without one they are drawn.",
    )
    idcard_calibration: Path | None = Field(
        default=None,
        description="A file of `idphoto idcard calibrate`, which says what distances between "
        "faces mean; without one the product's own is used.",
    )
    idcard_copy_threshold: float = _threshold("the card is told a copy")
    idcard_border_threshold: float = _threshold("the card's border is told incomplete")
    idcard_covered_threshold: float = _threshold("the card is told covered")
    idcard_reshoot_threshold: float = _threshold("the card is told photographed from a screen")
    idcard_edited_threshold: float = _threshold("the card's picture is told edited")
    idcard_temporary_threshold: float = _threshold("the card is told a temporary one")
    idcard_min_quality: float = Field(
        default=50, ge=0, le=100, description="The quality below which a card is told blurred."
    )


class ServerSettings(BaseSettings):
    """What the server needs beside :class:`Settings`; frozen. Times in seconds."""

    model_config = SettingsConfigDict(env_prefix="IDPHOTO_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("idphoto"),
        description="The server's folder: database, stored pictures, secret.",
    )
    database_url: str = Field(
        default="",
        description="An SQLAlchemy URL; empty takes the file idphoto.db in the data folder.",
    )
    storage_url: str = Field(
        default="",
        description="Where pictures are kept, such as s3://bucket/prefix (with the usual AWS_* "
        "variables); empty takes the folder blobs in the data folder.",
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Signs result URLs and callbacks; empty takes the file secret in the data "
        "folder, made at the first start. A server that is moved needs its old one.",
    )
    public_url: str = Field(
        default="",
        description="The server's address as its callers see it, for result URLs; empty takes "
        "the address each request came to.",
    )
    workers: int = Field(
        default=0, ge=0, description="Photos made at a time; 0 takes one for each usable core."
    )
    quality: Literal["best", "fast"] = Field(
        default="best", description="How well edges are cut out; fast takes about half the time."
    )
    max_source_side_px: int = Field(
        default=4096, ge=100, description="The longest side of a source that is accepted."
    )
    keep_s: float = Field(default=3600, gt=0, description="How long results and sources are kept.")
    max_attempts: int = Field(
        default=3, ge=1, description="How often a task is begun before it is given up."
    )
    sync_wait_s: float = Field(
        default=180,
        gt=0,
        description="How long a synchronous request waits for its result; it is then answered "
        "with the state its task is in.",
    )
    upload_timeout_s: float = Field(
        default=120, gt=0, description="How long a request's body may take to arrive."
    )
    drain_s: float = Field(
        default=30, ge=0, description="How long a stopping server waits for what it has begun."
    )
    fetch_timeout_s: float = Field(
        default=10, gt=0, description="How long the download of an image_url may take in all."
    )
    allow_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Private hosts that image and callback URLs may reach, by name, address or "
        "network, with commas: intranet.example, 10.1.0.0/16. All other private addresses are "
        "refused.",
    )
    oss_endpoint: str = Field(
        default="", description="The S3-compatible service that oss:// image URLs are read from."
    )
    oss_region: str = Field(default="us-east-1", description="That service's region.")
    oss_access_key_id: str = Field(default="", description="The key to read oss:// with.")
    oss_access_key_secret: SecretStr = Field(
        default=SecretStr(""), description="That key's secret."
    )
    callback_timeout_s: float = Field(
        default=10, gt=0, description="How long the receiver of a callback may take to answer."
    )
    callback_delays_s: Annotated[tuple[float, ...], NoDecode] = Field(
        default=(5, 15, 60, 180, 600, 1200, 1800, 3600),
        description="The pauses before each further try of a callback, with commas; each is "
        "lengthened by up to a fifth, at random.",
    )

    authority: Literal["", "registry", "http"] = Field(
        default="",
        description="Who is asked whether an ID card's number, name and face belong together: the "
        "registry in the database, or a server elsewhere; empty asks nobody, so that no card is "
        "ever confirmed.",
    )
    authority_config: Path | None = Field(
        default=None, description="The TOML file that describes the server elsewhere."
    )
    idcard_min_sim: float = Field(
        default=70,
        ge=0,
        le=100,
        description="From which similarity two faces are taken for one person's.",
    )
    idcard_keep_s: float = Field(
        default=0,
        ge=0,
        description="How long pictures of ID cards are stored; 0 stores none.",
    )
    idcard_keys_dir: Path | None = Field(
        default=None,
        description="Where the two private keys lie that encrypt answers about ID cards, made at "
        "their first use; without it the data folder. A server that is moved needs its old ones.",
    )

    @property
    def resolved_database_url(self) -> str:
        """``database_url``, or that of the file in the data folder."""
        return (
            self.database_url or f"sqlite:///{quote(str(self.data_dir.absolute() / 'idphoto.db'))}"
        )

    @property
    def blobs_dir(self) -> Path:
        """Where pictures are kept if not at ``storage_url``."""
        return self.data_dir / "blobs"

    @field_validator("allow_hosts", "callback_delays_s", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The process's settings.

    Raises:
        BadSetting: an environment variable holds what its setting cannot be.
    """
    return _read(Settings)


def read_server_settings(data_dir: Path | None = None) -> ServerSettings:
    """The server's settings from the environment, with ``data_dir`` in place of its own if given.

    Raises:
        BadSetting: an environment variable holds what its setting cannot be.
    """
    settings = _read(ServerSettings)
    return settings.model_copy(update={"data_dir": data_dir}) if data_dir else settings


_AnySettings = TypeVar("_AnySettings", bound=BaseSettings)


def _read(kind: type[_AnySettings]) -> _AnySettings:
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        variable = "IDPHOTO_" + str(first["loc"][0]).upper()
        raise BadSetting(variable, first["msg"]) from None
