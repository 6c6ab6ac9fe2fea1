"""The provinces that numbers and addresses begin with.

Only the first two digits of a region code are checked: counties change, and a number keeps its
code.
"""

from __future__ import annotations

from typing import Final

# GB/T 2260, two digits. 81 (Hong Kong), 82 (Macao) and 83 (Taiwan) are not among them: numbers with
# these are of residence permits, since 2018, and not of identity cards.
PROVINCES: Final = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
}


def province(region: str) -> str | None:
    """The province of a region code or of any longer beginning of a number."""
    return PROVINCES.get(region[:2])
