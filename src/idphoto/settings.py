"""Every setting, typed. Environment variables carry the prefix ``IDPHOTO_``."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import quote

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from idphoto.errors import BadSetting

_PREFIX: Final = "IDPHOTO_"
# What may begin like a setting without being one: what the tests read, and the addresses that
# Kubernetes adds to a container whose service is called idphoto.
_NO_SETTING: Final = re.compile(
    r"TEST_\w+|SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?"
)
# The files in ``idcard_keys_dir``: a key of RSA, and one on the SM2 curve.
IDCARD_KEY_FILES: Final = ("idcard-rsa.pem", "idcard-sm2.pem")
MIN_PASSWORD_CHARACTERS: Final = 8
# As a browser sends it: no path, no capital letters.
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[a-z0-9.:\[\]_-]+")


def _threshold(finding: str) -> Any:
    description = f"The score at or above which {finding}."
    return Field(default=0.5, ge=0, le=1, description=description)


class Settings(BaseSettings):
    """Settings of the library and the command line: read once from the environment, frozen."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    models_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("idphoto") / "models",
        description="The folder for networks' weights, fonts and compiled networks.",
    )
    matting: Literal["isnet", "modnet", "birefnet-lite"] = Field(
        default="isnet", description="The network that draws the details in quality `best`."
    )
    precision: Literal["auto", "f32", "bf16", "int8"] = Field(
        default="auto",
        description="Inference precision; auto selects the fastest one that this CPU supports "
        "well.",
    )
    threads: int = Field(
        default=0, ge=0, description="Inference threads; 0 uses every core this process may use."
    )
    fonts_dir: Path | None = Field(
        default=None, description="A folder with fonts of your own, which are used first."
    )
    system_fonts: bool = Field(
        default=True,
        description="Whether the system's fonts are used for characters that no other font has.",
    )
    headshot_diffusion: Path | None = Field(
        default=None,
        description="A folder with a diffusers inpainting pipeline that paints headshots; if "
        "unset, headshots are drawn.",
    )
    idcard_calibration: Path | None = Field(
        default=None,
        description="A calibration file, which converts distances between faces into similarities; "
        "if unset, the built-in calibration is used.",
    )
    idcard_copy_threshold: float = _threshold("a card is flagged as a copy")
    idcard_border_threshold: float = _threshold("a card's border is flagged as incomplete")
    idcard_covered_threshold: float = _threshold("a card is flagged as covered")
    idcard_reshoot_threshold: float = _threshold("a card is flagged as photographed from a screen")
    idcard_edited_threshold: float = _threshold("a card's picture is flagged as edited")
    idcard_temporary_threshold: float = _threshold("a card is flagged as a temporary card")
    idcard_min_quality: float = Field(
        default=50,
        ge=0,
        le=100,
        description="The quality below which a card is flagged as blurred.",
    )


