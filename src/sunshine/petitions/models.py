"""Petition 信访事项, filing 信访件, demand 诉求, handling 承办: the shapes that lists, rules and statistics read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from sunshine.petitions.interval_models import Interval as Interval
from sunshine.petitions.interval_models import PauseRule as PauseRule


class Channel(models.TextChoices):
    """信访形式: how a filing came (条例 第十七条)."""

    WEB = "web", _("网上")
    VISIT = "visit", _("来访")
    LETTER = "letter", _("来信")
    PHONE = "phone", _("电话")


class Purpose(models.TextChoices):
    """信访目的, as the petitioner sees it; the sorter decides the class."""

    DEMAND = "demand", _("请解决我的问题（求决）")
    APPEAL = "appeal", _("对已有的处理不服（申诉）")
    ADVICE = "advice", _("意见建议")
    REPORT = "report", _("反映单位或干部违法违纪（检举控告，对被反映的一方保密）")
    INQUIRY = "inquiry", _("咨询")


class Filer(models.TextChoices):
    """Who files 信访人身份: in one's own matter, or for a ward, a principal, an organisation, several people."""

    SELF = "self", _("我自己的事")
    GUARDIAN = "guardian", _("我的孩子，或者我监护的人")
    AGENT = "agent", _("别人托我办的（代理人）")
    ORGANISATION = "organisation", _("公司或者其他单位")
    GROUP = "group", _("我们几个人一起的")


class DemandClass(models.TextChoices):
    """The class of one demand 诉求类别 (条例 第二十二条、第二十九条至第三十一条)."""

    DEMAND = "demand", _("申诉求决")
    ADVICE = "advice", _("建议意见")
    REPORT = "report", _("检举控告")
    LITIGATION = "litigation", _("涉法涉诉")


class Branch(models.TextChoices):
    """The six branches of 条例 第三十一条, in their order, and the two articles for other classes."""

    PROCEEDINGS = "31.1", _("（一）诉讼、复议、立案等程序尚未终结")
    ARBITRATION = "31.2", _("（二）依法可以仲裁")
    PARTY_APPEAL = "31.3", _("（三）党员申诉、申请复审")
    ADMINISTRATIVE = "31.4", _("（四）依行政程序处理")
    PROTECTION = "31.5", _("（五）申请查处违法、履行保护职责")
    PETITION = "31.6", _("（六）按信访程序受理")
    ADVICE = "29", _("第二十九条 建议意见，研究论证后答复")
    REPORT = "30", _("第三十条 检举控告，按管理权限处理")


class Outcome(models.TextChoices):
    """The answer to one demand (条例 第三十二条)."""

    SUPPORT = "support", _("支持")
    EXPLAIN = "explain", _("解释说明")
    REFUSE = "refuse", _("不予支持")
    SETTLED = "settled", _("达成协议")  # by mediation, instead of an opinion (第三十三条)


class SimpleKind(models.TextChoices):
    """The four kinds of matters that can be handled simply 简易办理."""

    CLEAR = "clear", _("事实清楚、责任明确、争议不大、易于解决")
    INQUIRY = "inquiry", _("咨询、意见建议、表达感谢，可以即时答复")
    DAILY = "daily", _("涉及日常生产生活、时效性强，应当即时处理")
    PROMISED = "promised", _("有关机关、单位已有明确承诺或者结论")


class Visibility(models.TextChoices):
    """Who may see the petitioner's name."""

    HANDLERS = "handlers", _("信访部门和办理单位可以看")
    BUREAU = "bureau", _("只让信访部门看，办理单位只看摘要")
    ANONYMOUS = "anonymous", _("匿名，不留姓名")


class Spread(models.TextChoices):
    """三跨三分离: what makes a matter one of several places or authorities. Of the matter, never of a person."""

    REGION = "r", _("跨地区")
    DEPARTMENT = "d", _("跨部门")
    TRADE = "t", _("跨行业")
    HOUSEHOLD = "h", _("人户分离")
    MATTER = "m", _("人事分离")
    BOTH = "b", _("人事户分离")


class Satisfaction(models.IntegerChoices):
    """满意度评价. The exchange standard has no value 2; silence is no value at all."""

    GOOD = 0, _("满意")
    FAIR = 1, _("基本满意")
    BAD = 3, _("不满意")


class Petition(models.Model):
    """The envelope: one matter, whoever and however many brought it."""

    subject = models.OneToOneField(
        "ledger.Subject", models.PROTECT, primary_key=True, related_name="petition"
    )
    place = models.ForeignKey(
        "geography.Division", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=10, choices=Purpose)
    category = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40)  # of its first filing, which names it in lists
    registered_at = models.DateTimeField()
    flags = models.CharField(max_length=6, blank=True)  # 三跨三分离: a letter each, as the sorter ticked
    veiled = models.BooleanField(default=False)  # handling units read a summary in place of its words 摘要

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-subject"], name="petition_flagged", condition=models.Q(flags__gt=""))
        ]


