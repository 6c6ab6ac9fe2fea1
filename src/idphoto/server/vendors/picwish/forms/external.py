"""The form of ``/api/tasks/visual/external/idphoto``."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Final

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest
from idphoto.orders.values import (
    LIGHT_GREY,
    PLACES,
    SIZES,
    WHITE,
    Background,
    FrameConstraints,
    Gradient,
    Label,
    Limit,
    Original,
    PhotoRequest,
    Quality,
    Retouch,
    SheetRequest,
    Solid,
    Spec,
    Transparent,
    parse_colour,
    photo_request,
    spec_by_slug,
)
from idphoto.orders.values import Colour as Rgb
from idphoto.server.vendors.picwish.forms.external_fields import ExternalFields
from idphoto.tasks.model import FromImage, FromUrl, Upload

WATERMARK: Final = "PREVIEW"

# What auto_… switches on and …_factor weighs, named as Retouch has it.
BEAUTY: Final = ("bright", "smooth", "thin_face", "sharp")
SOURCES: Final = ("image_file", "image_url", "last_id")  # the first that is given counts

PAIRS: Final = (("px_width", "px_height"), ("mm_width", "mm_height"))
WAYS_TO_SAY_THE_SIZE: Final = ("size", "px_width", "mm_width")

# A field → the switch without which it has no effect.
SWITCH_OF: Final = {
    "bg_color": "change_bg",
    "bg_color2": "change_bg",
    "bright_factor": "auto_bright",
    "smooth_factor": "auto_smooth",
    "thin_face_factor": "auto_thin_face",
    "sharp_factor": "auto_sharp",
    "label_text": "add_label",
    "label_height": "add_label",
    "layout_vertical": "layout",
    "layout_size": "layout",
    "layout_bg_color": "layout",
    "layout_qr_code_data": "layout",
    "layout_qr_code_size": "layout",
    "layout_label_text": "layout",
}


class ExternalForm(ExternalFields):
    """The form, and what it asks for."""

    def check(self) -> None:
        """Refuse fields that contradict each other.

        Raises:
            BadRequest: the first of them, by its name on the wire.
        """
        if not any(self._given(name) for name in SOURCES):
            raise BadRequest("image_file", "image_file, image_url or last_id is required")
        if self.spec_id is not None and self.spec is None:
            raise BadRequest("spec_id", f"there is no specification {self.spec_id}")
        self._check_size()
        for name in SIZES + PLACES:
            self._limit(name)
        window = self.quality is None and self.max_file_size  # of no effect beside a quality
        if window and (self.min_file_size or 0) > window:
            raise BadRequest(
                "min_file_size",
                f"{self.min_file_size} is above max_file_size, which is {self.max_file_size}",
            )
        if self.add_label and self.label_text is None:
            raise BadRequest("label_text", "is required with add_label")

    def source(self) -> Upload | FromUrl | FromImage:
        """Where the picture comes from."""
        if self.image_file is not None:
            return Upload(self.image_file)
        if self.image_url is not None:
            return FromUrl(self.image_url)
        assert self.last_id is not None  # noqa: S101 - checked before
        return FromImage(self.last_id, "last_id")

    @cached_property
    def spec(self) -> Spec | None:
        """The specification that is asked for, if the catalogue has it."""
        return None if self.spec_id is None else spec_by_slug(f"picwish-{self.spec_id}")

    def request(self, quality: Quality, label: Label | None) -> PhotoRequest:
        """The photo to make. ``label``: as ``label`` returns it.

        Raises:
            BadRequest: a value cannot be; ``field`` as the library calls it.
            MissingGlyph: no installed font has some of the watermark's characters.
        """
        limits = {name: limit for name in SIZES + PLACES if (limit := self._limit(name))}
        low, high = (self.min_file_size or None, self.max_file_size or None)
        window = (low, high) if self.quality is None else (None, None)
        return photo_request(
            self.spec,
            size_px=self.size or _pair(self.px_width, self.px_height),
            size_mm=_pair(self.mm_width, self.mm_height),
            dpi=self.dpi,
            background=self._background(),
            constraints=FrameConstraints(**limits) if limits else None,
            format="png" if self.format == "png" else "jpeg",
            jpeg_quality=self.quality,
            min_bytes=window[0],
            max_bytes=window[1],
            retouch=self._retouch(),
            clothes=self.clothes_id,
            label=label,
            watermark=WATERMARK if self.preview else None,
            quality=quality,
        )

    def cost(self, prices: Prices) -> int:
        """Credits."""
        if self.preview:
            return prices.preview
        retouched = any(getattr(self, f"auto_{name}") for name in BEAUTY)
        return (
            (prices.clothes if self.clothes_id else prices.photo)
            + (prices.retouch if retouched else 0)
            + (prices.layout if self.layout else 0)
        )

    def idle(self) -> list[str]:
        """Fields that were given and have no effect."""
        sources = [name for name in SOURCES if self._given(name)]
        lost = sources[1:]
        if self.quality is not None:
            lost += ["min_file_size", "max_file_size"]
        if self.format == "png":
            lost.append("quality")
        if self.layout_qr_code_data is None:
            lost.append("layout_qr_code_size")
        lost += [name for name, switch in SWITCH_OF.items() if not getattr(self, switch)]
        return [name for name in type(self).model_fields if name in lost and self._given(name)]

    def _given(self, name: str) -> bool:
        return name in self.model_fields_set

    def _check_size(self) -> None:
        for pair in PAIRS:
            for name, other in (pair, pair[::-1]):
                if self._given(other) and not self._given(name):
                    raise BadRequest(name, f"is required with {other}")
        ways = [name for name in WAYS_TO_SAY_THE_SIZE if self._given(name)]
        if len(ways) > 1:
            raise BadRequest(ways[1], f"cannot be given together with {ways[0]}")

    def _limit(self, name: str) -> Limit | None:
        """Where one quantity may lie."""
        names = (f"min_{name}", name, f"max_{name}")
        low, target, high = (getattr(self, part) for part in names)
        given = [part for part in names if self._given(part)]
        for lesser, greater in pairwise(given):
            if getattr(self, lesser) > getattr(self, greater):
                reason = f"{getattr(self, lesser)} is above {greater}, {getattr(self, greater)}"
                raise BadRequest(lesser, reason)
        return Limit(target, low, high) if given else None

    def _background(self) -> Background | None:
        """None is the specification's first colour, or white."""
        if not self.change_bg:
            return Original()
        if self.bg_color2 is not None:
            return Gradient(self.bg_color or self._usual_colour(), self.bg_color2)
        if self.bg_color is not None:
            return Solid(self.bg_color)
        return Transparent() if self.format == "png" else None

    def _retouch(self) -> Retouch:
        wanted = [name for name in BEAUTY if getattr(self, f"auto_{name}")]
        return Retouch(**{name: getattr(self, f"{name}_factor") for name in wanted})

    def label(self) -> Label | None:
        """The strip with a text, if there is to be one.

        Raises:
            BadRequest: the label cannot be set.
            MissingGlyph: no installed font has some of its characters.
        """
        if not self.add_label or self.label_text is None:
            return None
        return Label(self.label_text, self.label_height)

    def sheet(self) -> SheetRequest | None:
        """The sheet to lay the photo out on, if there is to be one."""
        if not self.layout:
            return None
        colour, text = self.layout_bg_color, self.layout_label_text
        return SheetRequest(
            paper=self.layout_size,
            orientation="portrait" if self.layout_vertical else "landscape",
            background=LIGHT_GREY if colour is None else bytes(colour).hex(),
            # the page means the two characters, too: forms are typed by hand
            label=None if text is None else text.replace("\\n", "\n"),
            qr=self.layout_qr_code_data,
            qr_size_px=self.layout_qr_code_size,
        )

    def _usual_colour(self) -> Rgb:
        """The specification's first, else white."""
        spec = self.spec
        return parse_colour(spec.backgrounds[0]) if spec and spec.backgrounds else WHITE


def _pair(first: int | None, second: int | None) -> tuple[int, int] | None:
    return (first, second) if first is not None and second is not None else None
