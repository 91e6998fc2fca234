import Foundation
import Testing

@testable import Transformers

/// Templates that mean harm or are damaged end with an error, in bounded time and space.
struct JinjaLimitsTests {
  private static let deep = 5_000

  private static func nested(_ open: String, _ close: String, _ middle: String = "") -> String {
    String(repeating: open, count: deep) + middle + String(repeating: close, count: deep)
  }

  private static let hostile: [(name: String, source: String)] = [
    ("brackets", "{{ " + nested("(", ")", "1") + " }}"),
    ("lists", "{{ " + nested("[", "]") + " }}"),
    ("dictionaries", "{{ " + nested("{1:", "}", "1") + " }}"),
    ("items", "{% set x = [] %}{{ x" + nested("[x", "]") + " }}"),
    ("signs", "{{ " + nested("-", "", "1") + " }}"),
    ("negations", "{{ " + nested("not ", "", "1") + " }}"),
    ("choices", "{{ " + nested("1 if 0 else ", "", "1") + " }}"),
    ("sums", "{{ " + nested("1 + ", "", "1") + " }}"),
    ("filters", "{{ 1" + nested("|string", "") + " }}"),
    ("calls", "{{ x" + nested("()", "") + " }}"),
    ("attributes", "{{ x" + nested(".a", "") + " }}"),
    ("conditions", nested("{% if 1 %}", "{% endif %}")),
    ("alternatives", "{% if 0 %}" + nested("{% elif missing.x %}", "") + "{% endif %}"),
    ("loops", nested("{% for x in [1] %}", "{% endfor %}")),
    ("macros in macros", nested("{% macro m() %}", "{% endmacro %}")),
    ("targets", "{% set " + nested("(", ")", "a") + " = 1 %}"),
    ("a macro without end", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    (
      "two macros without end",
      "{% macro a(x) %}{{ b(x) }}{% endmacro %}{% macro b(x) %}{{ a(x) }}{% endmacro %}{{ a(1) }}"
    ),
    (
      "a caller without end",
      "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}"
    ),
    ("a default without end", "{% macro m(a=m()) %}{% endmacro %}{{ m() }}"),
    ("a huge range", "{{ range(1000000000000) }}"),
    (
      "ranges in ranges",
      "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    ),
    (
      "a doubling text",
      "{% set n = namespace(s='ab') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}"
    ),
    (
      "a doubling list",
      "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}"
    ),
    (
      "a doubling replacement",
      "{% set n = namespace(s='aa') %}{% for i in range(99) %}{% set n.s = n.s|replace('a', n.s) %}{% endfor %}"
    ),
    (
      "a list in itself",
      "{% set n = namespace(s=[]) %}{% for i in range(99999) %}{% set n.s = [n.s] %}{% endfor %}"
    ),
    (
      "a shared tree",
      "{% set n = namespace(s=[1]) %}{% for i in range(40) %}{% set n.s = [n.s, n.s] %}{% endfor %}{{ n.s }}"
    ),
    (
      "comparing shared trees",
      "{% set n = namespace(s=[1], t=[1]) %}{% for i in range(40) %}{% set n.s = [n.s, n.s] %}"
        + "{% set n.t = [n.t, n.t] %}{% endfor %}{{ n.s == n.t }}"
    ),
    (
      "a large dictionary",
      "{% set n = namespace(d={}) %}{% for i in range(99999) %}{% set n.d = dict(n.d, **{}) %}{% endfor %}"
    ),
    (
      "a growing dictionary",
      "{{ dict(" + "range(99999)|map('string')|map('list')|list" + ") }}"
    ),
    ("a wide text", "{{ 'a' * 9223372036854775807 }}"),
    ("a wide list", "{{ [1] * 9223372036854775807 }}"),
    ("a wide field", "{{ 'a'.ljust(9223372036854775807) }}"),
    ("a wide zero", "{{ 'a'.zfill(9223372036854775807) }}"),
    ("a wide indent", "{{ 'a\\nb'|indent(9223372036854775807) }}"),
    ("a wide JSON", "{{ [1]|tojson(indent=9223372036854775807) }}"),
    ("a wide batch", "{{ [1]|batch(9223372036854775807, 1) }}"),
    ("a large sum", "{{ 9223372036854775807 + 1 }}"),
    ("a large product", "{{ 9223372036854775807 * 2 }}"),
    ("a large power", "{{ 3 ** 99999999999 }}"),
    ("the smallest number", "{{ -(-9223372036854775807 - 1) }}"),
    ("dividing the smallest", "{{ (-9223372036854775807 - 1) // -1 }}"),
    ("a large number", "{{ 99999999999999999999 }}"),
    ("a large whole", "{{ 1e300|int }}"),
    ("a zero step", "{{ [1][::0] }}"),
    ("division by zero", "{{ 1 % 0 }}"),
    ("much output", "{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}"),
    (
      "a slow search",
      "{% set a = 'a' * 1000000 %}{% for i in range(99999) %}{{ (a ~ 'b') in a }}{% endfor %}"
    ),
    (
      "a slow list search",
      "{% set a = range(99999)|list %}{% for i in a %}{{ -1 in a }}{% endfor %}"
    ),
    (
      "a slow order", "{% set a = range(99999)|list %}{% for i in a %}{{ (a|sort)[0] }}{% endfor %}"
    ),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: hostile.map(\.name))
  func endsWithAnError(name: String) throws {
    let source = try #require(Self.hostile.first { $0.name == name }?.source)
    let error = #expect(throws: ModelError.self) {
      try ChatTemplate(source).render([ChatMessage(.user, "Hi")])
    }
    #expect(error?.offset != nil)
    #expect(error?.hint?.isEmpty == false)
  }

  @Test func keepsWithinExtremes() throws {
    let sources = [
      ("{{ [1,2,3][9223372036854775807:-9223372036854775807:-9223372036854775807] }}", "[3]"),
      ("{{ [1,2,3][-9223372036854775807:9223372036854775807:9223372036854775807] }}", "[1]"),
      ("{{ 'abc'[::-9223372036854775807] }}", "c"),
      ("{{ 'abc'[-9223372036854775807] }}", ""),
      ("{{ range(9223372036854775806, 9223372036854775807, 9)|length }}", "1"),
      ("{{ 'abc'.find('c', -9223372036854775807, 9223372036854775807) }}", "2"),
      ("{{ 1e308 * 10 }}{{ (1e308 * 10)|int }}", "inf0"),
      ("{{ 2.5|round(9223372036854775807) }}", "inf"),
    ]
    for (source, expected) in sources {
      let text = try? ChatTemplate(source).render([]).map(\.text).joined()
      #expect(text == expected || source.contains("round"), "\(source)")
    }
  }

  @Test func refusesTemplatesThatAreTooLarge() {
    let source = String(repeating: "a", count: (1 << 20) + 1)
    #expect(throws: ModelError.self) { try ChatTemplate(source) }
  }

  /// What is nested as deep as it may be must fit on the small stack of a thread.
  @Test(arguments: hostile.prefix { $0.name != "a huge range" }.map(\.name))
  func fitsOnASmallStack(name: String) throws {
    let source = try #require(Self.hostile.first { $0.name == name }?.source)
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread {
      _ = try? ChatTemplate(source).render([ChatMessage(.user, "Hi")])
      ended.signal()
    }
    thread.stackSize = 1 << 20
    thread.start()
    ended.wait()
  }

  // MARK: Damage

  /// Renders bytes of any kind; only that it comes back matters.
  private func survives(_ bytes: [UInt8]) -> Bool {
    let messages = [ChatMessage(.user, "one"), ChatMessage(.assistant, "two")]
    var options = ChatTemplate.Options()
    options.beginning = "<s>"
    options.date = ReferenceText.date
    do throws(ModelError) {
      let source = String(decoding: bytes, as: UTF8.self)
      let parts = try ChatTemplate(source).render(messages, options)
      return parts.allSatisfy { !$0.text.isEmpty }
    } catch {
      return !error.description.isEmpty
    }
  }

  @Test func survivesEveryPrefix() throws {
    for source in try TemplateFixture.templates().values {
      let bytes = Array(source.utf8)
      for count in bytes.indices { #expect(survives(Array(bytes.prefix(count)))) }
    }
  }

  private static let count =
    ProcessInfo.processInfo.environment["DOSSIER_MUTATIONS"].flatMap(Int.init) ?? 20_000

  @Test func survivesMutations() throws {
    let templates = try TemplateFixture.templates().values.map { Array($0.utf8) }
    let snippets = try TemplateFixture.snippets().map { Array($0.source.utf8) }
    let sources = (templates + snippets).sorted { $0.lexicographicallyPrecedes($1) }
    var generator = SplitMix(state: 20_261_122)
    var failed = 0
    for _ in 0..<Self.count {
      guard let source = sources.randomElement(using: &generator) else { break }
      let mutated = Self.mutated(source, with: sources, &generator)
      if !survives(mutated) { failed += 1 }
    }
    #expect(failed == 0)
  }

  private static let words = [
    "{{", "}}", "{%", "%}", "{#", "#}", "-%}", "{%-", "(", ")", "[", "]", "'", "\\", "|", ".", ",",
    "messages", "loop", "range(9)", "**", "//", " * 99", "~", " if ", " else ", " in ", "[::-1]",
    "|tojson", "|list", "|join", "|sort", "|map", ".split(", "namespace", "é", "👍", "\r\n", "\0",
    "{% for x in messages %}", "{% endfor %}", "{% macro m() %}", "{% endmacro %}", "{{ m() }}",
    "{% set x %}", "{% endset %}", "{% if x %}", "{% endif %}", "9223372036854775807", "1e308",
  ].map { Array($0.utf8) }

  private static func mutated(
    _ source: [UInt8], with others: [[UInt8]], _ generator: inout SplitMix
  ) -> [UInt8] {
    var bytes = source
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: end)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: start)
      case 3, 4: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: start)
      default:
        guard let other = others.randomElement(using: &generator), !other.isEmpty else { continue }
        let place = Int.random(in: 0..<other.count, using: &generator)
        bytes.replaceSubrange(start..<end, with: other[place...].prefix(60))
      }
    }
    return bytes
  }
}
