"""The endpoint's result codes, which come with HTTP status 200, and its warning codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from idphoto.orders.values import CardWarning
from idphoto.services.identity.model import IdentityVerdict

SUCCESS: Final = "Success"

# Every result code of Tencent Cloud's API, with its description.
DESCRIPTIONS: Final[Mapping[str, str]] = {
    SUCCESS: "成功",
    "FailedOperation.CompareFail": "比对失败",
    "FailedOperation.CompareLowSimilarity": "比对相似度未达到通过标准",
    "FailedOperation.CompareSystemError": "调用比对引擎接口出错",
    "FailedOperation.DownLoadError": "文件下载失败",
    "FailedOperation.EmptyImageError": "图片内容为空",
    "FailedOperation.IdFormatError": "输入的身份证号有误",
    "FailedOperation.IdNameMisMatch": "姓名和身份证号不一致，请核实后重试",
    "FailedOperation.IdNoExistSystem": "库中无此号，请到户籍所在地进行核实",
    "FailedOperation.IdPhotoNoExist": "库中无此号照片，请到户籍所在地进行核实",
    "FailedOperation.IdPhotoPoorQuality": "证件图片分辨率太低，请重新上传",
    "FailedOperation.IdPhotoSystemNoanswer": "客户库自建库或认证中心返照失败，请稍后再试",
    "FailedOperation.ImageBlur": "图片模糊",
    "FailedOperation.ImageDecodeFailed": "图片解码失败",
    "FailedOperation.ImageNoIdCard": "图片中未检测到身份证",
    "FailedOperation.ImageSizeTooLarge": "图片尺寸过大",
    "FailedOperation.LifePhotoDetectFaces": "检测到多张人脸",
    "FailedOperation.LifePhotoDetectNoFaces": "未能检测到完整人脸",
    "FailedOperation.LifePhotoPoorQuality": "传入图片分辨率太低，请重新上传",
    "FailedOperation.LifePhotoSizeError": "传入图片过大或过小",
    "FailedOperation.OcrFailed": "Ocr识别失败",
    "FailedOperation.OcrWarningOccurred": "出现OCR告警",
    "FailedOperation.UnKnown": "内部未知错误",
}

OF_VERDICTS: Final[Mapping[IdentityVerdict, str]] = {
    IdentityVerdict.SAME_PERSON: SUCCESS,
    IdentityVerdict.OTHER_PERSON: "FailedOperation.CompareLowSimilarity",
    IdentityVerdict.DOUBTED: "FailedOperation.OcrWarningOccurred",
    IdentityVerdict.UNREADABLE: "FailedOperation.OcrFailed",
    IdentityVerdict.BAD_NUMBER: "FailedOperation.IdFormatError",
    IdentityVerdict.NO_FACE: "FailedOperation.LifePhotoDetectNoFaces",
    IdentityVerdict.SEVERAL_FACES: "FailedOperation.LifePhotoDetectFaces",
    IdentityVerdict.FACE_TOO_SMALL: "FailedOperation.LifePhotoPoorQuality",
    IdentityVerdict.NAME_MISMATCH: "FailedOperation.IdNameMisMatch",
    IdentityVerdict.NO_RECORD: "FailedOperation.IdNoExistSystem",
    IdentityVerdict.NO_PHOTO: "FailedOperation.IdPhotoNoExist",
    IdentityVerdict.NO_ANSWER: "FailedOperation.IdPhotoSystemNoanswer",
    IdentityVerdict.BAD_PHOTO: "FailedOperation.CompareFail",
    IdentityVerdict.FAILED: "FailedOperation.CompareSystemError",
}

# In the order in which an answer lists them.
OF_WARNINGS: Final[Mapping[CardWarning, str]] = {
    CardWarning.BORDER: "-9101",
    CardWarning.COPY: "-9102",
    CardWarning.RESHOOT: "-9103",
    CardWarning.TEMPORARY: "-9104",
    CardWarning.COVERED: "-9105",
    CardWarning.EDITED: "-9106",
    CardWarning.BLURRED: "-8001",
}
