import Testing

@testable import Workspace

struct AnswerTextTests {
  @Test(arguments: [
    (["Par", "is.\nAnd"], ["\n"], "Paris.", true), (["a<", "e", "n", "d>b"], ["<end>"], "a", true),
    (["a<", "e", "x>b"], ["<end>"], "a<ex>b", false), (["ab"], [], "ab", false),
    (["ab"], [""], "ab", false), (["xyz"], ["z", "y"], "x", true), ([], ["a"], "", false),
  ])
  func endsAtTheFirstStop(pieces: [String], stops: [String], text: String, isEnded: Bool) {
    var answer = AnswerText(stops: stops)
    var found = ""
    for piece in pieces { found += answer.add(Array(piece.utf8)) }
    found += answer.finish()
    #expect(found == text)
    #expect(answer.isEnded == isEnded)
  }

  @Test func handsOutWholeCharactersOnly() {
    var answer = AnswerText(stops: ["👩"])
    let bytes = Array("é模😀".utf8)
    let pieces = bytes.map { answer.add([$0]) } + [answer.finish()]
    #expect(pieces.joined() == "é模😀")
    #expect(!pieces.joined().contains("\u{FFFD}"))
    #expect(pieces.filter { !$0.isEmpty } == ["é", "模", "😀"])
  }
}
