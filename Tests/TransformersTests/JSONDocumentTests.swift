import Testing

@testable import Transformers

/// JSON of model files, read by bytes.
struct JSONDocumentTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONDocument(Array(text.utf8), name: "config.json").root
  }

  @Test func readsWhatConfigurationsAreMadeOf() throws {
    let root = try parse(#" {"a": [1, -2.5e3, true, null], "b": {"c": "d\n"}, "none": null} "#)
    #expect(root.kind == .object && root.count == 3)
    let list = try #require(root["a"]).elements
    #expect(list.map(\.kind) == [.number, .number, .flag, .null])
    #expect(list[0].integer == 1 && list[1].number == -2500 && list[2].flag == true)
    #expect(list[1].integer == nil && list[0].text == nil)
    #expect(root["b"]?["c"]?.text == "d\n")
    #expect(root["none"] == nil && root["missing"] == nil)
  }

  @Test func tellsCanonicallyEquivalentNamesApart() throws {
    let root = try parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(root["\u{E9}"]?.integer == 1)
    #expect(root["e\u{301}"]?.integer == 2)
    #expect(root.members.map { $0.name.textBytes?.count } == [2, 3])
  }

  @Test(arguments: [
    (#""\u00e9\ud83d\ude00\"\\\/\b\f\t\r""#, "\u{E9}\u{1F600}\"\\/\u{8}\u{C}\t\r"),
    (#""\ud83dx""#, "\u{FFFD}x"), (#""\ude00""#, "\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
  ])
  func resolvesEscapes(source: String, text: String) throws {
    #expect(try parse(source).text == text)
  }

  @Test(arguments: [
    ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\" 1}", 5), ("{a: 1}", 1), ("01", 2), ("1 2", 2),
    ("\"\n\"", 1), ("\"abc", 4), (#""\x""#, 1), (#""\u12""#, 3), ("tru", 0), ("1.", 2), ("-", 1),
    ("[1", 2), ("nan", 0), ("{\"a\":}", 5),
  ])
  func tellsWhereJSONEnds(source: String, offset: Int) throws {
    let error = #expect(throws: ModelError.self) { try parse(source) }
    #expect(error?.offset == offset)
    #expect(error?.subject == "'config.json'")
  }

  @Test func refusesNestingThatWouldNotFitTheStack() {
    let error = #expect(throws: ModelError.self) {
      try parse(String(repeating: "[", count: 1_000_000))
    }
    #expect(error?.reason == "is nested too deeply")
  }
}
