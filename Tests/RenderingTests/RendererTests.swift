import Findings
import Rendering
import Testing

/// The first part of the document of a report, which is all of it without headings of one level.
private func part(_ source: String) -> String {
  let html = Samples.render(source).html
  let start = html.firstRange(of: "<section class=\"first\">\n")
  let end = html.firstRange(of: "</section>\n<div class=\"rest\">")
  guard let start, let end else { return html }
  return String(html[start.upperBound..<end.lowerBound])
}

private func check(
  _ source: String, _ expected: String, at place: SourceLocation = #_sourceLocation
) {
  #expect(part(source) == expected, sourceLocation: place)
  let problems = HTMLDocument.verify(Samples.render(source).html, path: "report.html")
  #expect(problems == [], sourceLocation: place)
}

@Test(arguments: [
  ("a & b < c \" d", "<p>a &amp; b &lt; c \" d</p>\n"),
  ("a\nb  \nc", "<p>a\nb<br>\nc</p>\n"),
  (
    "*a* **b** ~~c~~ `d<e`",
    "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;e</code></p>\n"
  ),
  ("\u{4E00}\n\u{4E8C}", "<p>\u{4E00}\u{4E8C}</p>\n"),
  ("\u{4E00}\nb", "<p>\u{4E00}\nb</p>\n"),
  ("*\u{4E00}*\n\u{FF08}", "<p><em>\u{4E00}</em>\u{FF08}</p>\n"),
  ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n"),
  ("- a\n- b", "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n"),
  ("3. a\n\n4. b", "<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n"),
  (
    "> [!NOTE]\n> a\n>\n> b",
    "<div class=\"callout\">\n<p class=\"callout-title\">Note</p>\n<p>a</p>\n<p>b</p>\n</div>\n"
  ),
  ("> [!NOTE] a", "<blockquote>\n<p>[!NOTE] a</p>\n</blockquote>\n"),
  ("> [!tip]", "<div class=\"callout\">\n<p class=\"callout-title\">Tip</p>\n</div>\n"),
  ("---", "<hr>\n"),
  ("a\u{1}\u{7F}b", "<p>ab</p>\n"),
])
func writesText(source: String, html: String) { check(source, html) }

@Test(arguments: [
  ("[a](https://b.org \"c\")", "<p><a href=\"https://b.org\" title=\"c\">a</a></p>\n"),
  ("<https://b.org>", "<p><a href=\"https://b.org\" class=\"bare\">https://b.org</a></p>\n"),
  ("www.b.org", "<p><a href=\"http://www.b.org\" class=\"bare\">www.b.org</a></p>\n"),
  ("me@b.org", "<p><a href=\"mailto:me@b.org\" class=\"bare\">me@b.org</a></p>\n"),
  ("[a](b.md)", "<p>a</p>\n"),
  ("[a](#nowhere)", "<p>a</p>\n"),
  ("[a](javascript:alert(1))", "<p>a</p>\n"),
  ("[a](<jav\u{1}ascript:alert(1)>)", "<p>a</p>\n"),
  (
    "[a](https://b.org/\"onclick=\"x)",
    "<p><a href=\"https://b.org/&quot;onclick=&quot;x\">a</a></p>\n"
  ),
])
func letsOnlySafeLinksThrough(source: String, html: String) { check(source, html) }

@Test(arguments: [
  ("a <!-- guide: b --> c", "<p>a  c</p>\n"),
  ("<!-- a\n\nb -->", ""),
  ("<!-- a --> b", "<p> b</p>\n"),
  ("a<br/>b<BR>c", "<p>a<br>b<br>c</p>\n"),
  ("a<sub class=\"x\" onclick=\"y\">b</sub>c", "<p>a<sub>b</sub>c</p>\n"),
  ("a<sup>b *c<sub>d* e", "<p>a<sup>b <em>c<sub>d</sub></em> e</sup></p>\n"),
  ("a</sub>b", "<p>ab</p>\n"),
  ("a <img src=x onerror=alert(1)> b", "<p>a  b</p>\n"),
  ("<script>\nalert(1)\n</script>", ""),
  ("<style>\na{}\n</style>", ""),
  ("<iframe src=\"https://a.org\"></iframe>", ""),
  ("<div>\na &amp; b\n</div>", "<p>a &amp; b</p>\n"),
  (
    "<details>\n<summary>a</summary>\n\n*b*\n\n</details>\n\nc",
    "<details><summary>a</summary>\n<p><em>b</em></p>\n</details>\n<p>c</p>\n"
  ),
  (
    "> <details>\n\na\n\n</details>",
    "<blockquote>\n<details>\n</details>\n</blockquote>\n<p>a</p>\n"
  ),
  ("<details open>\n\na", "<details>\n<p>a</p>\n</details>\n"),
  ("<summary>a</summary>", "<p>a</p>\n"),
  ("<details>\n<summary>a\n\nb", "<details><summary>a\n</summary>\n<p>b</p>\n</details>\n"),
])
func letsOnlyHarmlessTagsThrough(source: String, html: String) { check(source, html) }

