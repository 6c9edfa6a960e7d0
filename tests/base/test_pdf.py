"""Paper comes from a process that has little time and memory, and reaches neither net nor files."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from zhike.base import pdf
from zhike.base.pdf import NoPdf, to_pdf


def test_chinese_and_english_are_printed_with_their_fonts_inside() -> None:
    printed = to_pdf("<html lang=zh><body><p>报价单 Quote ¥1,350,000.00</p></body></html>")
    assert printed.startswith(b"%PDF-")
    assert b"FontFile" in printed or b"ObjStm" in printed
    assert len(printed) < 200_000


def test_a_page_reaches_neither_the_network_nor_files(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    secret = tmp_path / "secret.css"
    secret.write_text("p { content: url(data:,) }")
    html = (
        f'<link rel="stylesheet" href="file://{secret}"><img src="{url}/picture.png">'
        f'<style>@import url("{url}/sheet.css"); p {{ background: url({url}/b.png) }}</style>'
        f'<object data="file:///etc/passwd"></object><p>there</p>'
        f'<a rel="attachment" href="file:///etc/passwd">x</a>'
    )
    printed = to_pdf(html)
    server.shutdown()
    assert printed.startswith(b"%PDF-")
    assert asked == []
    assert b"root:" not in printed
    assert b"EmbeddedFile" not in printed


def test_what_takes_too_long_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    with pytest.raises(NoPdf) as refused:
        to_pdf("<table>" + "<tr><td>x" * 20_000)
    assert refused.value.code == "failed"


def test_what_is_too_large_is_refused_before_it_is_printed() -> None:
    with pytest.raises(NoPdf) as refused:
        to_pdf("x" * (9 * 2**20))
    assert refused.value.code == "too_large"


def test_without_pango_one_is_told_to_print_from_the_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.setattr(pdf, "SOURCE", f"{tmp_path}:{pdf.SOURCE}")
    with pytest.raises(NoPdf) as refused:
        to_pdf("<p>x</p>")
    assert refused.value.code == "missing"
    assert "Pango" in str(refused.value)
