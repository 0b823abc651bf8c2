"""Whole pages as HTML: the frame around the article and the bytes it is sent in."""

from __future__ import annotations

from html import escape
from random import Random

from gxkit.synthetic.article import Para
from gxkit.synthetic.html_tables import TABLES
from gxkit.synthetic.page import Page
from gxkit.synthetic.words import words

__all__ = ["html_page"]

_SCRIPT = (
    "<script>var hits = 128; if (hits < 3 && hits > 1) { document.write('<td>5</td>'); }</script>"
)
_STYLE = "<style>.MsoNormal{margin:0;font-size:16pt} td{border:1px solid #000}</style>"


def html_page(
    page: Page,
    rng: Random,
    *,
    table: str = "clean",
    frame: str = "plain",
    prose: str = "plain",
    encoding: str = "utf-8",
    says: str | None = "utf-8",
) -> bytes:
    """Write a page as HTML.

    Parameters
    ----------
    page : Page
        The page.
    rng : random.Random
        The source of chance.
    table : str
        How tables are written: a key of `TABLES`.
    frame : str
        What stands around the article: ``plain``, ``chrome``, ``nested``, ``one_cell``
        or ``fragment``.
    prose : str
        How paragraphs are written: ``plain``, ``word``, ``breaks`` or ``broken``.
    encoding : str
        The encoding of the bytes.
    says : str or None
        The encoding that the page claims; None for no claim.

    Returns
    -------
    bytes
        The file.
    """
    article = _article(page, rng, table, prose)
    body = _FRAMES[frame](page, rng, article)
    if frame == "fragment":
        return body.encode(encoding, errors="xmlcharrefreplace")
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={says}"/>' if says else ""
    title = escape(page.title) if page.title else "政府信息公开"
    head = f"<head>{meta}<title>{title}</title>{_STYLE if rng.random() < 0.5 else ''}</head>"
    return f"<!DOCTYPE html>\n<html>{head}\n<body>{body}</body></html>".encode(
        encoding, errors="xmlcharrefreplace"
    )


def _article(page: Page, rng: Random, table: str, prose: str) -> str:
    write_table, write_para = TABLES[table], _PROSE[prose]
    parts = [
        write_para(block, rng) if isinstance(block, Para) else write_table(block, rng)
        for block in page.blocks
    ]
    return "\n".join(parts)


def _plain(para: Para, rng: Random) -> str:
    text = escape(para.text, quote=False)
    if para.role == "title":
        return f'<h1 class="title">{text}</h1>'
    if para.role == "heading":
        return f"<p><strong>{text}</strong></p>"
    if para.role in {"chrome", "meta"}:
        return f'<div class="info">{text}</div>'
    if para.role == "end":
        return f'<p style="text-align:right">{text}</p>'
    return f"<p>　　{text}</p>"


def _word(para: Para, rng: Random) -> str:
    cut = rng.randrange(0, len(para.text)) if para.text else 0
    pieces = [para.text[:cut], para.text[cut:]]
    style = "font-size:16.0pt;font-family:仿宋_GB2312"
    runs = "".join(
        f'<span lang="EN-US" style="{style}">{escape(piece, quote=False)}</span>'
        for piece in pieces
        if piece
    )
    return (
        '<p class="MsoNormal" style="text-indent:32.0pt"><!--[if !supportLists]--><!--[endif]-->'
        f"{runs}<span><o:p></o:p></span></p>"
    )


def _breaks(para: Para, rng: Random) -> str:
    return f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(para.text, quote=False)}<br>"


def _broken(para: Para, rng: Random) -> str:
    close = rng.choice(("", "</p>", "</font></p>"))
    return f"<p><font size=3>{escape(para.text, quote=False)}{close}"


_PROSE = {"plain": _plain, "word": _word, "breaks": _breaks, "broken": _broken}


def _frame_plain(page: Page, rng: Random, article: str) -> str:
    return f'<div class="content">{article}</div>'


def _frame_fragment(page: Page, rng: Random, article: str) -> str:
    return article


def _frame_chrome(page: Page, rng: Random, article: str) -> str:
    """A site around the article: menus, a list of other reports, a footer, scripts."""
    source = words()["meta"]
    menu = "".join(f'<li><a href="#">{item}</a></li>' for item in source["menu"])
    year = page.truth.year
    others = "".join(
        f'<li><a href="#">某单位{past}年政府信息公开工作年度报告</a><i>{past + 1}-01-20</i></li>'
        for past in range(year - 3, year)
    )
    slots = {
        "a": page.truth.agency.name,
        "t": page.truth.agency.place,
        "n1": rng.randint(10, 99),
        "n2": rng.randint(900000, 999999),
        "n3": "0999—8123456",
    }
    foot = "".join(f"<p>{line.format(**slots)}</p>" for line in source["footer"])
    return (
        f'{_SCRIPT}<div class="header"><ul class="nav">{menu}</ul></div>'
        f'<div class="crumbs">{rng.choice(source["breadcrumbs"])}</div>'
        f'<table class="search"><tr><td>搜索</td><td><input value="5"/></td></tr></table>'
        f'<div id="zoom" class="article">{article}</div>'
        f'<div class="side"><h3>相关链接</h3><ul>{others}</ul></div>'
        f'<div style="display:none">浏览量:259</div><div class="footer">{foot}</div>{_SCRIPT}'
    )


def _frame_nested(page: Page, rng: Random, article: str) -> str:
    """Tables inside tables, for the layout of the page only."""
    depth = rng.randint(2, 4)
    opening = '<table width="980" cellpadding="0"><tr><td width="10">&nbsp;</td><td>' * depth
    return opening + article + "</td><td>&nbsp;</td></tr></table>" * depth


def _frame_one_cell(page: Page, rng: Random, article: str) -> str:
    return (
        "<table><tr><td>政府信息公开</td></tr><tr><td>" + article + "</td></tr>"
        "<tr><td>【打印】【关闭】</td></tr></table>"
    )


_FRAMES = {
    "plain": _frame_plain,
    "fragment": _frame_fragment,
    "chrome": _frame_chrome,
    "nested": _frame_nested,
    "one_cell": _frame_one_cell,
}
