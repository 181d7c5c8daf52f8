"""The words of messages: those of the procedure's table, or the version an administrator published last."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.memory import remembered
from sunshine.foundation.notices.models import Wording
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, procedures, register
from sunshine.foundation.procedure.versions import versioned

LONGEST = 300  # characters; a text of more than some seventy is sent, and billed, in parts


@remembered(seconds=60)
def in_force() -> Mapping[str, str]:
    """The published words by move; other moves say what the table says."""
    rows = Wording.objects.filter(published_at__isnull=False, withdrawn_at=None).order_by(
        "published_at", "pk"
    )
    return dict(rows.values_list("move", "words"))


def telling() -> dict[str, Move]:
    """The moves that tell the petitioner something, by code."""
    return {move.code: move for table in procedures() for move in table.moves if move.tells}


def words_of(move: str) -> str:
    """The words of this move's message, with their placeholders. Raises KeyError."""
    return in_force().get(move) or str(telling()[move].tells)


def holes(words: str) -> set[str]:
    """The placeholders of a message. Raises ValueError when braces do not match."""
    return {name for _text, name, _form, _conversion in string.Formatter().parse(words) if name is not None}


def check(move: str, words: str) -> None:
    """Raises ValidationError that says what to write instead."""
    known = holes(str(telling()[move].tells))
    try:
        used = holes(words)
    except ValueError:
        raise ValidationError(say("花括号没有配对。要填的内容写成 {number} 这样。")) from None
    if used - known:
        names = "、".join(f"{{{name}}}" for name in sorted(known))
        raise ValidationError(say("这条消息只能用这些：%s。") % names)
    missing = known & {"number", "code"} - used
    if missing:
        raise ValidationError(say("不能少了 {%s}，否则信访人查不到。") % sorted(missing)[0])
    if not words.startswith("【") or "】" not in words[:20]:
        raise ValidationError(say("开头要有短信签名，如【阳光信访】。"))


def _hint(move: str) -> str:
    """What to write, with what the system fills in of this message."""
    filled = " ".join(f"{{{name}}}" for name in sorted(holes(str(telling()[move].tells))))
    return say("写清谁做了什么、接下来做什么。可用 %s；开头要有【阳光信访】这样的签名。") % filled


class WordsForm(MoveForm):
    """A version's words."""

    words = forms.CharField(
        label=_("消息内容"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清谁做了什么、接下来做什么。开头要有【阳光信访】这样的签名；{number} 这样的由系统填，照现在用的内容写。"),
    )  # fmt: skip
    note = forms.CharField(label=_("改了什么、为什么"), max_length=200)

    def prepare(self, snapshot: Snapshot, actor: Any) -> None:
        row = Wording.objects.filter(pk=snapshot.subject.id).first()
        if row is not None:
            self.known_move = row.move
            self.initial = {"words": row.words, "note": row.note, **self.initial}
            self.fields["words"].help_text = _hint(row.move)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        move = data.get("move") or getattr(self, "known_move", "")
        if data.get("words") and move:
            try:
                check(move, data["words"])
            except ValidationError as fault:
                self.add_error("words", fault)
        return data


class NewWordsForm(WordsForm):
    """A first draft says which message it is for."""

    move = forms.ChoiceField(
        label=_("哪一步的消息"), choices=lambda: [(code, move.name) for code, move in telling().items()]
    )
    field_order = ("move", "words", "note")


PROCEDURE = versioned("message_wording", _("消息用语"), "notices.wording", NewWordsForm, WordsForm)
register(PROCEDURE)
