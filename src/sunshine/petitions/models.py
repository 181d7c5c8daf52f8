"""Petition 信访事项, filing 信访件, demand 诉求, handling 承办: the shapes that lists, rules and statistics read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Channel(models.TextChoices):
    """信访形式: how a filing came."""

    WEB = "web", _("网上")
    VISIT = "visit", _("来访")
    LETTER = "letter", _("来信")
    PHONE = "phone", _("电话")


class Purpose(models.TextChoices):
    """信访目的, as the petitioner sees it; the sorter decides the class."""

    DEMAND = "demand", _("求决：请解决我的问题")
    APPEAL = "appeal", _("申诉：对已有的处理不服")
    ADVICE = "advice", _("意见建议")
    REPORT = "report", _("检举控告：反映单位或干部的违法违纪问题")
    INQUIRY = "inquiry", _("咨询")


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


class Visibility(models.TextChoices):
    """Who may see the petitioner's name."""

    HANDLERS = "handlers", _("信访部门和办理单位可以看")
    BUREAU = "bureau", _("只让信访部门看，办理单位看不到")
    ANONYMOUS = "anonymous", _("匿名，不留姓名")


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
    registered_at = models.DateTimeField()


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
    opinion_seq = models.IntegerField(null=True)  # the step that holds the opinion's words


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


class Method(models.TextChoices):
    """How a document reached the petitioner 送达方式."""

    ONLINE = "online", _("网上查阅")
    HAND = "hand", _("当面送交")
    POST = "post", _("邮寄")


class Delivery(models.Model):
    """That a document reached a filer: without this row no clock of the petitioner runs (条例 第三十五条)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, db_index=False, related_name="deliveries")
    paper = models.ForeignKey("papers.Paper", models.PROTECT, related_name="deliveries")
    method = models.CharField(max_length=8, choices=Method)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "paper"], name="one_delivery_a_paper")
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


class Guesses(models.Model):
    """Wrong codes and factors tried on one filing since ``since``, so that neither can be walked."""

    filing = models.OneToOneField(Filing, models.CASCADE, primary_key=True, related_name="guesses")
    since = models.DateTimeField()
    wrong = models.SmallIntegerField()
