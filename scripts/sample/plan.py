"""What happens to whom in the sample: the stories, as `key.md` tells them to teachers."""

from __future__ import annotations

REFORM = ("yunyan", 2022)
GROWING = "jilan_land"
OWN_COPY = ("jilan_market", range(2020, 2025))
SIBLING_COPY = ("luting_civil", "luting_farming", range(2021, 2024))
WRONG_ROW = ("fengbu_gov_office", 2020, ("requests", "granted", "total"), 3)
WRONG_CASES = ("fengbu_gov_office", 2023, ("disputes", "reconsideration", "total"), 1)
CONTRADICTED = (("shuwu_transport", 2022), ("shuwu_transport", 2024))
NO_REQUESTS = (("shizhu_town", 2023),)
TOLD_ANYWAY = ("shizhu_town", 2023, 7)
MISSING = {
    ("shuowu_safety", 2021), ("zhuyi_housing", 2019), ("zhuyi_housing", 2020), ("yitai_street", 2024)
}  # fmt: skip
CONSOLIDATED = ("qingyu_gov", "青榆市", 2023, "qingyu_land")
"""A city's report for all its bodies, and the year in which it forgets one of them."""
MEMBERS = ("qingyu_land", "qingyu_health", "xili_gov_office", "xili_education", "liuyan_town")
FEE_IN_YUAN = ("weibo_labour", 2022)
BLANK_ROWS = (("hefeng_street", 2022), ("shuwu_land", 2024))
FORGOTTEN = ("shuowu_gov", 2023)
SAME_TABLE = ("luyi_police", 2023)
OLD_FORM = ("tongyu_housing", 2021)
LATE = ("dichuan_police", 2023, "2024-05-13")
SILENT = ("linlan_housing", "shuowu_land", "qingyu_land")
SPEAKING = ("qiyan_land", "yanting_housing", "shuwu_land")
ALWAYS_ANSWERS = "qiyan_gov"
NEVER_ANSWERS = "jilan_gov"

OPEN_RATE = {"luyi_police": 0.0, "shizhu_town": 0.0, "shuowu_gov": 0.12}

# How the weight of a theme changes a year, beside a steady 1.
DRIFT = {
    "P01": 0.72, "P02": 0.78, "P03": 0.78, "P08": 0.74, "P05": 0.85, "P06": 0.85,
    "P17": 1.42, "P18": 1.3, "P23": 1.2, "P12": 1.15, "P20": 1.1,
}  # fmt: skip
START = {
    "P01": 2.6, "P02": 2.0, "P03": 1.8, "P08": 2.6, "P17": 0.35, "P18": 0.5, "P19": 0.12, "P23": 0.4,
    "P00": 0.35, "P06": 0.5, "P22": 0.5, "P10": 0.8, "P20": 0.6,
}  # fmt: skip
BY_FIELD = {
    "police": {"P22": 3.0}, "town": {"P01": 2.0, "P24": 2.5, "P16": 2.5}, "street": {"P16": 2.0, "P01": 1.6},
    "government": {"P11": 1.6, "P23": 2.0, "P24": 1.6}, "land": {"P18": 1.8, "P09": 1.5},
    "housing": {"P09": 1.6}, "education": {"P12": 1.6}, "health": {"P13": 1.6},
}  # fmt: skip

# Which measures answer a problem.
ANSWERS = {
    "P00": (), "P01": ("M01",), "P02": ("M02",), "P03": ("M03", "M04"), "P04": ("M05", "M20"),
    "P05": ("M06",), "P06": ("M15",), "P07": ("M07",), "P08": ("M08",), "P09": ("M07", "M10"),
    "P10": ("M18", "M08"), "P11": ("M09",), "P12": ("M10",), "P13": ("M11",), "P14": ("M12",),
    "P15": ("M13",), "P16": ("M14",), "P17": ("M15",), "P18": ("M16",), "P19": ("M16",),
    "P20": ("M03", "M02"), "P21": ("M17", "M05"), "P22": ("M18",), "P23": ("M17",), "P24": ("M06", "M02"),
}  # fmt: skip
