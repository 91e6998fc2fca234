import Testing

@testable import Transformers

struct PiecesTests {
  /// The pieces of a stretch of bytes.
  private func cut(
    _ bytes: [UInt8], from start: Int = 0, by pattern: Pattern = .digitsThenGPT2
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var place = start
    while place < bytes.count {
      let end = pattern.end(of: place, in: bytes, before: bytes.count)
      pieces.append(place..<end)
      place = end
    }
    return pieces
  }

  @Test(arguments: [
    ("", []),
    ("Hello world", ["Hello", " world"]),
    ("it's we'll 've", ["it", "'s", " we", "'ll", " '", "ve"]),
    ("IT'S", ["IT", "'", "S"]),
    ("a  b", ["a", " ", " b"]),
    ("a \n b", ["a", " \n", " b"]),
    ("a\nb", ["a", "\n", "b"]),
    ("end  ", ["end", "  "]),
    ("in 2026,", ["in", " ", "2", "0", "2", "6", ","]),
    ("x   1", ["x", "   ", "1"]),
    ("a\r\nb", ["a", "\r", "\n", "b"]),
    ("e\u{301}t", ["e", "\u{301}", "t"]),
    ("!? #x", ["!?", " #", "x"]),
    ("½Ⅷ٣", ["½", "Ⅷ", "٣"]),
    ("你好，世界", ["你好", "，", "世界"]),
  ])
  func cuts(text: String, pieces: [String]) {
    let bytes = Array(text.utf8)
    let found = cut(bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    // By bytes, because texts that mean the same count as equal otherwise.
    #expect(found.map { Array($0.utf8) } == pieces.map { Array($0.utf8) }, "\(found)")
  }

  @Test func coversTheTextInOrder() {
    let text = "a'll  \t1²\r\n  é 👍🏽 \u{0} 'v \u{3000}z"
    let bytes = Array("....\(text)".utf8)
    let pieces = cut(bytes, from: 4)
    #expect(pieces.first?.lowerBound == 4)
    #expect(pieces.last?.upperBound == bytes.count)
    #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
  }

  /// Characters that are newer than the reference's Unicode have no class there.
  @Test func classifiesEveryCharacterAsTheReference() throws {
    struct Entry: Decodable {
      let first: UInt32
      let last: UInt32
      let name: String

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        first = try values.decode(UInt32.self)
        last = try values.decode(UInt32.self)
        name = try values.decode(String.self)
      }
    }
    var expected = [CharacterClass](repeating: .other, count: 0x110000)
    let classes: [String: CharacterClass] = ["letter": .letter, "number": .number, "blank": .blank]
    for entry in try Fixture.json("classes.json", as: [Entry].self) {
      let name = try #require(classes[entry.name])
      for code in entry.first...entry.last { expected[Int(code)] = name }
    }
    // The reference's pattern takes marks for other characters and newlines for blanks.
    func reference(_ found: CharacterClass) -> CharacterClass {
      switch found {
      case .mark: .other
      case .newline: .blank
      default: found
      }
    }
    let differing = (0..<UInt32(0x110000)).compactMap(Unicode.Scalar.init).filter {
      reference(CharacterClass($0)) != expected[Int($0.value)]
        && ($0.properties.age ?? (0, 0)) <= (16, 0)
    }
    #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(5))")
  }
}
