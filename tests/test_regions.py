"""The region of an agency: hand-checked names, and every division by its own full name."""

from __future__ import annotations

import csv
import timeit
from importlib.resources import files

import pytest

from gxkit.parsing.divisions import table
from gxkit.parsing.regions import Region, level_of, locate, strip_region

# name, year, code or None for not known: what the row guards
NAMES: list[tuple[str, int | None, str | None]] = [
    ("沈阳市辽中区人民政府办公室", 2022, "210115"),  # city and district
    ("沈阳市辽中县人民政府办公室", 2014, "210122"),  # the county before it was a district
    ("辽中县财政局", 2014, "210122"),  # alone
    ("辽中县财政局", 2022, "210122"),  # what is printed counts, the note tells
    ("辽中公安局", 2014, "210122"),  # without suffix: by the year
    ("辽中公安局", 2022, "210115"),
    ("临沂市人民政府外事办公室", None, "371300"),  # prefecture
    ("辽宁省人民政府外事办公室", None, "210000"),  # province
    ("朔州市人民政府外事办公室", None, "140600"),
    ("西咸新区底张街道办事处", 2023, "610000"),  # a zone over two cities
    ("国家税务总局沈阳市辽中区税务局", 2020, "210115"),  # after a central system's name
    ("国家税务总局辽宁省税务局", 2020, "210000"),
    ("国家统计局辽宁调查总队", 2020, "210000"),  # no suffix after it
    ("中国人民银行沈阳分行", 2020, "210100"),
    ("中国(上海)自由贸易试验区管委会", 2020, "310000"),  # in brackets
    ("莱芜市财政局", 2016, "371200"),  # canary: prefecture that was ended
    ("济南市莱芜区财政局", 2019, "370116"),  # canary: its district
    ("济南市钢城区财政局", 2020, "370117"),  # the same name under another code …
    ("莱芜市钢城区财政局", 2016, "371203"),  # … before
    ("杭州市临平区人民政府", 2022, "330113"),  # canary 2021
    ("杭州市余杭区人民政府", 2019, "330110"),  # the old, larger one
    ("杭州市钱塘新区管委会", 2020, "330100"),  # no district then: a zone of the city
    ("杭州市下城区教育局", 2020, "330103"),  # ended 2021
    ("新星市人民政府", 2022, "659011"),  # canary 2021
    ("米林市人民政府", 2024, "540481"),  # canary 2023
    ("米林县人民政府", 2018, "540422"),
    ("白杨市人民政府", 2024, "659012"),  # canary 2023
    ("和田地区和安县人民政府", 2025, "653229"),  # canary 2024
    ("和康县人民政府", 2025, "653228"),  # canary 2024
    ("襄樊市教育局", 2009, "420600"),  # renamed
    ("襄阳市教育局", 2012, "420600"),
    ("巢湖市财政局", 2010, "341400"),  # one name: prefecture …
    ("巢湖市财政局", 2013, "340181"),  # … then county
    ("庐江县教育局", 2010, "341421"),  # one name, two codes by year
    ("庐江县教育局", 2015, "340124"),
    ("济宁市市中区司法局", 2012, "370802"),  # merged
    ("崇明县水务局", 2012, "310230"),
    ("密云县档案局", 2012, "110228"),
    ("雄安新区管理委员会", 2023, "133100"),
    ("雄安新区容城县人民政府", 2023, "130629"),  # below it, by the code of 保定
    ("济源市人民政府", 2020, "419001"),  # directly under the province
    ("儋州市财政局", 2012, "469003"),  # county that became a prefecture
    ("儋州市财政局", 2020, "460400"),
    ("东莞市长安镇人民政府", 2020, "441900"),  # a city without counties; not 西安's 长安区
    ("新疆生产建设兵团第八师石河子市财政局", 2020, "659001"),
    ("第八师石河子市教育局", 2020, "659001"),
    ("第十四师昆玉市教育局", 2020, "659009"),
    ("盐城市公安局盐都分局", 2024, "320903"),  # a branch is of its district
    ("沈阳市公安局和平区分局", 2020, "210102"),
    ("荆州市公安分局", 2020, "421000"),  # 公安 is a duty, though 公安县 is in 荆州
    ("荆州市公安交警支队", 2020, "421000"),
    ("荆州市公安县公安局", 2020, "421022"),
    ("越秀区北京街道办事处", 2020, "440104"),  # a street called 北京
    ("衢江区湖南镇人民政府", 2020, "330803"),  # a town called 湖南
    ("上海市科委", 2024, "310000"),
    ("2024年上海市科委", 2024, "310000"),  # the year first
    ("北京市朝阳区财政局", 2020, "110105"),
    ("辽宁省朝阳市财政局", 2020, "211300"),
    ("朝阳市财政局", 2020, "211300"),  # only the city is a 市
    ("朝阳区财政局", 2020, None),  # 北京 and 长春
    ("鼓楼区财政局", 2020, None),  # four cities
    ("徐州市鼓楼区财政局", 2020, "320302"),
    ("重庆市江北区教育局", 2024, "500105"),
    ("宁波市江北区教育局", 2024, "330205"),
    ("温州高新区(经开区)管委会", 2020, "330300"),  # a zone belongs to its city
    ("天津港保税区管委会", 2020, "120000"),
    ("两江新区管委会", 2020, "500000"),  # a zone until 2025
    ("广州海关", 2020, "440100"),  # of a central system, by its seat
    ("海关总署", 2020, None),  # the whole state
    ("国家税务总局", 2020, None),
    ("教育部", 2020, None),
    ("市财政局", 2020, None),  # no region
    ("县政府办", 2020, None),
    ("民政局", 2020, None),
    ("自治区教育厅", 2020, None),
    ("平安建设办公室", 2020, None),  # common words that are stems of counties
    ("平安银行", 2020, None),
    ("公安消防支队", 2020, None),
    ("西区管委会", 2020, None),
    ("矿区管理局", 2020, None),
    ("长安街道办事处", 2020, None),
    ("和平镇人民政府", 2020, None),
    ("海南航空有限公司", 2020, None),  # companies
    ("长安汽车有限公司", 2020, None),
    ("吉林公安厅", 2020, "220000"),  # province before city
    ("吉林市公安局", 2020, "220200"),
    ("长沙教育局", 2020, "430100"),  # city before its 长沙县
    ("沈阳", None, "210100"),
    ("恩施州教育局", 2020, "422800"),  # short forms of autonomous divisions
    ("玉屏县教育局", 2020, "520622"),
    ("内蒙古自治区教育厅", 2020, "150000"),
    ("伊犁哈萨克自治州塔城地区行政公署", 2020, "654200"),  # a prefecture in a prefecture
    ("景德镇市教育局", 2020, "360200"),  # 镇 in a name
    ("芒市人民政府", 2020, "533103"),  # two characters
    ("成都市市场监督管理局", 2020, "510100"),  # no 市市
    ("瀋陽市遼中區人民政府", 2020, "210115"),  # traditional characters
    ("沈阳市 辽中区　教育局", 2020, "210115"),  # spaces
    ("中共临沂市委办公室", 2020, "371300"),
    ("共青团沈阳市委", 2020, "210100"),
    ("黔西县教育局", None, "520522"),  # two former codes of one place: the last
    ("东乡县教育局", 2016, None),  # 抚州's, until that year, or 临夏's
    ("东乡县教育局", 2019, "622926"),
    ("庐江县教育局", None, "340124"),  # today's, where the former is the same place
    ("桥东区教育局", None, None),  # 张家口's of today, or a former one of 石家庄 or 邢台
    ("四川天府新区管委会", 2020, "510100"),
    ("山西大学", 2020, "140000"),
    ("临汾市人民医院", 2020, "141000"),
    ("合肥新站高新技术产业开发区管理委员会", 2020, "340100"),  # a zone with a name of its own
    ("国家统计局宜兴调查队", 2020, "320282"),
    ("大连金普新区管理委员会", 2020, "210200"),
    ("国家粮食和物资储备局山东局", 2020, "370000"),  # nothing but 局 behind the region
    ("东方学院", 2020, None),
    ("", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "code"), NAMES)
