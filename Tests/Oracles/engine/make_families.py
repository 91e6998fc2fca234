"""Writes a tiny random model of each family, and what is found at each of its hook points.

Folders are written by transformers itself, and GGUF files by the converter of llama.cpp, whose sources
are the argument.
"""

import importlib
import json
import math
import pathlib
import shutil
import sys

import numpy as np
import tokenizers
import torch
import transformers
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers" / "Families"
TOKENS, POSITIONS = 40, 12
SHAPE = dict(
    vocab_size=TOKENS, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
    num_attention_heads=4, num_key_value_heads=2, head_dim=8, max_position_embeddings=64,
    bos_token_id=0, eos_token_id=1, pad_token_id=None)
# Low bases, short original lengths and small windows and caps, so that few positions show them.
LLAMA3 = dict(rope_type="llama3", rope_theta=100.0, factor=4.0, low_freq_factor=1.0,
              high_freq_factor=4.0, original_max_position_embeddings=16)
YARN = dict(rope_type="yarn", rope_theta=100.0, factor=4.0, original_max_position_embeddings=16,
            beta_fast=2.0, beta_slow=0.25)
LONG = dict(rope_type="longrope", rope_theta=100.0, short_factor=[1.1, 1.6],
            long_factor=[2.0, 3.0])
PLAIN = dict(rope_type="default", rope_theta=100.0)
USUAL = dict(rope_type="default", rope_theta=10_000.0)  # where GGUF has no word for another
FAMILIES = {
    "llama": ("llama", "LlamaConfig", dict(rope_parameters=LLAMA3, tie_word_embeddings=False)),
    "llama-bias": ("llama", "LlamaConfig", dict(
        rope_parameters=dict(rope_type="linear", rope_theta=100.0, factor=2.0),
        attention_bias=True, mlp_bias=True, tie_word_embeddings=True)),
    "mistral": ("mistral", "MistralConfig", dict(rope_parameters=PLAIN, sliding_window=5)),
    "qwen2": ("qwen2", "Qwen2Config", dict(
        rope_parameters=PLAIN, use_sliding_window=True, sliding_window=4, max_window_layers=1)),
    "qwen2-yarn": ("qwen2", "Qwen2Config", dict(
        rope_parameters=YARN, use_sliding_window=False, tie_word_embeddings=True)),
    "qwen3": ("qwen3", "Qwen3Config", dict(rope_parameters=PLAIN, tie_word_embeddings=True)),
    "gemma2": ("gemma2", "Gemma2Config", dict(
        rope_parameters=USUAL, sliding_window=4, attn_logit_softcapping=2.0,
        final_logit_softcapping=3.0, query_pre_attn_scalar=8)),
    "gemma3": ("gemma3", "Gemma3TextConfig", dict(
        num_hidden_layers=6, sliding_window=4, query_pre_attn_scalar=8,
        rope_parameters=dict(
            full_attention=dict(rope_type="linear", rope_theta=300.0, factor=2.0),
            sliding_attention=dict(rope_type="default", rope_theta=10_000.0)))),
    "gemma3-listed": ("gemma3", "Gemma3TextConfig", dict(
        num_hidden_layers=3, sliding_window=4, query_pre_attn_scalar=5,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters=dict(
            full_attention=dict(rope_type="linear", rope_theta=300.0, factor=2.0),
            sliding_attention=dict(rope_type="default", rope_theta=20.0)))),
    "gpt2": ("gpt2", "GPT2Config", dict(
        vocab_size=TOKENS, n_embd=16, n_layer=2, n_head=2, n_positions=64, n_ctx=64,
        bos_token_id=0, eos_token_id=1)),
    "gptneox": ("gpt_neox", "GPTNeoXConfig", dict(
        num_attention_heads=2, rope_parameters=dict(USUAL, partial_rotary_factor=0.5))),
    "gptneox-sequential": ("gpt_neox", "GPTNeoXConfig", dict(
        num_attention_heads=2, use_parallel_residual=False,
        rope_parameters=dict(USUAL, partial_rotary_factor=0.75))),
    "olmo2": ("olmo2", "Olmo2Config", dict(rope_parameters=PLAIN)),
    "phi3": ("phi3", "Phi3Config", dict(
        head_dim=4, rope_parameters=PLAIN, sliding_window=6)),
    "phi3-long": ("phi3", "Phi3Config", dict(
        head_dim=4, rope_parameters=LONG, original_max_position_embeddings=32)),
}
# What GGUF has no words for.
FOLDER_ONLY = {"gemma3-listed", "mistral", "qwen2"}
# Where each family keeps what a hook point shows: (path in the model, path of a block).
LLAMA_PATHS = dict(
    embed="model.embed_tokens", final="model.norm", block="model.layers.{}", attention="self_attn",
    q="q_proj", k="k_proj", v="v_proj", o="o_proj", mlp="mlp", gate="gate_proj", up="up_proj",
    down="down_proj", ln1="input_layernorm", ln2="post_attention_layernorm", head="lm_head")
