"""Pieces of templates, construct by construct, and one whole template for each family of models.

All are our own; the templates write conversations as the family does and with the same constructs.
"""

import itertools

VALUES = {
    "s": "Hello World", "e": "", "u": "  héé\u0301 你好 👍🏽\t\n", "q": "it's \"x\" \\ \x07 \u00a0 \u200b</>&",
    "lines": "a\nb\r\n\nc", "csv": "a,b,,c", "i": 7, "n": -3, "z": 0, "f": 2.5, "big": 1e22, "tiny": 0.00001,
    "t": True, "no": False, "nil": None, "xs": [3, 1, 2], "ws": ["b", "A", "c", "a"], "empty": [],
    "d": {"b": 1, "a": "x", "C": None, "items": 5, "values": 6}, "ed": {}, "nested": {"a": [{"b": {"c": "deep"}}]},
    "people": [{"name": "Ann", "age": 31, "town": {"zip": "1"}}, {"name": "bob", "age": 27, "town": {"zip": "2"}},
               {"name": "Cy", "age": 31, "town": {}}],
    "mixed": [1, 1.0, True, "1", None, [1], {"k": [1]}, 2.5, ""],
}

NAMES = ["s", "e", "u", "q", "i", "n", "z", "f", "t", "no", "nil", "xs", "ws", "empty", "d", "ed", "missing"]


def filters():
    plain = ["abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "int", "items|list",
             "join", "last", "length", "list", "lower", "max", "min", "reverse|list", "round", "sort",
             "string", "sum", "title", "tojson", "trim", "unique|list", "upper"]
    for name, filter in itertools.product(NAMES, plain):
        if filter in ("e", "escape") and name in ("d",):
            continue
        yield f"{{{{ {name}|{filter} }}}}"
    yield from (f"{{{{ {it} }}}}" for it in [
        "s|replace('l','L')", "s|replace('l','L',1)", "s|replace('','-')", "u|replace('é','e')", "s|replace('zz','')",
        "s|trim('Hd')", "u|trim|length", "xs|join(', ')", "ws|join('')", "people|join('/', attribute='name')",
        "mixed|join('|')", "d|join('-')", "s|join('.')", "xs|sort(reverse=true)", "ws|sort", "ws|sort(case_sensitive=true)",
        "people|sort(attribute='age')|map(attribute='name')|list", "people|sort(attribute='name', reverse=True)|map(attribute='name')|join(',')",
        "people|map(attribute='town.zip')|list|length", "people|map(attribute='town.zip', default='?')|join(',')",
        "ws|map('upper')|list", "ws|map('replace','a','b')|join", "xs|map('string')|list", "people|map(attribute='age')|unique|list",
        "people|selectattr('age','equalto',31)|map(attribute='name')|list", "people|selectattr('age','gt',30)|list|length",
        "people|rejectattr('age','==',31)|map(attribute='name')|join" , "people|selectattr('town')|list|length",
        "people|selectattr('zzz','defined')|list", "people|selectattr('town.zip','defined')|list|length",
        "xs|select('odd')|list", "xs|reject('odd')|list", "xs|select('gt', 1)|list", "mixed|select|list", "mixed|reject|list",
        "mixed|select('string')|list", "mixed|select('none')|list", "ws|reject('equalto','b')|list", "ws|select('in',['a','b'])|list",
        "d|dictsort", "d|dictsort(true)", "d|dictsort(reverse=true)", "{'b':2,'a':3}|dictsort(by='value')", "people|sum('age')", "xs|sum(start=10)",
        "people|sum(attribute='age')", "people|max(attribute='age')", "people|min(attribute='age')", "ws|min", "ws|max",
        "xs|first", "empty|first", "empty|last", "xs|last", "s|first", "s|last", "s|reverse", "u|reverse", "xs|reverse|join",
        "'42'|int", "' 42 '|int", "'4.7'|int", "'x'|int", "'x'|int(5)", "'x'|int(default=-1)", "'ff'|int(0,16)", "'1.5'|float", "'x'|float(2.5)",
        "'1e3'|float", "f|int", "n|abs", "f|round", "2.567|round(2)", "2.567|round(1,'floor')", "2.5|round", "3.5|round(0,'ceil')", "1234.5|round(-2)",
        "i|round(1)", "missing|default('x')", "e|default('x')", "e|default('x', true)", "nil|default('x')", "nil|d('x', boolean=true)", "missing|d",
        "missing.x|default('y')", "d.zz|default('y')", "lines|indent", "lines|indent(2)", "lines|indent(2,true)", "lines|indent(2,first=True,blank=True)",
        "lines|indent('> ')", "e|indent", "d|tojson", "mixed|tojson", "nested|tojson(indent=2)", "q|tojson", "u|tojson", "u|tojson(ensure_ascii=True)",
        "u|tojson(ensure_ascii=False)", "d|tojson(sort_keys=true)", "d|tojson(separators=(',',':'))", "empty|tojson(indent=4)", "ed|tojson(indent=4)",
        "nested|tojson(indent=0)", "[1,[2,[]],{}]|tojson(indent=2)", "{1:2, none:3, true:4, 1.5:5}|tojson", "(1,2)|tojson", "big|tojson", "tiny|tojson",
        "s|tojson|safe", "s|title", "\"they're o'neil-smith (x) [y] {z}\"|title", "'ǆ ß ŉ'|upper", "'ǆabc'|capitalize", "'İI'|lower", "xs|batch(2)|list",
        "xs|batch(2,'-')|list", "ws|unique(true)|list", "mixed|unique|list|length", "xs|length", "d|items|list", "ed|items|list", "missing|items|list",
        "d|list", "u|list", "(1,2)|list", "range(4)|list", "'a b'|upper|lower|title", "xs|nope", "s|trim|nope", "xs|map('nope')|list", "-f|abs", "-3|abs + 1",
        "'x' ~ 1|string", "s|length > 3", "not s|length", "'a'|e", "'<a & \\'b\\' \"c\">'|escape", "nil|string", "f|string", "xs|string", "d|string|length",
        "s is string and s|length", "people|map(attribute='name')|map('lower')|sort|join(' ')", "people[0]|items|list|length", "xs|tojson|length",
        "ws|map('length')|sum", "xs|sort|first", "'a-b'|replace('-',' ')|title", "s|default", "people|map(attribute='nope')|list|length", "xs|max + xs|min",
    ])


