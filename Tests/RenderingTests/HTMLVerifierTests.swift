import Findings
import Rendering
import Testing

private func codes(_ html: String) -> Set<String> {
  Set(HTMLDocument.verify(html, path: "report.html").map(\.code))
}

/// Puts something into the text of a document that stands alone.
private func document(with piece: String) -> String {
  Samples.render("# A\n\nPLACE").html.replacing("PLACE", with: piece)
}

@Test(arguments: [
  ("<!-- a -->", "export-comment"), ("<!a>", "export-comment"), ("<?a?>", "export-comment"),
  ("</ a>", "export-comment"),
  ("<script>alert(1)</script>", "export-element"), ("<SCRIPT SRC=x>", "export-element"),
  ("<iframe src=x>", "export-element"), ("<svg/onload=alert(1)>", "export-element"),
  ("<link rel=stylesheet href=x>", "export-element"), ("<base href=x>", "export-element"),
  ("<form action=x>", "export-element"), ("<x>", "export-element"),
  ("<p onclick=\"x\">", "export-attribute"), ("<p/onclick=x>", "export-attribute"),
  ("<img src=\"https://a.org/b.png\" alt=\"c\">", "export-outside"),
  ("<img src=\"b.png\" alt=\"c\">", "export-outside"),
  ("<img alt=\"c\">", "export-outside"),
  ("<img src=\"data:text/html;base64,AAAA\" alt=\"c\">", "export-outside"),
  ("<img src=\"data:image/svg+xml,<svg/>\" alt=\"c\">", "export-outside"),
  ("<img src=\"data:image/png;base64,AAAA\" srcset=\"b.png\" alt=\"c\">", "export-attribute"),
  ("<img src=\"data:image/png;base64,AAAA\">", "export-alt"),
  ("<img src=\"data:image/png;base64,AAAA\" alt=\" \">", "export-alt"),
  ("<p style=\"background:url(x)\">", "export-style"),
  ("<p style=\"width:1px;background:red\">", "export-style"),
  ("<style>p{background:URL(x)}</style>", "export-outside"),
  ("<style>@import 'x';</style>", "export-outside"),
  ("<style>p{background:\\75rl(x)}</style>", "export-outside"),
  ("<a href=\"b.html\">", "export-link"), ("<a href=\"java&#115;cript:x\">", "export-link"),
  ("<a href=' javascript:x'>", "export-link"), ("<a href=data:x>", "export-link"),
  ("<a href=\"#b\">", "export-anchor"), ("<a ping=\"https://a.org\">", "export-attribute"),
  ("<p id=\"a\">", "export-duplicate-id"),
  ("<h4>", "export-headings"), ("<h1>", "export-headings"),
  ("<meta http-equiv=\"refresh\" content=\"0;https://a.org\">", "export-attribute"),
])
func findsWhatDoesNotStandAlone(piece: String, code: String) {
  #expect(codes(document(with: piece)).contains(code))
}

@Test(arguments: [
  ("<!DOCTYPE html>", ""), ("<title>", "<div>"), ("<main", "<div"), ("<h1>", "<h2>"),
  ("default-src 'none'", "default-src *"), (" lang=\"en\"", ""),
])
func findsWhatIsMissing(part: String, replacement: String) {
  let html = Samples.render("# A").html
  #expect(html.contains(part))
  #expect(!codes(html.replacing(part, with: replacement)).isEmpty)
}

@Test(arguments: ["", "<", "<a", "<a href=\"", "<!--", "<style>", "</", "<!", "&#x;", "\0"])
func takesDamagedDocuments(html: String) {
  #expect(codes(html).contains("export-incomplete"))
}

@Test func takesEveryBeginningOfADocument() throws {
  let html = try Samples.render(Samples.source("untitled")).html
  for count in stride(from: 0, to: html.utf8.count, by: 97) {
    _ = codes(String(decoding: html.utf8.prefix(count), as: UTF8.self))
  }
}
