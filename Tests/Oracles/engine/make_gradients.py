"""Writes gradients at the hook points of the tiny models of make_families.py, by PyTorch's autograd.

The number differentiated is a logit difference at the last position plus the logarithm of a probability
at a middle one. Everything is computed in double precision by transformers' own modules; norms,
attention and what the detach switches change are written out here, so that every hook point is a tensor
of the graph, and the logits are compared with those of the untouched model.
"""

import importlib
import math

import numpy as np
import torch
import transformers
from safetensors.numpy import load_file, save_file

from make_families import FAMILIES, LLAMA_PATHS, OUT, PATHS

POSITIONS = 9  # more than every window
ANSWER, WRONG, MIDDLE, TOKEN = 7, 23, 4, 11
SWITCHES = ("normScale", "attentionPattern", "activationRatio", "gateHalves")
DETACHED = ("llama", "gemma2", "gpt2", "gptneox")
# With switches only these are kept: everything in the first block has gone through them twice.
KEPT = ("hook_embed", "ln_final.hook_scale", "hook_resid_pre", "hook_resid_mid", "hook_q", "hook_k",
        "hook_v", "hook_z", "hook_pre", "hook_pre_linear", "ln1.hook_scale")


class Graph:
    """The tensors of the hook points, and how each one's gradient is laid out."""

    def __init__(self, detached):
        self.detached, self.kept = detached, {}

    def keep(self, name, tensor, view=lambda gradient: gradient):
        tensor.retain_grad()
        self.kept[name] = (tensor, view)
        return tensor

    def constant(self, switch, tensor):
        return tensor.detach() if switch in self.detached else tensor

    def gradients(self):
        for name, (tensor, view) in self.kept.items():
            gradient = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad
            yield name, view(gradient[0] if gradient.shape[0] == 1 else gradient)


def write_out_norm(graph, part, name):
    gemma = "Gemma" in type(part).__name__
    layer = isinstance(part, torch.nn.LayerNorm)
    epsilon = getattr(part, "eps", None) or getattr(part, "variance_epsilon", None)

    def view(gradient):
        heads_first = gradient.dim() == 3 and gradient.shape[0] != POSITIONS
        return gradient.transpose(0, 1) if heads_first else gradient

    def forward(x):
        if layer:
            x = x - x.mean(-1, keepdim=True)
        scale = (x.pow(2).mean(-1, keepdim=True) + epsilon).sqrt()
        scale = graph.keep(f"{name}.hook_scale", graph.constant("normScale", scale).requires_grad_(), view)
        normalized = graph.keep(f"{name}.hook_normalized", x / scale, view)
        return normalized * (part.weight + (1 if gemma else 0)) + (part.bias if layer else 0)

    part.forward = forward


def write_out_output(graph, part, block, heads):
    weight = part.weight.T if type(part).__name__ == "Conv1D" else part.weight

    def forward(x):
        z = graph.keep(f"{block}.attn.hook_z", x, lambda g: g.view(POSITIONS, heads, -1))
        z = z.view(1, POSITIONS, heads, -1)
        results = torch.einsum("bphd,whd->bphw", z, weight.reshape(weight.shape[0], heads, -1))
        results = graph.keep(f"{block}.attn.hook_result", results)
        return results.sum(2) + (0 if part.bias is None else part.bias)

    part.forward = forward


def write_out_mlp(graph, part, block, paths, act):
    """down · (act(gate) ⊙ up), or down · act(up)."""
    modules = {name: getattr(part, paths[name], None) for name in ("up", "down") if paths[name]}

    def activate(x):
        y = act(x)
        return x * (y / x).detach() if "activationRatio" in graph.detached else y

    def forward(x):
        if "gate_up" in paths:
            gate, up = getattr(part, paths["gate_up"])(x).chunk(2, -1)
        else:
            up = modules["up"](x)
            gate = getattr(part, paths["gate"])(x) if paths["gate"] else None
        if gate is None:
            neurons = activate(graph.keep(f"{block}.mlp.hook_pre", up))
        else:
            a = activate(graph.keep(f"{block}.mlp.hook_pre", gate))
            up = graph.keep(f"{block}.mlp.hook_pre_linear", up)
            halves = "gateHalves" in graph.detached
            neurons = (a * up.detach() + a.detach() * up) / 2 if halves else a * up
        return modules["down"](graph.keep(f"{block}.mlp.hook_post", neurons))

    part.forward = forward


def attention(graph, config):
    """Takes the place of transformers' eager attention; counts the blocks as they come."""
    layers = iter(range(config.num_hidden_layers))
    swap = lambda gradient: gradient.transpose(0, 1)

    def attend(part, query, key, value, mask, **options):
        block, groups = f"blocks.{next(layers)}", query.shape[1] // key.shape[1]
        scaling = options.get("scaling") or query.shape[-1] ** -0.5
        rotates = config.model_type != "gpt2"
        query = graph.keep(f"{block}.attn.hook_{'rot_' * rotates}q", query, swap)
        key = graph.keep(f"{block}.attn.hook_{'rot_' * rotates}k", key, swap)
        value = graph.keep(f"{block}.attn.hook_v", value, swap)
        scores = query @ key.repeat_interleave(groups, 1).transpose(2, 3) * scaling
        if options.get("softcap"):
            scores = (scores / options["softcap"]).tanh() * options["softcap"]
        hidden = mask[:, :, :, :scores.shape[-1]] < -1e30
        scores = graph.keep(f"{block}.attn.hook_attn_scores", scores.masked_fill(hidden, -math.inf))
        pattern = graph.constant("attentionPattern", scores.softmax(-1)).requires_grad_()
        pattern = graph.keep(f"{block}.attn.hook_pattern", pattern)
        return (pattern @ value.repeat_interleave(groups, 1)).transpose(1, 2).contiguous(), pattern

    return attend


