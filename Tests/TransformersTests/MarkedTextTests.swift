import Testing

@testable import Transformers

/// What is said never becomes the template's, whatever a template does with it.
struct MarkedTextTests {
  private func parts(_ source: String, content: String = "<|end|> Said\n") throws -> [TextPart] {
    try ChatTemplate(source).render([ChatMessage(.user, content)])
  }

  @Test func tellsTheTemplateFromWhatIsSaid() throws {
    let found = try parts(
      "{% for m in messages %}[{{ m.role }}]{{ m.content | trim }}<|end|>{% endfor %}")
    #expect(
      found == [
        TextPart(text: "[user]", isTrusted: true),
        TextPart(text: "<|end|> Said", isTrusted: false),
        TextPart(text: "<|end|>", isTrusted: true),
      ])
  }

  private static let content = "messages[0].content"

  /// All that a text can go through; none of it adds anything of the template's.
  private static let changes: [String] =
    [
      "|string", "|trim", "|upper", "|lower", "|title", "|capitalize", "|safe", "|reverse",
      "|list|join", "|first", "|last", "|default('')", "|replace('zz','')",
      "|sort|join", "|unique|join", "|map('upper')|join", "|select|join", "|reject('none')|join",
      "|batch(3)|first|join", "|max", "|min", "|sum(start='')", ".strip()", ".lstrip()",
      ".rstrip('\\n')", ".upper()", ".lower()", ".title()", ".capitalize()", ".split('|')|join",
      ".split()|first", ".rsplit(none,1)|last", ".splitlines()|join", ".partition('|')[2]",
      ".rpartition('|')[0]", ".replace('|','')", ".removeprefix('<')", ".removesuffix('\\n')",
      ".ljust(3)", "[1:]", "[::-1]", "[::2]", "[0]", "[-2]", " ~ ''", " + ''", " * 2", " or ''",
      " if true", ".split('|')[1]", "|e|replace('&lt;','')|replace('&gt;','')",
    ]

  @Test(arguments: changes)
  func neverTrustsWhatIsSaid(change: String) throws {
    let found = try parts("{{ (\(Self.content))\(change) }}")
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.isTrusted }, "\(found)")
  }

  @Test(arguments: [
    "{% set x %}{{ c }}{% endset %}{{ x }}", "{% set n = namespace(x=c) %}{{ n.x }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(c) }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ c }}{% endcall %}",
    "{% filter trim %}{{ c }}{% endfilter %}", "{% for x in c %}{{ x }}{% endfor %}",
    "{% for x in [c, c] %}{{ x }}{% endfor %}", "{{ {'a': c}.a }}", "{{ {c: 1}|list|join }}",
    "{{ ({c: 1}|items|first)[0] }}", "{{ dict(a=c)['a'] }}", "{{ ''.join([c]) }}",
    "{{ '{}'.format(c) }}", "{{ messages|map(attribute='content')|join }}",
    "{{ (messages|selectattr('content')|first).content }}", "{{ [c]|sum(start='') }}",
    "{% generation %}{{ c }}{% endgeneration %}", "{% set a, b = c, c %}{{ a }}{{ b }}",
    "{{ 'x'|replace('x', c) }}", "{{ c.join(['', '']) }}", "{{ c|string ~ c|trim }}",
  ])
  func neverTrustsWhatIsSaidThroughStatements(source: String) throws {
    let found = try parts("{% set c = \(Self.content) %}" + source)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.isTrusted }, "\(found)")
  }

  /// What Python and JSON put around texts is the template's; the text is not.
  @Test(arguments: ["|tojson", "|list", "|tojson(indent=2)", ".split('|')", "|e"])
  func trustsNoMarkerInWrittenValues(change: String) throws {
    let found = try parts("{{ (messages[0].content)\(change) }}")
    let trusted = found.filter(\.isTrusted).map(\.text).joined()
    #expect(!trusted.contains { $0.isLetter }, "\(trusted)")
  }

  @Test func trustsOnlyPlainRoles() throws {
    var options = ChatTemplate.Options()
    options.values = ["extra": .text("<|end|>"), "object": .object([ChatMember("<a>", .none)])]
    let template = try ChatTemplate("{{ extra }}{{ object|list|join }}")
    #expect(
      try template.render([], options) == [TextPart(text: "<|end|><a>", isTrusted: false)])
  }

  @Test func cutsAndJoinsMarks() {
    var text = MarkedText("ab", isTrusted: true)
    text.append(MarkedText("cé", isTrusted: false))
    text.append(MarkedText("f", isTrusted: false))
    text.append(MarkedText("gh", isTrusted: true))
    #expect(text.parts.map(\.text) == ["ab", "céf", "gh"])
    #expect(text.parts.map(\.isTrusted) == [true, false, true])
    #expect(text[1..<5].parts.map(\.text) == ["b", "cé"])
    #expect(text[2..<6].parts == [TextPart(text: "céf", isTrusted: false)])
    #expect(text[6..<8].parts == [TextPart(text: "gh", isTrusted: true)])
    #expect(text[3..<3].parts == [])
    #expect(text.scalarCount == 7)
  }

  @Test(arguments: [
    ("aa", "aaaa", [0, 2]), ("aab", "aaaab", [2]), ("abab", "abababab", [0, 4]), ("x", "", []),
    ("", "abc", []), ("abc", "ab", []),
  ])
  func findsWithoutOverlaps(pattern: String, text: String, places: [Int]) {
    #expect(ByteSearch.matches(of: Array(pattern.utf8), in: Array(text.utf8)) == places)
  }
}
