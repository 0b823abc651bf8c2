from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gxkit import forms
from gxkit.parsing.enumerations import atoms
from gxkit.parsing.judging import label_kind
from gxkit.parsing.model import Line, Section
from gxkit.parsing.outline import outline
from gxkit.parsing.points import points

sys.path.insert(0, str(Path(__file__).parent))
from narrative_lines import lines_of, lines_without_tables
from section_five_texts import WILD
from seeds import every_seed

# (what the row guards, text of section five below its heading, problems, improvements)
CASES: list[tuple[str, str, list[str], list[str]]] = [
    (
        "sub-headings with enumerations",
        "（一）存在的主要问题\n一是栏目设置不够合理；二是更新不够及时。\n（二）改进措施\n一是重新梳理栏目；二是每月检查更新。",
        ["栏目设置不够合理", "更新不够及时"],
        ["重新梳理栏目", "每月检查更新"],
    ),
    (
        "sub-headings with text on their line",
        "（一）存在的问题。一是人手不足。二是培训偏少。\n（二）改进情况。一是增配专人。二是每季度培训。",
        ["人手不足", "培训偏少"],
        ["增配专人", "每季度培训"],
    ),
    (
        "bare labels",
        "存在问题：更新较慢。公众参与渠道不够丰富，与群众期待仍有差距。改进措施：拓宽渠道。",
        ["更新较慢", "公众参与渠道不够丰富，与群众期待仍有差距"],
        ["拓宽渠道"],
    ),
    (
        "semicolons behind a label with an ordinal",
        "（一）存在问题：学习不够深入；主动性不足。\n（二）改进措施：组织学习；建立考核机制。",
        ["学习不够深入", "主动性不足"],
        ["组织学习", "建立考核机制"],
    ),
    (
        "semicolons behind a label, and promises behind them",
        "2023年我办政务公开工作存在的主要问题是：栏目利用率不高；缺少培训。2024年，我办将从以下方面改进：调整栏目；组织培训。",
        ["栏目利用率不高", "缺少培训"],
        ["调整栏目", "组织培训"],
    ),
    (
        "headed parts, the last of them above a label",
        "存在的主要问题：\n（一）机制不健全\n衔接不够顺畅。\n（二）能力不强\n人员更换频繁。\n改进措施：\n（一）健全机制\n明确分工。\n（二）提升能力\n组织培训。",
        ["机制不健全。衔接不够顺畅", "能力不强。人员更换频繁"],
        ["健全机制。明确分工", "提升能力。组织培训"],
    ),
    (
        "bare labels above lists",
        "存在问题：\n1.解读形式单一。\n2.公众参与度不高。\n改进措施：\n1.增加图解。\n2.开展问卷调查。",
        ["解读形式单一", "公众参与度不高"],
        ["增加图解", "开展问卷调查"],
    ),
    (
        "bare labels with text behind",
        "存在问题：公开内容还不够丰富。\n改进措施：加大信息采集力度。",
        ["公开内容还不够丰富"],
        ["加大信息采集力度"],
    ),
    (
        "everything in one paragraph",
        "存在的主要问题：一是公开意识不强；二是渠道单一。改进措施：一是组织学习；二是开通公众号。",
        ["公开意识不强", "渠道单一"],
        ["组织学习", "开通公众号"],
    ),
    (
        "lead-in, then a cue",
        "2023年我局工作取得一定成效，但仍存在一些不足，主要表现在：一是答复质量有待提高；二是业务不够熟练。下一步，我局将加强业务学习，提高答复质量。",
        ["答复质量有待提高", "业务不够熟练"],
        ["下一步，我局将加强业务学习，提高答复质量"],
    ),
    (
        "one sentence that is lead-in and problem at once",
        "2022年，我镇工作稳步推进，但与群众期盼相比，公开的深度仍有欠缺。下一步，我镇将拓展公开范围。",
        ["2022年，我镇工作稳步推进，但与群众期盼相比，公开的深度仍有欠缺"],
        ["下一步，我镇将拓展公开范围"],
    ),
    (
        "sentences without enumeration",
        "部分信息更新滞后。个别栏目内容单一。今后，我们将定期巡检栏目。同时，丰富信息形式。",
        ["部分信息更新滞后", "个别栏目内容单一"],
        ["今后，我们将定期巡检栏目", "同时，丰富信息形式"],
    ),
    (
        "praise alone is no point",
        "2023年，全局政府信息公开工作有序开展，取得较好成绩。但政策解读数量较少。下一步将增加解读。",
        ["但政策解读数量较少"],
        ["下一步将增加解读"],
    ),
    (
        "a heading sentence and its text are one point",
        "（一）存在的问题\n1.队伍建设有差距。专职人员少，流动频繁。\n2.宣传不够。群众知晓率不高。\n（二）改进措施\n1.稳定队伍。配备专职人员，落实轮训制度。\n2.扩大宣传。利用宣传栏开展活动。",
        ["队伍建设有差距。专职人员少，流动频繁", "宣传不够。群众知晓率不高"],
        ["稳定队伍。配备专职人员，落实轮训制度", "扩大宣传。利用宣传栏开展活动"],
    ),
    (
        "a heading line and the paragraph below it",
        "（一）主要问题\n1.公开内容不全面\n个别科室报送不积极。\n2.互动效果不理想\n留言答复较慢。\n（二）整改措施\n1.压实责任\n把报送纳入考核。\n2.限时答复\n三个工作日内答复留言。",
        ["公开内容不全面。个别科室报送不积极", "互动效果不理想。留言答复较慢"],
        ["压实责任。把报送纳入考核", "限时答复。三个工作日内答复留言"],
    ),
    (
        "brackets and circles",
        "存在不足：（1）公开目录未细化；（2）平台检索不便。下一步打算：①细化目录；②改造检索功能。",
        ["公开目录未细化", "平台检索不便"],
        ["细化目录", "改造检索功能"],
    ),
    (
        "first, second, last",
        "主要存在以下问题：首先，制度不健全。其次，监督不到位。下一步改进措施：首先，健全制度。其次，开展督查。最后，通报结果。",
        ["制度不健全", "监督不到位"],
        ["健全制度", "开展督查", "通报结果"],
    ),
    (
        "problem and promise in each item",
        "一是公开形式单一，下一步将制作短视频。二是回应不及时，下一步将建立限时回应制度。",
        ["公开形式单一", "回应不及时"],
        ["下一步将制作短视频", "下一步将建立限时回应制度"],
    ),
    (
        "a sentence of promise in each item",
        "1.政策解读不够深入。下一步，我局将邀请专家解读。\n2.更新频率偏低。下一步，我局将按周更新。",
        ["政策解读不够深入", "更新频率偏低"],
        ["下一步，我局将邀请专家解读", "下一步，我局将按周更新"],
    ),
    (
        "what closes a list of problems",
        "一是主动公开意识不强；二是审核流程不规范。针对以上问题，我局将完善审核制度。",
        ["主动公开意识不强", "审核流程不规范"],
        ["针对以上问题，我局将完善审核制度"],
    ),
    (
        "lead-in to measures is no point",
        "公开时效性有待增强。针对存在的问题，我单位将从以下几方面加以改进：一是明确时限；二是专人负责。",
        ["公开时效性有待增强"],
        ["明确时限", "专人负责"],
    ),
    (
        "next year's direction as a label",
        "目前网站栏目更新较慢。\n2023年改进方向：一是优化栏目；二是强化考核。",
        ["目前网站栏目更新较慢"],
        ["优化栏目", "强化考核"],
    ),
    (
        "improvement of last year's problems is improvement",
        "（一）上年问题的改进情况\n针对上年更新不及时的问题，建立了周报制度。\n（二）本年存在的问题\n业务培训覆盖面较窄。\n（三）下一步工作打算\n组织全员培训。",
        ["业务培训覆盖面较窄"],
        ["针对上年更新不及时的问题，建立了周报制度", "组织全员培训"],
    ),
    (
        "parts whose headings are the problems",
        "（一）公开质量有待提升。部分信息格式不统一。\n（二）公开力量薄弱。兼职人员多。\n（三）改进措施。一是统一格式；二是配备专职人员。",
        ["公开质量有待提升。部分信息格式不统一", "公开力量薄弱。兼职人员多"],
        ["统一格式", "配备专职人员"],
    ),
    (
        "labels with 一、",
        "一、存在的问题\n（一）公开不够主动。\n（二）内容不够具体。\n二、改进的措施\n（一）增强主动意识。\n（二）细化公开内容。",
        ["公开不够主动", "内容不够具体"],
        ["增强主动意识", "细化公开内容"],
    ),
    (
        "slides: fragments without stops",
        "- 公开渠道不够多样\n- 公众互动不足\n\n- 开设线上互动栏目\n- 拓宽线下公开渠道",
        ["公开渠道不够多样", "公众互动不足"],
        ["开设线上互动栏目", "拓宽线下公开渠道"],
    ),
    (
        "slides: numbers on their own lines",
        "改进措施\n01\n完善公开目录\n02\n加强队伍培训",
        [],
        ["完善公开目录", "加强队伍培训"],
    ),
    ("nothing stated", "无。", [], []),
    ("nothing stated in a sentence", "本年度不存在问题。", [], []),
    (
        "half width throughout",
        "一是公开内容深度不够,形式有待创新;二是制度落实不到位. \n下一步,我局将: 1.丰富公开形式; 2.严格落实制度.",
        ["公开内容深度不够,形式有待创新", "制度落实不到位"],
        ["丰富公开形式", "严格落实制度"],
    ),
    (
        "problems in a paragraph, measures in paragraphs",
        "我街道存在专业人员缺乏、平台维护不及时等问题。\n加强培训，提高业务水平。\n完善平台，落实维护责任。",
        ["我街道存在专业人员缺乏、平台维护不及时等问题"],
        ["加强培训，提高业务水平", "完善平台，落实维护责任"],
    ),
    (
        "only an announcement: that is the problem",
        "2023年，我局工作取得成绩，但与上级要求相比仍存在差距。下一步，我局将加强学习。",
        ["2023年，我局工作取得成绩，但与上级要求相比仍存在差距"],
        ["下一步，我局将加强学习"],
    ),
    (
        "verbs inside a problem do not make it a measure",
        "（一）存在问题\n一是推进政务公开标准化不够深入；二是加强信息审核的力度不足。\n（二）改进方向\n推进标准化建设，强化信息审核。",
        ["推进政务公开标准化不够深入", "加强信息审核的力度不足"],
        ["推进标准化建设，强化信息审核"],
    ),
    (
        "problem words inside a measure do not make it a problem",
        "存在问题：解读材料偏少。\n下一步打算：一是着力解决公开内容不全的问题；二是避免更新滞后，建立提醒机制。",
        ["解读材料偏少"],
        ["着力解决公开内容不全的问题", "避免更新滞后，建立提醒机制"],
    ),
    (
        "first, second with 第",
        "不足之处主要有：第一，公开范围较窄；第二，答复格式不规范。改进举措：第一，扩大范围；第二，统一文书格式。",
        ["公开范围较窄", "答复格式不规范"],
        ["扩大范围", "统一文书格式"],
    ),
    (
        "list of problems over paragraphs with a lead-in of its own",
        "我县政府信息公开工作虽有进步，但还存在以下问题：\n（一）基层力量不足。\n（二）数据共享不畅。\n下一步，我县将重点做好以下工作：\n（一）充实基层力量。\n（二）推动数据共享。",
        ["基层力量不足", "数据共享不畅"],
        ["充实基层力量", "推动数据共享"],
    ),
    (
        "an item with its own inner list",
        "（一）存在的主要问题\n1.公开质量不高。一是标题不规范；二是内容简单。\n2.监督机制不健全。\n（二）改进情况\n1.提升质量。一是统一标题；二是充实内容。\n2.健全机制。",
        ["公开质量不高。一是标题不规范；二是内容简单", "监督机制不健全"],
        ["提升质量。一是统一标题；二是充实内容", "健全机制"],
    ),
    (
        "numbered labels",
        "1.存在的问题：一是信息量少，更新缓慢；二是公众参与渠道有限。\n2.改进措施：一是增加信息量；二是拓宽参与渠道。",
        ["信息量少，更新缓慢", "公众参与渠道有限"],
        ["增加信息量", "拓宽参与渠道"],
    ),
    (
        "two enumerations without any label",
        "一是公开意识有待提高；二是栏目维护不够精细。\n一是组织专题学习；二是明确栏目责任人。",
        ["公开意识有待提高", "栏目维护不够精细"],
        ["组织专题学习", "明确栏目责任人"],
    ),
    (
        "a stop inside quotes and brackets",
        "问题：对“公开是常态。不公开是例外。”的理解不深。\n措施：开展学习（含线上课。线下课）活动。",
        ["对“公开是常态。不公开是例外。”的理解不深"],
        ["开展学习（含线上课。线下课）活动"],
    ),
    (
        "measures first in the future, without a label",
        "我办政府信息公开工作仍需在规范性上下功夫。2024年，我办将修订工作规程，细化办理流程。",
        ["我办政府信息公开工作仍需在规范性上下功夫"],
        ["2024年，我办将修订工作规程，细化办理流程"],
    ),
    (
        "year's opening with a colon, list in paragraphs",
        "2023年区水利局政务公开工作仍有薄弱环节：\n一是公开平台功能不完善；\n二是部分人员对条例掌握不够。\n改进情况：\n一是升级平台功能；\n二是开展条例测试。",
        ["公开平台功能不完善", "部分人员对条例掌握不够"],
        ["升级平台功能", "开展条例测试"],
    ),
    (
        "fees reported under five are no point",
        "一是内容不够丰富。\n下一步，丰富公开内容。\n本年度未收取信息处理费。",
        ["内容不够丰富"],
        ["下一步，丰富公开内容"],
    ),
    (
        "semicolons within one sentence",
        "公开内容不够全面；公开形式不够新颖。今后将充实内容；创新形式。",
        ["公开内容不够全面；公开形式不够新颖"],
        ["今后将充实内容；创新形式"],
    ),
    (
        "causes under the problems",
        "（一）存在问题及原因\n更新不及时，主要原因是经办人员变动。\n（二）下步打算\n实行AB岗制度。",
        ["更新不及时，主要原因是经办人员变动"],
        ["实行AB岗制度"],
    ),
    (
        "measures taken already, then those to come",
        "（一）主要问题。公开标准不统一。\n（二）整改落实情况。1.已制定统一标准。2.已完成全员培训。\n（三）今后工作打算。持续巩固整改成果。",
        ["公开标准不统一"],
        ["已制定统一标准", "已完成全员培训", "持续巩固整改成果"],
    ),
    (
        "the list begins in the middle of a sentence with a comma",
        "存在的不足，一是宣传不广，二是解读不深。下一步，一是扩大宣传，二是深化解读。",
        ["宣传不广", "解读不深"],
        ["扩大宣传", "深化解读"],
    ),
    (
        "numbered labels: problem one, problem two",
        "问题一：公开质量参差不齐。改进措施：建立审核制度。\n问题二：更新不及时。改进措施：建立巡查制度。",
        ["公开质量参差不齐", "更新不及时"],
        ["建立审核制度", "建立巡查制度"],
    ),
    (
        "a lead-in, a colon and semicolons",
        "我县政务公开工作还有不少差距：平台建设滞后；信息整合不够。针对上述问题，我县将切实加以解决。",
        ["平台建设滞后", "信息整合不够"],
        ["针对上述问题，我县将切实加以解决"],
    ),
    (
        "on the one hand, on the other",
        "仍存在一些薄弱环节。一方面，基层力量薄弱；另一方面，平台利用率不高。下一步，将优化平台。",
        ["基层力量薄弱", "平台利用率不高"],
        ["下一步，将优化平台"],
    ),
    (
        "a short gap is a problem of its own among others",
        "（一）存在的问题\n检查的频次还不够。\n公开内容与群众需求之间仍有差距。\n（二）打算\n集中学习条例。",
        ["检查的频次还不够", "公开内容与群众需求之间仍有差距"],
        ["集中学习条例"],
    ),
    (
        "promises listed behind a list of problems, on one line",
        "（1）目录不够细。 （2）解读形式单一。 下一步，将重点做好以下工作：一是细化目录；二是增加图解。",
        ["目录不够细", "解读形式单一"],
        ["细化目录", "增加图解"],
    ),
    (
        "traditional characters",
        "存在問題：公開內容不夠全面。改進措施：擴大公開範圍。",
        ["公開內容不夠全面"],
        ["擴大公開範圍"],
    ),
    (
        "spaces behind ordinals",
        "(一) 存在的主要问题\n1. 个别文件公开不及时;\n2. 政民互动不够.\n(二) 改进措施\n1. 严格时限;\n2. 丰富互动形式.",
        ["个别文件公开不及时", "政民互动不够"],
        ["严格时限", "丰富互动形式"],
    ),
]


