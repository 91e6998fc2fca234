"""A model whose inner values can be read and replaced, by plain torch hooks on transformers' modules."""

import torch

import llama
from make_tokens import tokenizer_of


class Place:
    """What goes into a module, or what comes out of it."""

    def __init__(self, module, side):
        self.module = module
        self.side = side

    def change(self, change):
        """Puts what `change` makes of the value, (copy, position, width), in its place on every run."""

        def before(_, args, kwargs):
            if args:
                return (change(args[0]), *args[1:]), kwargs
            return args, {**kwargs, "hidden_states": change(kwargs["hidden_states"])}

        def after(_, args, result):
            if isinstance(result, tuple):
                return (change(result[0]), *result[1:])
            return change(result)

        if self.side == "in":
            return self.module.register_forward_pre_hook(before, with_kwargs=True)
        return self.module.register_forward_hook(after)


class Reference:
    def __init__(self, path):
        self.model, self.facts = llama.load(path)
        self.tokens = tokenizer_of(self.facts)
        self.layers = range(self.model.config.num_hidden_layers)
        self.heads = range(self.model.config.num_attention_heads)
        self.head_width = self.model.config.head_dim
        self.norm = self.model.model.norm
        self.unembedding = self.model.lm_head.weight
        self.places = {"final": Place(self.norm, "in")}
        for index, layer in enumerate(self.model.model.layers):
            self.places["resid_pre", index] = Place(layer, "in")
            self.places["attn_out", index] = Place(layer.self_attn, "out")
            self.places["mlp_out", index] = Place(layer.mlp, "out")
            self.places["z", index] = Place(layer.self_attn.o_proj, "in")

    def encode(self, text):
        return torch.tensor([self.tokens.encode(text).ids])

    def token(self, text):
        (only,) = self.tokens.encode(text).ids
        return only

    def last_logits(self, ids):
        """The logits after every copy's last token."""
        return self.model(ids, logits_to_keep=1).logits[:, -1]

    def keep(self, ids):
        """Every inner value of one prompt, (position, width), and its logits, (position, token)."""
        kept = {}

        def keeper(name):
            def keep(value):
                kept[name] = value[0].clone()
                return value

            return keep

        handles = [place.change(keeper(name)) for name, place in self.places.items()]
        try:
            kept["logits"] = self.model(ids).logits[0]
        finally:
            for handle in handles:
                handle.remove()
        return kept

    def patched(self, ids, place, source, cells):
        """The last logits of as many copies of a prompt, each with one cell of another run's value."""

        def change(hidden):
            hidden = hidden.clone()
            for copy, cell in zip(hidden, cells, strict=True):
                copy[cell] = source[place][cell]
            return hidden

        handle = self.places[place].change(change)
        try:
            return self.last_logits(ids.repeat(len(cells), 1))
        finally:
            handle.remove()