def methods():
    calls = ["upper()", "lower()", "title()", "capitalize()", "strip()", "lstrip()", "rstrip()", "split()", "split(' ')", "split('l')", "split('l', 1)",
             "rsplit('l', 1)", "split(none, 1)", "rsplit(none, 1)", "splitlines()", "splitlines(true)", "startswith('H')", "endswith('d')", "startswith('')",
             "startswith(('x','H'))", "endswith(('x','\\n'))", "strip('Hd')", "lstrip('H ')", "rstrip('\\n\\t')", "replace('l', '')", "replace('l','LL',2)",
             "replace('','.')", "find('o')", "rfind('o')", "find('zz')", "count('l')", "count('')", "index('')", "isalpha()", "isdigit()", "isspace()",
             "islower()", "isupper()", "isalnum()", "partition('o')", "rpartition('o')", "partition('zz')", "rpartition('zz')", "removeprefix('He')",
             "removesuffix('ld')", "join(['1','2'])", "ljust(14)", "rjust(14,'.')", "zfill(14)", "encode", "startswith('e', 1)", "find('o', 5)", "find('o', -4, -1)"]
    for name, call in itertools.product(["s", "e", "u", "lines"], calls):
        if call != "encode":
            yield f"{{{{ {name}.{call} }}}}"
    yield from (f"{{{{ {it} }}}}" for it in [
        "d.get('a')", "d.get('zz')", "d.get('zz', 4)", "d.items()|list", "d['items']", "d.b", "d['b']", "d.zz", "d['zz'] is defined", "d.zz is defined",
        "d.keys()|list", "d.values()|list", "ed.items()|list", "d.get('a').upper()", "d.pop('a')", "d.update({})", "xs.append(4)", "xs.index(1)", "xs.index(9)",
        "xs.count(1)", "xs.zz", "s.zz", "s.zz.y", "missing.y", "missing['y']", "missing()", "nil.x", "nil.x.y", "i.x", "nested.a[0].b.c", "nested['a'][0]['b']['c']",
        "nested.a[1]", "nested.a[1].b", "nested.a.0.b.c", "'{} and {}'.format(1, 'x')", "'{0}{1}{0}'.format('a', 'b')", "'{x}'.format(x=3)", "'{{}}{}'.format(1)",
        "'{}'.format()", "' a  b c '.split(none,1)", "' a  b c '.rsplit(none,1)", "'a\u3000b'.split()", "'1,2,3'.split(',')[-1]", "'a'.join('xyz')", "'a'.join([1])",
        "s.upper().lower().title()", "s.split('o')|last", "(s ~ '!').upper()", "'-5'.zfill(4)", "'ab'.split('')", "s.nope()", "d.nope()", "'abcabc'.rfind('bc')",
        "'aaa'.count('aa')", "'aaaa'.replace('aa','b')", "'xx'.strip('x')", "'éa'.find('a')", "'a</think>b</think>c'.split('</think>')", "'a.b.c'.rsplit('.', 1)[0]",
        "people[0].name.lower()", "people[-1].town.zip", "people[5]", "people[5].name", "d.copy()", "xs.copy()", "'x'.__class__", "s._x",
    ])