PATHS = {
    "phi3": dict(LLAMA_PATHS, qkv="qkv_proj", gate_up="gate_up_proj"),
    "gemma2": dict(LLAMA_PATHS, ln1_post="post_attention_layernorm",
                   ln2="pre_feedforward_layernorm", ln2_post="post_feedforward_layernorm"),
    "olmo2": dict(LLAMA_PATHS, ln1=None, ln2=None, ln1_post="post_attention_layernorm",
                  ln2_post="post_feedforward_layernorm"),
    "gpt2": dict(
        embed="transformer.wte", positions="transformer.wpe", final="transformer.ln_f",
        block="transformer.h.{}", attention="attn", qkv="c_attn", o="c_proj", mlp="mlp",
        up="c_fc", gate=None, down="c_proj", ln1="ln_1", ln2="ln_2", head="lm_head"),
    "gpt_neox": dict(
        embed="gpt_neox.embed_in", final="gpt_neox.final_layer_norm", block="gpt_neox.layers.{}",
        attention="attention", qkv="query_key_value", o="dense", mlp="mlp", up="dense_h_to_4h",
        gate=None, down="dense_4h_to_h", ln1="input_layernorm", ln2="post_attention_layernorm",
        head="embed_out"),
}
PATHS["gemma3"] = PATHS["gemma2"]


def make(kind, config_name, options):
    module = importlib.import_module(f"transformers.models.{kind}.modeling_{kind}")
    shape = {} if kind == "gpt2" else dict(SHAPE)
    if kind == "gpt_neox":
        for name in ("num_key_value_heads", "head_dim"):
            del shape[name]
    config = getattr(transformers, config_name)(**(shape | options), attn_implementation="eager")
    name = config_name.replace("Config", "").replace("Text", "")
    prefix = {"GPT2": "GPT2LMHeadModel"}.get(name, f"{name}ForCausalLM")
    model = getattr(module, prefix)(config).eval()
    generator = torch.Generator().manual_seed(sum(map(ord, kind)))
    with torch.no_grad():
        for path, parameter in model.named_parameters():
            value = torch.randn(parameter.shape, generator=generator)
            if "norm" in path.split(".")[-2] or ".ln_" in path:
                # Gemma stores what is added to one.
                value = value / 5 + (0 if kind.startswith("gemma") or path.endswith("bias") else 1)
            elif parameter.dim() == 2:
                value = value / math.sqrt(min(parameter.shape)) * 1.5
            else:
                value = value / 5
            parameter.copy_(value)
    return module, config, model


def close(a, b):
    torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-5)
    return a


def read_hooks(module, config, model, tokens):
    """Every hook point's value in one forward pass, in double precision."""
    inputs, outputs, attended = {}, {}, []
    for name, part in model.named_modules():
        def keep(part, given, keywords, result, name=name):
            inputs[name] = given[0] if given else keywords.get("hidden_states")
            outputs[name] = result[0] if isinstance(result, tuple) else result
        part.register_forward_hook(keep, with_kwargs=True)
    plain = module.eager_attention_forward

    def attend(part, query, key, value, mask, **options):
        output, pattern = plain(part, query, key, value, mask, **options)
        groups = query.shape[1] // key.shape[1]
        scaling = options.get("scaling") or query.shape[-1] ** -0.5
        scores = query @ key.repeat_interleave(groups, 1).transpose(2, 3) * scaling
        if options.get("softcap"):
            scores = (scores / options["softcap"]).tanh() * options["softcap"]
        hidden = mask[:, :, :, :scores.shape[-1]] < -1e30
        scores = scores.masked_fill(hidden, -math.inf)
        close(scores.softmax(-1), pattern.double())
        attended.append((query[0], key[0], value[0], scores[0], pattern[0]))
        return output, pattern

    module.eager_attention_forward = attend
    try:
        with torch.no_grad():
            logits = model(torch.tensor([tokens])).logits[0]
            found = {"logits": logits} | collect(config, model, inputs, outputs, attended)
    finally:
        module.eager_attention_forward = plain
    return {name: value.float().numpy().copy() for name, value in found.items()}


