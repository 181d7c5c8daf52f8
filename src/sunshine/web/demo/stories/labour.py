"""Work, wages and pensions."""

from __future__ import annotations

from sunshine.petitions.models import Satisfaction
from sunshine.web.demo.stories.shape import Answer, Filer, Journey, Opinion, Rating, Step, Story

STORIES = (
    Story(
        id="graduate-subsidy",
        channel="web",
        filer=Filer("余思雨", "13900000001", "四川省眉山市仁寿县怀仁街道"),
        place="511421003",
        text=(
            "我是今年六月毕业的专科生，家里是脱贫户，去年十月在学校报了一次性求职创业补贴，1500元。"
            "同班三个同学五月就收到了，我的一直显示“已审核”。学校说名单早交了，叫我问县里；"
            "县里的电话我打了四次，有两次没人接，一次说换了经办人，一次说查不到。我后来才想起来，"
            "当时填的那张银行卡去年底被我注销了，会不会是这个原因？如果是，我应该在哪里改？"
        ),
        demands=("查明补贴为什么没有到账，并补发1500元",),
        purpose="demand",
        category="劳动和社会保障/就业培训",
        journey=Journey.RATED_GOOD,
        days={
            Step.REGISTERED: 74,
            Step.SORTED: 74,
            Step.FORWARDED: 73,
            Step.SIGNED: 72,
            Step.NOTIFIED: 70,
            Step.CONTACTED: 68,
            Step.PROPOSED: 59,
            Step.ISSUED: 58,
            Step.DELIVERED: 57,
            Step.RATED: 53,
        },
        desk="511421-bureau",
        unit="511421-hrss",
        contact_by="phone",
        contact=(
            "电话联系余思雨，核对了注销的卡号和新卡号。她说急着交租房押金。"
            "告诉她会在本月补发批次里一起付，不用再跑。"
        ),
        opinion=Opinion(
            facts=(
                "经查，余思雨符合一次性求职创业补贴条件，审核于四月通过。五月集中发放时，"
                "因其登记的银行账户已注销，款项被银行退回，本局经办人员未及时通知本人更正。"
            ),
            answers=(
                Answer(
                    "support",
                    "《中华人民共和国就业促进法》第十五条",
                    (
                        "您的补贴应当发放。新账户已经更正，1500元列入本月补发批次，五个工作日内到账。"
                        "退款后没有告诉您，是我们的疏漏，向您道歉。今后凡退款，"
                        "三日内由经办人电话通知本人。"
                    ),
                ),
            ),
        ),
        rating=Rating(
            bureau=Satisfaction.GOOD,
            unit=Satisfaction.GOOD,
            words="第二天就转了，短信里写了在谁那里。钱第三天就到了，还专门给我道歉，没想到。",
        ),
    ),
    Story(
        id="post-allowance",
        channel="visit",
        filer=Filer("李桂芳", "13900000002", "四川省眉山市仁寿县文林街道"),
        place="511421001",
        text=(
            "我在社区做公益性岗位，守公厕、扫巷子，从前年三月做到今年六月。"
            "协议上写的每个月补贴按最低工资发，可是有八个月只发了一半，说是财政没到位，后头补。"
            "现在我都下来了，还没有补。我五十三岁，男人瘫在床上，就指望这点钱买药。社区推街道，"
            "街道推就业局，我前前后后跑了七趟。"
        ),
        demands=("补发八个月少发的公益性岗位补贴",),
        purpose="demand",
        category="劳动和社会保障/工资福利",
        journey=Journey.OVERDUE_OPINION,
        days={
            Step.REGISTERED: 79,
            Step.SORTED: 78,
            Step.FORWARDED: 77,
            Step.SIGNED: 75,
            Step.NOTIFIED: 72,
            Step.CONTACTED: 61,
            Step.URGED: 6,
        },
        desk="511421-bureau",
        unit="511421-hrss",
        contact=(
            "在社区与李桂芳见面，复印了协议和银行流水。八个月差额初步核算为7680元，需与县财政局核对当年拨款。"
        ),
        urge="上回来的同志说一个月内有说法，现在两个多月了，药钱是借的。请帮我问一声。",
    ),
    Story(
        id="training-certificate",
        channel="web",
        filer=Filer("文小兰", "13900000003", "四川省眉山市仁寿县汪洋镇"),
        place="511421131",
        text=(
            "三月份镇上组织我们二十几个妇女学育婴，说是政府出钱，学完发证，拿着证好去成都找工作。"
            "课原定上十五天，只上了九天老师就走了，结业那天每人照了张相，说证书一个月后寄。"
            "到现在没有人收到证。我联系好的月子中心一直在等我的证，再拖人家就不要我了。"
        ),
        demands=("补上没有上完的课，发给育婴员证书",),
        purpose="demand",
        category="劳动和社会保障/就业培训",
        journey=Journey.PROPOSED,
        days={
            Step.REGISTERED: 41,
            Step.SORTED: 40,
            Step.FORWARDED: 40,
            Step.SIGNED: 38,
            Step.NOTIFIED: 35,
            Step.CONTACTED: 29,
            Step.PROPOSED: 1,
        },
        desk="511421-bureau",
        unit="511421-hrss",
        contact=(
            "走访了文小兰等六名学员，查看了签到册。六人都说第十天起没有上课，签到册上却有签名。"
            "已约谈培训学校负责人。"
        ),
        opinion=Opinion(
            facts=(
                "经查，该班核定培训15天，实际授课9天，后6天的签到系他人代签。"
                "培训学校因此不具备申报结业鉴定的条件，证书未能办理。补贴资金尚未拨付。"
            ),
            answers=(
                Answer(
                    "support",
                    "《中华人民共和国就业促进法》第四十九条",
                    (
                        "您的诉求成立。由县人社局责成培训学校在汪洋镇补足6天课程，不收任何费用；"
                        "补课结束后统一组织鉴定，合格的当场发证。代签一事另案查处，"
                        "处理前不向该校拨付补贴。"
                    ),
                ),
            ),
        ),
    ),
    Story(
        id="unpaid-wages",
        channel="web",
        filer=Filer("张德贵", "13900000004", "四川省眉山市仁寿县龙正镇"),
        place="511421136",
        text=(
            "我和同村五个人在县城北边一个楼盘做外墙保温，从四月干到八月，包工头姓钟，"
            "一共欠我们六个人41600块。总包的项目部说已经把钱给了他，他说没拿到。我们手上有记工本，"
            "有他签字的条子，有工地门口的打卡照片。再过两个月就过年了，娃儿的学费还是找亲戚垫的。"
            "求你们管一管。"
        ),
        demands=("督促支付六个人的工资41600元",),
        purpose="demand",
        category="劳动和社会保障/工资福利",
        journey=Journey.FORWARDED,
        days={Step.REGISTERED: 3, Step.SORTED: 2, Step.FORWARDED: 2},
        desk="511421-bureau",
        unit="511421-hrss",
        files=("work-record.png",),
    ),
    Story(
        id="pension-transfer",
        channel="web",
        filer=Filer("林茜", "13900000005", "四川省成都市武侯区浆洗街街道"),
        place="510000",
        text=(
            "我在广东交了十一年养老保险，去年回成都工作，申请把关系转回来。广东那边的系统显示“已转出”，"
            "四川这边一直显示“待接收”，到今天九个月了。两边都说对方没办完。我明年就到退休年龄，"
            "接不上就要延后领钱。请省里直接查一下卡在哪一步。"
        ),
        demands=("查明养老保险关系转移卡在哪个环节，尽快办结",),
        purpose="demand",
        category="劳动和社会保障/城镇职工社会保险",
        journey=Journey.SIGNED,
        days={Step.REGISTERED: 9, Step.SORTED: 8, Step.FORWARDED: 8, Step.SIGNED: 6},
        desk="510000-bureau",
        unit="510000-hrss",
    ),
    Story(
        id="rare-name",
        channel="web",
        filer=Filer("刘䶮", "13900000006", "四川省广安市华蓥市双河街道"),
        place="511681001",
        text=(
            "我名字里的“䶮”字，上面一个龙下面一个天，身份证上打得出来，社保卡上却成了一个空框。"
            "上个月住院，医院读卡读出来是“刘□”，和身份证对不上，报销给退了回来，自己先垫了九千多。"
            "柜台的人很客气，但说系统里没有这个字，让我考虑改名。名字是我爷爷取的，我不想改。"
        ),
        demands=("让社保卡正确显示我的姓名，把住院费用报销了",),
        files=("card-reader.txt",),
        purpose="demand",
        category="劳动和社会保障/社保基金管理",
        journey=Journey.CONTACTED,
        days={
            Step.REGISTERED: 24,
            Step.SORTED: 24,
            Step.FORWARDED: 23,
            Step.SIGNED: 22,
            Step.NOTIFIED: 19,
            Step.CONTACTED: 11,
        },
        desk="511681-bureau",
        unit="511681-hrss",
        contact_by="phone",
        contact=(
            "与刘䶮通话二十分钟。已请市大数据中心核对字库，编码为U+4DAE，属于国家标准收录的字。"
            "约他下周带身份证来重新制卡。"
        ),
    ),
    Story(
        id="pension-face-check",
        channel="visit",
        filer=Filer("彭素珍", "", "四川省眉山市仁寿县汪洋镇"),
        place="511421131",
        text=(
            "（口述，窗口如实记录）我今年八十四了，眼睛不好，手机是孙儿给的，不会用。"
            "说是要对着手机眨眼睛才算活起，我眨了好多回它都说不行。七月份起我的养老钱就停了。"
            "我不是死了嘛，我人就在这里，你们看得到。孙儿在新疆打工回不来，我走了两个钟头来的。"
        ),
        demands=("恢复发放养老金，补发停发的四个月", "以后能有人上门认证"),
        purpose="demand",
        category="劳动和社会保障/城镇居民社会保险",
        journey=Journey.REGISTERED,
        days={Step.REGISTERED: 0},
        desk="511421-bureau",
    ),
)