class Filing(models.Model):
    """One person's act on one channel: number, query code, ratings."""

    subject = models.OneToOneField("ledger.Subject", models.PROTECT, primary_key=True, related_name="filing")
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="filings")
    number = models.CharField(max_length=40, unique=True)
    code_index = models.BinaryField()
    channel = models.CharField(max_length=10, choices=Channel)
    visibility = models.CharField(max_length=10, choices=Visibility)
    people = models.PositiveIntegerField(default=1)
    has_factor = models.BooleanField(default=False)
    representatives = models.PositiveSmallIntegerField(
        default=0
    )  # 代表: named one by one, sealed in their step
    registered_at = models.DateTimeField()
    home = models.ForeignKey(  # 并案: where it came from
        Petition, models.PROTECT, null=True, db_index=False, related_name="joined"
    )
    home_stage = models.CharField(max_length=30, blank=True)  # how far that had come
    home_due = models.DateTimeField(null=True)  # until when it was to be passed on
    first_here = models.BooleanField(null=True)  # 本机构初次: as an officer found; nothing while nobody said
    first_anywhere = models.BooleanField(null=True)  # 全国初次

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["home"], name="filing_home", condition=models.Q(home__isnull=False))
        ]


class Handling(models.Model):
    """One organ handling one or more demands, with its own stage, clocks and opinion."""

    subject = models.OneToOneField(
        "ledger.Subject", models.PROTECT, primary_key=True, related_name="handling"
    )
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="handlings")
    branch = models.CharField(max_length=4, choices=Branch, blank=True)
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    answer = models.UUIDField(null=True)  # the paper that answers: the opinion, or a notice of another route
    answered_at = models.DateTimeField(null=True)  # when that paper was issued; no delivery is older
    opinion_seq = models.IntegerField(null=True)  # the step that holds the opinion's words
    extended_days = models.SmallIntegerField(default=0)  # 延期: by how many days, once (条例 第三十四条)
    simple = models.CharField(max_length=8, choices=SimpleKind, blank=True)  # 简易办理: as which kind
    wants_opinion = models.BooleanField(default=False)  # the petitioner wants a full opinion all the same
    objection = models.UUIDField(null=True)  # 异议: the subject it is decided on (条例 第二十三条)


class Demand(models.Model):
    """One thing asked. Its words are the sealed text ``demand@{nth}`` of the filing's first step."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="demands")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="demands")
    handling = models.ForeignKey(Handling, models.PROTECT, null=True, related_name="demands")
    nth = models.SmallIntegerField()
    klass = models.CharField(max_length=10, choices=DemandClass, blank=True)
    branch = models.CharField(max_length=4, choices=Branch, blank=True)
    category = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    objections = models.SmallIntegerField(default=0)  # how often an organ said that it is not its own 异议


class Method(models.TextChoices):
    """How a document reached the petitioner 送达方式."""

    ONLINE = "online", _("网上查阅")
    HAND = "hand", _("当面送交")
    POST = "post", _("邮寄")
    LEFT = "left", _("留置送达（拒收）")
    NOTICE = "notice", _("公告送达")


class DeliveryState(models.TextChoices):
    """How far one way of serving a document came."""

    SENT = "sent", _("已寄出")
    FAILED = "failed", _("没有送到")
    ANNOUNCED = "announced", _("公告中")
    SERVED = "served", _("已送达")


class Delivery(models.Model):
    """One way tried of bringing a document to a filer. Only ``served`` starts the petitioner's clocks (条例 第三十五条).

    ``day`` is the day it happened, from which clocks run; ``at`` is when it was entered, never before that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="deliveries")
    paper = models.ForeignKey("papers.Paper", models.PROTECT, related_name="deliveries")
    method = models.CharField(max_length=8, choices=Method)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.SERVED)
    seq = models.IntegerField(default=0)  # the filing's step; its words are sealed there
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["filing", "paper"], name="one_delivery_a_paper", condition=models.Q(state="served")
            )
        ]


class Rating(models.Model):
    """A petitioner's rating: of the bureau (``handling`` empty) or of one handling unit. A change is a second row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="ratings")
    handling = models.ForeignKey(Handling, models.PROTECT, null=True, related_name="ratings")
    value = models.SmallIntegerField(choices=Satisfaction)
    seq = models.IntegerField()  # the filing's step; its words are sealed there
    at = models.DateTimeField()
    credential = models.CharField(max_length=12)  # how the rater proved themselves: code, code+factor
    reasons = models.JSONField(default=list)  # what was ticked for 不满意
    network = models.BinaryField(max_length=32, null=True)  # a keyed digest of where it came from

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="rating_at")]


class Tries(models.Model):
    """Wrong codes or last fours tried since ``since``, under a blind key of number and network (see tries.py)."""

    key = models.CharField(primary_key=True, max_length=64)
    wrong = models.IntegerField()
    since = models.DateTimeField()
    last = models.DateTimeField()


class Recovery(models.Model):
    """A code sent to a telephone so that whoever holds it finds their filings again. It looks the same for every number.

    ``box`` is the telephone number and the code, sealed for the job that sends them; ``digest`` is what the code typed
    is compared with.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_index = models.BinaryField(max_length=32)
    box = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    wrong = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone_index", "created_at"], name="recovery_phone")]


