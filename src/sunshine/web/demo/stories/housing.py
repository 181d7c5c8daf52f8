"""Homes: roofs, pipes, water, gas and lifts."""

from __future__ import annotations

from sunshine.petitions.models import Satisfaction
from sunshine.web.demo.stories.shape import Answer, Filer, Journey, Opinion, Rating, Step, Story

STORIES = (
    Story(
        id="leaking-roof",
        channel="visit",
        filer=Filer("邹国平", "13900000011", "四川省广安市华蓥市古桥街道"),
        place="511681002",
        text=(
            "我住公租房顶楼，搬进来第一年就漏。下雨天卧室接三个盆，墙上长了黑霉，我女儿有哮喘，"
            "夜里咳得坐起来。报修报了五次，每次来两个人，用黑胶抹一抹，拍个照就走了，下一场雨照样漏。"
            "我按月交租金，一天没欠过。"
        ),
        demands=("把屋顶防水彻底做一遍，不要再抹胶", "处理室内发霉的墙面"),
        purpose="demand",
        category="城乡建设/住房保障与房地产",
        journey=Journey.RATED_BAD,
        days={
            Step.REGISTERED: 68,
            Step.SORTED: 67,
            Step.FORWARDED: 67,
            Step.SIGNED: 65,
            Step.NOTIFIED: 60,
            Step.CONTACTED: 55,
            Step.PROPOSED: 31,
            Step.ISSUED: 29,
            Step.DELIVERED: 27,
            Step.RATED: 19,
        },
        desk="511681-bureau",
        unit="511681-housing",
        contact_by="site",
        contact=(
            "上门看了卧室和屋面，邹国平在场。屋面有两处空鼓，墙面霉斑约四平方米。他要求看施工单位的资质，"
            "答应下次带来。"
        ),
        opinion=Opinion(
            facts=(
                "经现场查看，该楼屋面防水层老化开裂，西侧两处空鼓，渗漏属实。2024年以来共维修五次，"
                "均为局部涂抹。"
            ),
            answers=(
                Answer(
                    "support",
                    "《公共租赁住房管理办法》第二十四条",
                    "由市住房保障中心对该单元屋面重做防水，七日内进场，工期十二天，完工后由您签字验收。",
                ),
                Answer(
                    "explain",
                    "《公共租赁住房管理办法》第二十四条",
                    (
                        "墙面须待屋面不再渗漏、墙体干透后处理，否则会再次起霉。"
                        "防水完工一个月后由维修单位铲除重刷，费用由我们承担。"
                    ),
                ),
            ),
        ),
        rating=Rating(
            bureau=Satisfaction.GOOD,
            unit=Satisfaction.BAD,
            words=(
                "信访局的人办得快，态度也好。书面答复写得好，人是来了，只做了半边屋顶就停了。前天下雨还是漏。"
            ),
        ),
    ),
    Story(
        id="old-estate-drains",
        channel="web",
        filer=Filer("蓝玉梅", "13900000012", "四川省眉山市仁寿县普宁街道"),
        place="511421002",
        text=(
            "我们院子去年搞老旧小区改造，外墙刷得漂亮，路也铺了。可是今年雨季，一楼四户厨房返水三次，"
            "污水从地漏冒出来，有一家冰箱都泡坏了。请师傅来看，说新铺的排水管坡度反了。另外，"
            "一楼到六楼都在问，改造花了多少钱，钱花在哪里，到现在没有贴过一张表。"
        ),
        demands=("重新检查排水管，解决一楼返水", "公示本小区改造资金的使用明细"),
        purpose="demand",
        category="城乡建设/城市建设和市政管理",
        journey=Journey.PROPOSED,
        days={
            Step.REGISTERED: 52,
            Step.SORTED: 51,
            Step.FORWARDED: 50,
            Step.SIGNED: 49,
            Step.NOTIFIED: 44,
            Step.CONTACTED: 33,
            Step.PROPOSED: 2,
        },
        desk="511421-bureau",
        unit="511421-housing",
        contact_by="site",
        contact="在院内与蓝玉梅和三户一楼住户见面，用管道镜拍了录像，约定一周内给出检测结果。",
        opinion=Opinion(
            facts=(
                "经管道检测，3号楼北侧约26米排水管局部倒坡，属施工质量问题，工程仍在保修期内。"
                "改造资金明细已随竣工财务决算审定，但未在小区内公示。"
            ),
            answers=(
                Answer(
                    "support",
                    "《建设工程质量管理条例》第四十条、第四十一条",
                    (
                        "由原施工单位在二十日内开挖返工，费用由其承担，我局派人全程监督；"
                        "完工后做通水试验，请一楼住户到场。泡坏的冰箱等损失由施工单位协商赔偿，我局主持。"
                    ),
                ),
                Answer(
                    "support",
                    "《中华人民共和国政府信息公开条例》第二十一条",
                    (
                        "本小区改造资金的来源、各项支出和结余，五个工作日内张贴在小区公告栏，"
                        "同时在县政府网站公开。"
                    ),
                ),
            ),
        ),
    ),
    Story(
        id="water-pressure",
        channel="phone",
        filer=Filer("丁世荣", "13900000013", "四川省眉山市仁寿县普宁街道"),
        place="511421002",
        text=(
            "来电人说：住七楼，每天晚上六点到九点水只有筷子粗，热水器点不燃火，洗澡要等到半夜。"
            "二次供水的泵房就在楼下，物业说泵坏了一台，要用维修资金，得住建局批；去问了，说材料还在转。"
            "已经三个多月，楼里有坐月子的，也有卧床的老人。"
        ),
        demands=("尽快修好二次供水的水泵",),
        purpose="demand",
        category="城乡建设/建设管理",
        journey=Journey.OVERDUE_NOTICE,
        days={Step.REGISTERED: 28, Step.SORTED: 27, Step.FORWARDED: 26, Step.SIGNED: 24, Step.URGED: 3},
        desk="511421-bureau",
        unit="511421-housing",
        urge="二十多天了，没有一个人给我打过电话。水还是那么细。",
    ),
    Story(
        id="gas-bottles",
        channel="web",
        filer=Filer(),
        place="511421001",
        text=(
            "文林街道老车站后面那排铁皮房里，有人半夜用大罐往小罐倒液化气，气味很重，"
            "旁边就是幼儿园的围墙，隔了不到二十米。每周二、周五凌晨一两点，开一辆没有牌照的灰色小货车。"
            "我住在附近，不敢留名字，怕被报复。要是爆了，孩子们跑都跑不及。"
        ),
        demands=("查处非法倒灌液化气，消除幼儿园旁边的危险",),
        purpose="demand",
        category="经济管理/安全生产",
        journey=Journey.FORWARDED,
        days={Step.REGISTERED: 1, Step.SORTED: 1, Step.FORWARDED: 1},
        desk="511421-bureau",
        unit="511421-housing",
        visibility="bureau",
    ),
    Story(
        id="lift-subsidy",
        channel="letter",
        filer=Filer("季文忠", "13900000014", "四川省乐山市市中区"),
        place="511102",
        text=(
            "我们单元十二户，平均年龄六十八岁，商量了两年，终于把电梯装起来了，三月验收合格。"
            "当初动员的时候说得清清楚楚，装成一部补助二十万元。验收后交了材料，四月问说在审，"
            "六月问说在审，八月问换了人，叫重新交一遍。垫钱的是我和老伴，把养老的存折都取空了。"
            "我教了一辈子书，信政府说的话。"
        ),
        demands=("兑现加装电梯补助二十万元",),
        purpose="demand",
        category="城乡建设/住房保障与房地产",
        journey=Journey.DELIVERED,
        days={
            Step.REGISTERED: 47,
            Step.SORTED: 46,
            Step.FORWARDED: 45,
            Step.SIGNED: 43,
            Step.NOTIFIED: 39,
            Step.CONTACTED: 30,
            Step.PROPOSED: 13,
            Step.ISSUED: 11,
            Step.DELIVERED: 8,
        },
        desk="511102-bureau",
        unit="511102-housing",
        contact="到季老师家中见面，看了验收报告和两次交件的回执，确认材料齐全，没有需要他补的东西。",
        opinion=Opinion(
            facts=(
                "经查，该电梯于今年三月验收合格，申请人两次提交的材料均齐全有效。因经办人员调整，"
                "前一次材料未移交，审核延误五个月。"
            ),
            answers=(
                Answer(
                    "support",
                    "《中华人民共和国无障碍环境建设法》第二十二条",
                    (
                        "补助符合条件，予以支持。审核已经完成，"
                        "二十万元将于本月内拨付到您单元共同指定的账户。材料没有移交是我们的责任，"
                        "您不需要再交任何东西。"
                    ),
                ),
            ),
        ),
    ),
)
