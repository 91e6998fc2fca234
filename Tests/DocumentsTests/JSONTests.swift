import Documents
import TestSupport
import Testing

@Test(
  arguments: [
    ("null", JSON.null), (" true ", true), ("false", false), ("0", 0), ("-12", -12), ("1.0", 1.0),
    ("1e3", 1000.0), ("-0.0", .number(-0.0)), ("2.5E-1", 0.25), ("\"a\"", "a"), ("[]", []),
    ("{}", [:]), ("[1, [2], {\"a\": null}]", [1, [2], ["a": nil]]),
    (#""\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t""#, "é😀\"\\/\u{8}\u{C}\n\r\t"),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
  ] as [(String, JSON)])
func readsJSON(text: String, value: JSON) throws {
  #expect(try JSON.parse(text) == value)
}

@Test(
  arguments: [
    ("", JSONError.Reason.unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[1", .unexpectedEnd, 2),
    ("nul", .unexpectedEnd, 3), ("nulL", .unexpectedByte(0x4C), 3),
    ("[1,]", .unexpectedByte(0x5D), 3), ("[,]", .unexpectedByte(0x2C), 1),
    ("{1:2}", .unexpectedByte(0x31), 1), ("{\"a\" 1}", .unexpectedByte(0x31), 5),
    ("{\"a\":1,}", .unexpectedByte(0x7D), 7), ("1 2", .contentAfterValue, 2),
    ("{\"a\":1,\"a\":2}", .duplicateKey("a"), 7), ("01", .malformedNumber, 0),
    ("-", .malformedNumber, 0), ("1.", .malformedNumber, 0), ("1e", .malformedNumber, 0),
    ("+1", .unexpectedByte(0x2B), 0), (".5", .unexpectedByte(0x2E), 0),
    ("NaN", .unexpectedByte(0x4E), 0), ("9223372036854775808", .numberOutOfRange, 0),
    ("1e999", .numberOutOfRange, 0), ("\"\n\"", .unescapedControlCharacter, 1),
    ("\"\0\"", .unescapedControlCharacter, 1), (#""\x""#, .unknownEscape, 1),
    (#""\ud800""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1),
    (#""\udc00""#, .loneSurrogate, 1), (#""\u00g0""#, .unexpectedByte(0x67), 5),
    ("\u{FEFF}1", .unexpectedByte(0xEF), 0), ("\0", .unexpectedByte(0), 0),
    (#""\"#, .unexpectedEnd, 2), (#""\ud8"#, .unexpectedEnd, 5),
  ] as [(String, JSONError.Reason, Int)])
func refusesJSON(text: String, reason: JSONError.Reason, offset: Int) {
  #expect(throws: JSONError(reason, at: offset)) { try JSON.parse(text) }
}

@Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]])
func refusesWhatIsNotUTF8(bytes: [UInt8]) {
  #expect(throws: JSONError(.invalidUTF8, at: 1)) { try JSON.parse(bytes) }
}

@Test(arguments: ["[", "{\"a\":"])
func refusesDeepArraysAndObjects(opener: String) throws {
  let text = String(repeating: opener, count: 100_000)
  #expect(throws: JSONError.self) { try JSON.parse(text) }
  let limit = String(repeating: "[", count: JSON.depthLimit)
  let closed = limit + String(repeating: "]", count: JSON.depthLimit)
  #expect(try JSON.parse(closed).array?.count == 1)
  #expect(throws: JSONError(.nestedTooDeep(limit: JSON.depthLimit), at: JSON.depthLimit)) {
    try JSON.parse("[" + closed + "]")
  }
}

@Test(
  arguments: [
    (["b": 1, "a": [true, nil, 0.5], "é": "x"], #"{"a":[true,null,0.5],"b":1,"\u00e9":"x"}"#),
    (
      "é😀\u{7F}\u{1F}\u{8}\u{C}\n\r\t\"\\/",
      "\"\\u00e9\\ud83d\\ude00\\u007f\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\""
    ),
    (
      ["Z": 1, "a": 2, "\u{1F600}": 3, "\u{FF5E}": 4], #"{"Z":1,"a":2,"\uff5e":4,"\ud83d\ude00":3}"#
    ),
    ([], "[]"), ([:], "{}"), (1.0, "1.0"), (-0.0, "-0.0"), (1e16, "1e+16"), (1e-5, "1e-05"),
    (0.1, "0.1"), (1e15, "1000000000000000.0"), (.number(.leastNonzeroMagnitude.nextUp), "1e-323"),
    (.number(.greatestFiniteMagnitude), "1.7976931348623157e+308"),
    (.integer(.min), "-9223372036854775808"),
    (9291486957561990.0, "9291486957561990.0"), (-9007199254740992.0, "-9007199254740992.0"),
    (9.5e15, "9500000000000000.0"), (9_999_999_999_999_998.0, "9999999999999998.0"),
    (0.0001, "0.0001"),
  ] as [(JSON, String)])
func writesCanonically(value: JSON, text: String) throws {
  #expect(try value.canonical() == text)
  #expect(try JSON.parse(text) == value)
}

@Test(arguments: [Double.nan, .infinity, -.infinity])
func refusesToWriteWhatIsNotFinite(value: Double) {
  #expect(throws: JSONError(.notFinite)) { try JSON.array([.number(value)]).canonical() }
  #expect(throws: JSONError(.notFinite)) { try JSON.array([.number(value)]).pretty() }
  #expect(JSON.finite(value) == .null)
}

@Test func writesForPeople() throws {
  let value: JSON = [
    "schema": 1, "title": "Größe", "none": [], "row": [1, 2.5, nil],
    "nested": [["a": 1], ["b": [2]]],
  ]
  let text = """
    {
      "nested": [
        {"a": 1},
        {
          "b": [2]
        }
      ],
      "none": [],
      "row": [1, 2.5, null],
      "schema": 1,
      "title": "Größe"
    }

    """
  #expect(try value.pretty() == text)
  #expect(try JSON.parse(text) == value)
}

@Test func breaksLongLinesForPeople() throws {
  let value: JSON = ["row": .array(Array(repeating: 123456, count: 20))]
  let lines = try value.pretty().split(separator: "\n")
  #expect(lines.count == 24)
  #expect(lines[2] == "    123456,")
}

@Test func readsBackWhatItWrites() throws {
  var random = SeededGenerator(seed: 7)
  for _ in 0..<300 {
    let value = JSON.random(depth: 4, using: &random)
    #expect(try JSON.parse(value.canonical()) == value)
    #expect(try JSON.parse(value.pretty()) == value)
    #expect(try JSON.parse(value.pretty()).canonical() == value.canonical())
  }
}

@Test func readsAnyBytesAsJSON() throws {
  var random = SeededGenerator(seed: 11)
  let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null],"b":{"c":"文"}}"#.utf8)
  for _ in 0..<3000 {
    let bytes = random.mutation(of: seed)
    if let value = try? JSON.parse(bytes) {
      #expect(try JSON.parse(value.canonical()) == value)
    }
  }
}

extension JSON {
  fileprivate static func random(depth: Int, using random: inout SeededGenerator) -> JSON {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int(truncatingIfNeeded: random.next()))
    case 3: return .finite(Double(bitPattern: random.next()))
    case 4: return .string(random.text())
    case 5:
      return .array((0..<3).map { _ in JSON.random(depth: depth - 1, using: &random) })
    default:
      let pairs = (0..<3).map { _ in (random.text(), JSON.random(depth: depth - 1, using: &random))
      }
      return .object(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }
  }
}