class CaseFile(models.Model):
    """案卷: one matter as one PDF, made for one officer in one post, who alone may open it.

    What it shows is masked as that officer's own case page is. ``sm3`` is empty until the job has made it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="case_files")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    pages = models.IntegerField(default=0)
    sm3 = models.CharField(max_length=64, blank=True)
    key = models.BinaryField(null=True)


class ReadingKind(models.TextChoices):
    """What was read beyond single matters."""

    PERSON = "person", _("按人查找")
    EXPORT = "export", _("导出列表")


class Reading(models.Model):
    """The log of searches for a person and of exported lists 查找与导出记录. It never holds whom or what was sought."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=ReadingKind)
    officer = models.ForeignKey("offices.Officer", models.PROTECT, db_index=False, related_name="+")
    post = models.ForeignKey("offices.Post", models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=12, blank=True)
    filters = models.CharField(max_length=300, blank=True)
    found = models.IntegerField(default=0)


class SavedFilter(models.Model):
    """Filters of the queue an officer keeps under a name, for nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(
        "offices.Officer", models.CASCADE, db_index=False, related_name="saved_filters"
    )
    name = models.CharField(max_length=30)
    filters = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "name"], name="one_filter_a_name")
        ]


class Category(models.Model):
    """内容分类: what petitions are about, two levels. ``national`` maps to the national numbers, where they are known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=8, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    national = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, where it has one."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class CalendarFeed(models.Model):
    """The secret address at which one post's calendar can be subscribed to; only the secret's digest is kept."""

    post = models.OneToOneField(
        "offices.Post", models.PROTECT, primary_key=True, related_name="calendar_feed"
    )
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()


class Why(models.TextChoices):
    """Why a petitioner is called back 回访."""

    PRESSURE = "pressure", _("说是受到压力才撤回")
    DISSATISFIED = "dissatisfied", _("对信访部门或者办理单位不满意")
    SAMPLE = "sample", _("抽查")


class Callback(models.Model):
    """A call-back 回访 owed to a filer by a bureau of another level, and what came of it. Its words are sealed."""

    subject = models.OneToOneField(
        "ledger.Subject", models.PROTECT, primary_key=True, related_name="callback"
    )
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="callbacks")
    why = models.CharField(max_length=12, choices=Why)
    outcome = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=12, blank=True)
    owed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)


class StatutoryRoute(models.Model):
    """法定途径: one line of the list by which demands are sorted by law 依法分类处理清单 (条例 第三十一条).

    ``words`` are the plain words by which people and the resolver find it, separated by spaces.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=8)
    department = models.CharField(max_length=40)
    demand = models.CharField(max_length=80)
    category = models.CharField(max_length=8, blank=True)
    branch = models.CharField(max_length=4, choices=Branch)
    procedure = models.CharField(max_length=60)
    basis = models.CharField(max_length=200)
    body = models.CharField(max_length=100)
    term = models.CharField(max_length=200, blank=True)
    materials = models.CharField(max_length=200, blank=True)
    plain = models.CharField(max_length=300)
    words = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], name="one_version_in_force", condition=models.Q(valid_to=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure}（{self.demand}）"


class Level(models.TextChoices):
    """How far up an answer is looked at again: once by the organ above, and for the last time by the one above that."""

    REVIEW = "review", _("复查")
    FINAL = "final", _("复核")


class Verdict(models.TextChoices):
    """What a review comes to."""

    UPHOLD = "uphold", _("维持")
    VARY = "vary", _("变更")
    REVOKE = "revoke", _("撤销，重新办理")


class Review(models.Model):
    """复查 (条例 第三十五条) or 复核 (第三十六条): an organ one level up looks at an answer again, for one filer.

    ``against`` is the paper complained of: the opinion of the handling, or for a final review that of its review.
    """

    subject = models.OneToOneField("ledger.Subject", models.PROTECT, primary_key=True, related_name="review")
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="reviews")
    handling = models.ForeignKey(Handling, models.PROTECT, db_index=False, related_name="reviews")
    filing = models.ForeignKey(Filing, models.PROTECT, db_index=False, related_name="reviews")
    level = models.CharField(max_length=6, choices=Level)
    against = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_seq = models.IntegerField()  # the filing's step that holds the reasons
    verdict = models.CharField(max_length=6, choices=Verdict, blank=True)
    answer = models.UUIDField(null=True)  # the paper of this review
    answered_at = models.DateTimeField(null=True)
    opinion_seq = models.IntegerField(null=True)  # the step that holds its words
    rehandling = models.UUIDField(null=True)  # the handling that began because this review revoked the first


class Opened(models.Model):
    """The words and name of a filing that were kept from handling units, opened to one of them by a second person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="opened")
    unit = models.ForeignKey("offices.Unit", models.PROTECT, db_index=False, related_name="+")
    seq = models.IntegerField()  # the filing's step; the reason is sealed with its proposal
    at = models.DateTimeField()
