"""Manifests: lists of hashes, signatures, and time stamps of a local authority made with openssl."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from allegata.casebook import Casebook, CasebookError
from allegata.casebook.manifest import check_manifest, new_key
from tests.casebook.conftest import ME
from tests.casebook.test_store import claim_with, market

OPENSSL = shutil.which("openssl")
CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[tsa]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ts]
default_tsa = authority
[authority]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str | Path) -> None:
    assert OPENSSL is not None
    subprocess.run([OPENSSL, *arguments], check=True, capture_output=True)


class Authority:
    """A time stamping authority: its address, its root certificate, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root.pem"
        (folder / "serial").write_text("01\n")
        for name, section in (("root", "root"), ("tsa", "tsa")):
            (folder / f"{name}.cnf").write_text(CONFIG.format(name=f"Example {name}", folder=folder))
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", folder / f"{name}.key")
            more: list[str | Path] = (
                ["-CA", folder / "root.pem", "-CAkey", folder / "root.key"] if name == "tsa" else []
            )
            if name == "root":
                openssl(
                    *("req", "-x509", "-new", "-key", folder / "root.key", "-out", self.root, "-days", "3650"),
                    *("-config", folder / "root.cnf", "-extensions", section),
                )
            else:
                openssl(
                    *("req", "-new", "-key", folder / "tsa.key", "-out", folder / "tsa.csr"),
                    *("-config", folder / "tsa.cnf"),
                )
                openssl(
                    *("x509", "-req", "-in", folder / "tsa.csr", *more, "-CAcreateserial", "-days", "3650"),
                    *("-out", folder / "tsa.pem", "-extfile", folder / "tsa.cnf", "-extensions", section),
                )

    def reply(self, question: bytes) -> bytes:
        (self.folder / "asked.tsq").write_bytes(question)
        openssl(
            *("ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "authority"),
            *("-queryfile", self.folder / "asked.tsq", "-out", self.folder / "answer.tsr"),
        )
        return (self.folder / "answer.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Authority]]:
    """An authority that answers on the loopback address."""
    if OPENSSL is None:
        pytest.skip("openssl is not installed: time stamps are left out")
    made = Authority(tmp_path_factory.mktemp("authority"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = made.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", made
        server.shutdown()


def test_a_signed_and_stamped_manifest_holds_and_every_change_in_it_is_found(
    casebook: Casebook, authority: tuple[str, Authority], tmp_path: Path
) -> None:
    address, made = authority
    key, out = tmp_path / "key.pem", tmp_path / "manifest"
    public = tmp_path / "public.pem"
    public.write_text(new_key(key, None))
    assert key.stat().st_mode & 0o077 == 0
    manifest = casebook.manifest(ME, out, key=key, authority=address)
    found = check_manifest(out, public, made.root, casebook.blobs.folder)
    assert found.faults == ()
    assert any(remark.startswith("stamped") for remark in found.remarks)
    assert casebook.verify([manifest.head]).fault is None
    assert casebook.verify().head.n == manifest.head.n + 1  # that it was exported is in the log too
    names = sorted(path.name for path in out.iterdir())
    for name in names:
        if name == "manifest.tsq" or name == "public.pem":
            continue
        content = (out / name).read_bytes()
        (out / name).write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        try:
            assert check_manifest(out, public, made.root).faults, name
        except CasebookError:
            assert name == "manifest.json"
        (out / name).write_bytes(content)
    other = tmp_path / "other.pem"
    other.write_text(new_key(tmp_path / "other.key", "with a password"))
    assert "not a signature" in check_manifest(out, other).faults[0]
    assert "wrong" not in check_manifest(out).faults
    for words in ("market", "Idlib", "Harbour"):
        assert all(words.encode() not in path.read_bytes() for path in out.iterdir())
    if (tool := shutil.which("sha256sum")) is not None:
        subprocess.run([tool, "-c", "--quiet", out / "originals.sha256"], cwd=casebook.blobs.folder, check=True)


def test_a_casebook_that_was_set_back_does_not_fit_a_later_manifest(
    casebook: Casebook, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("set-back")
    early = casebook.manifest(ME, folder / "early")
    claim, _ = claim_with(casebook, market(casebook), "at least five")
    casebook.judge(ME, "accept", [claim], why="")
    later = casebook.manifest(ME, folder / "later")
    assert casebook.verify([early.head, later.head]).fault is None
    beyond = later.head.__class__(casebook=later.casebook, n=later.head.n + 7, hash=later.head.hash, at=later.head.at)
    fault = casebook.verify([beyond]).fault
    assert fault is not None
    assert "cut off" in fault.why
    another = later.head.__class__(casebook=later.casebook, n=early.head.n, hash="0" * 64, at=early.head.at)
    fault = casebook.verify([another]).fault
    assert fault is not None
    assert "manifest" in fault.why
    assert check_manifest(folder / "later").remarks[2:] == ("not signed", "no time stamp")


def test_an_authority_that_does_not_answer_leaves_the_manifest_and_the_question(
    casebook: Casebook, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("no-answer") / "manifest"
    with pytest.raises(CasebookError, match="sent by hand"):
        casebook.manifest(ME, out, authority="http://127.0.0.1:9/")
    assert (out / "manifest.tsq").is_file()
    assert check_manifest(out).faults == ()