def operators():
    operands = ["1", "-2", "2.5", "0", "true", "none", "'a'", "'b'", "[1]", "(1,)", "{}", "missing"]
    for (a, b), sign in itertools.product(itertools.product(operands, repeat=2), ["+", "*", "==", "<"]):
        yield f"{{{{ {a} {sign} {b} }}}}"
    for sign in ["-", "/", "//", "%", "**", "!=", "<=", ">", ">=", "~", "and", "or", "in", "not in"]:
        for a, b in [("7", "2"), ("-7", "2"), ("7", "-2"), ("7.5", "-2"), ("0", "3"), ("'ab'", "'a'"), ("'a'", "'abc'"), ("1", "[1,2]"), ("'k'", "{'k':1}"),
                     ("1", "0"), ("none", "none"), ("missing", "[]"), ("1", "'1'"), ("''", "''"), ("true", "1"), ("[1,2]", "[1,3]"), ("(1,)", "(1,2)"), ("1", "1.0")]:
            if not (sign == "%" and a.startswith("'")):
                yield f"{{{{ {a} {sign} {b} }}}}"
    yield from (f"{{{{ {it} }}}}" for it in [
        "1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "10 - 3 - 2", "1 ~ 2 + 3", "'a' ~ 1 ~ none ~ true ~ 1.0", "7 // 2 * 2", "1 < 2 < 3", "3 > 2 > 2", "1 == 1 != 2",
        "not true", "not not 1", "not missing", "1 if t", "1 if no", "1 if no else 2", "1 if no else 2 if no else 3", "'x' if missing else 'y'", "1 or 2", "0 or ''", "1 and 2", "0 and 1",
        "missing or 'd'", "1 in xs", "9 not in xs", "not 9 in xs", "'ell' in s", "'' in s", "1 in 'a'", "'b' in d", "1 in missing", "1 in 5", "xs + [4]", "xs * 2", "2 * 'ab'", "'ab' * -1", "(1,2) + (3,)",
        "xs == [3,1,2]", "d == d", "{'a':1,'b':2} == {'b':2,'a':1}", "1 == true", "'1' == 1", "none == missing", "missing == missing2", "xs[0]", "xs[-1]", "xs[7]", "xs[1:]", "xs[:1]", "xs[::-1]", "xs[::2]",
        "xs[-2:]", "xs[5:]", "xs[:-5]", "xs[2:0:-1]", "xs[::0]", "s[1]", "s[-1]", "s[99]", "s[1:4]", "s[::-1]", "s[::3]", "u[2:5]", "u[::-1]", "u[-3]", "s[none:2]", "xs[1:][0]", "xs['a']", "(1,2)[1]",
        "(1,2)[1:]", "missing[1:]", "d[1:]", "5[0]", "[]", "[1,'a',none,true,2.0]", "{}", "{'a':{'b':[]}}", "()", "(1,)", "1,2", "(1)", "[1,]", "{'a':1,}", "{'a':1,'a':2}", "{[]:1}", "1_000", "1e3", "1.5e-3", "1.0", "100000000000000000.0",
        "big", "tiny", "1e15", "1e16", "123456789.125", "0.1+0.2", "1/3", "-0.0", "2**62", "2**-1", "4/2", "7%3", "-7%3", "-7//2", "7.5//2", "'a' 'b'", "'a\\nb\\t\\\\\\'\\x41\\u00e9\\101\\q'", "\"it's\"", "'say \"x\"'", "['it\\'s', 'say \"x\"']", "[q, u]",
        "true", "True", "false", "False", "none", "None", "[true, false, none]", "1 is defined", "missing is defined", "d.a is defined", "i is number", "+i", "-i", "-f", "+'a'", "-'a'", "1 +", "(1", "1)", "a b", "1 if", "{{ 1 }}", "xs.", "|length", "1 ** 0.5", "t + t", "[[1,2],[3]]|sum(start=[])",
        "'%' ~ '}}' ~ '{%'", "{'a':{'b':1}}.a.b", "{'x':{}}", "namespace(a=1).a", "namespace({'a':2}).a", "namespace(a=1).b is defined", "dict(a=1, b='x')", "dict([('a',1)])", "range(3)|list", "range(2,8,3)|list", "range(5,0,-2)|list", "range(0)|list", "range(3)|length", "range('a')|list", "range(1000000)|length",
        "loop", "loop.index", "strftime_now is defined", "raise_exception is defined", "raise_exception('stop ' ~ 1)", "nope()", "'a'()", "s()", "1 is divisibleby 1", "[1,2] is sameas 1",
    ])
    yield from [f"{{{{ strftime_now('{form}') }}}}" for form in ["%d %b %Y", "%Y-%m-%d", "%B %d, %Y", "%A %a %j %H:%M:%S %I %p %y %e %%", "%H%M é", "plain"]]


