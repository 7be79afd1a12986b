"""Dispatches made up for the tests, and small builders of files in each format."""

import io
import zlib
from collections.abc import Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ONE = """\
# Shells fall on Qarat market, killing five

By Lina Haddad and Omar Saleh in Qarat

Source: [Example News](#)

QARAT, (EN)- Five people were killed on Monday when shells fell on the market of Qarat, the governor's office said.

The shelling came from the hills held by the Northern Front, two residents told Example News. "We ran to the school,"
one of them said.

A spokesman for the Front denied any part in it &amp; blamed the army.
"""

TWO = """\
## **Envoy calls for inquiry into strike**

By T. Marsh

**Source:** [Second Agency](https://agency.example/en)

The envoy to the region on Thursday asked members of the United Nations Security

Council for an inquiry into the strike on a clinic in Belmar, in which a nurse and two patients died.

The army has said that it struck a *military* target.
"""

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Strike on bridge kills nine | Example News</title>
<meta property="og:site_name" content="Example News"><meta name="author" content="L. Saad">
<meta property="article:published_time" content="2021-03-04T22:10:00+03:00">
<meta property="article:modified_time" content="2021-03-06T08:00:00+03:00"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Strike on bridge kills nine</h1>
<p>ADEN (AFP) &mdash; An air strike on a bridge in the north killed nine people on Thursday, two doctors said, the
latest in a series of raids on the area.</p>
<p>A spokesman for the coalition denied that its planes had flown there on that day, and said that it would look into
the reports of the doctors.</p>
<p>The bridge was crowded when the first bomb fell, according to three witnesses who spoke by telephone.</p>
</article><footer>Copyright 2024 Example</footer><script>alert(1)</script></body></html>"""


def pdf(pages: Sequence[Sequence[str]], title: str | None = None) -> bytes:
    """Return a small PDF with the given lines on each page."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    kids = []
    for lines in pages:
        body = b"BT /F1 10 Tf 12 TL 50 780 Td\n"
        for line in lines:
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            body += f"({escaped}) Tj T*\n".encode("latin-1")
        body += b"ET"
        packed = zlib.compress(body)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        stream = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % stream
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    info = b""
    if title is not None:
        objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
        info = b" /Info %d 0 R" % len(objects)
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, info, start))
    return out.getvalue()


def warc(pages: Sequence[tuple[str, str, str, bytes]], packed: bool = True) -> bytes:
    """Return a WARC of responses: address, status line, content type, body."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for address, status, media, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return out.getvalue()
