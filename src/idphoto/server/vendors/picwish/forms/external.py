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

# The corrections of auto_… and …_factor, named as in Retouch.
BEAUTY: Final = ("bright", "smooth", "thin_face", "sharp")
SOURCES: Final = ("image_file", "image_url", "last_id")  # in order of precedence

PAIRS: Final = (("px_width", "px_height"), ("mm_width", "mm_height"))
SIZE_FIELDS: Final = ("size", "px_width", "mm_width")  # at most one may be given

# A field → the switch that it needs to have an effect.
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
    """The form, its checks, and the request it becomes."""

    def check(self) -> None:
        """Refuse fields that contradict each other.

        Raises:
            BadRequest: for the first such field, by its name on the wire.
        """
        if not any(self._given(name) for name in SOURCES):
            raise BadRequest("image_file", "image_file, image_url or last_id is required")
        if self.spec_id is not None and self.spec is None:
            raise BadRequest("spec_id", f"unknown specification {self.spec_id}")
        self._check_size()
        for name in SIZES + PLACES:
            self._limit(name)
        limit = self.quality is None and self.max_file_size  # quality overrides the file sizes
        if limit and (self.min_file_size or 0) > limit:
            raise BadRequest(
                "min_file_size",
                f"{self.min_file_size} is greater than max_file_size, {self.max_file_size}",
            )
        if self.add_label and self.label_text is None:
            raise BadRequest("label_text", "is required with add_label")

    def source(self) -> Upload | FromUrl | FromImage:
        """The source of the picture."""
        if self.image_file is not None:
            return Upload(self.image_file)
        if self.image_url is not None:
            return FromUrl(self.image_url)
        assert self.last_id is not None  # noqa: S101 - see check()
        return FromImage(self.last_id, "last_id")

    @cached_property
    def spec(self) -> Spec | None:
        """The requested specification, or None if it is unknown or was not requested."""
        return None if self.spec_id is None else spec_by_slug(f"picwish-{self.spec_id}")

    def request(self, quality: Quality, label: Label | None) -> PhotoRequest:
        """The photo to make. ``label``: the result of ``label()``.

        Raises:
            BadRequest: a value is not possible; ``field`` is the library's name.
            MissingGlyph: the installed fonts lack some of the watermark's characters.
        """
        limits = {name: limit for name in SIZES + PLACES if (limit := self._limit(name))}
        low, high = (self.min_file_size or None, self.max_file_size or None)
        window = (low, high) if self.quality is None else (None, None)
        size_px = self.size or _pair(self.px_width, self.px_height)
        size_mm = _pair(self.mm_width, self.mm_height)
        dpi = self.dpi
        if self.spec is not None and size_mm is None and (size_px or dpi):
            # on the page, spec_id sets pixels and DPI, and only fields of these names override
            # them: neither follows from the other
            size_px, dpi = size_px or self.spec.size_px, dpi or self.spec.dpi
        return photo_request(
            self.spec,
            size_px=size_px,
            size_mm=size_mm,
            dpi=dpi,
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
            # the vendor's service edits photos, and its callers ask for that
            edit_anyway=self.spec is not None,
        )

    def cost(self, prices: Prices) -> int:
        """The price in credits."""
        if self.preview:
            return prices.preview
        retouched = any(getattr(self, f"auto_{name}") for name in BEAUTY)
        return (
            (prices.clothes if self.clothes_id else prices.photo)
            + (prices.retouch if retouched else 0)
            + (prices.layout if self.layout else 0)
        )

    def fields_without_effect(self) -> list[str]:
        """The fields that were given but have no effect."""
        sources = [name for name in SOURCES if self._given(name)]
        unused = sources[1:]
        if self.quality is not None:
            unused += ["min_file_size", "max_file_size"]
        if self.format == "png":
            unused.append("quality")
        if self.layout_qr_code_data is None:
            unused.append("layout_qr_code_size")
        unused += [name for name, switch in SWITCH_OF.items() if not getattr(self, switch)]
        return [name for name in type(self).model_fields if name in unused and self._given(name)]

    def _given(self, name: str) -> bool:
        return name in self.model_fields_set

    def _check_size(self) -> None:
        for pair in PAIRS:
            for name, other in (pair, pair[::-1]):
                if self._given(other) and not self._given(name):
                    raise BadRequest(name, f"is required with {other}")
        given = [name for name in SIZE_FIELDS if self._given(name)]
        if len(given) > 1:
            raise BadRequest(given[1], f"cannot be given together with {given[0]}")

    def _limit(self, name: str) -> Limit | None:
        """The limits of one quantity."""
        names = (f"min_{name}", name, f"max_{name}")
        low, target, high = (getattr(self, part) for part in names)
        given = [part for part in names if self._given(part)]
        for lesser, greater in pairwise(given):
            if getattr(self, lesser) > getattr(self, greater):
                limit = getattr(self, greater)
                reason = f"{getattr(self, lesser)} is greater than {greater}, {limit}"
                raise BadRequest(lesser, reason)
        return Limit(target, low, high) if given else None

    def _background(self) -> Background | None:
        """The background; None for the specification's first colour, or white."""
        if not self.change_bg:
            return Original()
        if self.bg_color2 is not None:
            return Gradient(self.bg_color or self._default_colour(), self.bg_color2)
        if self.bg_color is not None:
            return Solid(self.bg_color)
        return Transparent() if self.format == "png" else None

    def _retouch(self) -> Retouch:
        wanted = [name for name in BEAUTY if getattr(self, f"auto_{name}")]
        return Retouch(**{name: getattr(self, f"{name}_factor") for name in wanted})

    def label(self) -> Label | None:
        """The label on the photo, if requested.

        Raises:
            BadRequest: the label cannot be typeset.
            MissingGlyph: the installed fonts lack some of its characters.
        """
        if not self.add_label or self.label_text is None:
            return None
        return Label(self.label_text, self.label_height)

    def sheet(self) -> SheetRequest | None:
        """The print sheet, if requested."""
        if not self.layout:
            return None
        colour, text = self.layout_bg_color, self.layout_label_text
        return SheetRequest(
            paper=self.layout_size,
            orientation="portrait" if self.layout_vertical else "landscape",
            background=LIGHT_GREY if colour is None else bytes(colour).hex(),
            # the page also accepts a typed backslash and n, as entered in a form by hand
            label=None if text is None else text.replace("\\n", "\n"),
            qr=self.layout_qr_code_data,
            qr_size_px=self.layout_qr_code_size,
        )

    def _default_colour(self) -> Rgb:
        """The specification's first background colour, or white."""
        spec = self.spec
        return parse_colour(spec.backgrounds[0]) if spec and spec.backgrounds else WHITE


def _pair(first: int | None, second: int | None) -> tuple[int, int] | None:
    return (first, second) if first is not None and second is not None else None
