import Testing

@testable import Figures

@Suite struct WordsTests {
  @Test(arguments: [
    ("Paris", "Paris"), (" Paris", "␣Paris"), ("  ", "␣␣"), ("a b", "a b"), ("a ", "a␣"),
    ("\n", "↵"),
    ("\r\n", "↵"), ("\r", "↵"), ("\t", "⇥"), ("\u{0}\u{1F}\u{7F}", "\\x00\\x1f\\x7f"),
    ("\u{202E}abc", "\u{FFFD}abc"), ("\u{FEFF}", "\u{FFFD}"), ("", ""), ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
  ])
  func makesLabelsVisible(text: String, expected: String) {
    #expect(Words.label(text) == expected)
  }

  @Test(arguments: [
    ("  a\n b\t\tc ", "a b c"), ("\u{0}", "\\x00"), ("中文 标题", "中文 标题"), ("\u{2028}", ""), ("", ""),
  ])
  func turnsWhiteSpaceInProseIntoSpaces(text: String, expected: String) {
    #expect(Words.prose(text) == expected)
  }

  @Test func boundsWhatItIsGiven() {
    let marks = "a" + String(repeating: "\u{301}", count: 10_000)
    #expect(Words.label(marks).unicodeScalars.count == 3)
    #expect(Words.label(String(repeating: "x", count: 100_000)).count == 200)
    #expect(Words.prose(String(repeating: "x", count: 100_000)).count == 2000)
  }

  @Test(arguments: [
    ("the quick brown fox", 60.0, ["the quick", "brown fox"]),
    ("blocks.0.hook_resid_pre", 60, ["blocks.0.", "hook_", "resid_pre"]),
    ("unbreakable", 20, ["un", "bre", "aka", "ble"]),
    ("这是一个标题，很长。", 60, ["这是一个标", "题，很长。"]),
    ("一二三四五。", 60, ["一二三四", "五。"]),
    ("", 60, []), (" ", 60, []),
  ])
  func breaksLines(text: String, width: Double, expected: [String]) {
    #expect(Words.wrapped(text, to: width, font: .subtitle, lines: 9) == expected)
  }

  @Test func cutsWhatIsBeyondTheLastLine() {
    let lines = Words.wrapped("one two three four five six", to: 50, font: .subtitle, lines: 2)
    #expect(lines.count == 2)
    #expect(lines.last?.hasSuffix("…") == true)
    #expect(lines.allSatisfy { Font.subtitle.width($0) <= 50 })
  }

  @Test(arguments: [0.0, 1, 5, 12, 40, 1000])
  func neverExceedsTheWidth(width: Double) {
    for name in Samples.hostileNames.map(Words.label) {
      #expect(Font.label.width(Words.fitted(name, to: width, font: .label)) <= width)
      let lines = Words.wrapped(name, to: max(width, 20), font: .label, lines: 3)
      #expect(lines.count <= 3)
      #expect(lines.allSatisfy { Font.label.width($0) <= max(width, 20) })
    }
  }

  @Test(arguments: [
    ("", 0.0), ("i", 2.22), ("W", 9.44), ("0123456789", 55.6), ("中", 10), ("é", 5.56),
    ("e\u{301}", 5.56),
    ("\u{200D}", 0), ("−", 5.84),
  ])
  func knowsTheWidthOfText(text: String, width: Double) {
    #expect((Font(size: 10).width(text) - width).magnitude < 0.5)
  }
}
