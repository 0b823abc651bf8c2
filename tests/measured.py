"""Made-up reports whose indicators are worked out by hand in test_measures.py."""

from __future__ import annotations

from typing import Any

import pandas as pd
from many_reports import report

from gxkit.corpus import Corpus
from gxkit.parsing.model import Line, Parsed
from gxkit.report import Report

ROWS = {
    "new": 40,
    "carried_over": 10,
    "granted": 12,
    "partly_granted": 6,
    "refused.state_secret": 1,
    "refused.law_prohibits": 2,
    "refused.security_stability": 1,
    "refused.third_party": 3,
    "refused.internal_affairs": 2,
    "refused.process": 4,
    "refused.enforcement_file": 2,
    "refused.administrative_query": 1,
    "unavailable.not_held": 4,
    "unavailable.needs_creation": 1,
    "unavailable.still_unclear": 1,
    "not_processed.petition": 2,
    "not_processed.repeated": 1,
    "not_processed.publication": 1,
    "not_processed.excessive": 1,
    "not_processed.reissue": 0,
    "other.not_corrected": 2,
    "other.fee_unpaid": 0,
    "other.other": 1,
    "total": 48,
    "carried_forward": 2,
}
CELLS = {f"requests/{row}/total": float(value) for row, value in ROWS.items()} | {
    "requests/new/natural_person": 20,
    "requests/new/enterprise": 10,
    "requests/new/research": 4,
    "requests/new/public_welfare": 2,
    "requests/new/legal_service": 3,
    "requests/new/other": 1,
    "requests/granted/enterprise": 4,
    "requests/partly_granted/enterprise": 1,
    "requests/total/enterprise": 10,
    "requests/granted/natural_person": 6,
    "requests/partly_granted/natural_person": 4,
    "requests/total/natural_person": 25,
    "disputes/reconsideration/upheld": 6,
    "disputes/reconsideration/corrected": 3,
    "disputes/reconsideration/other": 1,
    "disputes/reconsideration/pending": 2,
    "disputes/reconsideration/total": 12,
    "disputes/direct_suit/upheld": 2,
    "disputes/direct_suit/corrected": 1,
    "disputes/direct_suit/other": 1,
    "disputes/direct_suit/pending": 1,
    "disputes/direct_suit/total": 5,
    "disputes/suit_after_reconsideration/upheld": 3,
    "disputes/suit_after_reconsideration/corrected": 1,
    "disputes/suit_after_reconsideration/other": 0,
    "disputes/suit_after_reconsideration/pending": 1,
    "disputes/suit_after_reconsideration/total": 5,
    "proactive/regulation/issued": 1,
    "proactive/regulation/repealed": 1,
    "proactive/regulation/in_force": 9,
    "proactive/normative_document/issued": 8,
    "proactive/normative_document/repealed": 4,
    "proactive/normative_document/in_force": 36,
    "proactive/licence/decisions": 200,
    "proactive/penalty/decisions": 50,
    "proactive/compulsion/decisions": 7,
    "proactive/fee/amount": 12.5,
    # Needed by no indicator but F2.
    "requests/carried_forward/research": None,
}
CELLS_2019 = {
    "proactive/regulation/made": 2,
    "proactive/regulation/newly_public": 1,
    "proactive/regulation/total_public": 12,
    "proactive/normative_document/made": 5,
    "proactive/normative_document/newly_public": 4,
    "proactive/normative_document/total_public": 30,
    "proactive/licence/change": -3,
    "proactive/other_service/change": 4,
    "proactive/penalty/change": 2,
    "proactive/compulsion/change": -1,
    "proactive/fee/change": 5,
    "proactive/procurement/projects": 6,
    "proactive/procurement/amount": 3_500_000,
}
# Characters: 8 + 4, with one figure; 6 + 7 + 7 + 5 + 7 + 7 + 7; 9.
TEXTS = {
    1: "收到申请40件。 其他略。",
    5: "存在的问题：一是内容不全；二是更新不快。改进措施：一是充实内容；二是加快更新；三是多办培训。",
    0: "联系电话：0571-8726680。",
    6: "未收取信息处理费。",
}
TOLD = (
    "本年收到政府信息公开申请40件。",
    "全年通过门户网站发布信息1200条。",
    "通过微信公众号发布信息300条。",
    "通过政务微博发布信息50条。",
    "通过政务新媒体账号发布信息70条。",
    "发布政策解读8篇。",
    "召开新闻发布会2场。",
    "举办政务公开培训3次，培训120人次。",
    "回复网民留言60条。",
)


