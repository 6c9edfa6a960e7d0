"""The pages of sales that are its own; the rest are the generic ones."""

from __future__ import annotations

from django.urls import path

from zhike.sales import cockpit, process_pages, reports, views
from zhike.sales.benefit import pages as benefit_pages
from zhike.sales.benefit import printing as benefit_print
from zhike.sales.joint import page as joint
from zhike.sales.lessons import pages as lesson_pages
from zhike.sales.nearby import page as nearby
from zhike.sales.papers import page as paper_pages
from zhike.sales.papers import verifying
from zhike.sales.planning import team, week
from zhike.sales.profit import page as profit_pages
from zhike.sales.quotes import grid
from zhike.sales.receivables import page as receivables_page
from zhike.sales.rewards import pages as rewards
from zhike.sales.sourcing import page as sourcing
from zhike.sales.timing import page as timing_page
from zhike.sales.visits import programme

urlpatterns = [
    path("cockpit/", cockpit.cockpit_page, name="cockpit"),
    path("cockpit/remind/", cockpit.remind_of, name="remind_of_next_steps"),
    path("leads/quality/", sourcing.sources_page, name="sources"),
    path("opportunities/board/", views.board_page, name="board"),
    path("opportunities/board/cards/", views.board_cards_part, name="board_cards"),
    path("opportunities/board/move/", views.board_move, name="board_move"),
    path("joint-plans/<uuid:id_>/comments/", joint.comment, name="joint_comment"),
    path("executive-visits/programme/", programme.programme_page, name="visit_programme"),
    path("opportunities/<uuid:id_>/process/", process_pages.process_page, name="process"),
    path("quotes/<uuid:id_>/lines/", grid.lines_page, name="quote_lines"),
    path("verify/", verifying.verify_page, name="verify_paper"),
    path("week/", week.week_page, name="week"),
    path("week/add/", week.add_line, name="add_plan_line"),
    path("week/carry/", week.carry, name="carry_plan_lines"),
    path("week/team/", team.team_page, name="team_week"),
    path("nearby/", nearby.nearby_page, name="nearby"),
    path("nearby/few/", nearby.few_part, name="nearby_few"),
    path("nearby/plan/", nearby.plan_page, name="plan_visits"),
    path("receivables/", receivables_page.receivables_page, name="receivables"),
    path("parties/due/", timing_page.due_page, name="due_customers"),
    path("opportunities/waiting/", reports.waiting_page, name="waiting"),
    path("opportunities/losses/", reports.losses_page, name="losses"),
    path("opportunities/origins/", rewards.origins_page, name="origins"),
    path("referrals/by-customer/", rewards.referrers_page, name="referrers"),
    path(
        "benefit-reports/<uuid:id_>/calculate/",
        benefit_pages.calculator_page,
        name="benefit_calculator",
    ),
    path("benefit-reports/<uuid:id_>/figures/", benefit_pages.figures_part, name="benefit_figures"),
    path("benefit-reports/<uuid:id_>/print/", benefit_print.print_page, name="benefit_print"),
    path("benefit-reports/<uuid:id_>/pdf/", benefit_print.attach, name="benefit_pdf"),
    path(
        "benefit-reports/<uuid:id_>/editions/<int:number>/",
        benefit_pages.edition_page,
        name="benefit_edition",
    ),
    path("profit/", profit_pages.profit_page, name="profit"),
    path("lessons/by-stage/", lesson_pages.by_stage_page, name="lessons_by_stage"),
    path("lessons/<uuid:id_>/useful/", lesson_pages.mark_useful, name="mark_useful"),
]
for _name in paper_pages.NAMES:
    urlpatterns += [
        path(f"{_name}/<uuid:id_>/paper/", paper_pages.make_page, {"name": _name}),
        path(f"{_name}/<uuid:id_>/paper/preview/", paper_pages.preview_page, {"name": _name}),
    ]
