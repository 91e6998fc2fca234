import Rendering
import Testing

@Test(arguments: [
  String(repeating: ">", count: 20_000) + "a",
  String(repeating: "- ", count: 3_000) + "a",
  String(repeating: "*a **b ", count: 5_000),
  String(repeating: "![", count: 5_000) + "a" + String(repeating: "](a.svg)", count: 5_000),
  String(repeating: "<details>\n\n", count: 2_000),
  String(repeating: "<sub>", count: 5_000),
  String(repeating: "[^1]", count: 2_000) + "\n\n[^1]: a[^1]",
  String(repeating: "# a\n", count: 1_000),
  "```json\n" + String(repeating: "\"\\", count: 20_000) + "\n```",
  "```python\n" + String(repeating: "'''\"\"\"", count: 10_000) + "\n```",
  "```sh\n" + String(repeating: "${", count: 20_000) + "\n```",
  String(repeating: "@fig-a\n", count: 5_000),
  String(repeating: "\0\u{FEFF}\u{202E}\u{E000}\u{F8FF}\u{FFFF}", count: 1_000),
  String(repeating: "$", count: 10_000), String(repeating: "{#a", count: 5_000),
])
func takesEveryReport(source: String) {
  let html = Samples.render(source).html
  #expect(HTMLDocument.verify(html, path: "report.html") == [])
}

@Test func takesEveryBeginningOfAReport() throws {
  let source = try Samples.source("report")
  for count in stride(from: 0, to: source.utf8.count, by: 61) {
    let text = String(decoding: source.utf8.prefix(count), as: UTF8.self)
    #expect(HTMLDocument.verify(Samples.render(text).html, path: "report.html") == [])
  }
}

/// Pieces that mean something to Markdown, to HTML or to this target.
private let fragments = [
  "<", ">", "&", "\"", "'", "`", "*", "_", "[", "]", "(", ")", "!", "#", "\n", "\n\n", "  ", "|",
  "-",
  "@fig-x", "{#fig-x}", "{fig-alt=\"", "![a](a.svg)", "[^1]", "[^1]: ", "<!--", "-->", "<details>",
  "</details>", "<summary>", "<sub>", "</sub>", "<script>", "$", "$$", "---\n", "title: ",
  "|-|-|\n",
  "https://a.org", "javascript:", "\u{4E00}", "\u{1F600}", "\0", "```python\n", "> ", "- ", "1. ",
  ": ",
]

@Test(arguments: 0..<200)
func provesThatReportsOfRandomPiecesStandAlone(seed: UInt64) {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  var source = ""
  for _ in 0..<60 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    source += fragments[Int(state >> 33) % fragments.count]
  }
  let problems = HTMLDocument.verify(Samples.render(source).html, path: "report.html")
  #expect(problems == [], "\(source.debugDescription)")
}