def tests():
    names = ["defined", "undefined", "none", "boolean", "true", "false", "string", "number", "integer", "float", "mapping", "sequence", "iterable", "callable", "lower", "upper"]
    for value, name in itertools.product(NAMES + ["range", "d.items", "mixed[1]"], names):
        if not (value in ("range", "d.items") and name in ("lower", "upper")):
            yield f"{{{{ {value} is {name} }}}}"
    yield from (f"{{{{ {it} }}}}" for it in [
        "i is not none", "i is not defined", "not i is defined", "i is odd", "i is even", "n is odd", "i is divisibleby(7)", "i is divisibleby 2", "i is eq 7", "i is equalto(7)", "i is ne 7", "i is gt 3", "i is lt(3)", "i is ge 7", "i is le 6", "i is greaterthan 1", "i is lessthan 1",
        "i is in xs", "1 is in xs", "i is not in xs", "s is in [s]", "i is nope", "i is defined and t", "i is defined or no", "missing is defined and missing.x", "s is string and not s is number", "i is number is string", "'a' is lower", "'A1' is upper", "'1' is lower", "missing is string", "nil is none and 1", "1 if i is defined else 2", "t is true", "1 is true", "i is sameas i", "missing.x is defined", "d.C is none", "d.zz is none", "'é' is lower",
    ])


