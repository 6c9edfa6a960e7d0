"""Pictures as they come: read by a process of its own, or refused in words."""

import io
import json
import struct
import zlib

import pytest
from PIL import Image

from zhike.exchange.cards import reading
from zhike.exchange.cards.reading import CURE, is_available, read_card
from zhike.project.cli import main

from .drawn import card

pytestmark = pytest.mark.requirement("D26", "B46")
needs_extra = pytest.mark.skipif(
    not is_available(), reason="reading cards is an extra: bin/install cards"
)


@pytest.fixture(scope="module", autouse=True)
def _process_of_these_tests():
    """Its memory is given back when they are done."""
    with reading.reading_process():
        yield


def picture(size, kind="JPEG", color="white", mode="RGB"):
    """A picture of nothing."""
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind)
    return out.getvalue()


def png_that_claims(width, height):
    """The head of a PNG of such a size, and a body too small for it."""

    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body
                + struct.pack(">I", zlib.crc32(name + body)))  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


BAD = {
    "empty": (b"", "empty"),
    "text": ("姓名,电话\n张伟,13800138000\n".encode(), "not a picture"),
    "renamed": (b"PK\x03\x04" + bytes(3000), "not a picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><text>1</text></svg>', "not a picture"),
    "pdf": (b"%PDF-1.7\n" + bytes(1000), "not a picture"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(1000), "HEIC"),
    "giant": (png_that_claims(50_000, 50_000), "too many pixels"),
    "large": (png_that_claims(9_000, 9_000), "too many pixels"),
    "head only": (png_that_claims(800, 600)[:20], "damaged"),
    "small": (picture((200, 120)), "too small"),
    "too long": (b"\xff\xd8\xff" + bytes(26 * 2**20), "too large"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_of_a_card_is_refused_in_words_before_it_is_unfolded(name, monkeypatch):
    monkeypatch.setattr(reading._Process, "ask", None)
    data, words = BAD[name]
    found = read_card(data)
    assert words in found.unreadable
    assert not found.fields


def test_without_the_extra_the_command_and_the_reading_say_how_to_get_it(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(reading, "find_spec", lambda name: None)
    assert read_card(picture((800, 500))).unreadable == CURE
    (tmp_path / "a.jpg").write_bytes(picture((800, 500)))
    assert main(["read-cards", str(tmp_path)]) == 2
    assert "bin/install cards" in capsys.readouterr().err


@needs_extra
@pytest.mark.full
def test_a_picture_that_is_cut_off_is_refused_and_the_next_one_is_read():
    made, truth = card(3, "clean")
    for data in (made[:9000], png_that_claims(800, 600)):
        assert "damaged" in read_card(data).unreadable
    assert read_card(made).fields["mobile"].value == truth["mobile"]


@needs_extra
@pytest.mark.full
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF"])
def test_a_picture_of_nothing_says_so(kind):
    found = read_card(picture((800, 500), kind))
    assert "No writing" in found.unreadable
    assert found.fields == {}


@needs_extra
@pytest.mark.full
@pytest.mark.parametrize(("kind", "mode"), [
    ("PNG", "L"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "1"), ("PNG", "I;16"),
    ("JPEG", "CMYK"), ("WEBP", "RGB"), ("TIFF", "RGB"), ("BMP", "RGB"),
])  # fmt: skip
def test_every_kind_of_picture_is_read(kind, mode):
    made, truth = card(5, "clean")
    image, out = Image.open(io.BytesIO(made)), io.BytesIO()
    if mode == "I;16":
        image = image.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    elif mode == "LA":
        image = image.convert("L").convert("LA")
    else:
        image = image.convert(mode)
    image.save(out, kind)
    assert read_card(out.getvalue()).fields["mobile"].value == truth["mobile"]


@needs_extra
@pytest.mark.full
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_telephone_says_how_it_was_held(orientation):
    made, truth = card(6, "clean")
    image, out = Image.open(io.BytesIO(made)), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90,
            8: Image.Transpose.ROTATE_270}[orientation]  # fmt: skip
    image.transpose(turn).save(out, "JPEG", exif=exif, quality=92)
    found = read_card(out.getvalue())
    assert (found.fields["mobile"].value, found.turned) == (truth["mobile"], 0)


@needs_extra
@pytest.mark.full
@pytest.mark.parametrize(("kind", "turned"), [("rot90", 90), ("rot180", 180), ("rot270", 270)])
def test_a_card_that_lies_otherwise_is_turned_and_its_boxes_lie_on_the_turned_picture(kind, turned):
    made, truth = card(2, kind)
    found = read_card(made)
    assert found.turned == turned
    assert found.fields["name"].value == truth["name"]
    left, top, right, bottom = found.fields["name"].box
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1
    # The name stands in the upper half of these cards.
    assert top < 0.6


@needs_extra
@pytest.mark.full
def test_a_process_that_died_is_begun_anew():
    made, truth = card(4, "clean")
    # A new one: after enough cards it ends by itself.
    reading._process.end()
    assert read_card(made).fields["name"].value == truth["name"]
    reading._process._process.kill()
    assert read_card(made).unreadable == reading.FAILED
    assert read_card(made).fields["name"].value == truth["name"]


@needs_extra
@pytest.mark.full
def test_a_large_program_does_not_make_its_reading_process_look_large():
    made, _truth = card(4, "clean")
    ballast = bytearray(b"x") * (1024 * reading.MOST_KILOBYTES)
    reading._process.end()
    read_card(made)
    assert reading._process._process is not None
    assert len(ballast) == 1024 * reading.MOST_KILOBYTES


@needs_extra
@pytest.mark.full
def test_the_command_says_value_confidence_and_certainty_of_each_field(tmp_path, capsys):
    made, truth = card(7, "clean")
    (tmp_path / "a.jpg").write_bytes(made)
    (tmp_path / "b.jpg").write_bytes(b"")
    (tmp_path / "truth.json").write_text("{}")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "c.png").write_bytes(b"no picture")
    assert main(["read-cards", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["a.jpg", "b.jpg", "more/c.png"]
    for name in ("name", "mobile", "company", "email"):
        told = found["a.jpg"]["fields"][name]
        assert told["value"].replace(" ", "") == truth[name]
        assert 0.5 < told["confidence"] <= 1
        assert told["certain"] is (not told["doubts"])
    assert "empty" in found["b.jpg"]["unreadable"]
    assert "not a picture" in found["more/c.png"]["unreadable"]
    assert main(["read-cards", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert f"mobile     {truth['mobile']}" in text
    assert "3 files, 2 unreadable" in text


@pytest.mark.skipif(not is_available(), reason="reading cards is an extra: bin/install cards")
def test_a_folder_that_is_none_is_refused(tmp_path, capsys):
    assert main(["read-cards", str(tmp_path / "nowhere")]) == 2
    assert "no folder" in capsys.readouterr().err
    assert main(["read-cards", str(tmp_path)]) == 2
    assert "holds no pictures" in capsys.readouterr().err
