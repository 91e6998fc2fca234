import Testing

@testable import Rendering

@Test(arguments: [
  ("https://a.org/b?c#d", LinkTarget.address("https://a.org/b?c#d")),
  ("HTTP://a.org", .address("HTTP://a.org")),
  (" http://a.org\n", .address("http://a.org")),
  ("mailto:me@a.org", .address("mailto:me@a.org")),
  ("#fig-x", .anchor("fig-x")),
  ("#%E5%9B%BE", .anchor("\u{56FE}")),
  ("#", .anchor("")),
  ("notes.md", .file("notes.md")),
  ("a/b:c.md", .file("a/b:c.md")),
  ("?javascript:x", .file("?javascript:x")),
  ("", .file("")),
  ("javascript:alert(1)", .refused),
  ("JaVa\tScRiPt:alert(1)", .refused),
  ("\u{1}javascript:alert(1)", .refused),
  ("java\nscript:alert(1)", .refused),
  ("data:text/html,x", .refused),
  ("file:///etc/passwd", .refused),
  ("vbscript:x", .refused),
  ("//a.org/b", .refused),
  ("\\\\a.org\\b", .refused),
  ("/\\a.org", .refused),
])
func sortsDestinations(destination: String, target: LinkTarget) {
  #expect(LinkTarget(destination) == target)
}

@Test(arguments: [
  ("figures/a/b.svg", "figures/a/b.svg"), ("./a.svg", "a.svg"), ("././a.svg", "a.svg"),
  ("a%20b.svg", "a b.svg"), ("100%.svg", "100%.svg"), ("%+5a.svg", "%+5a.svg"), ("%4", "%4"),
  ("%E6%96%87.svg", "\u{6587}.svg"),
])
func namesFilesAsTheFolderDoes(destination: String, path: String) {
  #expect(LinkTarget.path(destination) == path)
}
