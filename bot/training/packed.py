"""The reading part run over sequences that stand one behind the other, without padding.

Padded to the longest beside it, a third of what is reckoned is for nothing. The weights are those of `Reading.encoder`;
its own forward, which pads, is what the export is made from, and gives the same numbers.

Attention within each sequence is FlashAttention-2 on an accelerator (Dao, ICLR 2024).
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional
from transformers.models.bert.modeling_bert import BertEmbeddings

from bot.answers.layout import LAYOUT
from bot.training.batches import Sequences
from bot.training.network import Reading

_STEPS = 255  # between the lowest and the highest of 8 bits

_layer_compiled = torch.compile(lambda *inputs: _layer(*inputs))


def read(reading: Reading, sequences: Sequences, in_8_bits: bool) -> torch.Tensor:
    """(t, 1 + WIDTH): a number and a vector for every token; a sequence's first number is its passage's.

    Args:
        in_8_bits: round what goes into each linear layer as answering will, so that training makes up for it (Jacob et
            al., "Quantization and Training of Neural Networks", CVPR 2018). Rounding has no gradient: it is taken for
            nothing on the way back.
    """
    encoder = reading.encoder
    dropout = encoder.config.hidden_dropout_prob if reading.training else 0.0
    state = _embedded(encoder.embeddings, sequences, dropout)
    run = _layer_compiled if state.is_cuda and reading.training else _layer
    for tensor in (state, sequences.sequence_of, sequences.first):
        torch._dynamo.maybe_mark_dynamic(tensor, 0)
    for number in range(len(encoder.encoder.layer)):
        weights = _weights(encoder.get_submodule(f"encoder.layer.{number}"))
        state = run(state, sequences.sequence_of, sequences.first, dropout, in_8_bits, *weights)
    firsts = state[sequences.first[:-1]]
    pooled = encoder.get_submodule("pooler.dense")(_rounded(firsts, *_range_of_rows(firsts)) if in_8_bits else firsts)
    passages = reading.classifier(torch.tanh(pooled)).float()
    numbers = reading.head(state).float().index_put((sequences.first[:-1],), passages)
    return torch.cat([numbers, state.float()], dim=1)


def _embedded(embeddings: BertEmbeddings, sequences: Sequences, dropout: float) -> torch.Tensor:
    words = embeddings.word_embeddings(sequences.ids)
    whole = words + embeddings.token_type_embeddings(sequences.types) + embeddings.position_embeddings(sequences.places)
    normal: torch.Tensor = embeddings.LayerNorm(whole)
    return functional.dropout(normal, dropout)


def _weights(layer: nn.Module) -> list[nn.Parameter]:
    """In the order of `_layer`: all layers then share one compilation, which a module as an argument would not."""
    names = (
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "attention.output.LayerNorm",
        "intermediate.dense",
        "output.dense",
        "output.LayerNorm",
    )
    return [layer.get_parameter(f"{name}.{kind}") for name in names for kind in ("weight", "bias")]


def _layer(
    state: torch.Tensor,
    sequence_of: torch.Tensor,
    first: torch.Tensor,
    dropout: float,
    in_8_bits: bool,
    *weights: torch.Tensor,
) -> torch.Tensor:
    query, query_bias, key, key_bias, value, value_bias, out, out_bias, *others = weights
    normal, normal_bias, wide, wide_bias, narrow, narrow_bias, last, last_bias = others

    def rounded(values: torch.Tensor) -> torch.Tensor:
        return _rounded(values, *_range_of_sequences(values, sequence_of, len(first) - 1)) if in_8_bits else values

    whole = functional.linear(
        rounded(state), torch.cat([query, key, value]), torch.cat([query_bias, key_bias, value_bias])
    )
    seen = functional.linear(rounded(_attended(whole, first)), out, out_bias)
    state = functional.layer_norm(
        state + functional.dropout(seen, dropout), state.shape[1:], normal, normal_bias, 1e-12
    )
    wider = functional.gelu(functional.linear(rounded(state), wide, wide_bias))
    added = functional.linear(rounded(wider), narrow, narrow_bias)
    return functional.layer_norm(state + functional.dropout(added, dropout), state.shape[1:], last, last_bias, 1e-12)


def _attended(whole: torch.Tensor, first: torch.Tensor, heads: int = 12) -> torch.Tensor:
    """(t, 3 * width): queries, keys and values -> (t, width): what each token sees of its sequence."""
    query, key, value = whole.view(len(whole), 3, heads, -1).unbind(1)
    if whole.is_cuda:
        from torch.nn.attention.varlen import varlen_attn

        seen = varlen_attn(query, key, value, first, first, LAYOUT.sequence, LAYOUT.sequence)
        assert isinstance(seen, torch.Tensor)  # only with return_aux is it more
        return seen.reshape(len(whole), -1)
    parts = zip(*(torch.split(each, first.diff().tolist()) for each in (query, key, value)), strict=True)
    found = [functional.scaled_dot_product_attention(*(each.transpose(0, 1) for each in part)) for part in parts]
    return torch.cat(found, dim=1).transpose(0, 1).reshape(len(whole), -1)


def _range_of_rows(values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    detached = values.detach().float()
    return detached.amin(1).clamp(max=0.0), detached.amax(1).clamp(min=0.0)


def _range_of_sequences(
    values: torch.Tensor, sequence_of: torch.Tensor, count: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The lowest and highest number of each token's sequence, nought being between them: answering reads one a time."""
    lowest, highest = _range_of_rows(values)
    nought = lowest.new_zeros(count)
    return (
        nought.scatter_reduce(0, sequence_of, lowest, "amin")[sequence_of],
        nought.scatter_reduce(0, sequence_of, highest, "amax")[sequence_of],
    )


def _rounded(values: torch.Tensor, lowest: torch.Tensor, highest: torch.Tensor) -> torch.Tensor:
    """To 256 steps between two numbers of each row, nought being one of the steps."""
    exact = values.detach().float()
    step = ((highest - lowest).clamp(min=1e-6) / _STEPS)[:, None]
    zero = (-lowest[:, None] / step).round()
    rounded = ((exact / step + zero).round().clamp(0, _STEPS) - zero) * step
    return values + (rounded - exact).to(values.dtype)
