"""The screens on which a petition is told, one question each. Pure: which come, in what order, follows from what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.people.models import Relation
from sunshine.petitions.models import Filer

ANONYMOUS = "anonymous"  # a way to answer "whose matter is it"; the filing then bears no names
CHECK = "check"
NOTHING = _("没有填")
FOR_ANOTHER = frozenset({Filer.GUARDIAN.value, Filer.AGENT.value, Filer.ORGANISATION.value})
WAYS = [*Filer.choices, (ANONYMOUS, _("不想留姓名（匿名）"))]


@dataclass(frozen=True)
class Screen:
    """One question: its words, the fields of the registering form it asks, and what they are called here."""

    code: str
    title: Any
    hint: Any
    names: tuple[str, ...]
    more: tuple[str, ...] = ()  # fields few people need, behind one more click
    more_title: Any = ""
    labels: Mapping[str, Any] | None = None
    choices: Mapping[str, Sequence[tuple[str, Any]]] | None = None
    telling: Any = ""  # a word that must be said here
    unsaid: Any = NOTHING  # what holds when nothing is answered


FIRST = Screen("what", _("发生了什么？"), _("什么时候、在哪里、找过谁。不用写套话，一句话也行。"), ("text",))
WISH = Screen(
    "wish", _("您希望怎么解决？"), _("想到几件写几件，也可以先不写。"), ("demands", "purpose"),
)  # fmt: skip
WHERE = Screen(
    "where", _("在哪里，关于哪个单位？"), _("都可以不填。填了，转得更准、更快。"),
    ("place", "place_detail", "accused"),
)  # fmt: skip
EVIDENCE = Screen(
    "evidence", _("有照片、录音或文件吗？"), _("合同、收条、现场照片都行。没有就直接下一步，以后还能补。"),
    ("files",),
)  # fmt: skip
WHOSE = Screen(
    "whose", _("这是谁的事？"), _("未满 14 岁的孩子，请由父母或其他监护人来反映。"), ("filer",),
    choices={"filer": WAYS},
)  # fmt: skip
GUARDED = frozenset({Relation.PARENT.value, Relation.GUARDIAN.value})
BEHALF = {
    Filer.GUARDIAN.value: Screen(
        "behalf", _("孩子（被监护人）是谁？"), _("只问办理这件事用得着的。"), ("behalf_name", "relation"),
        labels={"behalf_name": _("孩子或者被监护人的姓名"), "relation": _("您是他（她）的")},
        choices={"relation": [("", _("不填")), *[c for c in Relation.choices if c[0] in GUARDED]]},
        telling=_("您作为监护人提交，就是同意我们为办理这件事使用孩子的这些信息（个人信息保护法 第三十一条）。"),
    ),
    Filer.AGENT.value: Screen(
        "behalf", _("您替谁反映？"), _("书面答复写给本人；由您查进度、收通知。"),
        ("behalf_name", "behalf_phone", "relation", "authority"), more=("behalf_id",),
        more_title=_("本人的证件号"),
        choices={"relation": [("", _("不填")), *[c for c in Relation.choices if c[0] not in GUARDED]]},
    ),
    Filer.ORGANISATION.value: Screen(
        "behalf", _("是哪个单位？"), _("写营业执照或者登记证上的全称。"), ("org_name", "org_code")
    ),
}  # fmt: skip
OTHERS = Screen(
    "others", _("还有谁和您一起？"), _("每个人的姓名、电话都和您的一样保密。人数不限；来访时推选不超过 5 名代表。"),
    ("others",), telling=_("请先问过他们。没有写在这里的，以后可以补充。"),
)  # fmt: skip
FEW = ("email", "document", "id_number", "nationality", "language", "address")
FEW_TITLE = _("邮箱、证件、住址、国籍和语言")
YOU = Screen(
    "you", _("怎么找到您？"), _("都可以不填。留了手机，进展会发短信告诉您。"), ("name", "phone"),
    more=FEW, more_title=FEW_TITLE,
)  # fmt: skip
CONTACT = Screen(
    "you", _("单位的联系人是谁？"), _("都可以不填。留了手机，进展会发短信告诉这个人。"), ("name", "phone"),
    more=FEW, more_title=FEW_TITLE, labels={"name": _("联系人的姓名")},
)  # fmt: skip
SIGHT = Screen(
    "sight", _("谁可以看姓名？"), _("无论怎么选，谁看过、为什么看，您都查得到。"), ("visibility",),
    unsaid=_("没有选：信访部门可以看，办理单位看不到"),
)  # fmt: skip
NAMES = ("behalf_name", "org_name", "name")


def screens(values: Mapping[str, str]) -> list[Screen]:
    """The screens of this telling, in their order; the check comes after the last."""
    whose = values.get("filer", "")
    line = [FIRST, WISH, WHERE, EVIDENCE, WHOSE]
    if whose == ANONYMOUS:
        return line
    if whose in BEHALF:
        line.append(BEHALF[whose])
    if whose == Filer.GROUP:
        line.append(OTHERS)
    line.append(CONTACT if whose == Filer.ORGANISATION else YOU)
    named = any(values.get(name) for name in NAMES) or not values
    return [*line, SIGHT] if named else line


def how_many(values: Mapping[str, str], done: Sequence[str]) -> int:
    """How many steps this telling has, the check among them. A name not yet asked for is counted on, so that it stays the same."""
    expected = values if YOU.code in done else {"name": "?", **values}
    return len(screens(expected)) + 1


def asked(values: Mapping[str, str]) -> dict[str, str]:
    """What is sent: the answers of the screens that belong to this telling, without those of a way not taken."""
    names = {name for screen in screens(values) for name in (*screen.names, *screen.more)}
    sent = {name: value for name, value in values.items() if name in names and value}
    return {name: value for name, value in sent.items() if (name, value) != ("filer", ANONYMOUS)}


def screen_of(values: Mapping[str, str], code: str) -> Screen | None:
    """The screen of this code, if it belongs to this telling."""
    return next((one for one in screens(values) if one.code == code), None)


def after(values: Mapping[str, str], code: str) -> str:
    """The code of the next screen; the check after the last, or when this one no longer belongs."""
    codes = [one.code for one in screens(values)] + [CHECK]
    return codes[codes.index(code) + 1] if code in codes[:-1] else CHECK


def before(values: Mapping[str, str], code: str) -> str:
    """The code of the screen before; the first has none before it but itself."""
    codes = [one.code for one in screens(values)] + [CHECK]
    return codes[max(0, codes.index(code) - 1)]
