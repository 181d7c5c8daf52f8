"""Typesets templates that people edited, where they can do no harm: no file, no package, no network, little time."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from sunshine.foundation.papers.typeset import FONTS, as_text

PRESSROOM: Final = Path(__file__).with_name("pressroom.py")
LIBRARY: Final = Path(__file__).parent / "templates_typ" / "gb9704.typ"
SECONDS: Final = 30
# Fetching a package goes through a proxy that does not exist, whatever else the template tries.
NOWHERE: Final = "http://127.0.0.1:9"
_PROXIES: Final = dict.fromkeys(
    ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE
)


class Unprintable(Exception):
    """The template does not print. ``words`` say in which line and why, for whoever edits it; ``line`` 0 is unknown."""

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(words)
        self.words, self.line = words, line


def printed(source: str, data: Mapping[str, Any], form: str = "pdf") -> list[bytes]:
    """The PDF, or one PNG a page, of an edited template filled with data. Raises Unprintable."""
    job = {
        "source": source, "library": LIBRARY.read_text(), "data": as_text(data), "fonts": str(FONTS), "format": form,
    }  # fmt: skip
    answer = _run(json.dumps(job))
    if "error" in answer:
        raise Unprintable(_plain(answer["error"], answer["line"]), answer["line"])
    return [base64.b64decode(page) for page in answer["pages"]]


def _run(job: str) -> dict[str, Any]:
    environment = {**_PROXIES, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESSROOM)], input=job, capture_output=True, text=True, timeout=SECONDS,
            env=environment, check=False,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    return answer or {"error": "too much", "line": 0}


# What the typesetter says, and what it means to somebody who edits a template.
_MEANINGS: Final = (
    (r"unknown variable: (.+)", lambda name: _("没有叫“%s”的名称，请看是不是写错了字。") % name),
    (r"dictionary does not contain key \"(.+)\"", lambda name: _("这种文书没有“%s”这一项资料。") % name),
    (r"(?:expected|unexpected|unclosed) (.+)", lambda what: _("这里的括号、引号或标点不对（%s）。") % what),
    (r"(?:file not found|failed to load file|cannot read file).*()", lambda what: _("模板不能读文件，也不能引用别的模板。")),
    (r"(?:package|failed to download).*()", lambda what: _("模板不能引用外部程序包。")),
    (r"too much()", lambda what: _("排版用的时间或内存太多，请看有没有无尽的循环。")),
)  # fmt: skip


def _plain(message: str, line: int) -> str:
    found = ((re.search(pattern, message), meaning) for pattern, meaning in _MEANINGS)
    words = next((meaning(match.group(1)) for match, meaning in found if match), _("排不出来：%s") % message)
    return _("第 %(line)d 行：%(words)s") % {"line": line, "words": words} if line else str(words)
