"""The eight templates. Each has two variants, which differ in garment, crop and backdrop."""

from __future__ import annotations

from typing import Final

from idphoto.errors import UnknownTemplate
from idphoto.headshot.template import Framing, Ground, LogoPlace, Template, Variant
from idphoto.photo.retouch.strengths import Retouch

# 3:4, and 3:2 for a couple, as registration offices ask for (60 × 40 mm).
_UPRIGHT: Final = (768, 1024)
_COUPLE: Final = (1080, 720)
# Both crops cut the sleeves: a body with its whole outline visible looks cut out.
_CLOSE: Final = Framing(face_height=0.465, eyes_top=0.395)
_WIDE: Final = Framing(face_height=0.405, eyes_top=0.36)
# Skin must still look like skin: half of an ID photo's default.
_NATURAL: Final = Retouch(bright=0.5, smooth=0.3, sharp=0.25)
_SOFT: Final = Retouch(bright=0.6, smooth=0.45, sharp=0.2)

_CHARCOAL: Final = Ground((124, 128, 134), (38, 40, 45), at=(0.56, 0.40), mottle=0.5)
_SLATE: Final = Ground((150, 166, 184), (58, 70, 88), at=(0.44, 0.36), mottle=0.35)
_TAUPE: Final = Ground((176, 163, 148), (84, 73, 63), at=(0.58, 0.38), mottle=0.55)
_OLIVE: Final = Ground((146, 148, 134), (60, 63, 56), at=(0.42, 0.42), mottle=0.5)
_PEARL: Final = Ground((240, 239, 237), (196, 196, 198), at=(0.5, 0.38), reach=0.95)
_MIST: Final = Ground((222, 229, 236), (150, 164, 180), at=(0.45, 0.36), reach=0.9)
_BLUSH: Final = Ground((240, 224, 216), (198, 172, 162), at=(0.52, 0.36), reach=0.85, mottle=0.2)
_SAGE: Final = Ground((214, 219, 205), (140, 150, 134), at=(0.46, 0.38), reach=0.85, mottle=0.25)
_SKY: Final = Ground((150, 200, 240), (84, 146, 206), at=(0.5, 0.4), reach=0.95)
_APRICOT: Final = Ground((255, 226, 170), (240, 178, 104), at=(0.5, 0.4), reach=0.95)
_OFFICE: Final = Ground((196, 208, 220), (92, 108, 126), at=(0.62, 0.34), reach=0.7)
# Registration offices ask for plain red: the corners are hardly darker than the middle.
_RED: Final = Ground((206, 34, 38), (168, 18, 26), at=(0.5, 0.42), reach=1.1)
_DEEP_RED: Final = Ground((178, 20, 30), (128, 8, 18), at=(0.5, 0.40), reach=0.9)

