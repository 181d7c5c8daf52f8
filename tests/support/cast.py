"""The cast: a county in a prefecture in a province, its organs, and the people in them, each known by what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.foundation.files.store import store
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.memory import forget_all
from sunshine.foundation.offices.actors import ANYONE, Actor, acting_in, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Post, Role, Unit
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform, perform_opening
from sunshine.foundation.procedure.proving import problems
from sunshine.petitions.models import Demand, Filing, Handling
from sunshine.petitions.procedure.filing import REGISTER
from sunshine.petitions.registration import RegisterForm

# code, name, kind, division, parent, line
UNITS = (
    ("sc-gov", "四川省人民政府", "government", "510000", "", ""),
    ("sc-bureau", "四川省信访局", "bureau", "510000", "sc-gov", ""),
    ("sc-discipline", "四川省纪委监委", "discipline", "510000", "", ""),
    ("ms-gov", "眉山市人民政府", "government", "511400", "sc-gov", ""),
    ("ms-bureau", "眉山市信访局", "bureau", "511400", "ms-gov", "sc-bureau"),
    ("ms-labour", "眉山市人力资源和社会保障局", "department", "511400", "ms-gov", ""),
    ("rs-gov", "仁寿县人民政府", "government", "511421", "ms-gov", ""),
    ("rs-bureau", "仁寿县信访局", "bureau", "511421", "rs-gov", "ms-bureau"),
    ("rs-labour", "仁寿县人力资源和社会保障局", "department", "511421", "rs-gov", "ms-labour"),
    ("rs-housing", "仁寿县住房和城乡建设局", "department", "511421", "rs-gov", ""),
    ("rs-discipline", "仁寿县纪委监委", "discipline", "511421", "", "sc-discipline"),
    ("rs-shigao", "视高街道办事处", "township", "511421004", "rs-gov", ""),
    ("hy-bureau", "华蓥市信访局", "bureau", "511681", "sc-gov", "sc-bureau"),
)

# who, unit, role
PEOPLE = (
    ("window", "rs-bureau", Role.WINDOW),
    ("sorter", "rs-bureau", Role.SORTER),
    ("bureau_head", "rs-bureau", Role.HEAD),
    ("city_sorter", "ms-bureau", Role.SORTER),
    ("province_sorter", "sc-bureau", Role.SORTER),
    ("leader", "rs-gov", Role.LEADER),
    ("handler", "rs-labour", Role.HANDLER),
    ("head", "rs-labour", Role.HEAD),
    ("city_handler", "ms-labour", Role.HANDLER),
    ("housing", "rs-housing", Role.HANDLER),
    ("inspector", "rs-discipline", Role.HANDLER),
    ("accused", "rs-shigao", Role.HANDLER),
    ("stranger", "hy-bureau", Role.SORTER),
    ("system_admin", "sc-bureau", Role.SYSTEM_ADMIN),
    ("security_admin", "sc-bureau", Role.SECURITY_ADMIN),
    ("auditor", "sc-bureau", Role.AUDITOR),
)
TEXT = "我们十二个人在视高做木工，六月完工，工资到现在没有发。"
PASSWORD = "a long enough password"


@dataclass
class Cast:
    """The people by name (``cast.sorter``) as actors, their posts, and what they usually do."""

    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def __getattr__(self, who: str) -> Actor:
        if who.startswith("_") or who not in self.posts:
            raise AttributeError(who)
        post = self.posts[who]
        return acting_in(post, post.officer)

    def file(
        self, actor: Actor = ANYONE, *, key: str | None = None, files: tuple[Any, ...] = (), **fields: Any
    ) -> Case:
        given = registration(files, **fields)
        _, done = perform_opening(REGISTER, actor, given, request_key=key)
        return Case(Filing.objects.get(petition__subject=done.step.subject.root_id))

    def sort(self, case: Case, klass: str = "demand", by: Actor | None = None) -> Done:
        rows = {str(pk): Given({"klass": klass, "branch": "31.6", "category": "0402"}) for pk in case.demands}
        return perform(case.petition, "sort", by or self.sorter, Given(rows=rows))

    def forward(self, case: Case, unit: str = "rs-labour", by: Actor | None = None, **texts: str) -> Handling:
        summary = {"summary": "反映欠薪，要求补发。"} if case.filing.visibility == "bureau" else {}
        rows = {str(pk): Given({"unit": str(self.units[unit].pk)}, summary) for pk in case.demands}
        perform(case.petition, "forward", by or self.sorter, Given(texts=texts, rows=rows))
        return case.handling

    def sign(self, case: Case, by: Actor | None = None) -> Done:
        return perform(case.handling.pk, "sign", by or self.handler)

    def accept(self, case: Case) -> Done:
        given = Given(texts={"person": "王强", "phone": "028-0000 0000"})
        return perform(case.handling.pk, "accept", self.handler, given)

    def propose(self, case: Case, outcome: str = "support") -> Done:
        row = Given(
            {"outcome": outcome}, {"opinion": "已责令补发。", "basis": "《保障农民工工资支付条例》第三条"}
        )
        given = Given(texts={"findings": "经查，工资确未发放。"}, rows={str(pk): row for pk in case.demands})
        return perform(case.handling.pk, "issue_opinion", self.handler, given)

    def confirm(self, case: Case) -> Done:
        return perform(case.handling.pk, "confirm", self.head)

    def open_opinion(self, case: Case) -> Done:
        given = Given({"paper": str(case.handling.answer), "method": "online"})
        return perform(case.filing.pk, "deliver", case.petitioner, given)

    def rate(self, case: Case, bureau: int = 0, unit: int = 0) -> Done:
        rows = {str(case.handling.pk): Given({"unit": unit})}
        return perform(case.filing.pk, "rate", case.petitioner, Given({"bureau": bureau}, rows=rows))

    def bring_to(self, stage: str, case: Case | None = None) -> Case:
        """Walk the main road up to a named point."""
        case = case or self.file()
        names = list(ROAD)
        for name in names[: names.index(stage) + 1]:
            ROAD[name](self, case)
        return case


@dataclass
class Case:
    """A filing and what belongs to it, read afresh each time it is asked."""

    filing: Filing

    @property
    def petition(self) -> Any:
        return self.filing.petition_id

    @property
    def petitioner(self) -> Actor:
        return petitioner(self.filing.pk)

    @property
    def demands(self) -> list[Any]:
        return list(
            Demand.objects.filter(petition=self.petition).order_by("nth").values_list("pk", flat=True)
        )

    @property
    def handling(self) -> Handling:
        return Handling.objects.get(petition=self.petition)

    def stage(self, kind: str) -> str:
        return Subject.objects.get(root=self.petition, kind=kind).stage


ROAD: dict[str, Callable[[Cast, Case], Any]] = {
    "registered": lambda cast, case: None,
    "sorted": Cast.sort,
    "forwarded": Cast.forward,
    "signed": Cast.sign,
    "accepted": Cast.accept,
    "proposed": Cast.propose,
    "issued": Cast.confirm,
    "delivered": Cast.open_opinion,
    "rated": Cast.rate,
}


def registration(files: tuple[Any, ...] = (), **fields: Any) -> Given:
    """What the filing form would give for these fields."""
    data = {
        "text": TEXT,
        "place": "511421",
        "name": "张三丰",
        "phone": "13800005678",
        "visibility": "handlers",
    } | fields
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    form = RegisterForm(data, {"files": uploads} if uploads else None)
    assert form.is_valid(), form.errors
    return form.given(store(uploads))


def build() -> Cast:
    cast = Cast()
    for code, name, kind, division, parent, line in UNITS:
        cast.units[code] = Unit.objects.create(
            code=code, name=name, name_en=code, short=name[:6], kind=kind, division_id=division, phone="028-0000 0000",
            parent=cast.units.get(parent), line=cast.units.get(line), review_organ=cast.units.get(line or parent),
        )  # fmt: skip
    for who, unit, role in PEOPLE:
        officer = Officer.objects.create_user(login=who, name=f"某{who}", password=None)
        cast.posts[who] = Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title=who)
    directory.forget()
    return cast


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """Reference data of another test's database must not linger."""
    forget_all()


@pytest.fixture
def cast(db: None, request: pytest.FixtureRequest) -> Iterator[Cast]:
    """The cast in a database that is rolled back after the test. What was done there must leave a record that proves."""
    yield build()
    if not request.node.get_closest_marker("past_the_engine"):
        assert list(problems()) == []


@pytest.fixture
def own_cast(own_database: str) -> Cast:
    """The cast in a database of this test's own, for threads and tampering."""
    directory.forget()
    return build()