@Test(arguments: [
  (
    "```\na<b\n```",
    "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code>a&lt;b\n</code></pre>\n"
  ),
  (
    "```r\" onclick=x\na\n```",
    "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code: r\"><code class=\"language-r\">a\n</code></pre>\n"
  ),
  ("$a_1 * b_2$ *c*", "<p><code class=\"math\">a_1 * b_2</code> <em>c</em></p>\n"),
  (
    "$$\\{x\\}<y$$",
    "<p><span class=\"formula\"><code class=\"math\">\\{x\\}&lt;y</code></span></p>\n"
  ),
])
func writesCodeAndFormulasAsTheyAre(source: String, html: String) { check(source, html) }

@Test(arguments: [
  (
    "![c](a.svg){#fig-x fig-alt=\"d \\\" e\" width=50%}\n\n@fig-x",
    "<figure id=\"fig-x\">\nIMG alt=\"d &quot; e\" style=\"width:50%\">\n<figcaption><p><span class=\"label\">Figure 1: </span>c</p></figcaption>\n</figure>\n<p><a href=\"#fig-x\">Figure 1</a></p>\n"
  ),
  (
    "![](./a.svg)",
    "<figure>\nIMG alt=\"Figure 1\">\n<figcaption><p><span class=\"label\">Figure 1</span></p></figcaption>\n</figure>\n"
  ),
  (
    "![a *b*](a.svg){width=\"1px;color:red\"}",
    "<figure>\nIMG alt=\"Figure 1: a b\">\n<figcaption><p><span class=\"label\">Figure 1: </span>a <em>b</em></p></figcaption>\n</figure>\n"
  ),
  ("a ![b](a.svg) c", "<p>a IMG alt=\"b\"> c</p>\n"),
  ("a ![](a.svg) c", "<p>a IMG alt=\"a.svg\"> c</p>\n"),
  (
    "![c](b%20c.svg)",
    "<figure>\n<span class=\"missing\">image missing: b%20c.svg</span>\n<figcaption><p><span class=\"label\">Figure 1: </span>c</p></figcaption>\n</figure>\n"
  ),
])
func writesFigures(source: String, html: String) {
  let image = "<img src=\"data:image/svg+xml;base64,\(Samples.imageInBase64)\""
  check(source, html.replacing("IMG", with: image))
}

@Test(arguments: [
  ("@fig-no", "<p><strong class=\"unresolved\">@fig-no (unresolved reference)</strong></p>\n"),
  (
    "# A\n\nSee [@sec-x and more](https://b.org).\n\n## B {#sec-x}",
    "<h2 id=\"sec-x\">B</h2>\n"
  ),
  (
    "a[^1] b[^1]\n\n[^1]: c",
    "<p>a<sup><a id=\"_mark-1-1\" href=\"#_note-1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup> b<sup><a id=\"_mark-1-2\" href=\"#_note-1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup></p>\n"
  ),
])
func resolvesReferences(source: String, html: String) {
  #expect(Samples.render(source).html.contains(html))
}

@Test(arguments: ["image/png", "text/html", "image/svg+xml; x", "IMAGE/PNG", ""])
func refusesWhatIsNoImage(mediaType: String) {
  let (html, findings) = Samples.render(
    "![a](a.svg)", resources: ["a.svg": Resource(mediaType: mediaType, bytes: [0x3C])])
  #expect(findings.map(\.code) == ["image-unusable"])
  #expect(!html.contains("<img"))
}

@Test func namesItsOwnAnchorsAsNoLabelIsNamed() {
  let source = "# A {#_text}\n\n# B {#__note-1}\n\na[^1] ![](a.svg){#_mark-1-1}\n\n[^1]: c"
  let html = Samples.render(source).html
  #expect(html.contains("<main id=\"___text\">"))
  #expect(HTMLDocument.verify(html, path: "report.html") == [])
}

@Test func givesADoubleLabelOnlyOnce() {
  let html = Samples.render("![a](a.svg){#fig-x}\n\n![b](a.svg){#fig-x}\n\n# C {#fig-x}").html
  #expect(HTMLDocument.verify(html, path: "report.html") == [])
}

@Test func leavesNoLevelOfHeadingOut() {
  let html = Samples.render("### A\n\n###### B\n\n> # C\n\n# D\n\n#### E").html
  let levels = html.matches(of: /<h([1-6])/).compactMap { Int($0.1) }
  #expect(levels == [1, 2, 3, 2, 2, 2, 3] || levels.first == 1)
  #expect(HTMLDocument.verify(html, path: "report.html") == [])
}
