"""The registering form: what anyone may say when they file, for themselves, for another, for an organisation or for many.

One declaration for the citizen site, the window and the API. Everything but some content may stay empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.geography.models import Division
from sunshine.foundation.geography.queries import division
from sunshine.foundation.people.identity import Identity, normal, text_name
from sunshine.foundation.people.models import Document, PartyRole, Relation, Sex
from sunshine.foundation.procedure.forms import MoveForm, SharedFields
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.petitions.fields import Files, LongWords, Words
from sunshine.petitions.models import Channel, Filer, Purpose, Visibility

TITLE = 40  # characters of a title in lists
MOST_DEMANDS = 50
MOST_COSIGNERS = 500  # named one by one; the rest stay together in the last
NOT_SAID = ("", _("不填"))
AUTHORITY = "授权委托书"  # put before the names of its files, so that whoever opens the matter knows them

ROLES = {
    Filer.SELF: PartyRole.PETITIONER,
    Filer.GUARDIAN: PartyRole.GUARDIAN,
    Filer.AGENT: PartyRole.AGENT,
    Filer.ORGANISATION: PartyRole.CONTACT,
    Filer.GROUP: PartyRole.REPRESENTATIVE,
}


def _tel(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "tel"} | attrs)


class RegisterForm(MoveForm):
    """A filing. Only some content is required (条例 第十九条、第二十二条); an odd field is set aside and said so."""

    sealed_fields = ("text", "place_detail", "accused")
    line_fields = ("demands", "others")
    text = LongWords(8, label=_("您要反映什么"), required=False)
    demands = LongWords(3, label=_("您希望怎么解决"), required=False, help_text=_("一行写一件，可以不写。"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("照片、录音或文件"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )
    purpose = Words(label=_("您的目的"), required=False, widget=forms.RadioSelect(choices=Purpose.choices))
    place = Words(label=_("事情发生在哪里"), required=False, widget=forms.Select)
    place_detail = Words(label=_("乡镇、街道、村或具体地点"), required=False, max_length=None)
    accused = Words(label=_("您反映的是哪个单位"), required=False)
    filer = Words(label=_("这是谁的事"), required=False, widget=forms.RadioSelect(choices=Filer.choices))
    behalf_name = Words(label=_("本人的姓名"), required=False, help_text=_("事情是谁的，就写谁。"))
    behalf_phone = Words(label=_("本人的电话"), required=False, widget=_tel())
    behalf_id = Words(label=_("本人的证件号"), required=False)
    relation = Words(
        label=_("您是本人的"), required=False, widget=forms.Select(choices=[NOT_SAID, *Relation.choices])
    )
    authority = Files(
        label=_("授权委托书"),
        required=False,
        help_text=_("委托人签了名的，照片也行。现在没有，可以以后补。"),
    )
    org_name = Words(label=_("单位名称"), required=False)
    org_code = Words(
        label=_("统一社会信用代码"), required=False, help_text=_("营业执照上的 18 位，可以不填。")
    )
    others = LongWords(
        4,
        label=_("一起反映的人"),
        required=False,
        help_text=_("一行写一位：姓名，可以加电话。您自己不用写。"),
    )
    name = Words(label=_("您的姓名"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = Words(label=_("手机或电话"), required=False, widget=_tel(autocomplete="tel"))
    email = Words(
        label=_("电子邮箱"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    document = Words(
        label=_("证件种类"), required=False, widget=forms.Select(choices=[NOT_SAID, *Document.choices])
    )
    id_number = Words(label=_("身份证号"), required=False)
    nationality = Words(
        label=_("国籍"), required=False, help_text=_("外国人填国名；没有国籍的，写“无国籍”。")
    )
    language = Words(
        label=_("您说哪种话"), required=False, help_text=_("不方便说普通话的，写上您说的语言，好请人翻译。")
    )
    sex = Words(label=_("性别"), required=False, widget=forms.Select(choices=[NOT_SAID, *Sex.choices]))
    ethnic = Words(label=_("民族"), required=False)
    address = Words(label=_("住址"), required=False)
    address_code = Words(label=_("住址在哪个县（市、区）"), required=False, widget=forms.Select)
    visibility = Words(
        label=_("谁可以看您的姓名"), required=False, widget=forms.RadioSelect(choices=Visibility.choices)
    )
    channel = Words(label=_("怎么来的"), required=False, widget=forms.Select(choices=Channel.choices))
    people = Words(label=_("来访人数"), required=False, widget=forms.NumberInput(attrs={"min": 1}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("text", "demands", "files")):
            self.add_error("text", _("请写几句话，或者添一张照片、一段录音。有内容就能提交。"))
        self.aside: dict[str, str] = {}
        for name, settle in _SETTLERS.items():
            typed = data.get(name, "")
            data[name] = settle(typed)
            if typed and not data[name]:
                self.aside[name] = typed
        return data

    def uploads(self) -> list[UploadedFile[Any]]:
        for upload in self.cleaned_data.get("authority") or ():
            if not (upload.name or "").startswith(AUTHORITY):
                upload.name = f"{AUTHORITY} {upload.name}"
        return super().uploads()

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        data = self.cleaned_data
        lines, parties = _demands(data["demands"]), self.parties()
        rows = {
            str(n): Given({}, {"demand": line}) for n, line in enumerate(lines or [_title(data["text"])], 1)
        }
        cosigners = sum(party.role == PartyRole.COSIGNER for party in parties)
        facts = {
            "channel": data["channel"] or Channel.WEB.value,
            "purpose": data["purpose"] or Purpose.DEMAND.value,
            "visibility": self._visibility(parties),
            "place": data["place"],
            "filer": self.capacity(),
            "people": max(int(data["people"] or 1), 1 + cosigners),
            "aside": sorted(self.aside),
        }
        return Given({k: v for k, v in facts.items() if v}, self._texts(lines, parties), rows, files)

    def capacity(self) -> str:
        """In whose matter they file; where nothing was ticked, read off what was filled in."""
        data = self.cleaned_data
        if data["filer"]:
            return str(data["filer"])
        told = ((Filer.ORGANISATION, "org_name"), (Filer.AGENT, "behalf_name"), (Filer.GROUP, "others"))
        return next((kind.value for kind, name in told if data.get(name)), Filer.SELF.value)

    def parties(self) -> list[Identity]:
        """Whoever files, first (perhaps nobody: an anonymous filing); then whose matter it is; then the co-signers."""
        behalf = PartyRole.WARD if self.capacity() == Filer.GUARDIAN else PartyRole.PRINCIPAL
        others = [
            self._identity(behalf.value, name="behalf_name", phone="behalf_phone", id_number="behalf_id"),
            self._identity(PartyRole.ORGANISATION.value, name="org_name", id_number="org_code"),
            *_cosigners(self.cleaned_data.get("others", "")),
        ]
        return [self._filer(), *(one for one in others if one)]

    def _filer(self) -> Identity:
        role = ROLES[Filer(self.capacity())]
        told = (
            "name", "phone", "id_number", "address", "email", "document", "nationality", "language", "sex", "ethnic",
            "address_code", "relation",
        )  # fmt: skip
        return self._identity(
            "" if role == PartyRole.PETITIONER else role.value, **{name: name for name in told}
        )

    def _identity(self, role: str, **fields: str) -> Identity:
        data = self.cleaned_data
        return Identity(role=role, **{part: data.get(field, "") for part, field in fields.items()})

    def _visibility(self, parties: list[Identity]) -> str:
        """Without a name the filing is anonymous; with one, an odd answer is read the careful way."""
        if not any(party.name for party in parties):
            return Visibility.ANONYMOUS.value
        return str(self.cleaned_data["visibility"] or Visibility.BUREAU.value)

    def _texts(self, lines: list[str], parties: list[Identity]) -> dict[str, str]:
        data = self.cleaned_data
        texts = {
            "text": data["text"],
            "title": lines[0][:TITLE] if lines else _title(data["text"]),
            "place_detail": data["place_detail"],
            "accused": data["accused"],
            "aside": json.dumps(self.aside, ensure_ascii=False) if self.aside else "",
        } | {text_name(nth): party.dump() for nth, party in enumerate(parties) if party}
        return {name: text for name, text in texts.items() if text}


RegisterForm.base_fields = SharedFields(RegisterForm.base_fields)


def _lines(typed: str, most: int) -> list[str]:
    """One thing a line; past ``most`` the rest stay together in the last, so that nothing is lost."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return [*lines[: most - 1], "\n".join(lines[most - 1 :])] if len(lines) > most else lines


