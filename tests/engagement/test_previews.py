"""Previews of files: what bytes say, never what a name claims; nothing runs."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from tests.web import company as firm
from zhike.engagement.models import File

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture
def company(db):
    return firm.found()


@pytest.fixture
def admin(company):
    return company.browsers["admin"]


def keep(company, name, content, party=None):
    party = party or company.party("川途客运")
    sent = {"files": SimpleUploadedFile(name, content)}
    company.browsers["admin"].post(f"/parties/{party.pk}/files/", sent)
    return File.objects.order_by("-pk").first()


def picture(kind="PNG", size=(40, 20), **more):
    drawn = BytesIO()
    Image.new("RGB", size, "red").save(drawn, kind, **more)
    return drawn.getvalue()


@pytest.mark.parametrize(("name", "content", "kind"), [
    ("a.png", picture(), "image/webp"), ("x.bin", picture(), "image/webp"),
    ("a.jpg", picture("JPEG"), "image/webp"), ("a.gif", picture("GIF"), "image/webp"),
    ("a.webp", picture("WEBP"), "image/webp"), ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
])  # fmt: skip
def test_pictures_and_pdf_are_shown_as_what_their_bytes_say(company, admin, name, content, kind):
    file = keep(company, name, content)
    answer = admin.get(f"/files/{file.pk}/shown/")
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert kind == "application/pdf" or "sandbox" in policy
    assert f"/files/{file.pk}/shown/" in admin.get(f"/files/{file.pk}/preview/").content.decode()


def test_a_picture_is_looked_at_upright_and_smaller_and_does_not_say_where_it_was_taken(
    company, admin
):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # held upright
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (30.0, 40.0, 0.0)
    file = keep(company, "photo.jpg", picture("JPEG", (3200, 800), exif=exif))
    with Image.open(BytesIO(admin.get(f"/files/{file.pk}/shown/").content)) as seen:
        assert seen.size == (400, 1600)
        assert not seen.getexif()


def test_a_picture_that_claims_to_be_enormous_or_is_damaged_is_not_drawn(company, admin):
    for content in (picture(size=(20_000, 4_000)), picture()[:60], PNG):
        file = keep(company, "a.png", content)
        assert admin.get(f"/files/{file.pk}/shown/").status_code == 404


@pytest.mark.parametrize(("name", "content"), [
    ("page.png", HTML), ("drawing.svg", SVG), ("drawing.png", SVG), ("page.html", HTML),
    ("late.pdf", b"<html>%PDF-1.7"), ("nothing.png", b""), ("riff.webp", b"RIFF\0\0\0\0WAVE"),
])  # fmt: skip
def test_what_only_claims_to_be_a_picture_is_never_shown(company, admin, name, content):
    file = keep(company, name, content)
    assert admin.get(f"/files/{file.pk}/shown/").status_code == 404
    page = admin.get(f"/files/{file.pk}/preview/").content.decode()
    assert "/shown/" not in page
    assert "alert(1)" not in page


def test_a_text_shows_its_first_lines_as_text(company, admin):
    file = keep(company, "客户.csv", "名称,电话\n<b>川途</b>,".encode("gb18030") + b"1\n" * 9000)
    page = admin.get(f"/files/{file.pk}/preview/").content.decode()
    assert "名称,电话" in page
    assert "&lt;b&gt;川途&lt;/b&gt;" in page
    assert page.count("\n1") < 80


def test_previous_and_next_are_the_customers_other_files(company, admin):
    party, other = company.party("川途客运"), company.party("别家")
    one = keep(company, "1.txt", b"one", party)
    keep(company, "x.txt", b"x", other)
    two = keep(company, "2.txt", b"two", party)
    first = admin.get(f"/files/{two.pk}/preview/", HTTP_HX_REQUEST="true").content.decode()
    assert f'hx-get="/files/{one.pk}/preview/"' in first
    assert first.count("/preview/") == 2
    assert "<html" not in first


def test_a_file_of_a_customer_out_of_sight_is_not_found(company):
    file = keep(company, "a.png", PNG)
    for page in ("preview", "shown"):
        assert company.browsers["nobody"].get(f"/files/{file.pk}/{page}/").status_code in (403, 404)
