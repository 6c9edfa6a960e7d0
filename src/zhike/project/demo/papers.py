"""In whose name the demo company writes, and how its papers look."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image, ImageDraw

from zhike.records.models import BrandTemplate, LegalEntity

KINDS = {"quote": "报价单版式", "contract": "合同版式", "order": "订单版式"}
TERMS = (
    "一、以上价格为含税价，含到客户所在地的运输与交车培训。\n"
    "二、交货期：合同生效并收到预付款后45日内。\n"
    "三、付款方式：预付30%，提车前付60%，质保期满付10%。\n"
    "四、质保：整车3年或30万公里，动力电池8年或40万公里，以先到者为准。"
)
TERMS_EN = (
    "1. Prices include VAT, transport to the customer and training at hand-over.\n"
    "2. Delivery: within 45 days after the contract is in force and the deposit has come in.\n"
    "3. Payment: 30% in advance, 60% before collection, 10% when the warranty ends.\n"
    "4. Warranty: 3 years or 300,000 km; traction battery 8 years or 400,000 km."
)
INK = "#28527f"


def make() -> None:
    """The company's legal entity with its templates, which are locked."""
    entity = LegalEntity(
        name="华骏客车股份有限公司", name_en="Huajun Bus Co., Ltd.", uscc="91350100M000100Y43",
        representative="林国栋", code="HJ", address="福建省福州市闽侯县青口汽车城1号",
        address_en="1 Qingkou Auto Park, Minhou, Fuzhou, China", phone="0591-8888 6666",
        bank="中国银行福州青口支行", bank_account="4210 0000 1234 5678 901", is_default=True,
        logo=_logo(),
    )  # fmt: skip
    entity.save()
    for kind, name in KINDS.items():
        BrandTemplate(
            name=name, entity=entity, kind=kind, colour="blue", terms=TERMS, terms_en=TERMS_EN,
            header="让每一次出行更安心", header_en="Every journey, safe and sound",
            footer="华骏客车股份有限公司 · 服务热线 400-800-6666",
            footer_en="Huajun Bus Co., Ltd. · Service +86 400-800-6666", is_locked=True,
        ).save()  # fmt: skip


def _logo() -> str:
    """A square with a road in it, as a picture of some hundred bytes."""
    picture = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, 239, 239), 44, fill=INK)
    draw.polygon(((96, 40), (144, 40), (206, 200), (34, 200)), fill="white")
    for top in (56, 104, 156):
        draw.rectangle((114, top, 126, top + 28), fill=INK)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
