"""Writes tiny random Llamas as GGUF, and what is found at each of their hook points."""

import math
import pathlib

import gguf
import numpy as np
import torch
from gguf.quants import quantize
from safetensors.numpy import save_file
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb, repeat_kv

import llama

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers"
WIDTH, HIDDEN, HEADS, KEY_HEADS, HEAD_WIDTH = 32, 64, 4, 2, 12
# (name, format, blocks, positions, tied): the first has every size that the others vary.
MODELS = [
    ("f32", gguf.GGMLQuantizationType.F32, 3, 7, True),
    ("f16", gguf.GGMLQuantizationType.F16, 2, 5, True),
    ("bf16", gguf.GGMLQuantizationType.BF16, 2, 5, True),
    ("q8_0", gguf.GGMLQuantizationType.Q8_0, 2, 5, False),
    ("q4_1", gguf.GGMLQuantizationType.Q4_1, 2, 5, True),
]


def vocabulary():
    """Three special tokens, the printable bytes that an English line needs, and some merges."""
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    single = list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?'") + ["Ġ", "Ċ"]
    merges = ["t h", "th e", "Ġ the", "i n", "a n", "an d", "Ġ a", "Ġ t", "o n", "e r"]
    return special, single, merges


def write(name, kind, layers, tied, generator):
    special, single, merges = vocabulary()
    tokens = special + single + [merge.replace(" ", "") for merge in merges]
    writer = gguf.GGUFWriter(OUT / f"tiny-{name}.gguf", "llama")
    writer.add_name(f"tiny {name}")
    writer.add_block_count(layers)
    writer.add_context_length(64)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_key_length(HEAD_WIDTH)
    writer.add_value_length(HEAD_WIDTH)
    writer.add_rope_dimension_count(HEAD_WIDTH)
    writer.add_rope_freq_base(50.0)  # low, so that few positions turn far
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(special) + [1] * (len(tokens) - len(special)))
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)

    def add(tensor, *shape, heads=None, norm=False):
        weight = generator.standard_normal(shape).astype(np.float32)
        weight = 1 + weight / 5 if norm else weight / math.sqrt(shape[-1]) * 1.5
        if heads:
            weight = np.ascontiguousarray(llama.pair_neighbours(weight, heads))
        # Blocks of 32 numbers need rows of a multiple of it; files keep norms in single precision.
        fits = not norm and shape[-1] % gguf.GGML_QUANT_SIZES[kind][0] == 0
        used = kind if fits else gguf.GGMLQuantizationType.F32
        writer.add_tensor(f"{tensor}.weight", quantize(weight, used), raw_dtype=used)

    add("token_embd", len(tokens), WIDTH)
    for layer in range(layers):
        block = f"blk.{layer}"
        add(f"{block}.attn_norm", WIDTH, norm=True)
        add(f"{block}.attn_q", HEADS * HEAD_WIDTH, WIDTH, heads=HEADS)
        add(f"{block}.attn_k", KEY_HEADS * HEAD_WIDTH, WIDTH, heads=KEY_HEADS)
        add(f"{block}.attn_v", KEY_HEADS * HEAD_WIDTH, WIDTH)
        add(f"{block}.attn_output", WIDTH, HEADS * HEAD_WIDTH)
        add(f"{block}.ffn_norm", WIDTH, norm=True)
        add(f"{block}.ffn_gate", HIDDEN, WIDTH)
        add(f"{block}.ffn_up", HIDDEN, WIDTH)
        add(f"{block}.ffn_down", WIDTH, HIDDEN)
    add("output_norm", WIDTH, norm=True)
    if not tied:
        add("output", len(tokens), WIDTH)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return len(tokens)


def same(a, b):
    # transformers' norm computes in single precision whatever the model's.
    torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-5)
    return a


