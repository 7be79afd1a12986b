"""Run as a program: work on a casebook in processes that are killed at random moments, again and again.

Each process opens the casebook, takes in what is not there, judges, and writes a line into a file for all that was
acknowledged to it. The program itself only starts them, kills them (SIGKILL), and verifies in between.
"""

import io
import os
import random
import signal
import sys
import time
from pathlib import Path

import msgspec

from allegata.casebook import Casebook, Person
from allegata.reading import Reading

ME = Person(name="amal", role="admin", restricted=True)


def work(address: str, blobs: Path | None, readings: list[Reading], acknowledged: int, seed: int) -> None:
    """Take in all readings in order, judge each claim that was taken in, and tell of each thing done."""
    chance = random.Random(seed)

    def tell(*words: str) -> None:
        os.write(acknowledged, (" ".join(words) + "\n").encode())

    with Casebook.open(address, blobs=blobs) as casebook:
        for reading in readings:
            if casebook.known(reading.document) is None:
                blob = casebook.keep(io.BytesIO(reading.document.text.encode()))
                casebook.take(reading, blob, by="amal")
                tell("document", reading.document.id, *(claim.id for claim in reading.claims))
            for claim in reading.claims:
                if not casebook.view(ME).judgements([claim.id]):
                    kind = chance.choice(("accept", "correct"))
                    made = (
                        casebook.judge(ME, "accept", [claim.id], why="", refresh=False)
                        if kind == "accept"
                        else casebook.judge(
                            ME, "correct", [claim.id], field="stance", new="reports", why="heard", refresh=False
                        )
                    )
                    tell("judgement", made.id, claim.id)


def main() -> None:
    """Kill as often as asked for; print one line for each fault that was found."""
    address, blobs, given, told, kills = sys.argv[1:6]
    folder = Path(blobs) if blobs else None
    readings = msgspec.json.decode(Path(given).read_bytes(), type=list[Reading])
    chance = random.Random(20240311)
    with Path(told).open("ab", buffering=0) as acknowledged:
        for number in range(int(kills)):
            child = os.fork()
            if child == 0:
                try:
                    work(address, folder, readings, acknowledged.fileno(), number)
                finally:
                    os._exit(0)
            time.sleep(chance.uniform(0.0, 0.3))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            with Casebook.open(address, blobs=folder) as casebook:
                fault = casebook.verify().fault
            print("killed" if os.WIFSIGNALED(status) else "done", fault or "holds", flush=True)


if __name__ == "__main__":
    main()