def write_out(graph, config, model):
    """Makes every hook point a tensor that is kept."""
    paths = PATHS.get(config.model_type.removesuffix("_text"), LLAMA_PATHS)
    heads, module = config.num_attention_heads, model.get_submodule
    width = getattr(config, "head_dim", None) or config.hidden_size // heads
    split = lambda gradient: gradient.view(POSITIONS, -1, width)
    after = lambda path, name, **view: module(path).register_forward_hook(
        lambda part, given, result: graph.keep(name, result, **view))

    after(paths["embed"], "hook_embed")
    if "positions" in paths:
        after(paths["positions"], "hook_pos_embed")
    write_out_norm(graph, module(paths["final"]), "ln_final")
    for layer in range(config.num_hidden_layers):
        path, block = paths["block"].format(layer), f"blocks.{layer}"
        attention, mlp = f"{path}.{paths['attention']}", f"{path}.{paths['mlp']}"
        module(path).register_forward_pre_hook(
            lambda part, given, block=block: (
                graph.keep(f"{block}.hook_resid_pre", given[0].clone()), *given[1:]))
        module(path).register_forward_hook(
            lambda part, given, result, block=block: keep_first(
                graph, f"{block}.hook_resid_post", result))
        for hook in ("ln1", "ln2", "ln1_post", "ln2_post"):
            if paths.get(hook):
                write_out_norm(graph, module(f"{path}.{paths[hook]}"), f"{block}.{hook}")
        for hook in ("q_norm", "k_norm"):
            if hasattr(module(attention), hook):
                write_out_norm(graph, module(f"{attention}.{hook}"), f"{block}.attn.{hook}")
        write_out_output(graph, module(f"{attention}.{paths['o']}"), block, heads)
        write_out_mlp(graph, module(mlp), block, paths, getattr(
            module(mlp), "act", None) or getattr(module(mlp), "act_fn", None)
            or module(mlp).activation_fn)
        post = lambda hook, plain: f"{path}.{paths[hook]}" if paths.get(hook) else plain
        after(post("ln1_post", f"{attention}.{paths['o']}"), f"{block}.hook_attn_out")
        after(post("ln2_post", f"{mlp}.{paths['down']}"), f"{block}.hook_mlp_out")
        if not getattr(config, "use_parallel_residual", False):
            reader = post("ln2", mlp)
            module(reader).register_forward_pre_hook(
                lambda part, given, block=block: keep_first(
                    graph, f"{block}.hook_resid_mid", given))
        if "qkv" not in paths:
            for part in "qk":
                after(f"{attention}.{paths[part]}", f"{block}.attn.hook_{part}", view=split)
        elif config.model_type != "gpt2":
            for index, part in enumerate("qk"):
                after(f"{attention}.{paths['qkv']}", f"{block}.attn.hook_{part}",
                      view=joined(config, heads, width, index))


def joined(config, heads, width, index):
    """The part of queries or keys in the gradient of a product that gives both."""
    if config.model_type == "gpt_neox":
        return lambda gradient: gradient.view(POSITIONS, heads, 3, width)[:, :, index]
    keys = config.num_key_value_heads
    sizes = [heads * width, keys * width, keys * width]
    return lambda gradient: gradient.split(sizes, -1)[index].reshape(POSITIONS, -1, width)


def keep_first(graph, name, result):
    graph.keep(name, result[0] if isinstance(result, tuple) else result)


def gradients(name, tokens, detached):
    kind = FAMILIES[name][0]
    load = lambda: transformers.AutoModelForCausalLM.from_pretrained(
        OUT / name, attn_implementation="eager", dtype=torch.float32).double().eval()
    with torch.no_grad():
        plain = load()(torch.tensor([tokens])).logits[0]
    module = importlib.import_module(f"transformers.models.{kind}.modeling_{kind}")
    model, graph, eager = load(), Graph(detached), module.eager_attention_forward
    write_out(graph, model.config, model)
    module.eager_attention_forward = attention(graph, model.config)
    try:
        logits = model(torch.tensor([tokens])).logits[0]
    finally:
        module.eager_attention_forward = eager
    torch.testing.assert_close(logits, plain, rtol=1e-5, atol=1e-5)
    value = logits[-1, ANSWER] - logits[-1, WRONG] + logits[MIDDLE].log_softmax(-1)[TOKEN]
    value.backward()
    return value.item(), dict(graph.gradients())


def is_kept(name, hook):
    """Of the six blocks of Gemma 3 three are enough: windows, no windows, and the last."""
    parts = hook.split(".")
    return "gemma3" not in name or parts[0] != "blocks" or parts[1] in ("0", "2", "5")


def main():
    for name in FAMILIES:
        tokens = load_file(OUT / name / "hooks.safetensors")["tokens"][:POSITIONS].astype(int).tolist()
        value, found = gradients(name, tokens, ())
        values = {"value": torch.tensor([value])} | {
            hook: gradient for hook, gradient in found.items() if is_kept(name, hook)}
        for detached in [(one,) for one in SWITCHES] + [SWITCHES] if name in DETACHED else []:
            _, found = gradients(name, tokens, detached)
            values |= {f"{'+'.join(detached)}/{hook}": gradient for hook, gradient in found.items()
                       if hook.split(".", 2)[-1].removeprefix("attn.").removeprefix("mlp.") in KEPT
                       or hook in KEPT}
        arrays = {k: np.ascontiguousarray(v.float().numpy()) for k, v in values.items()}
        save_file(arrays, OUT / name / "gradients.safetensors")
        print(name, len(values), "arrays", sum(a.nbytes for a in arrays.values()), "bytes")


if __name__ == "__main__":
    main()
