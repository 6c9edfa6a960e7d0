"""Pipelines with processes, deals and what is theirs, targets, visits, plans, quote to cash."""

from zhike.sales.models.account_plan import AccountPlan
from zhike.sales.models.approval_rule import ApprovalRule, ApprovalRuleStep
from zhike.sales.models.benefit_model import BenefitFormula, BenefitInput, BenefitModel
from zhike.sales.models.benefit_report import BenefitEdition, BenefitReport
from zhike.sales.models.competitor import OpportunityCompetitor
from zhike.sales.models.contract import Contract, ContractLine
from zhike.sales.models.credit_file import CreditEntry, CreditFile
from zhike.sales.models.credit_policy import CreditGrade, CreditPolicy
from zhike.sales.models.deal_registration import DealRegistration
from zhike.sales.models.dunning import DunningMark, DunningStep
from zhike.sales.models.executive import Executive, VisitPolicy
from zhike.sales.models.executive_visit import CustomerOpinion, ExecutiveVisit
from zhike.sales.models.forecast import Forecast
from zhike.sales.models.invoice import InvoiceLine, InvoiceRequest
from zhike.sales.models.invoice_title import InvoiceTitle
from zhike.sales.models.joint_plan import JointComment, JointMilestone, JointPlan
from zhike.sales.models.lead_share import LeadShare
from zhike.sales.models.lesson import Lesson, LessonStage, UsefulMark
from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.order import Order, OrderLine
from zhike.sales.models.partner import PartnerPolicy
from zhike.sales.models.payment import Payment
from zhike.sales.models.payment_plan import PaymentPlan
from zhike.sales.models.payment_share import PaymentShare
from zhike.sales.models.payment_terms import Instalment, PaymentTerms, TermsLine
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.models.plan_line import PlanLine
from zhike.sales.models.process import Process
from zhike.sales.models.quote import Quote, QuoteLine
from zhike.sales.models.quote_policy import QuotePolicy
from zhike.sales.models.referral import Referral
from zhike.sales.models.reward import Reward
from zhike.sales.models.reward_rule import RewardKind, RewardRule
from zhike.sales.models.stage_criterion import StageCriterion
from zhike.sales.models.stage_step import StageStep
from zhike.sales.models.step import OpportunityStep
from zhike.sales.models.target import Target
from zhike.sales.models.tier_policy import TierMark, TierPolicy
from zhike.sales.models.timing import TimingMark, TimingRule
from zhike.sales.models.year_plan import YearPlan

__all__ = [
    "AccountPlan",
    "ApprovalRule",
    "ApprovalRuleStep",
    "BenefitEdition",
    "BenefitFormula",
    "BenefitInput",
    "BenefitModel",
    "BenefitReport",
    "Contract",
    "ContractLine",
    "CreditEntry",
    "CreditFile",
    "CreditGrade",
    "CreditPolicy",
    "CustomerOpinion",
    "DealRegistration",
    "DunningMark",
    "DunningStep",
    "Executive",
    "ExecutiveVisit",
    "Forecast",
    "Instalment",
    "InvoiceLine",
    "InvoiceRequest",
    "InvoiceTitle",
    "JointComment",
    "JointMilestone",
    "JointPlan",
    "LeadShare",
    "Lesson",
    "LessonStage",
    "Opportunity",
    "OpportunityCompetitor",
    "OpportunityLine",
    "OpportunityStep",
    "Order",
    "OrderLine",
    "PartnerPolicy",
    "Payment",
    "PaymentPlan",
    "PaymentShare",
    "PaymentTerms",
    "Pipeline",
    "PlanLine",
    "Process",
    "Quote",
    "QuoteLine",
    "QuotePolicy",
    "Referral",
    "Reward",
    "RewardKind",
    "RewardRule",
    "Stage",
    "StageCriterion",
    "StageStep",
    "Target",
    "TermsLine",
    "TierMark",
    "TierPolicy",
    "TimingMark",
    "TimingRule",
    "UsefulMark",
    "VisitPolicy",
    "YearPlan",
]