_TEMPLATES: Final = (
    Template(
        "male_portrait",
        "Male Portrait Photo",
        "男形象照",
        _UPRIGHT,
        _NATURAL,
        (
            Variant(
                ("man_1",),
                _CHARCOAL,
                _CLOSE,
                "studio portrait, man, navy suit, burgundy tie, dark grey backdrop",
            ),
            Variant(
                ("man_5",),
                _SLATE,
                _WIDE,
                "studio portrait, man, grey checked suit, green tie, slate backdrop",
            ),
        ),
    ),
    Template(
        "male_portrait2",
        "Male Portrait Photo (Another Version)",
        "男形象照（另一个版本）",
        _UPRIGHT,
        _NATURAL,
        (
            Variant(
                ("man_15",),
                _TAUPE,
                _CLOSE,
                "studio portrait, man, grey jacket, black turtleneck, taupe backdrop",
            ),
            Variant(
                ("man_8",),
                _OLIVE,
                _WIDE,
                "studio portrait, man, navy blazer, open white shirt, olive backdrop",
            ),
        ),
    ),
    Template(
        "kindergarten",
        "Kindergarten Admission Photo",
        "幼儿园入园照",
        _UPRIGHT,
        Retouch(bright=0.5, smooth=0.1, sharp=0.25),
        (
            Variant(
                ("child_5",),
                _SKY,
                _CLOSE,
                "child, red polo shirt, light blue backdrop, even studio light",
            ),
            Variant(
                ("child_10",),
                _APRICOT,
                _WIDE,
                "child, striped pullover, apricot backdrop, even studio light",
            ),
        ),
    ),
    Template(
        "logo_tshirt",
        "Corporate Logo T-shirt Photo",
        "企业LogoT恤照",
        _UPRIGHT,
        _NATURAL,
        (
            Variant(
                ("tshirt_white",),
                _MIST,
                Framing(face_height=0.395, eyes_top=0.33),
                "portrait, white cotton T-shirt with a logo, pale blue backdrop",
                LogoPlace(right=0.0, down=0.53, width=0.86, height=0.32),
            ),
            Variant(
                ("tshirt_navy",),
                _PEARL,
                Framing(face_height=0.43, eyes_top=0.35),
                "portrait, navy cotton T-shirt with a small logo, white backdrop",
                # the wearer's left, above the heart
                LogoPlace(right=0.42, down=0.42, width=0.36, height=0.22),
            ),
        ),
    ),
    Template(
        "wedding",
        "Marriage Registration Photo",
        "结婚登记照",
        _COUPLE,
        _SOFT,
        (
            Variant(
                ("wedding_shirt", "wedding_shirt"),
                _RED,
                Framing(face_height=0.52, eyes_top=0.43),
                "couple, white shirts, plain red backdrop, registration photo",
            ),
            Variant(
                ("wedding_open_shirt", "wedding_open_shirt"),
                _DEEP_RED,
                Framing(face_height=0.465, eyes_top=0.41),
                "couple, open white shirts, deep red backdrop, studio light",
            ),
        ),
    ),
    Template(
        "business_photo",
        "Business Style Photo",
        "商务风写真",
        _UPRIGHT,
        _NATURAL,
        (
            Variant(
                ("business_suit",),
                _OFFICE,
                _CLOSE,
                "business portrait, charcoal suit, open white shirt, blue-grey backdrop",
            ),
            Variant(
                ("business_blazer",),
                _PEARL,
                _WIDE,
                "business portrait, navy jacket, white top, white studio backdrop",
            ),
        ),
    ),
    Template(
        "bob_suit",
        "Black Suit with Bob Hairstyle",
        "黑西装波波头",
        _UPRIGHT,
        _SOFT,
        (
            Variant(
                ("bob_suit_shirt",),
                _MIST,
                _CLOSE,
                "studio portrait, sleek bob hair, black suit, white shirt, pale backdrop",
            ),
            Variant(
                ("bob_suit_top",),
                _TAUPE,
                _WIDE,
                "studio portrait, sleek bob hair, black suit, silk top, taupe backdrop",
            ),
        ),
        hair="bob",
    ),
    Template(
        "female_portrait",
        "Female Portrait Photo",
        "女性形象照",
        _UPRIGHT,
        _SOFT,
        (
            Variant(
                ("woman_5",),
                _BLUSH,
                _CLOSE,
                "studio portrait, woman, ivory silk blouse with a bow, blush backdrop",
            ),
            Variant(
                ("woman_7",),
                _SAGE,
                _WIDE,
                "studio portrait, woman, burgundy suit, sage backdrop, soft light",
            ),
        ),
    ),
)
TEMPLATES: Final[dict[str, Template]] = {template.id: template for template in _TEMPLATES}


def find_template(template_id: str) -> Template:
    """The template with this id.

    Raises:
        UnknownTemplate: there is none; the error lists the known ones.
    """
    if template_id not in TEMPLATES:
        raise UnknownTemplate(template_id, ", ".join(TEMPLATES))
    return TEMPLATES[template_id]