def read(text: str) -> tuple[list[str], list[str]]:
    lines = lines_of("五、存在的主要问题及改进情况\n" + text)
    found = points(outline(lines, forms.load("2021"))[0], lines)
    return (
        [point.text for point in found if point.kind == "problem"],
        [point.text for point in found if point.kind == "improvement"],
    )


@pytest.mark.parametrize(
    ("text", "problems", "improvements"),
    [case[1:] for case in [*CASES, *WILD]],
    ids=[case[0].replace(" ", "-") for case in [*CASES, *WILD]],
)
def test_points_of_invented_texts(text: str, problems: list[str], improvements: list[str]) -> None:
    assert read(text) == (problems, improvements)


@pytest.mark.parametrize(
    "tail",
    [
        "云河县水利局  2024年1月16日",
        "特此报告。",
        "本机关2023年度未收取信息处理费，无其他需要报告的事项。",
        "联系地址：云河县某路1号，联系电话：0000-0000000",
        "（联系人：某某，电话：0000-0000000）",
        "分享到：\n微信 微博\n返回顶部",
        "责任编辑：某某\n信息来源：县水利局",
        "五、其他需要报告的事项\n无。",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        "一是渠道不宽。\n二是更新不勤。\n下一步，我局将拓宽渠道，勤于更新。",
        "一、问题\n（一）渠道不宽\n公开主要依靠网站。\n二、措施\n（一）拓宽渠道\n用好公众号。",
        "主要问题：\n• 渠道不宽\n改进措施：\n• 拓宽渠道\n• 用好公众号",
    ],
)
def test_what_stands_below_section_five_is_no_point(body: str, tail: str) -> None:
    assert read(f"{body}\n{tail}") == read(body)


