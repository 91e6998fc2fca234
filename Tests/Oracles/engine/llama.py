"""A Llama in a GGUF file, as transformers sees it."""

import numpy as np
import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from transformers import LlamaConfig, LlamaForCausalLM

NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
TOP = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def pair_neighbours(weight, heads):
    """The file's order of rows: the two numbers that turn together stand side by side."""
    rows = weight.shape[0] // heads
    return weight.reshape(heads, 2, rows // 2, -1).swapaxes(1, 2).reshape(weight.shape)


def pair_halves(weight, heads):
    """The order of rows that transformers computes with: half a head apart."""
    rows = weight.shape[0] // heads
    return weight.reshape(heads, rows // 2, 2, -1).swapaxes(1, 2).reshape(weight.shape)


def metadata(reader):
    return {name: field.contents() for name, field in reader.fields.items()}


def load(path, dtype=torch.float32):
    """The model of a file, with its weights dequantised."""
    reader = GGUFReader(path)
    facts = metadata(reader)
    heads = facts["llama.attention.head_count"]
    key_heads = facts["llama.attention.head_count_kv"]
    state = {}
    for tensor in reader.tensors:
        weight = np.asarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        weight = weight.reshape([int(length) for length in reversed(tensor.shape)])
        stem = tensor.name.removesuffix(".weight")
        if stem in TOP:
            name = TOP[stem]
        else:
            _, layer, kind = stem.split(".")
            name = f"model.layers.{layer}.{NAMES[kind]}"
            if kind in ("attn_q", "attn_k"):
                weight = pair_halves(weight, heads if kind == "attn_q" else key_heads)
        state[f"{name}.weight"] = torch.tensor(weight, dtype=dtype)
    tied = "lm_head.weight" not in state
    if tied:
        state["lm_head.weight"] = state["model.embed_tokens.weight"]
    width = facts["llama.embedding_length"]
    config = LlamaConfig(
        vocab_size=len(facts["tokenizer.ggml.tokens"]),
        hidden_size=width,
        intermediate_size=facts["llama.feed_forward_length"],
        num_hidden_layers=facts["llama.block_count"],
        num_attention_heads=heads,
        num_key_value_heads=key_heads,
        head_dim=facts.get("llama.attention.key_length", width // heads),
        max_position_embeddings=facts["llama.context_length"],
        rms_norm_eps=facts["llama.attention.layer_norm_rms_epsilon"],
        rope_parameters={"rope_type": "default", "rope_theta": facts["llama.rope.freq_base"]},
        tie_word_embeddings=tied,
        attn_implementation="eager",
    )
    model = LlamaForCausalLM(config).to(dtype).eval()
    model.load_state_dict(state)
    return model, facts
