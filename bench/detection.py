"""Detection: speed per message, long text, start and memory, beside presidio-analyzer, spaCy and piighost.

    python -m bench.detection [--quick] [--no-peers]

One core. Messages are 130-character service messages, filled from templates with values drawn anew. Absolute figures
move with the host: the ratios are what to compare. The peers are installed in `bench/.environments/peers-detection`
(by `--install-peers`, which needs the network) and run in the same call.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".environments" / "peers-detection"

TEMPLATES = (
    "Bonjour, je n'ai toujours pas reçu ma commande {ref} passée il y a dix jours, pouvez-vous vérifier avec le transporteur svp ?",
    "Madame, Monsieur, je vous informe de ma décision de résilier le contrat n° {num} à compter du mois prochain. {name}",
    "slt ma box clignote rouge depuis ce matin jé redemaré 3 fois et rien mon num c {phone} merci de me rappeler vite",
    "Suite à notre échange, voici mon nouveau RIB pour le prélèvement : {iban}. Merci de confirmer la bonne réception.",
    "Je souhaite savoir si votre magasin est ouvert le dimanche et si l'article vu en vitrine est encore disponible en bleu.",
    "Mon adresse a changé, j'habite désormais au {number} rue des Tilleuls, 69003 Lyon, merci de mettre à jour mon dossier.",
    "La facture du mois dernier me semble trop élevée par rapport à ma consommation habituelle, comment l'expliquez-vous ?",
    "Vous pouvez m'écrire à {email} ou m'appeler après dix-huit heures, je suis en réunion une bonne partie de la journée.",
    "Merci beaucoup pour votre aide rapide et efficace, le technicien est passé et tout fonctionne de nouveau parfaitement.",
    "Le colis indiqué comme livré n'est jamais arrivé, mon voisin n'a rien vu non plus, je demande un remboursement intégral.",
    "Bonjour, quel est le délai de rétractation pour un achat en ligne et les frais de retour sont-ils à ma charge ? Cordialement",
    "Je suis {name}, née le {birth}, et je n'arrive pas à accéder à mon espace client depuis le changement de mot de passe.",
)
NAMES = (
    "Hélène Vauthrin",
    "Maxence Bourdillat",
    "Awa Diarra",
    "Thi Mai Nguyen",
    "Karim Belkacem",
    "Odile Wasselin",
    "João Pereira",
    "Ewa Kowalska",
)


def messages(count: int, seed: int = 7) -> list[str]:
    """Return messages of about 130 characters, the same for one seed."""
    chance = random.Random(seed)

    def digits(size: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(size))

    out = []
    for index in range(count):
        text = TEMPLATES[index % len(TEMPLATES)].format(
            ref=f"CMD-{digits(4)}-{digits(2)}B", num=digits(10), name=chance.choice(NAMES), phone=f"06 39 98 {digits(2)} {digits(2)}", number=chance.randrange(1, 200),
            iban=f"FR76 3000 {digits(4)} {digits(4)} {digits(4)} {digits(4)} {digits(3)}", email=f"client{digits(4)}@courriel.example", birth=f"{chance.randrange(10, 28)}/0{chance.randrange(1, 9)}/19{chance.randrange(50, 99)}",
        )  # fmt: skip
        out.append(text)
    return out


def timed(find: object, texts: list[str], rounds: int) -> dict[str, float]:
    """Return messages per second (median of rounds) and the latencies of single messages, in CPU time."""
    rates, latencies = [], []
    for text in texts[:60]:
        find(text)
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            before = time.process_time()
            find(text)
            latencies.append(time.process_time() - before)
        rates.append(len(texts) / (time.process_time() - start))
    latencies.sort()
    return {
        "messages_per_s": round(statistics.median(rates)),
        "p50_ms": round(1000 * latencies[len(latencies) // 2], 4),
        "p99_ms": round(1000 * latencies[int(len(latencies) * 0.99)], 4),
    }


def long_text(find: object, texts: list[str]) -> dict[str, float]:
    """Return the CPU time of 10 kB and of 100 kB, in ms."""
    joined = "\n".join(texts * 20)
    out = {}
    for size in (10_000, 100_000):
        spent = []
        for _ in range(3):
            start = time.process_time()
            find(joined[:size])
            spent.append(time.process_time() - start)
        out[f"ms_{size // 1000}_kB"] = round(1000 * statistics.median(spent), 1)
    out["growth"] = round(out["ms_100_kB"] / out["ms_10_kB"], 1)
    return out


def start_and_memory(code: str, python: str = sys.executable) -> dict[str, float]:
    """Return the time and the peak resident memory of a fresh process that finds in one text.

    The peak is read from the kernel's table, because `ru_maxrss` is inherited from the parent.
    """
    spent, memory = [], 0
    for _ in range(3):
        start = time.perf_counter()
        probe = code + "; print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
        done = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=True)
        spent.append(time.perf_counter() - start)
        memory = int(done.stdout.split()[-1])
    return {"start_s": round(min(spent), 2), "rss_mb": round(memory / 1024)}


def egide(texts: list[str], rounds: int) -> dict[str, object]:
    from egide.detection import Detector

    full, rules = Detector.default(), Detector.rules_only()
    answers: dict[str, object] = {
        "full": timed(full.find, texts, rounds),
        "rules only": timed(rules.find, texts, rounds),
    }
    for mode, detector in (("full", full), ("rules only", rules)):
        start = time.process_time()
        count = sum(1 for _ in detector.find_many(texts))
        answers[f"{mode}, find_many"] = {"messages_per_s": round(count / (time.process_time() - start))}
    answers["long text, full"] = long_text(full.find, texts)
    answers["long text, rules only"] = long_text(rules.find, texts)
    answers["process, full"] = start_and_memory(
        "from egide.detection import Detector; Detector.default().find('Je suis Awa Diarra, 06 39 98 55 23')"
    )
    return answers


PRESIDIO = """
import json, sys, time
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine
class Blank(SpacyNlpEngine):
    def __init__(self):
        super().__init__()
        self.nlp = {"fr": spacy.blank("fr")}
