"""Cards drawn from a seed: kinds of layout, of printing and of photographs."""

from __future__ import annotations

import io
import random
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from zhike.base.pinyin import readings

from .people import ENGLISH, digits, traditional, truth

# They come with the extra that reads cards.
cv2: Any = import_module("cv2") if find_spec("cv2") else None
np: Any = import_module("numpy") if find_spec("numpy") else None

FOLDER = "/usr/share/fonts/opentype/noto/"
FACES = ("NotoSansCJK-Regular", "NotoSansCJK-Bold", "NotoSerifCJK-Regular", "NotoSerifCJK-Bold")
LATIN_FACES = ("LiberationSans-Regular", "LiberationSerif-Bold", "LiberationSans-Bold")
LATIN_FOLDER = "/usr/share/fonts/truetype/liberation/"
SIMPLE, TRADITIONAL = 2, 3
GROUNDS = ("#ffffff", "#faf6ea", "#1c2741", "#f2f2f2", "#0f3d2e", "#5b1a1a", "#dfe8f2", "#222222")
LABELS = {
    "mobile": ["手机：", "手机:", "M: ", "Mob. ", "Mobile ", "移动电话：", "手 机：", "Cell: ",
               "MP: ", "M "],
    "tel": ["电话：", "T: ", "Tel ", "Tel: ", "TEL：", "电 话：", "座机：", "P: ", "T ", "总机："],
    "email": ["邮箱：", "E-mail: ", "Email ", "E: ", "电子邮箱：", "E-mail：", "Mail: ", "E ",
              "邮 箱："],
    "address": ["地址：", "Add: ", "地 址：", "Add：", "公司地址：", "A: ", "A ", "地址: "],
    "fax": ["传真：", "F: ", "Fax ", "Fax: ", "传 真："],
    "postcode": ["邮编：", "P.C. ", "邮政编码：", "Zip: "],
}  # fmt: skip
KINDS = (
    "clean", "photo", "hard", "nolabel", "sameline", "bilingual",
    "traditional", "rot90", "rot270", "rot180", "lowres", "glare",
    "vertname", "portrait", "twocolumn", "busy", "joined", "vertical",
)  # fmt: skip
BLURRED = ("motion", "defocus", "tiny")


class Drawing:
    """A card being drawn: text is put down line by line."""

    def __init__(self, rng: random.Random, kind: str) -> None:
        """With a ground, a face and an alignment."""
        self.rng, self.kind = rng, kind
        self.size = (638, 1063) if kind == "portrait" else (1063, 638)
        self.ground = rng.choice(GROUNDS)
        dark = sum(int(self.ground[i : i + 2], 16) for i in (1, 3, 5)) < 380
        self.ink = rng.choice(["#ffffff", "#f0e6c8"] if dark else ["#111111", "#333333", "#1c2741"])
        self.face = rng.choice(FACES)
        # Numbers and addresses of the net in a face of their own, as often on real cards.
        self.latin = rng.choice([*[""] * 6, *LATIN_FACES])
        self.index = TRADITIONAL if kind == "traditional" else SIMPLE
        self.align = rng.choice(["left", "left", "center", "right"])
        if kind in ("twocolumn", "sameline", "bilingual", "vertname"):
            self.align = "left"
        self.image = Image.new("RGB", self.size, self.ground)
        self.pen = ImageDraw.Draw(self.image)
        if rng.random() < 0.6:
            bar = rng.choice(["#c0202a", "#1a5fb4", "#1d7a4c", "#d08a1d"])
            self.pen.rectangle((0, 0, self.size[0], 14), fill=bar)

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """Of the card's face."""
        return ImageFont.truetype(f"{FOLDER}{self.face}.ttc", size, index=self.index)

    def put(self, text: str, top: int, size: int, left: int | None = None) -> int:
        """A line of text; where it ends at the right."""
        font = self.font(size)
        if self.latin and text.isascii():
            font = ImageFont.truetype(f"{LATIN_FOLDER}{self.latin}.ttf", size)
        width = self.pen.textlength(text, font=font)
        edge = 70 if self.size[0] > 700 else 40
        if left is None:
            left = {
                "left": edge, "center": int((self.size[0] - width) / 2),
                "right": int(self.size[0] - edge - width),
            }[self.align]  # fmt: skip
        self.pen.text((left, top), text, font=font, fill=self.ink)
        return int(left + width)


