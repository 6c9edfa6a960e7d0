"""What sellers ask about what a purchase brings the buyer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.records.question import Question, register_question
from zhike.sales.models import BenefitReport
from zhike.web.question_pages import PlainPage

register_question(
    Question(
        key="buyer-benefit",
        rank=45,
        ask=_("What does the purchase bring the buyer?"),
        says=_("payback, net present value and break-even, worked out with the customer's figures"),
        page=PlainPage("/benefit-reports/"),
        asked_by=(Desk.SALES,),
        needs=((BenefitReport, "read"),),
        words=_("benefit payback NPV IRR break-even investment return"),
        answers=("A25",),
    )
)