def statements():
    return [
        "{% if t %}a{% endif %}", "{% if no %}a{% else %}b{% endif %}", "{% if no %}a{% elif i > 5 %}b{% elif t %}c{% else %}d{% endif %}", "{% if missing %}a{% endif %}x",
        "{% if xs and not empty %}y{% endif %}", "{% if (t) %}y{% endif %}", "{% if t %}", "{% endif %}", "{% if %}a{% endif %}", "{% if t %}a{% endfor %}", "{% else %}", "{% if t %}{% if t %}a{% endif %}", "{% nope %}", "{%%}", "{% if t: %}a{% endif %}",
        "{% for x in xs %}{{ x }},{% endfor %}", "{% for x in empty %}a{% else %}none{% endfor %}", "{% for x in missing %}a{% else %}none{% endfor %}", "{% for x in xs %}{% else %}none{% endfor %}", "{% for c in 'héy' %}[{{ c }}]{% endfor %}",
        "{% for k in d %}{{ k }} {% endfor %}", "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{% for k, v in d|dictsort %}{{ k }}={{ v }};{% endfor %}", "{% for k, v in d|items %}{{ k }}={{ v }};{% endfor %}", "{% for (a, b) in [(1,2),(3,4)] %}{{ a }}{{ b }}{% endfor %}", "{% for a, (b, c) in [(1,(2,3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
        "{% for a, b in [(1,2,3)] %}{{ a }}{% endfor %}", "{% for x in 5 %}a{% endfor %}", "{% for x in nil %}a{% endfor %}", "{% for x in xs if x > 1 %}{{ x }}{{ loop.index }}{{ loop.length }}{% endfor %}", "{% for x in xs if x > 9 %}a{% else %}none{% endfor %}", "{% for x in xs if missing %}a{% else %}none{% endfor %}",
        "{% for x in xs %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }} {% endfor %}", "{% for x in xs %}{{ loop.previtem }}<{{ x }}<{{ loop.nextitem }} {% endfor %}", "{% for x in xs %}{% if loop.previtem is defined %}{{ loop.previtem }}{% endif %}{% if loop.nextitem is undefined %}end{% endif %}{% endfor %}",
        "{% for x in xs %}{{ loop.cycle('a','b') }}{% endfor %}", "{% for x in xs %}{{ loop.nope is defined }}{% endfor %}", "{% for x in xs %}{% for y in ws %}{{ loop.index }}{% endfor %}{{ loop.index }};{% endfor %}", "{% for x in xs %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}", "{% for x in xs %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
        "{% for x in xs %}{% for y in xs %}{% if y == 1 %}{% break %}{% endif %}{{ y }}{% endfor %}{{ x }}{% endfor %}", "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}", "{% for x in xs[1:] %}{{ x }}{% endfor %}", "{% for x in (xs if t else ws) %}{{ x }}{% endfor %}", "{% for x in xs|sort|reverse %}{{ x }}{% endfor %}", "{% for x in range(3) %}{{ x }}{% endfor %}", "{% for p in people %}{{ p.name }}:{{ p['age'] }} {% endfor %}",
        "{% for x in xs %}{{ x }}{% endfor %}{{ x }}", "{% for x in xs %}{{ x }}", "{% for x xs %}{% endfor %}", "{% for in xs %}{% endfor %}", "{% for 1 in xs %}{% endfor %}", 
        "{% set a = 1 %}{{ a }}", "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set a, b = [1] %}{{ a }}", "{% set a = 1, 2 %}{{ a }}", "{% set a %}x{{ 1 }}y{% endset %}{{ a }}{{ a|length }}", "{% set a | upper %}x{{ s }}{% endset %}{{ a }}", "{% set a|upper|replace('X','z') %}x{% endset %}{{ a }}", "{% set s = s ~ '!' %}{{ s }}", "{% set a = a + 1 %}", "{% set true = 1 %}", "{% set a.b = 1 %}", "{% set a = %}", "{% set a %}x",
        "{% set a = 1 %}{% for x in xs %}{% set a = a + x %}{{ a }} {% endfor %}{{ a }}", "{% for x in xs %}{% if loop.first %}{% set k = 5 %}{% endif %}{{ k }}{% endfor %}", "{% if t %}{% set a = 2 %}{% endif %}{{ a }}", "{% set ns = namespace(n=0) %}{% for x in xs %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}", "{% set ns = namespace() %}{% set ns.a = 1 %}{{ ns.a }}{{ ns.b is defined }}", "{% set d.x = 1 %}", "{% set ns = namespace(a=[]) %}{% set ns.a = ns.a + [1] %}{% set ns.a = ns.a + [2] %}{{ ns.a }}", "{% set ns = namespace(x='') %}{% for c in 'ab' %}{% set ns.x = ns.x ~ c ~ '-' %}{% endfor %}{{ ns.x }}", "{% set f = none %}{{ f is none }}", "{% set x = {'a': 1} %}{{ x.a }}{{ x['a'] }}", "{% set x = xs|length == 3 %}{{ x }}",
        "{% macro m(a, b=2) %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=4, a=5) }}{{ m() }}", "{% macro m() %}x{% endmacro %}{{ m()|upper }}{{ m() ~ 'y' }}", "{% macro m(a) %}{{ a }}{% if a > 0 %}{{ m(a - 1) }}{% endif %}{% endmacro %}{{ m(3) }}", "{% macro m(a) %}{% set z = a %}{{ z }}{% endmacro %}{{ m(1) }}{{ z }}", "{% set g = 1 %}{% macro m() %}{{ g }}{% endmacro %}{% set g = 2 %}{{ m() }}", "{% macro m() %}{{ s }}{{ late }}{% endmacro %}{% set late = 'L' %}{{ m() }}", "{% macro m(a=s) %}{{ a }}{% endmacro %}{{ m() }}", "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(3) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(zz=2) }}", "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(1, 2) }}", "{% macro m() %}{{ kwargs }}{% endmacro %}{{ m(a=1) }}",
        "{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}in{{ i }}{% endcall %}", "{% macro m() %}<{{ caller(1) }}{{ caller(2) }}>{% endmacro %}{% call(x) m() %}in{{ x }}{% endcall %}", "{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}", "{% macro a() %}A{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}", "{% for x in xs %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endfor %}", "{% macro m(x) %}{% for y in x %}{% if y is iterable and y is not string %}({{ m(y) }}){% else %}{{ y }}{% endif %}{% endfor %}{% endmacro %}{{ m([1,[2,[3]],4]) }}", "{% macro m() %}", "{% macro %}{% endmacro %}", "{% macro m(a %}{% endmacro %}", "{% macro m(x) -%}  a {{- x }} {%- endmacro %}|{{ m(1) }}|", "{% macro m() %}{% for x in xs %}{{ loop.index }}{% endfor %}{% endmacro %}{% for y in ws %}{{ m() }}{% endfor %}",
        "{% filter upper %}a{{ s }}{% endfilter %}", "{% filter trim|replace('a','b') %} a {% endfilter %}|", "{% filter nope %}a{% endfilter %}", "{% generation %}a{{ i }}{% endgeneration %}", "{% for x in xs %}{% generation %}{{ x }}{% endgeneration %}{% endfor %}", "{% break %}", "{% raw %}{{ x }}{% if %}{% endraw %}", "{%- raw -%}  {{ x }}  {%- endraw -%}  y", "a {% raw %}\n  x\n{% endraw %}\n b", "{% raw %}x", "{# a comment #}x", "a{# {{ 1 }} {% if %} #}b", "{# open", "a{#- x -#} b", "a \n {#- x -#} \n b", "{##}x", "{#-#} x", "a\n  {# c #}\n  b\n", "{{ 1 }}{# x #}\n{{ 2 }}",
    ]


