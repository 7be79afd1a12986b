"""Bytes to characters, without guessing, and characters to clean text."""

import codecs
import re

from allegata.intake.limits import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Format characters that hide or reorder text. Zero-width joiners stay: Persian, Urdu and Indic words need them.
_REMOVED = dict.fromkeys(
    [
        *(c for c in range(0x20) if c not in (0x09, 0x0A, 0x0C, 0x0D)),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,
        0x061C,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
    ]
)
_REPLACED: dict[int, str | None] = {
    **_REMOVED,
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    0x09: " ",
    0x0D: "\n",
    0x85: "\n",
    0xA0: " ",
    0x2007: " ",
    0x202F: " ",
    0x2028: "\n",
    0x2029: "\n\n",
}


def decode(data: bytes, declared: str | None = None) -> str:
    """Return ``data`` as characters: by its byte order mark, else UTF-8, else the charset that it declares itself.

    Raises ``UnreadableError`` otherwise: an encoding is never guessed, since a wrong guess yields wrong names.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"broken {encoding.upper()} at byte {error.start + len(mark)}; save it again"
                ) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = error.start
    if declared:
        try:
            return data.decode(codecs.lookup(declared).name)
        except (LookupError, UnicodeDecodeError, UnicodeError, ValueError):
            raise UnreadableError(
                f"neither UTF-8 nor the charset it declares ({declared[:40]}); convert it to UTF-8"
            ) from None
    raise UnreadableError(
        f"not UTF-8 (byte 0x{data[where]:02X} at {where}); convert it: iconv -f ENCODING -t UTF-8 FILE > NEW"
    )


def clean(text: str) -> str:
    """Return ``text`` with one kind of line break, plain spaces and no control or hidden format characters.

    Form feeds stay (they separate articles). The text is not normalised otherwise (no NFC), so that words stay as
    they were published.
    """
    return text.replace("\r\n", "\n").translate(_REPLACED)


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` cannot be text: NULs without a UTF-16 or UTF-32 mark, or many control characters."""
    if any(data.startswith(mark) for mark, _ in _BOMS):
        return False
    head = data[:65536]
    if b"\0" in head:
        return True
    controls = len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", head))
    return controls * 20 > len(head)