def collect(config, model, inputs, outputs, attended):
    paths = PATHS.get(config.model_type.removesuffix("_text"), LLAMA_PATHS)
    count, found = len(attended[0][3][0]), {}
    heads = config.num_attention_heads
    module = model.get_submodule

    def norm(hook, path):
        x, part = inputs[path][0], module(path)
        if isinstance(part, torch.nn.LayerNorm):
            x = x - x.mean(-1, keepdim=True)
        epsilon = getattr(part, "eps", None) or getattr(part, "variance_epsilon", None)
        scale = (x.pow(2).mean(-1, keepdim=True) + epsilon).sqrt()
        weight = part.weight + (1 if "Gemma" in type(part).__name__ else 0)
        bias = part.bias if isinstance(part, torch.nn.LayerNorm) else 0
        close(x / scale * weight + bias, outputs[path][0].double())
        found[f"{hook}.hook_scale"], found[f"{hook}.hook_normalized"] = scale, x / scale

    found["hook_embed"] = outputs[paths["embed"]][0]
    if "positions" in paths:
        found["hook_pos_embed"] = outputs[paths["positions"]][0].expand(count, -1)
    norm("ln_final", paths["final"])
    for layer, (query, key, value, scores, pattern) in enumerate(attended):
        path, block = paths["block"].format(layer), f"blocks.{layer}"
        attention, mlp = f"{path}.{paths['attention']}", f"{path}.{paths['mlp']}"
        for hook in ("ln1", "ln2", "ln1_post", "ln2_post"):
            if paths.get(hook):
                norm(f"{block}.{hook}", f"{path}.{paths[hook]}")
        q, k, v = raw_heads(config, paths, outputs, attention, count, query, key)
        close(v, value.transpose(0, 1))
        for hook, part in (("q", "q_norm"), ("k", "k_norm")):
            if f"{attention}.{part}" in outputs:
                where = f"{attention}.{part}"
                if inputs[where].dim() == 4 and inputs[where].shape[2] != count:
                    pass
                elif inputs[where].dim() == 4:  # (batch, head, position, headWidth)
                    inputs[where] = inputs[where].transpose(1, 2)
                    outputs[where] = outputs[where].transpose(1, 2)
                norm(f"{block}.attn.{hook}_norm", where)
        z = inputs[f"{attention}.{paths['o']}"][0].view(count, heads, -1)
        output = module(f"{attention}.{paths['o']}")
        weight = output.weight.T if type(output).__name__ == "Conv1D" else output.weight
        results = torch.einsum("phd,whd->phw", z, weight.reshape(weight.shape[0], heads, -1))
        bias = 0 if output.bias is None else output.bias
        close(results.sum(1) + bias, outputs[f"{attention}.{paths['o']}"][0])
        post = lambda hook, plain: outputs[f"{path}.{paths[hook]}"][0] if paths.get(hook) else plain
        attn_out = post("ln1_post", outputs[f"{attention}.{paths['o']}"][0])
        mlp_out = post("ln2_post", outputs[f"{mlp}.{paths['down']}"][0])
        resid_pre = inputs[path][0]
        found |= {
            f"{block}.hook_resid_pre": resid_pre, f"{block}.hook_resid_post": outputs[path][0],
            f"{block}.attn.hook_q": q, f"{block}.attn.hook_k": k, f"{block}.attn.hook_v": v,
            f"{block}.attn.hook_attn_scores": scores, f"{block}.attn.hook_pattern": pattern,
            f"{block}.attn.hook_z": z, f"{block}.attn.hook_result": results,
            f"{block}.hook_attn_out": attn_out, f"{block}.hook_mlp_out": mlp_out,
            f"{block}.mlp.hook_post": inputs[f"{mlp}.{paths['down']}"][0],
        }
        close(resid_pre + attn_out + mlp_out, outputs[path][0])
        if not getattr(config, "use_parallel_residual", False):
            found[f"{block}.hook_resid_mid"] = resid_pre + attn_out
        if "positions" not in paths:
            found[f"{block}.attn.hook_rot_q"] = query.transpose(0, 1)
            found[f"{block}.attn.hook_rot_k"] = key.transpose(0, 1)
        if "gate_up" in paths:
            gate, up = outputs[f"{mlp}.{paths['gate_up']}"][0].chunk(2, -1)
        else:
            up = outputs[f"{mlp}.{paths['up']}"][0]
            gate = outputs[f"{mlp}.{paths['gate']}"][0] if paths["gate"] else None
        found[f"{block}.mlp.hook_pre"] = up if gate is None else gate
        if gate is not None:
            found[f"{block}.mlp.hook_pre_linear"] = up
    return found