def _demands(typed: str) -> list[str]:
    """Nobody can answer more than so many one by one."""
    return _lines(typed, MOST_DEMANDS)


def _cosigners(typed: str) -> Iterator[Identity]:
    """One person a line: a name, and a telephone number if one stands in it."""
    for line in _lines(typed, MOST_COSIGNERS):
        found = re.search(r"\+?[\d０-９][\d０-９ \-]{5,24}", line)
        phone = found.group().strip() if found else ""
        name = re.sub(r"\s+", " ", line.replace(phone, " ") if phone else line).strip(" ，,、；;：:")
        yield Identity(name=name, phone=phone, role=PartyRole.COSIGNER.value)


def _title(text: str) -> str:
    """The first sentence, cut for lists."""
    first = re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0].strip()
    cut = first[: TITLE - 1] + "…" if len(first) > TITLE else first
    return cut or "见附件"


def _place(code: str) -> str:
    try:
        return division(code).code if code else ""
    except Division.DoesNotExist:
        return ""


def phone_number(typed: str) -> str:
    """A telephone number as typed; empty for anything else."""
    return typed.strip() if re.fullmatch(r"\+?[\d０-９][\d０-９ \-()]{5,24}", typed.strip()) else ""


def identity_number(typed: str) -> str:
    """The number of a document as typed; empty for anything else."""
    return typed.strip().upper() if re.fullmatch(r"[0-9A-Za-z]{5,20}", typed.strip()) else ""


def _email(typed: str) -> str:
    try:
        validate_email(typed.strip())
    except forms.ValidationError:
        return ""
    return typed.strip()


SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of a unified social credit code: no I, O, S, V, Z (GB 32100-2015)


def credit_code(typed: str) -> str:
    """A unified social credit code in its plain form; empty unless its 18 signs and its check sign agree (GB 32100)."""
    code = normal(typed)
    if not re.fullmatch(f"[{SIGNS}]{{18}}", code):
        return ""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return code if SIGNS[-total % 31] == code[17] else ""


def _count(typed: str) -> str:
    return typed if re.fullmatch(r"[1-9]\d{0,3}", typed) else ""


def _one_of(choices: Any) -> Any:
    known = frozenset(choices.values)  # once: Django puts the list together anew each time it is asked
    return lambda typed: typed if typed in known else ""


_SETTLERS = {
    "purpose": _one_of(Purpose),
    "visibility": _one_of(Visibility),
    "channel": _one_of(Channel),
    "filer": _one_of(Filer),
    "relation": _one_of(Relation),
    "document": _one_of(Document),
    "sex": _one_of(Sex),
    "place": _place,
    "address_code": _place,
    "phone": phone_number,
    "behalf_phone": phone_number,
    "id_number": identity_number,
    "behalf_id": identity_number,
    "org_code": credit_code,
    "email": _email,
    "people": _count,
}
