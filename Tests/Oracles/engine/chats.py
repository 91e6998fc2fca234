"""Renders chat templates with jinja2 as Hugging Face sets it up."""

import datetime
import json

import jinja2
import jinja2.ext
import jinja2.sandbox

DATE = datetime.datetime(2026, 3, 5, 14, 7, 9)


class Refusal(jinja2.TemplateError):
    """What a template says with raise_exception."""


class Generation(jinja2.ext.Extension):
    """`{% generation %}`: marks the assistant's turns for training and writes them as they are."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_write"), [], [], body).set_lineno(line)

    def _write(self, caller):
        return caller()


def refuse(words=""):
    raise Refusal(words)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators,
                      sort_keys=sort_keys)


def environment(with_date):
    made = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = refuse
    if with_date:
        made.globals["strftime_now"] = DATE.strftime
    return made


WITH_DATE, WITHOUT_DATE = environment(True), environment(False)


def render(source, values, with_date=False):
    """What a template writes: `{"text": …}`, or `{"refusal": …}` or `{"error": …}`."""
    try:
        template = (WITH_DATE if with_date else WITHOUT_DATE).from_string(source)
        return {"text": template.render(**values)}
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
