"""The wide network as a torch module: the vectors of the tagger, a small table of its own, windows up to 32 words away."""

import torch
from torch import Tensor, nn

from egide.detection.tagger.wide import TAGS, WORD_ROWS

OF_TAGGER, WORD, WIDTH = 96, 24, 96
SHIFTS = (1, 2, 4, 8, 16, 1)
GAP = max(SHIFTS)
DROPPED = 0.15


class WideNetwork(nn.Module):
    """Reads words with their neighbours up to 32 tokens away on each side."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(WORD_ROWS, WORD)
        self.entry = nn.Linear(OF_TAGGER + WORD, WIDTH)
        self.windows = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in SHIFTS)
        self.exit = nn.Linear(WIDTH, len(TAGS))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, vectors: Tensor, rows: Tensor, mask: Tensor) -> Tensor:
        """Return the scores of each tag for each token; `mask` (tokens, 1) is 0 on the gaps between texts."""
        state = torch.relu(self.entry(torch.cat((vectors, self.drop(self.word(rows))), dim=1))) * mask
        size = state.shape[0]
        for shift, window in zip(SHIFTS, self.windows, strict=True):
            padded = nn.functional.pad(state, (0, 0, shift, shift))
            around = torch.cat((padded[:size], state, padded[2 * shift :]), dim=1)
            state = (state + torch.relu(window(self.drop(around)))) * mask
        return self.exit(self.drop(state))