class ServerSettings(BaseSettings):
    """Settings of the server, in addition to :class:`Settings`; frozen. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    role: Literal["all", "api", "worker"] = Field(
        default="all",
        description="What this process does: all (the whole service, alone on its database), api "
        "(answers requests) or worker (makes what they ask for). Any number of the latter two "
        "share one PostgreSQL database and one object store.",
    )
    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("idphoto"),
        description="The server's folder for its database, stored pictures and secret.",
    )
    database_url: str = Field(
        default="",
        description="An SQLAlchemy URL; if empty, the file idphoto.db in the data folder.",
    )
    storage_url: str = Field(
        default="",
        description="Where pictures are stored, for example s3://bucket/prefix (with the usual "
        "AWS_* variables); if empty, the folder blobs in the data folder.",
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="The key that signs result URLs and callbacks and encrypts the registry; if "
        "empty, the file secret in the data folder, which the first start creates. Keep it when "
        "you move the server.",
    )
    public_url: str = Field(
        default="",
        description="The server's address as its callers see it, used in result URLs; if empty, "
        "the address that each request was sent to.",
    )
    open_pages: Annotated[tuple[Literal["docs", "metrics"], ...], NoDecode] = Field(
        default=("docs", "metrics"),
        description="Pages that are served without a key, separated by commas: docs (/docs and "
        "/openapi.json), metrics (/metrics). The others are not served at all.",
    )
    studio: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Who may use the studio, the page /studio: auto (people at this machine, "
        "without signing in), on (everyone who signs in) or off (nobody).",
    )
    studio_password: SecretStr = Field(
        default=SecretStr(""),
        description="The password that people sign in to the studio with, of 8 characters or more; "
        "if empty, only links of `idphoto studio link` lead in.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins of web pages that may call the server from a browser, separated by "
        "commas, such as https://photos.example.org; * is every origin. By default no other "
        "origin may.",
    )
    workers: int = Field(
        default=0, ge=0, description="Photos made at the same time; 0 is one for each usable core."
    )
    quality: Literal["best", "fast"] = Field(
        default="fast",
        description="The quality of the cut-out's edges; best draws finer hair, takes twice the "
        "time and needs the network of IDPHOTO_MATTING.",
    )
    max_source_side_px: int = Field(
        default=8192,  # phones' 48 megapixels are 8064 × 6048, their 50 megapixels 8192 × 6144
        ge=100,
        description="The longest side of a source picture that is accepted.",
    )
    picwish_max_source_side_px: int = Field(
        default=0,
        ge=0,
        description="The longest side of a source picture that PicWish's APIs accept, if it is "
        "less than that; 4096 is the vendor's own limit, 0 sets none.",
    )
    keep_s: float = Field(
        default=3600, gt=0, description="How long sources and results are stored."
    )
    batch_keep_s: float = Field(
        default=86_400,
        gt=0,
        description="How long a batch and everything in it is stored from the moment it is opened.",
    )
    max_attempts: int = Field(
        default=3, ge=1, description="How many times a task is attempted before it fails."
    )
    max_unfinished: int = Field(
        default=500,
        ge=1,
        description="How many unfinished tasks a key may have; a request for another one is "
        "answered with 429.",
    )
    sync_wait_s: float = Field(
        default=180,
        gt=0,
        description="How long a synchronous request waits for its result; after that, the answer "
        "is the task's current state.",
    )
    upload_timeout_s: float = Field(
        default=120, gt=0, description="How long the upload of a request body may take."
    )
    uploads_per_key_mib: int = Field(
        default=256,
        ge=64,  # more than the largest request
        description="How many MiB of unfinished uploads one key may have in hand.",
    )
    uploads_mib: int = Field(
        default=1024,
        ge=64,
        description="How many MiB of unfinished uploads the server holds in all.",
    )
    head_timeout_s: float = Field(
        default=15,
        gt=0,
        description="How long a client may take to send a request's headers before its connection "
        "is closed.",
    )
    keep_alive_s: float = Field(
        default=5,
        gt=0,
        description="How long a connection stays open between two requests.",
    )
    max_connections: int = Field(
        default=4096,
        ge=16,
        description="How many connections may be open. One more closes the one that has waited "
        "longest without a request.",
    )
    drain_s: float = Field(
        default=30,
        ge=0,
        description="How long a stopping server waits for requests and tasks in progress, in all; "
        "the process ends at most 5 s later.",
    )
    fetch_timeout_s: float = Field(
        default=10, gt=0, description="How long the whole download of an image_url may take."
    )
    allow_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Private hosts that image and callback URLs may reach: names, addresses or "
        "networks, separated by commas, for example intranet.example, 10.1.0.0/16. All other "
        "private addresses are refused.",
    )
    oss_endpoint: str = Field(
        default="", description="The S3-compatible service that oss:// image URLs are read from."
    )
    oss_region: str = Field(default="us-east-1", description="The region of that service.")
    oss_access_key_id: str = Field(default="", description="The access key that reads oss:// URLs.")
    oss_access_key_secret: SecretStr = Field(
        default=SecretStr(""), description="The secret of that access key."
    )
    callback_timeout_s: float = Field(
        default=10, gt=0, description="How long a callback's receiver may take to answer."
    )
    callback_delays_s: Annotated[tuple[float, ...], NoDecode] = Field(
        default=(5, 15, 60, 180, 600, 1200, 1800, 3600),
        description="The pauses before the second and each further try of a callback, separated by "
        "commas; each is lengthened at random by up to a fifth.",
    )

    tracing: bool = Field(
        default=False,
        description="Whether requests and tasks are traced by OpenTelemetry, which the standard "
        "OTEL_* variables configure.",
    )

    prices: Annotated[dict[str, Annotated[int, Field(ge=0)]], NoDecode] = Field(
        default={},
        description="Credits that operations cost, where they differ from the price table: "
        "photo=10, clothes=20.",
    )

    authority: Literal["", "registry", "http"] = Field(
        default="",
        description="Who confirms that an ID card's number, name and face belong together: "
        "registry (the one in the database) or http (another server); if empty, nobody is asked "
        "and no card is ever confirmed.",
    )
    authority_config: Path | None = Field(
        default=None,
        description="The TOML file that describes the server to ask when authority is http.",
    )
    idcard_min_sim: float = Field(
        default=70,
        ge=0,
        le=100,
        description="The similarity at or above which two faces are taken to be the same person.",
    )
    idcard_keep_s: float = Field(
        default=0,
        ge=0,
        description="How long pictures of ID cards are stored; 0 does not store them.",
    )
    idcard_keys_dir: Path | None = Field(
        default=None,
        description="The folder for the two private keys behind encrypted answers about ID cards, "
        "created on first use, except with the role api; if unset, the data folder. Keep them when "
        "you move the server.",
    )

    @property
    def resolved_database_url(self) -> str:
        """``database_url``, or the URL of the file in the data folder."""
        return (
            self.database_url or f"sqlite:///{quote(str(self.data_dir.absolute() / 'idphoto.db'))}"
        )

    @property
    def blobs_dir(self) -> Path:
        """Where pictures are stored if ``storage_url`` is empty."""
        return self.data_dir / "blobs"

    @field_validator("prices", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = (part.partition("=") for part in value.split(",") if part.strip())
        return {name.strip(): price.strip() for name, _, price in pairs}

    @field_validator("studio_password")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < MIN_PASSWORD_CHARACTERS:
            raise ValueError(f"a password needs at least {MIN_PASSWORD_CHARACTERS} characters")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin} is not * or an origin such as https://example.org")
        return value

    @field_validator(
        "allow_hosts", "callback_delays_s", "cors_origins", "open_pages", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The process's settings.

    Raises:
        BadSetting: an environment variable ``IDPHOTO_…`` names no setting, or holds a value that
            its setting does not accept.
    """
    return _read(Settings)


