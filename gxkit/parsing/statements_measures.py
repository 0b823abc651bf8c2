"""Which measure the cues around a number speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from gxkit import forms
from gxkit.parsing.statements_cues import Cue, topics, units, words

_FAMILY = {
    "request": "requests",
    "flow": "requests",
    "outcome": "requests",
    "applicant": "requests",
    "includes": "requests",
    "case": "disputes",
    "result": "disputes",
    "document": "documents",
    "act": "documents",
    "decision": "decisions",
    "money": "money",
    "place": "posts",
    "publish": "posts",
    "topic": "topics",
}
"""The family of measures that a kind of cue belongs to."""


WEAK = frozenset({"flow", "place", "publish", "act", "applicant"})
"""Kinds of cue that alone do not say what is counted, where other words do."""


@dataclass(slots=True)
class Context:
    """What the words before a clause have settled.

    `subject` is the family in whose terms bare words are to be read, `case`, `document`
    and `act` its particulars; `among` says that a list of parts has begun.
    """

    form: str
    subject: str = ""
    case: str = ""
    document: str = ""
    act: str = ""
    money: str = ""
    topic: str = ""
    place: str = ""
    among: bool = False
    pending: tuple[Cue, ...] = field(default=())

    def absorb(self, cues: Sequence[Cue]) -> None:
        """Take over what `cues` say the text now speaks of."""
        for cue in cues:
            family = _FAMILY.get(cue.kind)
            if cue.kind in {"case", "document", "act", "money", "topic"}:
                setattr(self, cue.kind, cue.code)
            if cue.kind == "place" and cue.code in words("posts") and self.subject != "requests":
                self.place = cue.code
            if family is None or cue.kind in {"act", "result"}:
                continue
            both = cue.kind == "place" or (cue.kind, cue.code) == ("publish", "some")
            if both and self.subject == "requests":
                continue  # 网站申请, 公开: said of requests too
            if cue.kind == "flow" and cue.code in {"receive", "complete"}:
                continue  # 受理 and 办结 are said of everything
            if cue.kind == "applicant" and self.subject == "disputes":
                continue
            self.subject = family


def family_of(cue: Cue) -> str | None:
    """Name the family of measures that a cue belongs to; None for one that names none."""
    return _FAMILY.get(cue.kind)


def codes(cues: Sequence[Cue], kind: str) -> list[str]:
    """Return the codes of the `cues` of one `kind`, each once, in order."""
    return list(dict.fromkeys(cue.code for cue in cues if cue.kind == kind))


def measure(family: str, cues: Sequence[Cue], unit: str | None, context: Context) -> str | None:
    """Name what a number counts.

    Parameters
    ----------
    family : str
        The family of measures that the cue nearest to the number belongs to.
    cues : sequence of Cue
        The cues of its clause.
    unit : str or None
        Its unit. A number in another unit than the measure's counts something else.
    context : Context
        What the words before have settled.

    Examples
    --------
    >>> from gxkit.parsing.statements_cues import scan
    >>> measure("requests", scan("收到政府信息公开申请"), "件", Context("2021"))
    'requests/new/total'
    """
    if family == "topics":
        return _topic(cues, unit, context)
    if family == "money":
        return _money(cues, unit, context)
    if family == "posts" and _is_request(cues, unit, context):
        family = "requests"
    if family == "posts" and unit == "个" and not codes(cues, "publish"):
        return None  # 公众号89个: these are not posts
    applicants = family == "requests" and unit in units("applicants")
    counted = unit is None or unit in units(family) or (applicants and _applies(cues, context))
    if not counted:
        return None
    return {
        "requests": _request,
        "disputes": _dispute,
        "documents": _document,
        "decisions": _decision,
        "posts": _post,
    }[family](cues, context)


def _is_request(cues: Sequence[Cue], unit: str | None, context: Context) -> bool:
    """Tell whether a place (网站, 平台) is where requests came from, not where posts stand."""
    if codes(cues, "request"):
        return True
    if context.subject != "requests" or (unit is not None and unit not in units("requests")):
        return False
    return not any(cue.kind == "publish" and cue.code == "all" for cue in cues)


def _applies(cues: Sequence[Cue], context: Context) -> bool:
    """Tell whether those who are counted (自然人31人, 商业企业7家) are applicants."""
    found = codes(cues, "applicant")
    if not found or codes(cues, "outcome") or codes(cues, "flow") == ["complete"]:
        return False
    if (
        codes(cues, "request")
        or context.pending
        or (context.among and context.subject == "requests")
    ):
        return True
    return context.subject == "requests" and "enterprise" not in found


def _request(cues: Sequence[Cue], context: Context) -> str | None:
    flow = codes(cues, "flow")
    column = _applicant(cues)
    outcomes = _specific(codes(cues, "outcome"))
    known = context.subject == "requests" or bool(codes(cues, "request"))
    if not outcomes and known and context.among and "some" in codes(cues, "publish"):
        outcomes = ["granted"]  # 其中公开9件, among requests
    if "over" in flow:
        return f"requests/carried_over/{column or 'total'}"
    if "forward" in flow:
        return f"requests/carried_forward/{column or 'total'}"
    if outcomes:
        return f"requests/{'+'.join(outcomes)}/{column or 'total'}"
    if not known and not column:
        return None
    done = "complete" in flow or codes(cues, "request") == ["results"]
    row = "total" if done and "receive" not in flow else "new"
    if codes(cues, "includes") and row == "new":
        row = "new+carried_over"
    if column:
        return f"requests/{row}/{column}"
    places = [words("channels")[code] for code in codes(cues, "place") if code in words("channels")]
    if len(places) == 1 and row == "new":
        return f"requests_channel/{places[0]}"
    if not flow and not codes(cues, "request") and not context.pending:
        return None
    return f"requests/{row}/total"


def _applicant(cues: Sequence[Cue]) -> str | None:
    found = codes(cues, "applicant")
    if "natural_person" in found and len(found) > 1:
        return None  # 公民、法人或其他组织: everybody
    if "legal" in found:
        return "legal"
    return found[0] if len(found) == 1 else None


def _specific(found: list[str]) -> list[str]:
    """Drop a group of outcomes where a reason of it is named: 因国家秘密不予公开."""
    reasons = [code for code in found if "." in code]
    if reasons:
        return _in_order(reasons)
    return _in_order(found)


def _in_order(found: list[str]) -> list[str]:
    order = _order()
    return sorted(found, key=lambda code: order.get(code, len(order)))


@cache
def _order() -> dict[str, int]:
    rows = [row.code for row in forms.load(forms.ids()[-1]).table["requests"].rows]
    groups = [code.partition(".")[0] for code in rows]
    return {code: at for at, code in enumerate(dict.fromkeys((*groups, *rows)))}


def _dispute(cues: Sequence[Cue], context: Context) -> str | None:
    cases = codes(cues, "case")
    if not cases and "complete" in codes(cues, "flow") and not codes(cues, "result"):
        return None  # 收到复议5件,办结4件: which of them are settled is no cell
    if (
        "suit" in cases
        and len(cases) > 1
        and set(cases) & {"direct_suit", "suit_after_reconsideration"}
    ):
        cases.remove("suit")
    if not cases and context.case:
        if codes(cues, "result") == ["other"] and context.subject == "requests":
            return None  # 撤回, 终止: said of requests too
        cases = [context.case]
    if not cases:
        return None
    if len(cases) > 1:
        if set(cases) != {"direct_suit", "suit_after_reconsideration"}:
            return None  # 复议、诉讼共3件
        cases = ["suit"]
    results = codes(cues, "result")
    if not results and "forward" in codes(cues, "flow"):
        results = ["pending"]  # 复议5件,尚未办结1件
    return f"disputes/{'+'.join(cases)}/{'+'.join(results) or 'total'}"


def _document(cues: Sequence[Cue], context: Context) -> str | None:
    documents = codes(cues, "document") or ([context.document] if context.document else [])
    acts = codes(cues, "act") or ([context.act] if context.act else [])
    if len(documents) != 1 or not acts:
        return None
    column = words("acts")[acts[-1]].get(context.form)
    return f"proactive/{documents[0]}/{column}" if column else None


def _decision(cues: Sequence[Cue], context: Context) -> str | None:
    found = codes(cues, "decision")
    if len(found) != 1 or codes(cues, "request") or codes(cues, "publish"):
        return None
    known = found[0] in forms.load(context.form).table["proactive"].row
    return f"proactive/{found[0]}/decisions" if known else None


def _money(cues: Sequence[Cue], unit: str | None, context: Context) -> str | None:
    found = codes(cues, "money") or ([context.money] if context.money else [])
    if not found:
        return None
    column = "amount" if unit in units("money") or unit is None else "projects"
    row = forms.load(context.form).table["proactive"].row.get(found[-1])
    if row is None or column not in row.columns:
        return None
    if column == "projects" and unit not in units("projects"):
        return None
    return f"proactive/{row.code}/{column}"


def _post(cues: Sequence[Cue], context: Context) -> str | None:
    named = codes(cues, "place")
    places = [code for code in named if code in words("posts")]
    if named and not places:
        return None
    published = codes(cues, "publish")
    if len(places) == 1:
        return str(words("posts")[places[0]]) if published or context.subject == "posts" else None
    if context.among or ("all" not in published and not context.pending):
        return None
    return "total_posts"


def _topic(cues: Sequence[Cue], unit: str | None, context: Context) -> str | None:
    found = codes(cues, "topic") or ([context.topic] if context.topic else [])
    if not found:
        return None
    if found[-1] == "bare_fee" and context.money == "fee":
        return _money(cues, unit, context)
    measures = topics()[found[-1]].measures
    return next(iter(measures.values())) if unit is None else measures.get(unit)
