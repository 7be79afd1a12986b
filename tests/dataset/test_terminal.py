import io
import re
from typing import Literal

import msgspec
import pytest
from rich.console import Console

from allegata.dataset import Dataset, print_dataset
from tests.dataset.hostile import hostile
from tests.dataset.sample import sample


def printed(dataset: Dataset, width: int, *, terminal: bool = False) -> str:
    stream = io.StringIO()
    system: Literal["standard"] | None = "standard" if terminal else None
    console = Console(file=stream, width=width, force_terminal=terminal, color_system=system, _environ={})
    print_dataset(dataset, console)
    return stream.getvalue()


def joined(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line) for line in printed(sample(), width).splitlines()) <= width


def test_documents_incidents_patterns_communications_and_notes_are_told() -> None:
    text = joined(printed(sample(), 200))
    for words in (
        "Levant Courier · no publication date · language en",
        "29 November 2018 (stated by the user)",
        "Incident 1 Airstrike alleged, Tel Marwan (within Harran)",
        "killed or injured 41 or more (split unknown)",
        "denied by Northern Coalition",
        "1 general accusation, not counted as incidents",
        "2 letters: Foreign Ministry → UN Security Council",
        "demands of UN Security Council: “open an independent inquiry”",
        "2 documents, 6 claims, 3 incidents, 1 sentence not read.",
        "broken.pdf: not read (not a PDF); ask its sender for another copy",
    ):
        assert words in text


def test_the_narrow_table_keeps_every_value() -> None:
    text = joined(printed(sample(), 80))
    assert "What, where, when" in text
    assert "“a number" in text
    assert "split" in text


def test_unknown_casualties_are_said_to_be_unknown() -> None:
    incident = sample().incidents[2]
    unknown = msgspec.structs.replace(incident, killed=sample().incidents[0].killed, killed_by_group={})
    assert "casualties unknown" in joined(printed(msgspec.structs.replace(sample(), incidents=(unknown,)), 120))


def test_an_empty_dataset_says_so() -> None:
    assert "No incident is alleged in what was read." in printed(Dataset(), 80)


def test_notes_are_yellow_on_a_terminal() -> None:
    assert "\x1b[33mbroken.pdf" in printed(sample(), 120, terminal=True)


@pytest.mark.parametrize("terminal", [False, True])
def test_no_control_character_of_a_document_reaches_the_terminal(terminal: bool) -> None:
    text = printed(hostile(), 100, terminal=terminal)
    own_styles_only = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not set("\x1b\x07\x9b\u202e\r") & set(own_styles_only)
    assert "⟨U+001B⟩" in own_styles_only
    assert "[red]" in own_styles_only
