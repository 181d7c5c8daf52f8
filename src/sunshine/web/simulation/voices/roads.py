"""What is said on the side roads: objections, help asked for, more time, reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sunshine.web.simulation.voices.shape import lines

Act = Callable[[datetime], None]

OBJECTING = lines("""
这件事主要不归我局管，我局没有这方面的审批和处罚权。
信访人要求解决的，按职责分工由别的部门负责。
""")
RULING = lines("""
经核实，职责规定里这一项就是你局的，仍由你局办理。
涉及别的部门的，可以请它协办，主办不变。
""")
ASKING = lines("""
请查一下你局掌握的备案和检查记录，把情况写给我们。
请派人一起到{town}现场看一次，说明你局的意见。
""")
HELPING = lines("""
查了备案材料，情况和信访人说的基本一致，复印件已经送到。
到现场看过，我局职责内的部分已经向当事单位提出。
""")
EXTENDING = lines("""
需要等鉴定结论，鉴定机构答复还要三周，六十日内办不完。
涉及的人多，逐户核对还没有完，需要再延一段时间。
""")
DISAGREEING = lines("""
答复里说的情况和实际不一样，关键的材料没有看，请再查一次。
我不同意这个意见，理由没有讲清楚，请上一级机关看看。
""")
LOOKING = lines("""
调阅了原办理的全部材料，并向双方核对了情况。
听取了申请人的陈述，核对了原处理意见所依据的材料。
""")
UPHOLDING = lines("""
原处理意见认定的事实清楚，适用的依据正确，予以维持。
""")
VARYING = lines("""
原处理意见对有的情况说明不够，现补充说明，以本意见为准。
""")
