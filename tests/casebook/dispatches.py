"""Dispatches of the project's own, in several scripts, that the tests of the casebook take in."""

from allegata.intake import from_text
from allegata.records import Document

STRIKE = """Strike on market in Idlib

Source: Levant Courier

Published: 12 March 2024

Government warplanes bombed a market in Idlib on Monday, killing at least five civilians and wounding dozens, a doctor \
at the town's hospital said. The army denied that its aircraft had struck the market."""

SECOND = """Bombing of Idlib market

Source: Harbour Times

Published: 13 March 2024

Seven people were killed on Monday when warplanes bombed a market in Idlib, the Civil Defence said. Two women were \
among the dead."""

ELSEWHERE = """Shelling in Taiz

Source: Gulf Monitor

Published: 2 May 2024

Shelling by Houthi fighters killed three children in Taiz on Wednesday, local residents said."""

PEACEFUL = """Library to open

Source: Harbour Times

Published: 3 May 2024

The council approved a plan for a new library on Tuesday, the mayor said."""

ARABIC = """بيان

قالت مصادر محلية إن الطائرات قصفت سوقًا في إدلب يوم الاثنين، وإن المدينة شهدت دمارًا كبيرًا في المستشفى."""

RUSSIAN = """Сообщение

Местные жители сообщили, что ещё один снаряд попал в школу в Харькове в понедельник."""

NYALA = """Gunmen open fire in Nyala

Source: Gulf Monitor

Published: 20 June 2024

Gunmen shot dead two teachers in Nyala on Thursday, a relative said. \
The Foreign Ministry sent a letter to the United Nations and called on it to open an inquiry into the attack."""

ALL = (STRIKE, SECOND, ELSEWHERE, PEACEFUL, ARABIC, RUSSIAN, NYALA)


def documents() -> list[Document]:
    """Return all of them as documents."""
    return [document for n, text in enumerate(ALL) for document in from_text(text, origin=f"dispatch-{n}.txt")]
