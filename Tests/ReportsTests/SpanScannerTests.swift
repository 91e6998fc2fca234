import Findings
import TestSupport
import Testing

@testable import Reports

/// Marks that nothing ends must not send the scanner to the end of the line each time.
@Test(arguments: [
  "{.a}", "){a=", "]{.a b=", " {.a} ", "{a={a=", "){a='", "$a ", "$$ a", "![a](b){#fig-a}", "](a",
  "<a ", "<!-- ", "h://a ", "` a", "\\$ $",
])
func scansLongLinesInProportion(part: String) {
  let ratio = growth(from: 2_000) { size in
    let source = SourceText(String(repeating: part, count: size), path: "report.md")
    _ = SpanScanner(source, lines: [.prose], from: 0).spans
  }
  #expect(ratio < 9)
}
