"""Manifests: what a casebook holds as a list of hashes, signed, and stamped with the time by somebody else.

A manifest is a folder: ``manifest.json`` (the head of the log and the hashes of the two lists), ``originals.sha256``
(as ``sha256sum -c`` reads it), ``records.tsv``, and where asked for ``manifest.sig`` (Ed25519, RFC 8032),
``public.pem``, ``manifest.tsq`` and ``manifest.tsr`` (RFC 3161). It holds hashes and ids, and no words of a document.
"""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from sqlalchemy import Connection, select

from allegata import __version__
from allegata.casebook.blobs import write_whole
from allegata.casebook.chain import Head, canonical, sha256
from allegata.casebook.clock import now
from allegata.casebook.errors import CasebookError
from allegata.casebook.tables import accounts, blobs, captures, casebook, claims, documents, judgements, log, moves

MANIFEST, ORIGINALS, RECORDS = "manifest.json", "originals.sha256", "records.tsv"
SIGNATURE, PUBLIC, QUERY, RESPONSE = "manifest.sig", "public.pem", "manifest.tsq", "manifest.tsr"
LARGEST = 1_000_000
"""Bytes that a time stamp may have."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What ``manifest.json`` holds."""

    allegata: str
    casebook: str
    head: Head
    made: str
    by: str
    originals: int
    records: int
    originals_sha256: str
    records_sha256: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a manifest. ``faults``: what does not hold; ``remarks``: what holds, and what is not there."""

    manifest: Manifest
    faults: tuple[str, ...]
    remarks: tuple[str, ...]


def lists(connection: Connection, by: str) -> tuple[Manifest, bytes, bytes]:
    """Return the manifest of one state of a casebook, the list of original bytes and the list of records."""
    originals = list(
        connection.execute(select(blobs.c.sha256).where(blobs.c.erased.is_(False)).order_by(blobs.c.sha256)).scalars()
    )
    first = "".join(f"{name}  {name[:2]}/{name}\n" for name in originals).encode()
    rows = list(_records(connection))
    second = "".join(f"{kind}\t{id}\t{digest}\n" for kind, id, digest in rows).encode()
    own = connection.execute(select(casebook)).one()
    at = connection.execute(select(log.c.at).where(log.c.n == own.last)).scalar_one()
    manifest = Manifest(
        allegata=__version__,
        casebook=own.id,
        head=Head(casebook=own.id, n=own.last, hash=own.last_hash, at=at),
        made=now(),
        by=by,
        originals=len(originals),
        records=len(rows),
        originals_sha256=sha256(first),
        records_sha256=sha256(second),
    )
    return manifest, first, second


def _records(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for kind, table in (("document", documents), ("claim", claims), ("judgement", judgements)):
        query = select(table.c.id, table.c.record).where(table.c.record.is_not(None)).order_by(table.c.n)
        for id, record in connection.execution_options(yield_per=1000).execute(query):
            yield kind, id, sha256(record)
    for kind, table in (("capture", captures), ("move", moves)):
        for row in connection.execute(select(table).order_by(table.c.n)):
            yield kind, row.id, sha256(canonical({name: v for name, v in row._mapping.items() if name != "n"}))
    for row in connection.execute(select(accounts).order_by(accounts.c.name)):
        yield "account", sha256(row.name)[:16], sha256(canonical(dict(row._mapping)))


def write_manifest(
    out: Path, manifest: Manifest, originals: bytes, records: bytes, key: Ed25519PrivateKey | None
) -> bytes:
    """Write a manifest into a new or empty folder, signed where there is a key; return the bytes that were signed."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CasebookError(f"{out}: is there already; name a new folder")
    out.mkdir(parents=True, exist_ok=True)
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    for name, data in ((ORIGINALS, originals), (RECORDS, records), (MANIFEST, content)):
        write_whole(out / name, data)
    if key is not None:
        write_whole(out / SIGNATURE, key.sign(content))
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write_whole(out / PUBLIC, public)
    return content


def new_key(path: Path, password: str | None) -> str:
    """Write a new private key, for its owner alone to read; return the public key in PEM."""
    if path.exists():
        raise CasebookError(f"{path}: is there already; a key is never overwritten")
    key = Ed25519PrivateKey.generate()
    closing = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, closing))
    path.chmod(0o600)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_key(path: Path, password: str | None = None) -> Ed25519PrivateKey:
    """Return the private key of a PEM file. Raises `CasebookError` where it holds none, or the password is wrong."""
    try:
        key = load_pem_private_key(path.read_bytes(), password.encode() if password else None)
    except OSError as error:
        raise CasebookError(
            f"{path}: cannot be read ({error.strerror}); make one with `allegata casebook key`"
        ) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CasebookError(f"{path}: holds no key that opens with this password ({error})") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CasebookError(f"{path}: holds another kind of key; make one with `allegata casebook key`")
    return key


def locked(path: Path) -> bool:
    """Tell whether a private key is locked by a password."""
    try:
        return b"ENCRYPTED" in path.read_bytes()[:200]
    except OSError:
        return False