def read_hooks(model, tokens):
    """Every hook point's value in one forward pass."""
    inputs, outputs = {}, {}
    for name, module in model.named_modules():
        def keep(module, given, keywords, result, name=name):
            inputs[name] = given[0] if given else keywords.get("hidden_states")
            outputs[name] = result[0] if isinstance(result, tuple) else result
        module.register_forward_hook(keep, with_kwargs=True)
    config, count = model.config, len(tokens)
    with torch.no_grad():
        result = model(torch.tensor([tokens]), output_attentions=True)
        found = {"hook_embed": outputs["model.embed_tokens"][0], "logits": result.logits[0]}

        def norm(hook, module, weight):
            x = inputs[module][0]
            scale = (x.pow(2).mean(-1, keepdim=True) + config.rms_norm_eps).sqrt()
            found[f"{hook}.hook_scale"] = scale
            found[f"{hook}.hook_normalized"] = x / scale
            same(x / scale * weight, outputs[module][0])

        norm("ln_final", "model.norm", model.model.norm.weight)
        cosine, sine = model.model.rotary_emb(
            outputs["model.embed_tokens"], torch.arange(count)[None])
        for layer, module in enumerate(model.model.layers):
            path, block = f"model.layers.{layer}", f"blocks.{layer}"
            attention = f"{path}.self_attn"
            norm(f"{block}.ln1", f"{path}.input_layernorm", module.input_layernorm.weight)
            norm(f"{block}.ln2", f"{path}.post_attention_layernorm",
                 module.post_attention_layernorm.weight)
            q, k, v = (
                outputs[f"{attention}.{part}_proj"][0].view(count, -1, config.head_dim)
                for part in "qkv"
            )
            rotated_q, rotated_k = apply_rotary_pos_emb(
                q[None].transpose(1, 2), k[None].transpose(1, 2), cosine, sine)
            group = config.num_attention_heads // config.num_key_value_heads
            scores = rotated_q @ repeat_kv(rotated_k, group).transpose(2, 3)
            scores = scores / math.sqrt(config.head_dim)
            later = torch.triu(torch.ones(count, count, dtype=torch.bool), diagonal=1)
            scores = scores.masked_fill(later, -math.inf)
            z = inputs[f"{attention}.o_proj"][0].view(count, -1, config.head_dim)
            output = module.self_attn.o_proj.weight.view(
                config.hidden_size, config.num_attention_heads, config.head_dim)
            results = torch.einsum("phd,whd->phw", z, output)
            attended = same(results.sum(1), outputs[attention][0])
            found |= {
                f"{block}.hook_resid_pre": inputs[f"{path}.input_layernorm"][0],
                f"{block}.attn.hook_q": q,
                f"{block}.attn.hook_k": k,
                f"{block}.attn.hook_v": v,
                f"{block}.attn.hook_rot_q": rotated_q[0].transpose(0, 1),
                f"{block}.attn.hook_rot_k": rotated_k[0].transpose(0, 1),
                f"{block}.attn.hook_attn_scores": scores[0],
                f"{block}.attn.hook_pattern": same(scores.softmax(-1)[0], result.attentions[layer][0]),
                f"{block}.attn.hook_z": z,
                f"{block}.attn.hook_result": results,
                f"{block}.hook_attn_out": attended,
                f"{block}.hook_resid_mid": inputs[f"{path}.post_attention_layernorm"][0],
                f"{block}.mlp.hook_pre": outputs[f"{path}.mlp.gate_proj"][0],
                f"{block}.mlp.hook_pre_linear": outputs[f"{path}.mlp.up_proj"][0],
                f"{block}.mlp.hook_post": inputs[f"{path}.mlp.down_proj"][0],
                f"{block}.hook_mlp_out": outputs[f"{path}.mlp"][0],
                f"{block}.hook_resid_post": outputs[path][0],
            }
    return {name: value.float().numpy().copy() for name, value in found.items()}


def main():
    generator = np.random.default_rng(2026)
    for name, kind, layers, positions, tied in MODELS:
        count = write(name, kind, layers, tied, generator)
        tokens = generator.integers(0, count, positions).tolist()
        model, _ = llama.load(OUT / f"tiny-{name}.gguf", torch.float64)
        values = read_hooks(model, tokens) | {"tokens": np.array(tokens, dtype=np.float32)}
        values = {name: np.ascontiguousarray(value) for name, value in values.items()}
        save_file(values, OUT / f"tiny-{name}.safetensors")
        print(name, len(values), "values of", tokens)


if __name__ == "__main__":
    main()