def phone_text(rng: random.Random, mobile: str) -> str:
    """A mobile number as one prints it."""
    a, b, c = mobile[:3], mobile[3:7], mobile[7:]
    return rng.choice([mobile, mobile, f"{a} {b} {c}", f"{a}-{b}-{c}", f"+86 {a}-{b}-{c}",
                       f"+86 {mobile}", f"(+86) {mobile}", f"86-{mobile}"])  # fmt: skip


def tel_text(rng: random.Random, tel: str) -> str:
    """A telephone number as one prints it."""
    area, number = tel.split("-")
    return rng.choice([tel, tel, tel, f"{tel}转801", f"{tel}-801", f"({area}) {number}",
                       f"+86-{area[1:]}-{number}", f"+86 {area[1:]} {number}",
                       f"{area} {number[:4]} {number[4:]}"])  # fmt: skip


def card(seed: int, kind: str) -> tuple[bytes, dict[str, str | None]]:
    """A picture as JPEG, and what stands on it."""
    rng = random.Random(f"{seed}/{kind}")
    fields = truth(rng)
    while kind == "vertical" and "·" in fields["name"]:
        fields = truth(rng)
    if kind == "traditional":
        fields = {name: value and traditional(value) for name, value in fields.items()}
    drawing = Drawing(rng, kind)
    if kind == "vertical":
        _vertical(drawing, fields)
    else:
        _horizontal(drawing, fields)
    return _printed(drawing, rng, kind), fields


def _horizontal(drawing: Drawing, fields: dict[str, str | None]) -> None:
    rng, kind = drawing.rng, drawing.kind
    scale = 0.72 if kind == "portrait" else 1.0
    top = 50
    size = int(rng.randint(34, 44) * scale)
    company = fields["company"]
    while drawing.pen.textlength(company, font=drawing.font(size)) > drawing.size[0] - 100:
        size -= 2
    drawing.put(company, top, size)
    top += size + 10
    if kind in ("bilingual", "glare"):
        english = " ".join(
            readings(char).full.capitalize() for char in company[:5] if char.isalpha()
        )
        drawing.put(f"{english} Technology Co., Ltd.", top, 24)
    top += rng.randint(50, 80)
    top = _name_and_title(drawing, fields, top, scale)
    small = int(rng.randint(25, 31) * scale)
    lines = _contact_lines(drawing, fields)
    step = min(
        int(small * rng.uniform(1.45, 2.0)), (drawing.size[1] - top - 20) // max(len(lines), 1)
    )
    for line in lines:
        _contact_line(drawing, line, top, min(small, int(step / 1.25)))
        top += step


def _contact_line(drawing: Drawing, line: str, top: int, size: int) -> None:
    while drawing.pen.textlength(line, font=drawing.font(size)) > drawing.size[0] - 80:
        size -= 1
    if drawing.kind == "twocolumn" and "\t" in line:
        label, value = line.split("\t")
        drawing.put(label, top, size, 70)
        drawing.put(value, top, size, 230)
    else:
        drawing.put(line.replace("\t", ""), top, size)


