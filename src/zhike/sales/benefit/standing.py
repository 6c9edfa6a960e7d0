"""The models that ship: made once; from then on they are the company's."""

from __future__ import annotations

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.sales.models import BenefitFormula, BenefitInput, BenefitModel

BUS = "客车投入运输业务"
BUS_EN = "A bus put into service"

# Key, Chinese, English, unit in Chinese and English, decimals, usual value, whether it is varied.
INPUTS: tuple[tuple[str, str, str, str, str, int, str, bool], ...] = (
    ("price", "购车价格", "Price of the bus", "元", "CNY", 0, "500000", True),
    ("seats", "座位数", "Seats", "座", "seats", 0, "40", False),
    ("load", "平均上座率", "Average load", "%", "", 1, "70", True),
    ("fare", "平均票价", "Average fare", "元", "CNY", 2, "30", True),
    ("trips", "每天趟次", "Trips a day", "趟", "trips", 0, "4", False),
    ("days", "每年运营天数", "Days a year", "天", "days", 0, "330", False),
    ("consumption", "百公里油耗", "Fuel per 100 km", "升", "L", 1, "28", False),
    ("distance", "每天里程", "Distance a day", "公里", "km", 0, "400", False),
    ("fuel_price", "油价", "Price of fuel", "元/升", "CNY/L", 2, "7.5", True),
    ("labour", "每年人工成本", "Labour a year", "元", "CNY", 0, "240000", True),
    ("other", "每年其他成本", "Other costs a year", "元", "CNY", 0, "300000", False),
    ("years", "使用年限", "Years of use", "年", "years", 0, "8", False),
    ("residual", "残值率", "Residual value", "%", "", 1, "5", False),
    ("rate", "折现率", "Discount rate", "%", "", 1, "8", False),
)
# Key, Chinese, English, unit in Chinese and English, decimals, formula, whether it is a key figure.
FORMULAS: tuple[tuple[str, str, str, str, str, int, str, bool], ...] = (
    ("income", "每年收入", "Income a year", "元", "CNY", 0,
     "seats * load * fare * trips * days", False),
    ("fuel", "每年燃料成本", "Fuel a year", "元", "CNY", 0,
     "consumption / 100 * distance * days * fuel_price", False),
    ("cost", "每年总成本", "Costs a year", "元", "CNY", 0, "fuel + labour + other", False),
    ("net", "每年净收益", "Net a year", "元", "CNY", 0, "income - cost", True),
    ("payback", "投资回收期", "Payback", "年", "years", 2,
     "if(net > 0, price / net, 1 / 0)", True),
    ("npv_value", "净现值", "Net present value", "元", "CNY", 0,
     "npv(rate, net, years) + price * residual / (1 + rate) ^ years - price", True),
    ("irr_value", "内部收益率", "Internal rate of return", "%", "", 1,
     "irr(price, net, years, price * residual)", True),
    ("full_income", "满座收入", "Income with every seat sold", "元", "CNY", 0,
     "seats * fare * trips * days", False),
    ("break_even", "保本上座率", "Break-even load", "%", "", 1, "cost / full_income", True),
    ("depreciation", "每年折旧（直线法）", "Depreciation a year (straight line)", "元", "CNY", 0,
     "price * (1 - residual) / years", False),
    ("break_even_full", "保本上座率（含折旧）", "Break-even load with depreciation", "%", "", 1,
     "(cost + depreciation) / full_income", False),
)  # fmt: skip
CASH_FLOW = "if(year = 0, -price, net + if(year = years, price * residual, 0))"


def ensure_benefit_models(access: Access) -> None:
    """The model of a bus, which the company changes as it likes; nothing where there is any."""
    if BenefitModel.objects.exists():
        return
    with access.change_set("create"):
        model = BenefitModel(
            name=BUS, name_en=BUS_EN, industry=Party.Industry.PASSENGER_TRANSPORT,
            cash_flow=CASH_FLOW, horizon="years", outcome="npv_value",
        )  # fmt: skip
        model.save()
        for at, (key, zh, en, unit, unit_en, decimals, default, varied) in enumerate(INPUTS):
            BenefitInput(
                model=model, key=key, label=zh, label_en=en, unit=unit, unit_en=unit_en,
                decimals=decimals, default=default, is_varied=varied, position=at,
            ).save()  # fmt: skip
        for at, (key, zh, en, unit, unit_en, decimals, formula, is_key) in enumerate(FORMULAS):
            BenefitFormula(
                model=model, key=key, label=zh, label_en=en, unit=unit, unit_en=unit_en,
                decimals=decimals, formula=formula, is_key=is_key, position=at,
            ).save()  # fmt: skip