def raw_heads(config, paths, outputs, attention, count, query, key):
    """Queries, keys and values as their products give them: (position, head, headWidth)."""
    width = query.shape[-1]
    if "qkv" not in paths:
        return (outputs[f"{attention}.{paths[part]}"][0].view(count, -1, width) for part in "qkv")
    joined = outputs[f"{attention}.{paths['qkv']}"][0]
    if config.model_type == "gpt_neox":
        return joined.view(count, -1, 3, width).unbind(2)
    heads, keys = query.shape[0] * width, key.shape[0] * width
    return (part.view(count, -1, width) for part in joined.split([heads, keys, keys], -1))


def vocabulary():
    """Two special tokens, and letters once and twice."""
    letters = [chr(0x61 + i % 26) * (1 + i // 26) for i in range(TOKENS - 2)]
    return ["<|endoftext|>", "<|end|>"] + letters


def write_tokenizer(folder):
    tokens = vocabulary()
    merges = [(token[0], token[0]) for token in tokens if len(token) == 2]
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(
        {token: index for index, token in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(tokens[:2])
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(
        {"bos_token": tokens[0], "eos_token": tokens[1], "add_bos_token": False}) + "\n")


def convert(sources, name, folder):
    """Has the converter of llama.cpp write the folder as GGUF."""
    sys.path.insert(0, str(sources))
    base = importlib.import_module("conversion.base")
    conversion = importlib.import_module("conversion")
    gguf = importlib.import_module("gguf")

    def set_vocabulary(self):
        self.gguf_writer.add_tokenizer_model("gpt2")
        self.gguf_writer.add_tokenizer_pre("smollm")
        self.gguf_writer.add_token_list(vocabulary())
        self.gguf_writer.add_token_types([3, 3] + [1] * (TOKENS - 2))
        self.gguf_writer.add_token_merges(["{0} {0}".format(t[0]) for t in vocabulary() if len(t) == 2])

    hparams = base.ModelBase.load_hparams(folder, False)
    # The converter knows the older names of some values.
    share = hparams.get("rope_parameters", {}).get("partial_rotary_factor")
    if share is not None:
        hparams["rotary_pct"] = share
    architecture = conversion.get_model_architecture(hparams, base.ModelType.TEXT)
    kind = conversion.get_model_class(architecture)
    kind.set_vocab = set_vocabulary
    kind(folder, gguf.LlamaFileType.ALL_F32, folder / f"{name}.gguf", model_name=name,
         hparams=hparams).write()


def main():
    sources = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    for name, (kind, config_name, options) in FAMILIES.items():
        folder = OUT / name
        shutil.rmtree(folder, ignore_errors=True)
        module, config, model = make(kind, config_name, options)
        model.save_pretrained(folder)
        tokens = np.random.default_rng(len(name)).integers(0, TOKENS, POSITIONS).tolist()
        values = read_hooks(module, config, model.double(), tokens)
        values["tokens"] = np.array(tokens, dtype=np.float32)
        save_file({k: np.ascontiguousarray(v) for k, v in values.items()}, folder / "hooks.safetensors")
        print(name, len(values), "values")
        write_tokenizer(folder)
        (folder / "generation_config.json").unlink()
        if sources and name not in FOLDER_ONLY:
            convert(sources, name, folder)


if __name__ == "__main__":
    main()
