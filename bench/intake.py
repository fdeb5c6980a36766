"""Measure the intake: records a second and peak memory by size of file, malformed mail and reply parting beside their peers.

    python -m bench.intake [--small-mb 10] [--large-mb 100] [--repeats 3] [--json]

Each reading runs in a process of its own, so that its peak memory is its own. Peers: the standard library's ``mailbox`` and
structured ``email`` headers, and mail-parser-reply, the reply parser that the desk would otherwise use.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import mailbox
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from egide.intake import Record, read
from egide.intake.replies import split_reply

SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "email-raw-fixtures"
MIB = 1024 * 1024
FORMATS = ("jsonl", "csv", "mbox", "parquet")
SENTENCE = (
    "Bonjour, ma facture d'août affiche 812 kWh alors que nous étions absents trois semaines, merci de la refaire. "
)


def rows() -> Iterator[dict[str, str]]:
    """Give synthetic messages without end: 100 to 900 characters each."""
    number = 0
    while True:
        yield {
            "id": f"m-{number}",
            "thread_id": f"t-{number // 3}",
            "channel": "email",
            "started_at": f"2026-09-{number % 28 + 1:02d}T08:{number % 60:02d}:00Z",
            "email": f"client{number // 3}@exemple.test",
            "subject": f"Facture {number}",
            "text": f"{number} {SENTENCE * (1 + number % 8)}".strip(),
        }
        number += 1


def write_file(path: Path, size: int) -> None:
    """Write a file of about ``size`` bytes in the format of its extension."""
    form = path.suffix[1:]
    if form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        writer: Any = None
        source = rows()
        written = 0
        while written < size:
            batch = [next(source) for _ in range(20_000)]
            written += sum(len(row["text"]) + 80 for row in batch)
            table = pa.Table.from_pylist(batch)
            writer = writer or pq.ParquetWriter(path, table.schema, compression="none", use_dictionary=False)
            writer.write_table(table)
        writer.close()
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        if form == "csv":
            file.write("id;thread_id;channel;started_at;email;subject;text\n")
        for row in rows():
            if form == "jsonl":
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            elif form == "csv":
                file.write(";".join(f'"{cell}"' for cell in row.values()) + "\n")
            else:
                file.write(
                    f"From {row['email']} Wed Sep  2 08:14:00 2026\nFrom: {row['email']}\nTo: sav@orvelie.test\n"
                    f"Subject: {row['subject']}\nDate: Wed, 02 Sep 2026 08:14:00 +0200\nMessage-ID: <{row['id']}@x.test>\n"
                    f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{row['text']}\n\n"
                    f"Cordialement,\nA. B.\n\nLe 1 sept. 2026 à 10:00, SAV <sav@orvelie.test> a écrit :\n> Bonjour\n\n"
                )
            if file.tell() >= size:
                return


def peak_mib() -> float:
    """Give the peak resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_once(path: Path, reader: str) -> dict[str, float]:
    """Read one file in this process and tell what it took."""
    started = time.perf_counter()
    count = 0
    if reader == "egide":
        with path.open("rb") as stream:
            for item in read(stream, path.name):
                count += isinstance(item, Record)
    else:
        for message in mailbox.mbox(path):
            structured = message_from_bytes(message.as_bytes(), policy=policy.default)
            body = structured.get_body(("plain",))
            count += bool(structured["subject"] and structured["from"] and body and body.get_content())
    return {"records": count, "seconds": time.perf_counter() - started, "peak_mib": peak_mib()}


def measured(path: Path, reader: str, repeats: int) -> dict[str, float]:
    """Read a file in processes of their own and give medians."""
    runs = []
    for _ in range(repeats):
        command = [sys.executable, "-m", "bench.intake", "--child", str(path), "--reader", reader]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(done.stdout))
    seconds = statistics.median(run["seconds"] for run in runs)
    return {
        "records": runs[0]["records"],
        "records_per_s": round(runs[0]["records"] / seconds),
        "mib_per_s": round(path.stat().st_size / MIB / seconds, 1),
        "peak_mib": round(statistics.median(run["peak_mib"] for run in runs), 1),
    }