def whitespace():
    tags = ["{{ 1 }}", "{{- 1 }}", "{{ 1 -}}", "{{- 1 -}}", "{% if t %}", "{%- if t %}", "{% if t -%}", "{%- if t -%}", "{%+ if t %}", "{% if t +%}", "{# c #}", "{#- c #}", "{# c -#}", "{#+ c +#}", "{% set a = 1 %}"]
    for before, tag, after in itertools.product(["", "a ", "  ", "a\n", "a\n  ", "\n\n \t"], tags, ["b", " b", "\nb", "\n  b", "  \n b"]):
        yield before + tag + after + ("{% endif %}" if " if " in tag else "") + "z"
    yield from ["a\n", "a\n\n", "\n", "a\r\nb\r\n", "a\rb", "{{ 1 }}\n", "{% if t %}\na\n{% endif %}\n", "{% if t %}\r\na\r\n{% endif %}", "  {% if t %}  {% if t %}x{% endif %}{% endif %}", "{% if t %}\n  {% if t %}\n x\n  {% endif %}\n{% endif %}",
                "{%- for x in xs %}\n  {{- x }}\n{%- endfor %}\n", "{% for x in xs %}\n{{ x }}\n{% endfor %}\nend", "\u00a0{%- if t %}x{% endif -%}\u2003y", "a { b } c", "{ {", "{", "}}", "%}", "#}", "a {{ '{{' }} b", "{{ '}}' }}", "{{ \"%}\" }}", "{%if t%}a{%endif%}", "{{1}}", "{{-1}}", "{{- -1}}", "{{ 1-}}", "{%\n if\n t\n %}a{% endif\n%}", "{{\n1\n}}", "\ufeffa", "你{{ 1 }}好", "{{ 1 ? 2 }}", "{{ 'open }}", "{{ 1", "{% if t", "{{ $ }}", "{{ a.'b' }}", "{{ }}", "{{ 1 2 }}", "{{ 'a\nb' }}", "{{ [1, 2 }}", "{{ (1, 2] }}"]


def all():
    return itertools.chain(filters(), methods(), operators(), tests(), statements(), whitespace())