def told(
    one: Report, *lines: str, units: dict[str, str | None] | None = None, **meta: Any
) -> Report:
    """Return the report with other units of its money, with lines of prose, with other meta."""
    facts = tuple(
        fact._replace(unit=(units or {}).get(f"{fact.row}/{fact.column}", fact.unit))
        for fact in one.parsed.facts
    )
    prose = tuple(Line(text, f"l{at}") for at, text in enumerate(lines, start=1))
    parsed = one.parsed
    known = {**parsed.meta, **meta}
    return Report(
        Parsed(parsed.form, known, facts, parsed.sections, parsed.notes, prose), one.document
    )


def handed() -> dict[str, pd.DataFrame]:
    """Make the frames of other rooms, about the report on 2023 alone."""
    id = main().report_id
    codes = pd.DataFrame(
        [
            (id, "problem", 1, 1, "P11", False),
            (id, "problem", 1, 2, "P07", True),
            (id, "problem", 1, 2, "P11", False),
            (id, "problem", 2, 1, "P00", False),
            (id, "problem", 2, 2, None, None),
            (id, "improvement", 1, 1, "M01", False),
            (id, "improvement", 1, 2, None, None),
        ],
        columns=["report_id", "kind", "order", "clause", "theme", "core"],
    ).astype({"theme": "string", "core": "boolean"})
    codes.attrs |= {"themes": ["P00", "P07", "P11", "P18", "P19", "M01"], "residual": ["P00"]}
    numbers = {
        "matched": {"problems": 3, "answered": 1},
        "persistence": {"themes_before": 2, "stayed": 1},
        "kept": {"themes_before": 4, "stayed": 3},
        "tone": {
            "characters": 60,
            "hedge": 2,
            "promise": 1,
            "preface": True,
            "preface_characters": 15,
        },
        "reuse_last_year": {"characters": 120, "copied": 30, "sentences": 4, "same_sentences": 1},
        "reuse_section1": {"characters": 100, "copied": 80},
        "reuse_siblings": {"characters": 120, "copied": 60, "sentences": 4, "same_sentences": 3},
    }
    frames = {
        name: pd.DataFrame({"report_id": [id], **{key: [one] for key, one in row.items()}})
        for name, row in numbers.items()
    }
    points = pd.DataFrame({"report_id": [id, id], "concrete": [3, 0]})
    return {"codes": codes, "tone_points": points, **frames}


def main() -> Report:
    """Make the report on 2023, with text and a day of publication."""
    one = report(
        2023,
        CELLS,
        sections=TEXTS,
        title="青川市档案局2023年政府信息公开工作年度报告",
        agency_type="department",
        published="2024-02-05",
    )
    return told(one, *TOLD)


def earlier() -> Report:
    """Make the same agency's report on 2022."""
    cells = {
        "requests/new/total": 32.0,
        "requests/carried_forward/total": 10.0,
        "proactive/normative_document/in_force": 32.0,
    }
    return report(2022, cells)


def oldest(unit: str | None = "元") -> Report:
    """Make a report under the form of 2019, its money in `unit`."""
    one = report(2019, CELLS_2019, agency="临溪市司法局")
    return told(one, units={"procurement/amount": unit})


def one_request() -> Report:
    """Make a report of zeros but for one request in the total: two identities fail."""
    return report(2023, {"requests/new/total": 1.0}, agency="临溪市水利局")


def corpus(*reports: Report) -> Corpus:
    """Put reports together; by default those that the truth of test_measures.py is about."""
    return Corpus(reports or (main(), earlier(), oldest(), one_request()))
