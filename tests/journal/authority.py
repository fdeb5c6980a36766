"""A local time-stamping authority, made by OpenSSL alone, for the tests."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CONFIG = """\
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Test authority
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = local
[local]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def make_authority(folder: Path) -> Path:
    """A root and a time-stamping certificate, made by OpenSSL alone."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command")
    folder.mkdir()
    config = folder / "tsa.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("1000\n")  # an even number of hexadecimal digits, or OpenSSL refuses it

    def call(*arguments: object) -> None:
        subprocess.run([openssl, *map(str, arguments)], check=True, capture_output=True, cwd=folder)

    for name in ("root", "tsa"):
        call("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    call("req", "-new", "-x509", "-key", "root.key", "-out", "root.pem", "-days", 3650, "-config", config,
         "-extensions", "root", "-subj", "/CN=Test root")  # fmt: skip
    call("req", "-new", "-key", "tsa.key", "-out", "tsa.csr", "-config", config, "-subj", "/CN=Test authority")
    call("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", 2, "-days", 3650,
         "-out", "tsa.pem", "-extfile", config, "-extensions", "stamping")  # fmt: skip
    return folder
