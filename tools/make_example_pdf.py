"""Write the PDF among the example dispatches: plain text on one page, the same bytes every time.

Run it as `python tools/make_example_pdf.py [FILE]`. It needs nothing but Python.
"""

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "examples" / "dispatches" / "08-pazigyi-air-strike.pdf"

TITLE = "Military admits air strike on gathering in Myanmar village"
CREATED = "D:20230412120000Z"

# One string a printed line; an empty one parts paragraphs.
HEAD = ("By Staff", "Source: Example Wire", "Published: 12 April 2023")
BODY = """
BANGKOK - Myanmar's military carried out an air strike on a gathering in
the village of Pazigyi, in the Sagaing region, on Tuesday, killing as many
as 100 people, including many children, according to a witness.

A fighter jet dropped bombs on the crowd and a helicopter then opened
fire, the witness told reporters. Villagers had come together to open an
office of the opposition.

The military's spokesman admitted the attack on state television on
Tuesday night. He said that some of the dead were fighters in uniform but
that there could also be people in civilian clothes among them. He blamed
mines laid by the People's Defence Force for some of the deaths.

The opposition National Unity Government accused the military of an
indiscriminate attack on civilians. The United Nations human rights chief
said that schoolchildren were among the victims.

Paraphrase for demonstration; not an original report.
""".strip().splitlines()


def page() -> bytes:
    """Return the page's drawing commands: the title in bold, then the lines, with gaps between paragraphs."""
    commands = ["BT", "/F2 15 Tf", "72 760 Td", f"({_escaped(TITLE)}) Tj", "/F1 11 Tf"]
    gap = 24
    for line in (*HEAD, "", *BODY):
        if line:
            commands += [f"0 -{gap} Td", f"({_escaped(line)}) Tj"]
        gap = 15 if line else 27
    return "\n".join([*commands, "ET"]).encode("cp1252")


def pdf() -> bytes:
    """Return the whole file, PDF 1.4, uncompressed, with title, author and date in its information dictionary."""
    content = page()
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        (font % "Helvetica").encode(),
        (font % "Helvetica-Bold").encode(),
        f"<< /Title ({_escaped(TITLE)}) /Author (Staff) /CreationDate ({CREATED}) >>".encode("cp1252"),
    ]
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else TARGET).write_bytes(pdf())
