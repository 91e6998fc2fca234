/// The text of a template, and how errors name places in it.
struct JinjaSource: Sendable {
  let bytes: [UInt8]
  private let lineStarts: [Int]

  /// Larger than any model's template.
  private static let largest = 1 << 20

  /// Takes a text, with the newlines as Jinja has them and without the last one.
  init(_ text: String) throws(ModelError) {
    guard text.utf8.count <= Self.largest else {
      throw .unsupported(
        "the chat template", "is larger than \(Self.largest) bytes", hint: "use plain prompts")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\r") {
        bytes.append(UInt8(ascii: "\n"))
      } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
        bytes.append(byte)
      }
      previous = byte
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    self.bytes = bytes
    var lineStarts = [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lineStarts.append(index + 1)
    }
    self.lineStarts = lineStarts
  }

  /// The line of a place, from 1.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A template that is no template, or one that goes wrong while it runs.
  func malformed(_ reason: String, at offset: Int) -> ModelError {
    error(.malformed, reason, at: offset, hint: "use plain prompts")
  }

  /// A template that needs what is not known here.
  func unsupported(_ reason: String, at offset: Int) -> ModelError {
    error(.unsupported, reason, at: offset, hint: "use plain prompts")
  }

  /// A template that refuses what it is given.
  func refusal(_ words: String, at offset: Int) -> ModelError {
    error(
      .request, "refuses the conversation: '\(words)'", at: offset,
      hint: "change who speaks when, for example say in the first user message what the system"
        + " message says")
  }

  private func error(
    _ kind: ModelError.Kind, _ reason: String, at offset: Int, hint: String
  ) -> ModelError {
    ModelError(
      kind: kind, subject: "the chat template's line \(line(at: offset))", reason: reason,
      offset: offset, hint: hint)
  }
}
