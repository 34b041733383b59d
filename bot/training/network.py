"""The reader's two parts as PyTorch modules: one reads a passage with the question, one compares what was read."""

from __future__ import annotations

from typing import Final

import torch
from torch import nn
from transformers import BertConfig, BertModel

from bot.answers.comparing_numbers import COUNT
from bot.training import pretrained

WIDTH: Final = 384  # of the vectors that the reading part makes
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Reading(nn.Module):
    """Question and passage to a number and a vector a token.

    The first token's number is the cross-encoder's own, for the passage as a whole. Its word embeddings stay as they
    are: the questions are few.
    """

    def __init__(self) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=30522,
            hidden_size=WIDTH,
            num_hidden_layers=12,
            num_attention_heads=12,
            intermediate_size=1536,
        )
        self.encoder = BertModel(config)
        self.encoder.set_attn_implementation("sdpa")
        self.classifier = nn.Linear(WIDTH, 1)
        self.head = nn.Linear(WIDTH, 1)
        self.null = nn.Parameter(torch.zeros(1))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.encoder.embeddings.word_embeddings.requires_grad_(False)

    def start(self, weights: dict[str, torch.Tensor]) -> None:
        """Take the weights of the cross-encoder (`pretrained.weights`)."""
        self.encoder.load_state_dict({k.removeprefix("bert."): v for k, v in weights.items() if k.startswith("bert.")})
        self.classifier.load_state_dict({k: weights[f"classifier.{k}"] for k in ("weight", "bias")})

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """(rows, tokens) each -> (rows, tokens, 1 + WIDTH)."""
        output = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        state = output.last_hidden_state
        passage = self.classifier(output.pooler_output).unsqueeze(1)
        numbers = torch.cat([passage, self.head(state[:, 1:])], dim=1)
        return torch.cat([numbers, state], dim=2)


class Comparing(nn.Module):
    """All units found for a question, seen beside each other: what each gains or loses by the company it is in.

    Two layers of self-attention over a set, without positions: Pang et al., "SetRank", SIGIR 2020. A token of its own
    stands for "nothing here answers".
    """

    def __init__(self, numbers: int = COUNT, width: int = 256, layers: int = 2) -> None:
        """`numbers`: that come with each unit beside its vectors."""
        super().__init__()
        self.numbers = numbers
        self.of_unit = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, width))
        self.of_passage = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, width))
        self.of_numbers = nn.Sequential(nn.Linear(numbers, 64), nn.GELU(), nn.Linear(64, width))
        self.nothing = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.layers = nn.ModuleList(_Layer(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.gain = nn.Linear(width, 1)
        self.certainty = nn.Linear(width, 1)
        for each in (self.gain, self.certainty):
            nn.init.zeros_(each.weight)
            nn.init.zeros_(each.bias)

    def forward(
        self, units: torch.Tensor, passages: torch.Tensor, numbers: torch.Tensor, is_there: torch.Tensor
    ) -> torch.Tensor:
        """(questions, units, WIDTH), the same of each unit's passage, (questions, units, numbers), (questions, units)

        -> (questions, 2 + units): logit of the best being right; gain of "nothing"; gain of each unit.
        """
        tokens = self.of_unit(units) + self.of_passage(passages) + self.of_numbers(numbers)
        tokens = torch.cat([self.nothing.expand(tokens.shape[0], 1, -1), tokens], dim=1)
        is_there = torch.cat([torch.ones_like(is_there[:, :1]), is_there], dim=1)
        for layer in self.layers:
            tokens = layer(tokens, is_there)
        tokens = self.norm(tokens)
        return torch.cat([self.certainty(tokens[:, :1]), self.gain(tokens)], dim=1).squeeze(2)


class _Layer(nn.Module):
    def __init__(self, width: int, heads: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention = nn.LayerNorm(width)
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.before_feed_forward = nn.LayerNorm(width)
        self.feed_forward = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: torch.Tensor, is_there: torch.Tensor) -> torch.Tensor:
        questions, count, width = tokens.shape
        together = self.queries_keys_values(self.before_attention(tokens))
        parts = together.reshape(questions, count, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = parts[0] @ parts[1].transpose(-1, -2) * (width // self.heads) ** -0.5
        weights = weights.masked_fill(~is_there[:, None, None, :], -1e4).softmax(-1)
        seen = (weights @ parts[2]).transpose(1, 2).reshape(questions, count, width)
        tokens = tokens + self.dropout(self.out(seen))
        added: torch.Tensor = self.dropout(self.feed_forward(self.before_feed_forward(tokens)))
        return tokens + added


class Reader(nn.Module):
    """Both parts."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self.comparing = Comparing()

    def start(self) -> None:
        """Take the pretrained weights."""
        self.reading.start(pretrained.weights())
