"""What requirements are called: the phrases of each language, all of the same form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequirementPhrases:
    """One language's phrases. Braces are places of values."""

    choices: Mapping[str, Mapping[str, str]]
    """A field of ``Requirements`` → each of its choices."""
    yes_or_no: Mapping[str, tuple[str, str]]
    """A field → what it says when true, and when false."""
    angles: Mapping[str, str]
    """A field → its limit of ``{angle}`` degrees."""
    any_angle: Mapping[str, str]
    """A field → the absence of a limit."""
    waived: Mapping[str, str]
    """A key of ``WAIVERS`` → what a child may do."""
    at_least: str
    at_most: str
    """An open range, with ``{value}``."""
    inter_eye_px: str
    inter_eye_share: str
    face_width_share: str
    background_delta_e: str
    jpeg_quality: str
    one_month: str
    months: str
    head_height: str
    eye_line: str
    one_year: str
    years: str
    comma: str
    semicolon: str


ENGLISH = RequirementPhrases(
    choices={
        "glasses": {
            "forbidden": "no glasses",
            "clear": "glasses only if the eyes are visible: "
            "no tint, no glare, no frame over the eyes",
            "free": "glasses may be worn",
        },
        "smile": {"forbidden": "neutral expression, no smile", "allowed": "a smile is allowed"},
        "head_covering": {
            "forbidden": "nothing on the head",
            "religious": "nothing on the head, except for religious reasons",
            "free": "the head may be covered",
        },
        "background_shadow": {
            "forbidden": "no shadow on the background",
            "allowed": "shadows on the background are allowed",
        },
    },
    yes_or_no={
        "mouth_closed": ("mouth closed", "the mouth may be open"),
        "eyes_open": ("both eyes open", "the eyes may be closed"),
        "looking_at_camera": ("looking at the camera", "need not look at the camera"),
        "even_light": ("even light, no shadows on the face", "light may be uneven"),
        "background_plain": ("plain background", "the background need not be plain"),
        "colour": ("in colour", "in colour or black and white"),
    },
    angles={
        "max_yaw_deg": "head turned to the side by at most {angle}°",
        "max_pitch_deg": "head raised or lowered by at most {angle}°",
        "max_roll_deg": "head tilted by at most {angle}°",
    },
    any_angle={
        "max_yaw_deg": "the head may be turned to the side",
        "max_pitch_deg": "the head may be raised or lowered",
        "max_roll_deg": "the head may be tilted",
    },
    waived={
        "glasses": "glasses may be worn",
        "smile": "need not look neutral",
        "mouth_closed": "the mouth may be open",
        "eyes_open": "the eyes may be closed",
        "looking_at_camera": "need not look at the camera",
        "head_covering": "the head may be covered",
        "max_yaw_deg": "the head may be turned",
        "max_pitch_deg": "the head may be raised or lowered",
        "max_roll_deg": "the head may be tilted",
        "pose": "the head may be turned or tilted",
    },
    at_least="at least {value}",
    at_most="at most {value}",
    inter_eye_px="at least {value} px between the eyes",
    inter_eye_share="the eyes {share} of the photo's width apart",
    face_width_share="the face {share} of the photo's width",
    background_delta_e="background within ΔE {value} of the colours (our tolerance)",
    jpeg_quality="JPEG quality at least {value}",
    one_month="taken within the last month",
    months="taken within the last {value} months",
    head_height="head {range} mm",
    eye_line="eyes {range} mm above the bottom",
    one_year="below 1 year: {changes}",
    years="below {years} years: {changes}",
    comma=", ",
    semicolon="; ",
)

CHINESE = RequirementPhrases(
    choices={
        "glasses": {
            "forbidden": "不得戴眼镜",
            "clear": "可戴眼镜，但须露出双眼：镜片不得有色、不得反光，镜框不得遮挡眼睛",
            "free": "可以戴眼镜",
        },
        "smile": {"forbidden": "表情自然，不得微笑", "allowed": "可以微笑"},
        "head_covering": {
            "forbidden": "不得戴帽子或头饰",
            "religious": "不得戴帽子或头饰，宗教原因除外",
            "free": "可以戴帽子或头饰",
        },
        "background_shadow": {"forbidden": "背景不得有阴影", "allowed": "背景可以有阴影"},
    },
    yes_or_no={
        "mouth_closed": ("嘴巴闭合", "嘴巴可以张开"),
        "eyes_open": ("双眼睁开", "眼睛可以闭上"),
        "looking_at_camera": ("直视镜头", "不必直视镜头"),
        "even_light": ("光线均匀，面部无阴影", "光线可以不均匀"),
        "background_plain": ("背景为纯色", "背景不必为纯色"),
        "colour": ("彩色照片", "彩色或黑白照片均可"),
    },
    angles={
        "max_yaw_deg": "头部左右转动不超过 {angle}°",
        "max_pitch_deg": "头部俯仰不超过 {angle}°",
        "max_roll_deg": "头部倾斜不超过 {angle}°",
    },
    any_angle={
        "max_yaw_deg": "头部可以左右转动",
        "max_pitch_deg": "头部可以俯仰",
        "max_roll_deg": "头部可以倾斜",
    },
    waived={
        "glasses": "可以戴眼镜",
        "smile": "表情不作要求",
        "mouth_closed": "嘴巴可以张开",
        "eyes_open": "眼睛可以闭上",
        "looking_at_camera": "不必直视镜头",
        "head_covering": "可以戴帽子或头饰",
        "max_yaw_deg": "头部可以左右转动",
        "max_pitch_deg": "头部可以俯仰",
        "max_roll_deg": "头部可以倾斜",
        "pose": "头部可以转动或倾斜",
    },
    at_least="至少 {value}",
    at_most="最多 {value}",
    inter_eye_px="两眼间距至少 {value} 像素",
    inter_eye_share="两眼间距占照片宽度的 {share}",
    face_width_share="面部宽度占照片宽度的 {share}",
    background_delta_e="背景与规定颜色的色差 ΔE 不超过 {value}（本软件的容差）",
    jpeg_quality="JPEG 质量至少 {value}",
    one_month="近 1 个月内拍摄",
    months="近 {value} 个月内拍摄",
    head_height="头部高 {range} 毫米",
    eye_line="眼睛距下边缘 {range} 毫米",
    one_year="1 岁以下：{changes}",
    years="{years} 岁以下：{changes}",
    comma="，",
    semicolon="；",
)