def _name_and_title(drawing: Drawing, fields: dict[str, str | None], top: int, scale: float) -> int:
    rng, kind = drawing.rng, drawing.kind
    name, title = fields["name"], fields["title"]
    size = int(rng.randint(50, 68) * scale)
    spread = " ".join(name) if len(name) == 3 and rng.random() < 0.2 else name
    if len(name) == 2 and rng.random() < 0.25:
        spread = f"{name[0]}  {name[1]}"
    if kind == "vertname":
        for number, char in enumerate(name.replace("·", "")):
            drawing.put(char, top + number * int(size * 1.2), size, 880)
        fields["name"] = name.replace("·", "")
        drawing.put(title, top + 60, 30, 70)
        return top + 120
    if kind == "joined":
        drawing.put(f"{spread}  {title}", top, int(size * 0.7))
        return top + size + 30
    end = drawing.put(spread, top, size)
    if kind in ("bilingual", "glare"):
        english = " ".join(
            readings(char, person=True).full.capitalize() for char in name if char != "·"
        )
        drawing.put(english, top + size - 34, 30, end + rng.randint(60, 200))
    if kind == "sameline":
        drawing.put(title, top + size - 34, 30, end + rng.randint(40, 90))
        return top + size + 40
    drawing.put(title, top + int(size * 1.3), int(rng.randint(26, 34) * scale))
    top += int(size * 1.3) + 45
    if kind == "bilingual" and title in ENGLISH and rng.random() < 0.5:
        drawing.put(ENGLISH[title], top, 24)
        top += 32
    return top + 15


def _contact_lines(drawing: Drawing, fields: dict[str, str | None]) -> list[str]:
    rng, kind = drawing.rng, drawing.kind
    label = {name: rng.choice(choices) for name, choices in LABELS.items()}
    if kind == "nolabel":
        label = dict.fromkeys(label, "")
    if kind == "traditional":
        label = {name: traditional(text) for name, text in label.items()}
    if kind == "twocolumn":
        label = {
            name: rng.choice(choices[:1] + choices[4:5]).rstrip(" ：:") + "\t"
            for name, choices in LABELS.items()
        }
    address = fields["address"]
    lines = [
        f"{label['mobile']}{phone_text(rng, fields['mobile'])}",
        f"{label['tel']}{tel_text(rng, fields['tel'])}",
        f"{label['email']}{fields['email']}",
    ]
    if fields["postcode"] and rng.random() < 0.5 and kind != "nolabel":
        lines.append(f"{label['postcode']}{fields['postcode']}")
        lines.append(f"{label['address']}{address}")
    else:
        code = f"  {fields['postcode']}" if fields["postcode"] else ""
        lines.append(f"{label['address']}{address}{code}")
    if kind in ("bilingual", "glare", "busy") or rng.random() < 0.2:
        area = fields["tel"].split("-")[0]
        lines.append(f"{label['fax'] or '传真：'}{area}-{rng.choice('345678')}{digits(rng, 7)}")
        lines.append("www.example.com")
    if kind == "busy":
        lines.append(f"微信：wx{digits(rng, 6)}")
        lines.append(f"QQ：{rng.choice('123456')}{digits(rng, 8)}")
    rng.shuffle(lines)
    return lines


def _vertical(drawing: Drawing, fields: dict[str, str | None]) -> None:
    """Columns from right to left; numbers in lines below, as one prints them."""
    rng = drawing.rng
    fields["postcode"] = None

    def column(text: str, left: int, top: int, size: int) -> None:
        for char in text:
            drawing.put(char, top, size, left)
            top += int(size * 1.12)

    fields["title"] = fields["title"].split(" / ")[0]
    company = fields["company"].replace("（", "").replace("）", "")[:16]
    if not company.endswith("公司"):
        company = company[:10] + "有限公司"
    fields["company"] = company
    column(company, 960, 30, min(40, int(570 / len(company) / 1.12)))
    column(fields["name"], 830, 90, 62)
    column(fields["title"], 760, 130, 32)
    top = 380
    drawing.align = "left"
    for line in (
        f"手机：{fields['mobile']}", f"电话：{fields['tel']}", f"邮箱：{fields['email']}",
        f"地址：{fields['address']}",
    ):  # fmt: skip
        size = 27
        while drawing.pen.textlength(line, font=drawing.font(size)) > 660:
            size -= 1
        drawing.put(line, top, size, 70)
        top += 50 + rng.randint(0, 8)