def test_name(name: str, year: int | None, code: str | None) -> None:
    region, note = locate(name, year=year)
    assert (region.code if region else None) == code
    assert region is not None or note


CONTEXTS: list[tuple[str, list[str], str | None]] = [
    ("鼓楼区财政局", ["根据徐州市的统一要求"], "320302"),  # the city tells which
    ("鼓楼区财政局", ["江苏省徐州市解放路1号"], "320302"),
    ("鼓楼区财政局", ["江苏省的要求", "徐州市的要求"], "320302"),  # the nearer tells
    ("鼓楼区财政局", ["江苏省的要求"], None),  # 南京 or 徐州
    ("鼓楼区财政局", ["徐州市与福州市结对"], None),  # against each other
    ("市财政局", ["临沂市财政局认真贯彻条例"], "371300"),  # its own name with the region
    ("市财政局", ["临沂市人民政府的要求"], "371300"),  # the only 市
    ("市财政局", ["临沂市与朔州市"], None),
    ("市财政局", ["辽宁省的要求"], None),  # no 市 at all
    ("县政府办", ["法库县人民政府办公室编制本报告"], "210124"),
    ("民政局", ["辽中区民政局\n2020年1月"], "210115"),  # signature
    ("民政局", ["按照沈阳市民政局部署"], None),  # the bureau above is cited
    ("青龙街道办事处", ["沈阳市辽中区"], "210115"),
    ("青龙街道办事处", ["沈阳市"], None),
    ("沈阳市青龙街道办事处", ["辽中区政府"], "210115"),  # the county from the text
    ("沈阳市青龙街道办事处", ["法库县、新民市"], "210100"),  # else the city, with a note
    ("市财政局", ["x" * 5000 + "临沂市财政局"], None),  # past the part that is read
]