def stamp(out: Path, content: bytes, authority: str | None) -> None:
    """Write the question for a time stamp of ``content`` and, where an authority's address is given, its answer.

    Only then is anything sent, and only to that address: the SHA-256 of the manifest. Raises `CasebookError` where the
    authority does not answer with a time stamp.
    """
    question = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    write_whole(out / QUERY, question.as_bytes())
    if authority is None:
        return
    if not authority.startswith(("http://", "https://")):
        raise CasebookError(f"{authority}: write the authority's address with http:// or https://")
    asked = urllib.request.Request(
        authority, data=question.as_bytes(), headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            stamped = answer.read(LARGEST)
        decode_timestamp_response(stamped)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise CasebookError(
            f"{authority}: gave no time stamp ({error}); the manifest is written, and {QUERY} can be sent by hand"
        ) from error
    write_whole(out / RESPONSE, stamped)


def check_manifest(
    folder: Path, public: Path | None = None, roots: Path | None = None, originals: Path | None = None
) -> Checked:
    """Check a manifest by itself: its lists, its signature and its time stamp.

    ``public``: the key that it must be signed with; without it, that the signature fits the key that lies beside it is
    all that can be said. ``roots``: certificates of the authority, in PEM. ``originals``: a folder of original bytes to
    check against the list. Raises `CasebookError` where the folder holds no manifest.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = msgspec.json.decode(content, type=Manifest)
    except OSError as error:
        raise CasebookError(f"{folder}: holds no {MANIFEST}; name a folder that `casebook manifest` wrote") from error
    except msgspec.DecodeError as error:
        raise CasebookError(f"{folder / MANIFEST}: is no manifest ({error})") from error
    faults: list[str] = []
    remarks = [f"made {manifest.made} by {manifest.by}", f"head of the log: {manifest.head.n} {manifest.head.hash}"]
    for name, digest in ((ORIGINALS, manifest.originals_sha256), (RECORDS, manifest.records_sha256)):
        found = _read(folder / name)
        if found is None or sha256(found) != digest:
            faults.append(f"{name}: was changed, or is missing")
    _signature(folder, content, public, faults, remarks)
    _time_stamp(folder, content, roots, faults, remarks)
    if originals is not None:
        for line in (_read(folder / ORIGINALS) or b"").decode().splitlines():
            digest, _, name = line.partition("  ")
            data = _read(originals / name)
            if data is None or sha256(data) != digest:
                faults.append(f"{originals / name}: was changed, or is missing")
    return Checked(manifest=manifest, faults=tuple(faults), remarks=tuple(remarks))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _signature(folder: Path, content: bytes, public: Path | None, faults: list[str], remarks: list[str]) -> None:
    signature, beside = _read(folder / SIGNATURE), _read(public if public is not None else folder / PUBLIC)
    if signature is None or beside is None:
        if public is not None or signature is not None or beside is not None:
            faults.append("the signature or the key to check it with is missing")
        else:
            remarks.append("not signed")
        return
    try:
        key = load_pem_public_key(beside)
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("another kind of key")
        key.verify(signature, content)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm) as error:
        faults.append(f"{SIGNATURE}: is not a signature of this manifest by this key ({error or 'it does not fit'})")
        return
    whose = "by the given key" if public is not None else "by the key beside it; compare that key with its owner's"
    remarks.append(f"signed {whose}")


def _time_stamp(folder: Path, content: bytes, roots: Path | None, faults: list[str], remarks: list[str]) -> None:
    data = _read(folder / RESPONSE)
    if data is None:
        (faults if roots is not None else remarks).append("no time stamp")
        return
    try:
        response = decode_timestamp_response(data)
        info = response.tst_info
        if bytes(info.message_imprint.message).hex() != sha256(content):
            faults.append(f"{RESPONSE}: is the time stamp of something else")
            return
        if roots is None:
            remarks.append(f"stamped {info.gen_time.isoformat()}, not checked: give the authority's certificate")
            return
        builder = VerifierBuilder()
        for certificate in _certificates(roots):
            same = certificate.issuer == certificate.subject
            builder = (
                builder.add_root_certificate(certificate) if same else builder.add_intermediate_certificate(certificate)
            )
        builder.build().verify_message(response, content)
        remarks.append(f"stamped {info.gen_time.isoformat()} by an authority of {roots}")
    except (VerificationError, ValueError) as error:
        faults.append(f"{RESPONSE}: is no time stamp of this manifest by this authority ({error})")


def _certificates(path: Path) -> list[Certificate]:
    data = _read(path)
    if data is None:
        raise CasebookError(f"{path}: cannot be read; name a file of certificates in PEM")
    return load_pem_x509_certificates(data)


def logged(out: Path) -> dict[str, Any]:
    """Return what the log keeps of a manifest that was written."""
    return {path.name: sha256(path.read_bytes()) for path in sorted(out.iterdir()) if path.is_file()}