def _printed(drawing: Drawing, rng: random.Random, kind: str) -> bytes:
    pixels = np.asarray(drawing.image)
    if kind in ("photo", "hard", "harder"):
        pixels = _photographed(pixels, rng, kind)
    image = Image.fromarray(pixels)
    turns = {"rot90": 90, "rot180": 180, "rot270": 270}
    if kind in turns:
        image = image.rotate(turns[kind], expand=True)
    if kind == "lowres":
        image = image.resize((420, int(420 * image.height / image.width)), Image.Resampling.LANCZOS)
    if kind == "tiny":
        image = image.resize((190, int(190 * image.height / image.width)), Image.Resampling.LANCZOS)
    if kind == "glare":
        image = _glaring(image, rng)
    if kind == "defocus":
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(6, 9)))
    if kind.startswith("motion"):
        length = int(kind[6:] or rng.randint(13, 25))
        pixels = _moved(np.asarray(image), length).astype(float)
        noise = np.random.default_rng(rng.randrange(10**6)).normal(0, 6, pixels.shape)
        image = Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=rng.choice([60, 75, 85, 92]))
    return out.getvalue()


def _photographed(pixels: Any, rng: random.Random, kind: str) -> Any:
    """On a table, seen from aslant, in poor light."""
    hard = kind != "photo"
    height, width = pixels.shape[:2]
    canvas = np.zeros((int(height * 1.7), int(width * 1.4), 3), np.uint8)
    canvas[:] = [rng.randint(60, 180), rng.randint(60, 160), rng.randint(50, 150)]
    by, bx = (canvas.shape[0] - height) // 2, (canvas.shape[1] - width) // 2
    canvas[by : by + height, bx : bx + width] = pixels
    shake = 0.05 if hard else 0.025
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + np.array(
        [bx, by], np.float32
    )
    shaken = [[rng.uniform(-shake, shake) * width for _ in range(2)] for _ in range(4)]
    moved = corners + np.array(shaken)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    canvas = cv2.warpPerspective(
        canvas, matrix, (canvas.shape[1], canvas.shape[0]), borderMode=cv2.BORDER_REPLICATE
    )
    angle = rng.uniform(-14, 14) if hard else rng.uniform(-4, 4)
    turn = cv2.getRotationMatrix2D(
        (canvas.shape[1] / 2, canvas.shape[0] / 2), angle, 0.9 if hard else 1
    )
    canvas = cv2.warpAffine(
        canvas, turn, (canvas.shape[1], canvas.shape[0]), borderMode=cv2.BORDER_REPLICATE
    )
    light = np.linspace(rng.uniform(0.55, 0.8), 1.0, canvas.shape[1])[None, :, None]
    canvas = np.clip(canvas * light, 0, 255).astype(np.uint8)
    blur = rng.uniform(0.8, 1.5) if hard else rng.uniform(0.3, 0.9)
    if kind == "harder":
        blur = rng.uniform(1.5, 2.4)
    canvas = cv2.GaussianBlur(canvas, (0, 0), blur)
    noise = np.random.default_rng(rng.randrange(10**6)).normal(0, 9 if hard else 4, canvas.shape)
    return np.clip(canvas + noise, 0, 255).astype(np.uint8)


def _glaring(image: Image.Image, rng: random.Random) -> Image.Image:
    spot = Image.new("L", image.size, 0)
    x, y = rng.randint(200, 900), rng.randint(0, 500)
    ImageDraw.Draw(spot).ellipse((x - 170, y - 110, x + 170, y + 110), fill=170)
    spot = spot.filter(ImageFilter.GaussianBlur(60))
    return Image.composite(Image.new("RGB", image.size, "white"), image, spot)


def _moved(pixels: Any, length: int) -> Any:
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2, :] = 1 / length
    return cv2.filter2D(pixels, -1, kernel)
