"""Which template a document is typeset with: the shipped one of its kind, or the version published last.

A paper names its version when it is issued and keeps it for ever, so that typesetting it again gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.memory import remembered
from sunshine.foundation.papers import sandbox
from sunshine.foundation.papers.kinds import all_kinds, kind
from sunshine.foundation.papers.models import Template
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.papers.seal import demo_seal
from sunshine.foundation.papers.typeset import ROOT, typeset
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.plan import Late
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import register
from sunshine.foundation.procedure.versions import versioned

LONGEST = 60_000  # characters of a template


@remembered(seconds=60)
def in_force() -> Mapping[str, str]:
    """The version in force of every kind that has an edited one; other kinds use what is shipped."""
    rows = Template.objects.filter(published_at__isnull=False, withdrawn_at=None).order_by(
        "published_at", "pk"
    )
    return {row_kind: str(pk) for pk, row_kind in rows.values_list("pk", "kind")}


def current(code: str, rules: str = "") -> str:
    """The version that a document of this kind is issued with from now on, in a matter bound to these rules."""
    return kind(code).version_under(rules) or in_force().get(code) or kind(code).version


def at_issue(code: str, rules: str = "") -> Late:
    """The same, asked for when the document is written down."""
    return Late(lambda: current(code, rules))


def press(version: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of this version filled with data. Edited versions are typeset where they can do no harm.

    Raises typst.TypstError or sandbox.Unprintable when the template and the data do not fit.
    """
    if version.endswith(".typ"):
        return typeset(ROOT / version, data)
    return sandbox.printed(source_of(version), data)[0]


def source_of(version: str) -> str:
    """The source text of a version. Raises Template.DoesNotExist."""
    if version.endswith(".typ"):
        return (ROOT / version).read_text()
    return Template.objects.values_list("source", flat=True).get(pk=UUID(version))


class SourceForm(MoveForm):
    """A version's text. It must print the kind's sample."""

    sealed_fields = ("source",)
    source = forms.CharField(
        label=_("模板（Typst）"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "mono"}),
        help_text=_("不能读文件，也不能引用程序包。保存时先用样例排一遍。"),
    )  # fmt: skip
    note = forms.CharField(label=_("改了什么、为什么"), max_length=200)

    def prepare(self, snapshot: Snapshot, actor: Any) -> None:
        row = Template.objects.filter(pk=snapshot.subject.id).first()
        if row is not None:
            self.paper_kind = row.kind
            self.initial = {"source": row.source, "note": row.note, **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code = data.get("kind") or getattr(self, "paper_kind", "")
        if data.get("source") and code:
            try:
                sandbox.printed(data["source"], sample(code))
            except sandbox.Unprintable as fault:
                self.add_error("source", fault.words)
        return data


class NewSourceForm(SourceForm):
    """A first draft says which kind of document it is for."""

    kind = forms.ChoiceField(
        label=_("文书种类"), choices=lambda: [(k.code, k.name) for k in all_kinds() if k.sample]
    )
    field_order = ("kind", "source", "note")


def sample(code: str) -> dict[str, Any]:
    """What the kind's preview prints: invented people, every field filled. Raises KeyError."""
    shown = kind(code).sample
    if shown is None:
        raise KeyError(code)
    facts = dict(shown())
    return {**facts, "seal": demo_seal(facts["organ"]), "qr": qr_svg("https://example.invalid/verify/")}


PROCEDURE = versioned("paper_template", _("文书模板"), "papers.template", NewSourceForm, SourceForm)
register(PROCEDURE)
