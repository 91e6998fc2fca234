import Findings
import Rendering
import Reports
import Testing

/// A report as another program is given it.
@Suite struct InterchangeTests {
  private func body(_ source: String) -> String {
    let (report, _) = Report.parse(source, path: "report.md")
    let picture = Resource(mediaType: "image/svg+xml", bytes: Array("<svg/>".utf8))
    let (html, _) = InterchangeDocument.render(
      report, resources: ["figures/a/b.svg": picture], files: ["figures/a/b.svg": "picture-1.png"],
      options: HTMLOptions(numbers: ["a.n": 0.25]))
    let start = html.firstRange(of: "<body>\n")?.upperBound ?? html.startIndex
    let end = html.firstRange(of: "<footer>")?.lowerBound ?? html.endIndex
    return String(html[start..<end])
  }

  @Test(arguments: [
    ("$a < b$", "<p>\\(a &lt; b\\)</p>\n"), ("$$x$$", "<p>\\[x\\]</p>\n"),
    ("a \\\\(b\\\\) c", "<p>a \\<!-- -->(b\\<!-- -->) c</p>\n"),
    ("`\\(`", "<p><code>\\(</code></p>\n"),
    ("n = {{num:a.n}}", "<p>n = 0.250</p>\n"),
    ("```python\na < b\n```", "<pre class=\"python\"><code>a &lt; b\n</code></pre>\n"),
    ("> [!NOTE]\n> a", "<blockquote>\n<p><strong>Note</strong></p>\n<p>a</p>\n</blockquote>\n"),
    (
      "a[^1]\n\n[^1]: b",
      "<p>a<a epub:type=\"noteref\" href=\"#_note-1\">*</a></p>\n"
        + "<aside epub:type=\"footnote\" id=\"_note-1\"><p>b</p>\n</aside>\n"
    ),
    (
      "See @fig-x.\n\n![cap](figures/a/b.svg){#fig-x fig-alt=\"alt\"}",
      "<p>See <a href=\"#fig-x\">Figure 1</a>.</p>\n"
        + "<div id=\"fig-x\" custom-style=\"Captioned Figure\"><p><img src=\"picture-1.png\" alt=\"alt\">"
        + "</p></div>\n<div custom-style=\"Image Caption\"><p><span class=\"label\">Figure 1: </span>"
        + "cap</p></div>\n"
    ),
  ])
  func writesWhatWordProcessorsHaveWordsFor(source: String, html: String) {
    #expect(body(source) == html)
  }

  @Test func alignsCellsAndKeepsTheAnchorOfATable() {
    let table = body("| a | b |\n|---|--:|\n| 1 | 2 |\n\n: Sums {#tbl-x}\n")
    #expect(table.contains("<div id=\"tbl-x\"><table>"), "\(table)")
    #expect(table.contains("<td class=\"right number\" align=\"right\">2</td>"), "\(table)")
  }
}