@pytest.mark.parametrize(("name", "context", "code"), CONTEXTS)
def test_context(name: str, context: list[str], code: str | None) -> None:
    region, note = locate(name, context, 2020)
    assert (region.code if region else None) == code
    assert note


def test_names_of_the_path() -> None:
    assert locate("樊城区教育局", year=2009)[0] == Region(
        "420606", "湖北省", "襄樊市", "樊城区", "county"
    )
    assert locate("樊城区教育局", year=2015)[0] == Region(
        "420606", "湖北省", "襄阳市", "樊城区", "county"
    )
    assert locate("浦东新区教育局")[0] == Region("310115", "上海市", None, "浦东新区", "county")
    assert locate("济源市教育局")[0] == Region("419001", "河南省", None, "济源市", "county")
    assert locate("东莞市教育局")[0] == Region("441900", "广东省", "东莞市", None, "city")
    assert locate("西咸新区管委会")[0] == Region("610000", "陕西省", None, None, "province")


def test_notes_tell_a_wrong_year() -> None:
    assert locate("沈阳市辽中区财政局", year=2022)[1] is None
    assert locate("辽中县财政局", year=2022)[1] == "辽中县 (210122) stood until 2016, not in 2022"
    assert locate("辽中区财政局", year=2010)[1] == "辽中区 (210115) stood since 2016, not in 2010"


def rows() -> list[dict[str, str]]:
    text = files("gxkit.data").joinpath("regions.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_division_is_found_by_its_full_name() -> None:
    """Each division resolves from province + city + county, in the last year that it stood."""
    wrong = []
    for row in rows():
        if row["status"] == "alias":
            continue
        year = int(row["until"]) - 1 if row["until"] else 2026
        above = [
            next((r.name for r in table().codes.get(code, ()) if r.stood(year)), "")
            for code in (row["code"][:2] + "0000", row["code"][:4] + "00")
            if code != row["code"]
        ]
        region, _ = locate("".join(above) + row["name"] + "人民政府", year=year)
        if region is None or region.code != row["code"]:
            wrong.append((row["code"], row["name"], year, region))
    assert wrong == []


def test_table_is_whole_and_sorted() -> None:
    found = rows()
    keys = [tuple(row.values()) for row in found]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    current = [row for row in found if row["status"] == "current"]
    levels = [row["level"] for row in current]
    # 34 provinces; 333 prefectures and 雄安新区.
    assert (levels.count("province"), levels.count("city")) == (34, 334)
    codes = {row["code"] for row in found if row["status"] != "alias"}
    assert {row["successor"] for row in found} - {""} <= codes
    assert not [row for row in found if row["status"] == "former" and not row["until"]]


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("沈阳市辽中区人民政府办公室", "人民政府办公室"),
        ("国家税务总局沈阳市辽中区税务局", "税务局"),
        ("温州高新区(经开区)管委会", "高新区(经开区)管委会"),
        ("衢江区湖南镇人民政府", "湖南镇人民政府"),
        ("市财政局", "财政局"),
        ("市场监督管理局", "市场监督管理局"),  # 市 is no level here
        ("中共临沂市委办公室", "市委办公室"),
        ("民政局", "民政局"),
        ("沈阳市", "沈阳市"),
    ],
)
def test_strip(name: str, rest: str) -> None:
    assert strip_region(name) == rest


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("辽宁省财政厅", "province"),
        ("国家税务总局临沂市税务局", "city"),
        ("盐城市公安局盐都分局", "county"),
        ("越秀区北京街道办事处", "township"),
        ("衢江区湖南镇人民政府", "township"),
        ("川口乡人民政府", "township"),
        ("景德镇市教育局", "city"),
        ("沈阳市乡村振兴局", "city"),  # 乡 in a duty
        ("沈阳市城镇化办公室", "city"),
        ("海关总署", "national"),
        ("县教育局", "county"),
        ("市教育局", None),  # prefecture or county
        ("民政局", None),
    ],
)
def test_level(name: str, level: str | None) -> None:
    assert level_of(name, locate(name)[0]) == level


def test_lookup_is_fast() -> None:
    names = [f"沈阳市辽中区第{number}办公室" for number in range(200)]
    locate("沈阳市")
    seconds = timeit.timeit(lambda: [locate(name) for name in names], number=1)
    # The aim is 50 µs a name; the bound leaves room for a busy machine.
    assert seconds / len(names) < 500e-6