def flat_memory(folder: Path, small_mb: int, large_mb: int, repeats: int) -> Iterator[dict[str, object]]:
    """Compare a small and a large file of each format, and mbox with its peer."""
    for form in FORMATS:
        small, large = folder / f"small.{form}", folder / f"large.{form}"
        write_file(small, small_mb * MIB)
        write_file(large, large_mb * MIB)
        little, much = measured(small, "egide", repeats), measured(large, "egide", repeats)
        ratio = round(much["peak_mib"] / little["peak_mib"], 2)
        yield {"format": form, "small": little, "large": much, "peak_ratio": ratio}
        if form == "mbox":
            yield {"format": form, "peer": "mailbox + policy.default", "small": measured(small, "peer", repeats)}


def malformed_mail() -> dict[str, object]:
    """Count the real malformed mails that end well here, and with the standard library's structured headers."""
    files = sorted((SHARED / "mail").rglob("*.eml"))
    ended = peer = 0
    for file in files:
        raw = file.read_bytes()
        ended += len(list(read(raw, file.name))) == 1
        try:
            message = message_from_bytes(raw, policy=policy.default)
            str(message["subject"])
            str(message["from"])
            str(message["date"])
            body = message.get_body(("plain", "html"))
            if body is not None:
                body.get_content()
            list(message.iter_attachments())
            peer += 1
        except Exception:  # noqa: BLE001, S112 - what the peer raises is what is counted
            continue
    return {"files": len(files), "egide": ended, "policy.default": peer}


def reply_parting(repeats: int) -> dict[str, object]:
    """Count the fixtures whose reply is parted as a reader would, here and by mail-parser-reply."""
    gold = Path(__file__).parents[1] / "tests" / "intake" / "test_parts_a_reply.py"
    spec = importlib.util.spec_from_file_location("gold", gold)
    if spec is None or spec.loader is None:
        return {}
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from mailparser_reply import EmailReplyParser

    languages = ["en", "fr", "de", "es", "it", "nl", "pt"]
    peer = EmailReplyParser(languages=languages)

    def peer_body(text: str) -> str:
        replies = peer.read(text).replies
        # ``body`` is its reply without signatures and disclaimers, the like of what is compared.
        return str(replies[0].body or "") if replies else ""

    parsers: dict[str, Callable[[str], str]] = {
        "egide": lambda text: split_reply(text).text,
        "mail-parser-reply": peer_body,
    }
    cases = []
    for file in sorted((SHARED / "crisp").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        latin = text.startswith("Fusce bibendum")
        if latin or file.name in module.CRISP:
            cases.append(
                (text, ("Fusce", module._LATIN_END, "Company Questions") if latin else module.CRISP[file.name])
            )
    made = [
        (
            f"{module.REPLY}\n\n{announcement}\n\n{mark}Votre box est partie hier.",
            (module.REPLY, module.REPLY, "partie"),
        )
        for name, announcement in module.ANNOUNCEMENTS.items()
        for mark in ("> ", "")
        if mark or name != "orange fr"  # this mailer marks every line
    ]
    made.extend(
        (f"{module.REPLY}\n\n{sign}", (module.REPLY, module.REPLY, "Fictive")) for sign in module.SIGNATURES.values()
    )
    found: dict[str, object] = {"fixtures": len(cases), "seven languages": len(made)}
    for name, parse in parsers.items():
        seconds = []
        for _ in range(repeats):
            started = time.perf_counter()
            good = sum(_as_read(parse(text), *expected) for text, expected in cases)
            good_made = sum(_as_read(parse(text), *expected) for text, expected in made)
            seconds.append(time.perf_counter() - started)
        each_us = statistics.median(seconds) / (len(cases) + len(made)) * 1e6
        found[name] = {"fixtures": good, "seven languages": good_made, "each_us": round(each_us)}
    return found


def _as_read(text: str, begin: str, end: str, absent: str) -> bool:
    text = text.strip()
    return text.startswith(begin) and text.endswith(end) and absent not in text


def run(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small-mb", type=int, default=10)
    parser.add_argument("--large-mb", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--reader", default="egide", help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.child:
        print(json.dumps(read_once(chosen.child, chosen.reader)))
        return
    found: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine()}
    with tempfile.TemporaryDirectory() as folder:
        found["readers"] = list(flat_memory(Path(folder), chosen.small_mb, chosen.large_mb, chosen.repeats))
    if SHARED.is_dir():
        found["malformed mail"] = malformed_mail()
        found["reply parting"] = reply_parting(chosen.repeats)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for row in found["readers"]:  # type: ignore[attr-defined]
        print(row)
    print(found.get("malformed mail"))
    print(found.get("reply parting"))


if __name__ == "__main__":
    run()