registry = RecognizerRegistry(supported_languages=["fr"])
registry.load_predefined_recognizers(languages=["fr"])
engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["fr"])
find = lambda text: engine.analyze(text, language="fr")
"""
SPACY = """
import json, sys, time
import spacy
nlp = spacy.blank("fr")
ruler = nlp.add_pipe("entity_ruler")
two = {"TEXT": {"REGEX": "^[0-9]{2}$"}}
ruler.add_patterns([
 {"label": "EMAIL", "pattern": [{"LIKE_EMAIL": True}]}, {"label": "URL", "pattern": [{"LIKE_URL": True}]},
 {"label": "PHONE", "pattern": [{"TEXT": {"REGEX": "^0[1-9]$"}}, two, two, two, two]},
 {"label": "NUMBER", "pattern": [{"TEXT": {"REGEX": "^[0-9]{9,20}$"}}]},
 {"label": "IBAN", "pattern": [{"TEXT": {"REGEX": "^[A-Z]{2}[0-9]{2}$"}}, {"TEXT": {"REGEX": "^[A-Z0-9]{4}$"}, "OP": "{3,6}"}]}])
find = lambda text: nlp(text).ents
"""
PIIGHOST = """
import json, sys, time, re
patterns = {
 "EMAIL": r"[\\w.+-]+@[\\w-]+\\.[\\w.-]+", "URL": r"https?://\\S+", "IP": r"\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b", "CARD": r"\\b(?:\\d[ -]?){13,16}\\b",
 "IBAN": r"\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\\b", "PHONE": r"(?:\\+33|0)[ .-]?[1-9](?:[ .-]?\\d{2}){4}", "NIR": r"\\b[12] ?\\d{2} ?\\d{2} ?\\d{2} ?\\d{3} ?\\d{3} ?\\d{2}\\b",
 "SIRET": r"\\b\\d{3} ?\\d{3} ?\\d{3} ?\\d{5}\\b", "ID": r"\\b\\d{12}\\b"}
import piighost
try:
    from piighost.components.detector.regex import RegexDetector
except ImportError:
    from piighost.detector import RegexDetector
detector = RegexDetector(patterns=patterns)
def find(text):
    answer = detector.detect(text)
    try:
        answer.send(None)
    except StopIteration as done:
        return done.value
"""
MEASURE = """
texts = json.load(sys.stdin)
for text in texts[:30]:
    find(text)
rates, latencies = [], []
for _ in range(3):
    start = time.process_time()
    for text in texts:
        before = time.process_time()
        find(text)
        latencies.append(time.process_time() - before)
    rates.append(len(texts) / (time.process_time() - start))
latencies.sort()
joined = "\\n".join(texts * 20)[:100000]
start = time.process_time()
find(joined)
import resource
print(json.dumps({"messages_per_s": round(sorted(rates)[1]), "p50_ms": round(1000 * latencies[len(latencies) // 2], 4), "p99_ms": round(1000 * latencies[int(len(latencies) * 0.99)], 4),
  "ms_100_kB": round(1000 * (time.process_time() - start), 1), "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))
"""


def peer(code: str, texts: list[str]) -> dict[str, object]:
    python = PEERS / "bin" / "python"
    if not python.exists():
        return {"skipped": "run with --install-peers first"}
    done = subprocess.run(
        [str(python), "-c", code + MEASURE],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:200]}
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def ratios(answers: dict[str, Any]) -> dict[str, float]:
    """Return how many times more messages each mode reads than each peer of the same run."""
    modes = {name: figures for name, figures in answers["egide"].items() if "messages_per_s" in figures}
    peers = {
        name: figures for name, figures in answers.items() if isinstance(figures, dict) and "messages_per_s" in figures
    }
    return {
        f"{mode} / {name}": round(ours["messages_per_s"] / theirs["messages_per_s"], 2)
        for mode, ours in modes.items()
        for name, theirs in peers.items()
    }


def install_peers() -> None:
    import venv

    venv.create(PEERS, with_pip=True)
    subprocess.run([str(PEERS / "bin" / "pip"), "install", "-q", "presidio-analyzer", "piighost"], check=True)


def run(argv: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser(prog="python -m bench.detection")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--install-peers", action="store_true")
    options = parser.parse_args(argv)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if options.install_peers:
        install_peers()
    texts = messages(240 if options.quick else 1200)
    answers: dict[str, Any] = {"mean_characters": round(statistics.mean(map(len, texts)))}
    answers["egide"] = egide(texts, 3 if options.quick else 5)
    if not options.no_peers:
        answers["presidio-analyzer, blank fr"] = peer(PRESIDIO, texts[:240])
        answers["spaCy, blank fr with an entity ruler"] = peer(SPACY, texts)
        answers["piighost RegexDetector"] = peer(PIIGHOST, texts)
    answers["ratios, messages per second"] = ratios(answers)
    answers["this process, rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return answers


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=1, ensure_ascii=False))
