"""What the desk's own moves ask: whose work it is, a note, a telephone call, a correction, an absence, a hand-over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.geography.queries import children, full_name
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import mask_name, mask_phone
from sunshine.foundation.procedure.forms import FactsForm, MoveForm, RowForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import categories
from sunshine.petitions.colleagues import Colleague, colleagues
from sunshine.petitions.fields import LongWords, ToCome, Words
from sunshine.petitions.forms import CHOOSE, PURPOSES
from sunshine.petitions.matter import FilingState
from sunshine.petitions.models import Channel, Purpose
from sunshine.petitions.registration import identity_number, phone_number
from sunshine.petitions.serving import Day

WORKERS: dict[str, str] = {
    "petition": Role.SORTER.value,
    "handling": Role.HANDLER.value,
    "review": Role.HANDLER.value,
}
NOBODY = ("", _("不指定到人"))
UNCHANGED = ("", _("不改"))
LONGEST_ABSENCE = timedelta(days=366)


FINDERS = (
    Role.WINDOW.value,
    Role.SORTER.value,
    Role.HANDLER.value,
)  # of a person: those who may also open a name


def _named(found: Iterable[Colleague]) -> list[tuple[str, str]]:
    return [(str(one.post), one.label) for one in found]


class AssignForm(MoveForm):
    """Whose work this is. Others of the unit may still act; the list puts everybody's own first."""

    sealed_fields = ("words",)
    post = forms.ChoiceField(label=_("交给谁办"), required=False)
    words = LongWords(2, label=_("交代的话"), required=False, help_text=_("只有办理人员看得到。"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        here = snapshot.subject
        able = [one for one in colleagues(here.unit, WORKERS[here.kind]) if one.may_work_on(snapshot)]
        self.fields["post"].choices = [NOBODY, *_named(able)]  # type: ignore[attr-defined]
        self.fields["post"].initial = str(here.post or "")


class NoteForm(MoveForm):
    """A word among those who handle the matter."""

    sealed_fields = ("words",)
    words = LongWords(3, label=_("备注"), help_text=_("只有办理人员看得到，信访人和被反映的一方看不到。"))


class Moment(forms.DateTimeField):
    """A moment that has come."""

    def __init__(self, **kw: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kw)

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        if moment and moment > timezone.now() + timedelta(minutes=5):  # clocks differ a little
            raise forms.ValidationError(_("这个时间还没有到，请写实际的时间。"))
        return moment


CALLERS = [("office", _("我们打给信访人")), ("petitioner", _("信访人打来"))]
OUTCOMES = {
    "reached": _("接通了"), "no_answer": _("没有人接"), "wrong_number": _("号码不对"),
    "in_writing": _("多次打不通，改用书面联系"),
}  # fmt: skip


def _now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


class CallForm(MoveForm):
    """One telephone call: who called whom, when, and what came of it."""

    sealed_fields = ("number", "words")
    caller = forms.ChoiceField(label=_("谁打的"), choices=CALLERS)
    outcome = forms.ChoiceField(label=_("结果"), choices=list(OUTCOMES.items()))
    at = Moment(label=_("什么时候"), initial=_now)
    number = Words(
        label=_("别的号码"), required=False, max_length=30, help_text=_("打的是登记的号码就不用写。")
    )
    words = LongWords(
        3, label=_("说了什么"), required=False, help_text=_("只有办理人员看得到；信访人会看到打过电话。")
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        filing: FilingState = snapshot.matter.filings[snapshot.subject.id]
        if filing.identity.phone:
            known = {"phone": mask_phone(filing.identity.phone)}
            self.fields["number"].help_text = gettext("登记的是 %(phone)s，打的是它就不用写。") % known


PARTY = ("name", "phone", "id_number", "address")


class CorrectForm(MoveForm):
    """What was entered wrongly. An empty field stays as it is; old and new are both on record."""

    sealed_fields = ("reason", *PARTY)
    reason = LongWords(2, label=_("为什么要更正"), help_text=_("例如：照信件核对，电话抄错一位。"))
    channel = forms.ChoiceField(label=_("怎么来的"), required=False, choices=[UNCHANGED, *Channel.choices])
    purpose = forms.ChoiceField(label=_("信访目的"), required=False, choices=[UNCHANGED, *Purpose.choices])
    place = forms.ChoiceField(label=_("事情发生在哪里"), required=False)
    name = Words(label=_("姓名"), required=False, max_length=60)
    phone = Words(label=_("手机或电话"), required=False, max_length=30)
    id_number = Words(label=_("证件号"), required=False, max_length=30)
    address = Words(label=_("住址"), required=False, max_length=200)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        filing: FilingState = snapshot.matter.filings[snapshot.subject.id]
        self.fields["place"].choices = [UNCHANGED, *_places(snapshot)]  # type: ignore[attr-defined]
        who = filing.identity
        now = {
            "channel": Channel(filing.channel).label, "purpose": Purpose(snapshot.matter.purpose).label,
            "place": full_name(snapshot.matter.place) if snapshot.matter.place else "",
            "name": mask_name(who.name), "phone": mask_phone(who.phone), "id_number": mask_phone(who.id_number),
        }  # fmt: skip
        for field, words in now.items():
            self.fields[field].help_text = gettext("现在是：%s") % (words or gettext("没有填"))

    def clean_phone(self) -> str:
        return self._in_order("phone", phone_number, _("请写能打通的电话号码，只用数字、空格和横线。"))

    def clean_id_number(self) -> str:
        return self._in_order("id_number", identity_number, _("请写证件上的号码，5 到 20 位字母和数字。"))

    def _in_order(self, name: str, settle: Any, words: Any) -> str:
        typed = self.cleaned_data[name]
        if typed and not settle(typed):
            raise forms.ValidationError(words)
        return settle(typed) if typed else ""


def _places(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The counties of the prefecture the matter lies in, and the prefectures of the province."""
    near = snapshot.matter.place or snapshot.subject.area.ljust(6, "0")
    found = [*children(f"{near[:4]}00"), *children(f"{near[:2]}0000")]
    return list({d.code: d.label for d in found}.items())


class CorrectRow(RowForm):
    """One demand as it was entered."""

    sealed_fields = ("demand",)
    demand = LongWords(2, label=_("诉求应为"), required=False, max_length=2000, help_text=_("不改就空着。"))
    category = forms.ChoiceField(label=_("内容分类"), required=False)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["category"].choices = [UNCHANGED, *categories.choices()]  # type: ignore[attr-defined]


class CorrectDayForm(MoveForm):
    """A day from which the law counts was entered wrongly; a second person decides."""

    sealed_fields = ("reason",)
    day = Day(label=_("应为哪一天"))
    reason = LongWords(2, label=_("依据"), help_text=_("例如：邮戳、来访登记簿、签收回执上的日期。"))


class CorrectDeliveryForm(CorrectDayForm):
    """The day on which the answer reached one of those who filed."""

    filing = forms.UUIDField(label=_("送达给"), widget=forms.Select)
    field_order = ("filing", "day", "reason")

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        answer = snapshot.matter.answer_of(snapshot.subject.id)
        served = [f for f in snapshot.matter.filings.values() if answer and answer.paper in f.delivered]
        self.fields["filing"].widget.choices = [(str(f.id), f.number) for f in served]


class AbsenceForm(MoveForm):
    """From when to when, and who stands in. Heads also name one for somebody else of the unit."""

    post = forms.ChoiceField(label=_("谁不在"))
    substitute = forms.ChoiceField(label=_("由谁代班"))
    first_day = ToCome(label=_("从哪天"))
    last_day = ToCome(label=_("到哪天"))

    def __init__(self, *args: Any, by: Actor | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.people = away(by) if by else []
        names = _named(self.people)
        self.fields["post"].choices = names  # type: ignore[attr-defined]
        self.fields["substitute"].choices = [*CHOOSE, *names]  # type: ignore[attr-defined]
        if by and by.role != Role.HEAD:
            own = str(by.post)
            self.fields["post"].choices = [one for one in names if one[0] == own]  # type: ignore[attr-defined]
            self.fields["substitute"].choices = [*CHOOSE, *(one for one in names if one[0] != own)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and not first <= last <= first + LONGEST_ABSENCE:
            self.add_error("last_day", _("结束的日期要在开始之后，最长一年。"))
        known = {str(one.post): one for one in self.people}
        away_one, stand_in = known.get(data.get("post", "")), known.get(data.get("substitute", ""))
        if away_one and stand_in and not away_one.can_pass_to(stand_in):
            self.add_error("substitute", _("代班的人要和他同一岗位、不是他本人。"))
        return data


def away(actor: Actor) -> list[Colleague]:
    """Who may be absent or stand in, as this officer sees it: for a head everybody of the unit, else the own role."""
    assert actor.unit is not None
    return colleagues(actor.unit, *([] if actor.role == Role.HEAD else [actor.role]))


class HandOverForm(MoveForm):
    """All named work of one post passes to another, or back to the unit."""

    sealed_fields = ("words",)
    post = forms.ChoiceField(label=_("谁的工作"))
    to = forms.ChoiceField(label=_("移交给"), required=False)
    words = LongWords(2, label=_("原因"), help_text=_("例如：调离、退休、岗位撤销。"))

    def __init__(self, *args: Any, by: Actor | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.leaving = _leaving(by) if by else []
        self.people = away(by) if by else []
        self.fields["post"].choices = _named(self.leaving)  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", _("交回本单位，以后再指定")), *_named(self.people)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        leaving = {str(one.post): one for one in self.leaving}.get(data.get("post", ""))
        to = {str(one.post): one for one in self.people}.get(data.get("to", ""))
        if leaving and to and not leaving.can_pass_to(to):
            self.add_error("to", _("接手的人要和他同一岗位、不是他本人。"))
        return data


def _leaving(actor: Actor) -> list[Colleague]:
    """Whose work this officer may hand over: the own; a head's whole unit, those included whose post has ended."""
    assert actor.unit is not None
    if actor.role != Role.HEAD:
        return [one for one in colleagues(actor.unit, actor.role) if one.post == actor.post]
    return colleagues(actor.unit, ended=True)


class PersonForm(FactsForm):
    """One person, whole: a name, a phone or an identity number; and why."""

    person = Words(
        label=_("姓名、电话或证件号码"),
        max_length=60,
        help_text=_("要写完整，只找完全一致的。"),
    )
    purpose = forms.ChoiceField(label=_("为什么要找"), choices=[*CHOOSE, *PURPOSES.items()])
