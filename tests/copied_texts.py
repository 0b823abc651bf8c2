"""Invented sections of which it is known how much was copied from another.

Two of them that have nothing to do with each other share as much by chance as unrelated reports
do: about an eighth of their characters in runs of 5, about a hundredth in runs of 10.
"""

from __future__ import annotations

import re
from random import Random

PHRASES = tuple(
    re.split(
        r"\s+",
        """公开内容不够全面 更新不够及时 政策解读形式单一 依申请公开 政府网站栏目 政务新媒体 信息公开工作
        业务培训 监督考核 保密审查 公众参与度 人员力量不足 多为兼职 对条例理解不深 协同不够 审核环节较多
        政府信息公开 群众需求 健全工作台账 压实审核责任 组织集中培训 丰富解读形式 优化栏目设置 主动公开
        开展季度抽查 明确专人负责 细化公开目录 畅通沟通渠道 完善会商机制 有待加强 进一步提升 下一步将
        不断提高政府信息公开工作水平""",
    )
)
"""Words that every report uses."""

_SIGNS = (
    "办理答复流程环节部门镇街社区企业群体数据平台热线窗口文件目录清单台账会议调研走访反馈材料标准程序责任"
    "岗位职能经费设备系统接口检索浏览投诉咨询预约档案归集共享安全风险法律文书期限送达邮寄渠道载体专栏版面"
    "图表视频直播访谈公告通告意见草案听证评估结果指标权重排名通报整改销号督查暗访抽样复核比对校对错漏敏感"
)
_WORDS = 1500
FORMULAIC = 0.16
"""How often a phrase stands for a word: so that chance is as in unrelated reports."""


def _vocabulary() -> tuple[str, ...]:
    rng = Random("words")
    return tuple("".join(rng.sample(_SIGNS, 2)) for _ in range(_WORDS))


_VOCABULARY = _vocabulary()


def sentence(rng: Random, formulaic: float = FORMULAIC) -> str:
    """Write a sentence of words and phrases, 15 to 60 characters."""
    length, parts = rng.randint(15, 55), [""]
    while sum(map(len, parts)) < length:
        source = PHRASES if rng.random() < formulaic else _VOCABULARY
        parts.append(rng.choice(source) + rng.choice(("", "", "", "，")))
    return "".join(parts).rstrip("，") + "。"


def section(rng: Random, least: int, formulaic: float = FORMULAIC) -> str:
    """Write a section of at least so many characters."""
    text = ""
    while len(text) < least:
        text += sentence(rng, formulaic)
    return text


def copied(
    source: str, share: float, length: int, rng: Random, formulaic: float = FORMULAIC
) -> tuple[str, float]:
    """Write a section with passages of another; return it with the share that is copied.

    Passages are sentences of the source in another order, and parts of them; what lies between
    is newly written. The share is of characters without punctuation.
    """
    sentences = [each for each in source.split("。") if each]
    rng.shuffle(sentences)
    parts: list[tuple[str, bool]] = []
    taken = written = 0
    for each in sentences:
        piece = each[rng.choice((0, 0, 5)) :]
        if taken + len(piece) > share * length + 10:
            break
        parts.append((piece + "。", True))
        taken += len(piece)
    while written < length - taken:
        parts.append((sentence(rng, formulaic), False))
        written += len(parts[-1][0])
    rng.shuffle(parts)
    size = {kind: _plain("".join(part for part, own in parts if own == kind)) for kind in (0, 1)}
    return "".join(part for part, _ in parts), size[True] / (size[True] + size[False])


def _plain(text: str) -> int:
    return len(re.sub(r"\W", "", text))