@pytest.mark.parametrize("stop", ["。", "：", ".", "。 "])
def test_a_heading_keeps_the_stop_that_the_page_prints(stop: str) -> None:
    page = f"五、存在的主要问题及改进情况\n（一）公开质量不高{stop}格式不统一。\n（二）队伍不稳。兼职多。"
    lines = lines_of(page)
    found = points(outline(lines, forms.load("2021"))[0], lines)
    assert found[0].text == f"公开质量不高{stop.strip()}格式不统一"


@every_seed
def test_points_of_real_reports(shared: Path, stem: str) -> None:
    gold = json.loads((shared / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    text = (shared / "seeds" / f"{stem}.txt").read_text(encoding="utf-8")
    sections, _ = outline(lines_without_tables(text), forms.load(gold["form"]))
    found = points(sections)
    assert [point.text for point in found if point.kind == "problem"] == gold["problems"]
    assert [point.text for point in found if point.kind == "improvement"] == gold["improvements"]


def test_points_are_numbered_within_their_kind_and_placed() -> None:
    lines = [Line("问题：一是慢；二是少。", "l8"), Line("措施：一是快。", "l9")]
    section = Section(
        5, 0, "存在的主要问题及改进情况", "\n".join(line.text for line in lines), "l7"
    )
    found = points([section], lines)
    assert [(point.kind, point.order, point.where) for point in found] == [
        ("problem", 1, "l8"),
        ("problem", 2, "l8"),
        ("improvement", 1, "l9"),
    ]


def test_only_section_five_has_points() -> None:
    assert points([Section(1, 0, "总体情况", "一是公开不够；二是更新慢。", "l1")]) == []


def test_ordinals_inside_a_line_must_count_on() -> None:
    rows = atoms(["统一是要求。1.甲；2.乙，占3.5个。7、丙。"])
    assert [(atom.number, atom.text) for atom in rows[0]] == [
        (0, "统一是要求。"),
        (1, "甲；"),
        (2, "乙，占3.5个。7、丙。"),
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("存在的主要问题及改进情况", None),
        ("主要问题", "problem"),
        ("2023年存在的问题和不足", "problem"),
        ("上年度存在问题整改情况", "improvement"),
        ("下一步工作打算", "improvement"),
        ("2025年工作计划", "improvement"),
        ("改进信息发布工作", None),
        ("解决更新慢的问题", None),
    ],
)
def test_labels(words: str, kind: str | None) -> None:
    assert label_kind(words) == kind