FAMILIES = {
    "chatml": """{% for message in messages %}{% if loop.first and message.role != 'system' %}{{ '<|im_start|>system\\nYou help.<|im_end|>\\n' }}{% endif %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}""",
    "llama 2": """{% if messages and messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set system = '<<SYS>>\\n' + messages[0]['content'].strip() + '\\n<</SYS>>\\n\\n' %}{% else %}{% set rest = messages %}{% set system = '' %}{% endif %}
{%- for message in rest %}
  {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must take turns: user, assistant, user, …') }}{% endif %}
  {%- if message['role'] == 'user' %}{{ bos_token ~ '[INST] ' ~ (system if loop.first else '') ~ message['content'].strip() ~ ' [/INST]' }}
  {%- elif message['role'] == 'assistant' %}{{ ' ' ~ message['content'].strip() ~ ' ' ~ eos_token }}{% endif %}
{%- endfor %}""",
    "llama 3": """{{- bos_token }}
{%- if not date_string is defined %}{% if strftime_now is defined %}{% set date_string = strftime_now("%d %b %Y") %}{% else %}{% set date_string = "26 Jul 2024" %}{% endif %}{% endif %}
{%- if messages and messages[0].role == 'system' %}{% set system = messages[0].content | trim %}{% set messages = messages[1:] %}{% else %}{% set system = "" %}{% endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\nKnowledge until December 2023\\nToday: " ~ date_string ~ "\\n\\n" ~ system ~ "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' + message.content | trim + '<|eot_id|>' }}
    {%- elif message.content is mapping or message.content is iterable %}{{- message.content | tojson }}{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}""",
    "qwen 3": """{%- if messages and messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(searching=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and message.role == "user" and message.content is string and not (message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.searching = false %}{%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- set content = message.content if message.content is string else '' %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set thoughts = '' %}
        {%- if message.reasoning_content is string %}{%- set thoughts = message.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set thoughts = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last and (loop.last or thoughts) %}
            {{- '<|im_start|>assistant\\n<think>\\n' + thoughts.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {%- else %}{{- '<|im_start|>assistant\\n' + content }}{%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}""",
    "gemma": """{{ bos_token }}{% if messages and messages[0]['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('turns must alternate') }}{% endif %}{% if message['role'] == 'assistant' %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}""",
    "mistral": """{%- set first = '' -%}{%- set rest = messages -%}
{%- if messages and messages[0]["role"] == "system" %}{%- set first = messages[0]["content"] ~ "\\n\\n" %}{%- set rest = messages[1:] %}{%- endif %}
{%- set ns = namespace(users=0) -%}
{%- for message in rest if message.role == 'user' %}{% set ns.users = ns.users + 1 %}{% endfor %}
{{- bos_token }}
{%- for message in rest %}
    {%- if message["role"] == "user" %}
        {{- "[INST]" ~ (first if loop.last or ns.users == 1 else "") + message["content"] + "[/INST]" }}
    {%- elif message["role"] == "assistant" %}{{- " " + message["content"]|trim + eos_token }}
    {%- else %}{{- raise_exception("only user and assistant speak, not " ~ message["role"]) }}{%- endif %}
{%- endfor %}""",
    "olmo 2": """{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\n' + message['content'] + '\n' }}{% elif message['role'] == 'user' %}{{ '<|user|>\n' + message['content'] + '\n' }}{% elif message['role'] == 'assistant' %}{% if not loop.last %}{{ '<|assistant|>\n'  + message['content'] + eos_token + '\n' }}{% else %}{{ '<|assistant|>\n'  + message['content'] + eos_token }}{% endif %}{% endif %}{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}{% endfor %}""",
    "phi 3": """{% for message in messages %}{% if message['role'] == 'system' and message['content'] %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}""",
    "r1 distill": """{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set ns = namespace(system='', is_first=true) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{% set ns.system = message['content'] %}{%- endif %}{%- endfor %}{{bos_token}}{{ns.system}}{%- for message in messages %}{%- if message['role'] == 'user' %}{{'<｜User｜>' + message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and message['content'] is not none %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{'<｜Assistant｜>' + content + '<｜end▁of▁sentence｜>'}}{%- endif %}{%- endfor %}{% if add_generation_prompt %}{{'<｜Assistant｜><think>\\n'}}{% endif %}""",
}
