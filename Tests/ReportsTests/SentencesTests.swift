import Reports
import Testing

struct SentencesTests {
  @Test(
    arguments: [
      ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
      ("It is 0.93 high, i.e. near 1. Next.", ["It is 0.93 high, i.e. near 1.", "Next."]),
      ("See Fig. 3 and cf. Smith et al. 2024.", ["See Fig. 3 and cf. Smith et al. 2024."]),
      ("J. Smith was here. So was I.", ["J. Smith was here.", "So was I."]),
      ("第一句。第二句！第三句", ["第一句。", "第二句！", "第三句"]),
      ("A line\nand another", ["A line", "and another"]), ("1. First", ["1. First"]),
      ("  \n ", []), ("", []), ("…", ["…"]),
    ])
  func splits(text: String, sentences: [String]) {
    #expect(Sentences.split(text) == sentences)
  }

  @Test func splitsHostileTextInLinearTime() {
    let text = String(repeating: "a. ", count: 50_000)
    #expect(Sentences.split(text).count == 1)
    #expect(Sentences.split(String(repeating: ". ", count: 50_000)).count == 50_000)
  }
}
