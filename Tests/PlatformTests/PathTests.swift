import Platform
import Testing

struct PathTests {
  @Test(arguments: [
    ("a", "b", "a/b"), ("a/", "b", "a/b"), ("", "b", "b"), ("a", "", "a"), ("/", "b", "/b"),
    ("a", "/b", "/b"),
  ])
  func joins(base: String, rest: String, whole: String) {
    #expect(Path.join(base, rest) == whole)
  }

  @Test(arguments: [
    ("a/b", "a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("/a/b/", "/a", "b"), ("/", "/", ""),
  ])
  func splits(path: String, parent: String, name: String) {
    #expect(Path.parent(path) == parent)
    #expect(Path.name(path) == name)
  }

  @Test(arguments: [
    ("a/./b//c", "a/b/c"), ("a/../b", "b"), ("../a", "../a"), ("a/../../b", "../b"),
    ("/../a", "/a"), ("/", "/"), ("", "."), ("a/..", "."),
  ])
  func normalizes(path: String, normal: String) {
    #expect(Path.normalized(path) == normal)
  }

  @Test(arguments: [
    ("/a/b", "/a", "b"), ("/a", "/a", ""), ("/ab", "/a", nil), ("/a/../b", "/a", nil),
    ("/b", "/", "b"),
  ])
  func relates(path: String, folder: String, rest: String?) {
    #expect(Path.relative(path, to: folder) == rest)
  }

  @Test(arguments: [
    ("a/b", true), ("a/../b", true), ("../a", false), ("/a", false), ("a/../../b", false),
    ("..a", true), (".", true),
  ])
  func seesWhatLeavesAFolder(path: String, inside: Bool) {
    #expect(Path.staysInside(path) == inside)
  }
}