def read_server_settings(data_dir: Path | None = None) -> ServerSettings:
    """The server's settings from the environment; ``data_dir``, if given, overrides its folder.

    Raises:
        BadSetting: an environment variable ``IDPHOTO_…`` names no setting, or holds a value that
            its setting does not accept.
    """
    settings = _read(ServerSettings)
    return settings.model_copy(update={"data_dir": data_dir}) if data_dir else settings


_AnySettings = TypeVar("_AnySettings", bound=BaseSettings)


def _read(kind: type[_AnySettings]) -> _AnySettings:
    _refuse_unknown()
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadSetting(_PREFIX + str(first["loc"][0]).upper(), first["msg"]) from None


def _refuse_unknown() -> None:
    """Raises ``BadSetting`` for a variable that looks like a setting and is none."""
    known = {field.upper() for kind in (Settings, ServerSettings) for field in kind.model_fields}
    for variable in sorted(map(str.upper, os.environ)):  # the case of letters does not matter
        field = variable.removeprefix(_PREFIX)
        if field == variable or field in known or _NO_SETTING.fullmatch(field):
            continue
        near = get_close_matches(field, known, 1)
        hint = f": did you mean {_PREFIX}{near[0]}?" if near else ""
        raise BadSetting(variable, f"there is no such setting{hint}")
