"""Write labelled service messages in seven languages from grammars, gazetteers and lexicons; nothing here is a real person."""

import re

from training.tagger.noise import Span, noise, same_length_lower
from training.tagger.sources import Labelled
from training.tagger.templates import grammar
from training.tagger.values import Values

_INLINE = 0.12


class Writer(Values):
    """Writes one message after another from a seed.

    Attributes:
        measuring: True to draw the held-out names and sentences only.
    """

    # Messages

    def message(self) -> Labelled:
        """Write one message of any channel and language, with casing and typing noise."""
        dice = self.random
        self.language = dice.choices(["fr", "en", "de", "es", "it", "nl", "pt"], [58, 8, 8, 7, 7, 6, 6])[0]
        channels = [(self._email_message, 34), (self._chat, 22), (self._form, 12), (self._single, 12)]
        if self.language == "fr":
            channels += [(self._note, 12), (self._call, 14), (self._call_clean, 5), (self._social, 8), (self._sms, 8)]
        write = dice.choices([channel for channel, _ in channels], [weight for _, weight in channels])[0]
        return self.noise(*write())

    def _email_message(self) -> Labelled:
        dice = self.random
        parts: list[tuple[str, Labelled]] = []
        if dice.random() < 0.85:
            parts.append(("\n", self.sentence("greeting")))
        count = dice.choice([1, 1, 2, 2, 3, 4])
        parts += [(dice.choice([" ", " ", " ", "\n"]), self._body()) for _ in range(count)]
        if dice.random() < 0.7:
            parts.append(("\n", self.sentence("closing")))
        if dice.random() < 0.85:
            # In short messages the name follows the closing on its line: "Danke, Holger Stüwe".
            parts.append((" " if dice.random() < _INLINE else "\n", self.sentence("signature")))
            parts += [
                ("\n", self.sentence("signature-tail"))
                for _ in range(dice.choice([0, 0, 1, 2, 3]))
                if "signature-tail" in grammar(self.language)
            ]
        if dice.random() < 0.08:
            parts += [("\n> ", self.sentence("greeting")), ("\n> ", self._body()), ("\n> ", self.sentence("signature"))]
        return _joined(parts)

    def _single(self) -> Labelled:
        return _joined([(self.random.choice([" ", "\n"]), self._body()) for _ in range(self.random.choice([1, 1, 2]))])

    def _form(self) -> Labelled:
        dice = self.random
        lines = [("\n", self.sentence("form")) for _ in range(dice.randrange(2, 7))]
        if dice.random() < 0.4:
            text, spans = self._body()
            lines.append(("\n", _shift(f"Message : {text}", spans, 10)))
        return _joined(lines)

    def _note(self) -> Labelled:
        dice = self.random
        return _joined(
            [(dice.choice([". ", ". ", " - ", ", ", " "]), self.sentence("note")) for _ in range(dice.randrange(2, 7))]
        )

    def _chat(self) -> Labelled:
        dice = self.random
        if dice.random() < 0.35:
            return _joined(
                [(dice.choice(["\n", " ", ", "]), self.sentence("client")) for _ in range(dice.choice([1, 1, 2, 3]))]
            )
        client, agent = {
            "fr": dice.choice(
                [
                    ("Client", "Agent"),
                    ("Cliente", "Conseillère"),
                    ("Visiteur", "Assistant"),
                    ("Usager", "Agent"),
                    ("moi", "support"),
                    ("Assurée", "Conseiller"),
                ]
            )
        }.get(self.language, ("Client", "Agent"))
        colon = dice.choice([" : ", ": ", ": "])
        parts = []
        for turn in range(dice.randrange(2, 6)):
            speaker, section = (
                (agent, "agent")
                if turn % 2 == 0
                else (client, dice.choice(["client", "client", "body", "body-neutral"]))
            )
            text, spans = self.sentence(section)
            head = (
                f"[{dice.randrange(8, 20)}:{dice.randrange(60):02d}] {speaker}{colon}"
                if dice.random() < 0.3
                else f"{speaker}{colon}"
            )
            parts.append(("\n", _shift(head + text, spans, len(head))))
        return _joined(parts)

    def _call(self) -> Labelled:
        text, spans = _joined(
            [
                (self.random.choice([" ", " ", " voilà ", " euh ", " et "]), self.sentence("asr"))
                for _ in range(self.random.randrange(1, 6))
            ]
        )
        return same_length_lower(re.sub(r"[.,!?;]", " ", text)), spans

    def _call_clean(self) -> Labelled:
        dice = self.random
        parts = []
        for turn in range(dice.randrange(2, 5)):
            head = "Conseillère : " if turn % 2 == 0 else "Client : "
            text, spans = self.sentence("agent" if turn % 2 == 0 else dice.choice(["client", "asr", "body"]))
            parts.append(("\n", _shift(head + text[:1].upper() + text[1:], spans, len(head))))
        return _joined(parts)

    def _social(self) -> Labelled:
        return _joined([(" ", self.sentence("social")) for _ in range(self.random.choice([1, 1, 2]))])

    def _sms(self) -> Labelled:
        return _joined(
            [
                (self.random.choice([" ", ". ", ", "]), self.sentence("sms"))
                for _ in range(self.random.choice([1, 1, 2]))
            ]
        )

    def noise(self, text: str, spans: list[Span]) -> Labelled:
        """Re-case, strip accents, mistype; spans follow."""
        return noise(self.random, text, spans)


def _joined(parts: list[tuple[str, Labelled]]) -> Labelled:
    text, spans = "", []
    for glue, (piece, piece_spans) in parts:
        if text:
            text += glue
        spans += [(start + len(text), end + len(text), label) for start, end, label in piece_spans]
        text += piece
    return text, spans


def _shift(text: str, spans: list[Span], offset: int) -> Labelled:
    return text, [(start + offset, end + offset, label) for start, end, label in spans]
