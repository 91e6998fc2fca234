import Digests

/// Code without its comments, so that they may be put in order after a freeze.
///
/// Only Python is read, since in other languages a sign that begins a comment here may be part of a
/// text there; what cannot be read for certain is compared byte for byte.
enum CodeUpkeep {
  /// A digest of a file's code; `nil` where comments cannot be told from it.
  static func digest(_ path: String, _ bytes: [UInt8]) -> String? {
    guard path.hasSuffix(".py"), bytes.count <= 1 << 20, hasPlainLines(bytes) else { return nil }
    var scanner = PythonScanner(bytes)
    return scanner.code().map { SHA256.digest($0).hex }
  }

  /// Whether every line ends as this reader believes, since Python takes other ends for one too.
  private static func hasPlainLines(_ bytes: [UInt8]) -> Bool {
    let returns = bytes.indices.filter { bytes[$0] == 13 }
    return !bytes.contains(0) && returns.allSatisfy { $0 + 1 < bytes.count && bytes[$0 + 1] == 10 }
  }
}

/// Takes the comments and empty lines out of Python code.
private struct PythonScanner {
  private let bytes: [UInt8]
  private var index = 0
  private var kept: [UInt8] = []
  private var lineStart = 0
  private var lineNumber = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The code; `nil` when the texts in it do not end where they seem to.
  mutating func code() -> [UInt8]? {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\n"): endLine()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): guard keepText() else { return nil }
      case UInt8(ascii: "\\"): keep(2)
      default: keep(1)
      }
    }
    endLine()
    return kept
  }

  private mutating func keep(_ count: Int) {
    let end = min(index + count, bytes.count)
    kept += bytes[index..<end]
    index = end
  }

  /// The first two lines may tell the interpreter or the encoding, which is more than a comment.
  private mutating func skipComment() {
    let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let words = String(decoding: bytes[index..<end], as: UTF8.self)
    if lineNumber <= 2, words.hasPrefix("#!") || words.contains("coding") {
      kept += bytes[index..<end]
    }
    index = end
  }

  /// Ends a line that is not inside a text; an empty one goes.
  private mutating func endLine() {
    while kept.count > lineStart, [9, 13, 32].contains(kept[kept.count - 1]) { kept.removeLast() }
    if kept.count > lineStart { kept.append(UInt8(ascii: "\n")) }
    lineStart = kept.count
    lineNumber += 1
    index += 1
  }

  /// Keeps a text from its quotation mark to the one that ends it; `false` where that is unclear.
  private mutating func keepText() -> Bool {
    let mark = bytes[index]
    let isLong = bytes[index...].starts(with: [mark, mark, mark])
    let prefix = prefix()
    let (isFormatted, isRaw) = (prefix.contains("f") || prefix.contains("t"), prefix.contains("r"))
    keep(isLong ? 3 : 1)
    var depth = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        // In a raw text too the mark after a backslash does not end it.
        if isRaw && isFormatted { return false }
        keep(2)
      } else if byte == mark, !isLong || bytes[index...].starts(with: [mark, mark, mark]) {
        keep(isLong ? 3 : 1)
        return depth == 0
      } else if byte == UInt8(ascii: "\n"), !isLong {
        return false
      } else {
        if isFormatted { depth += brace(byte) }
        if depth < 0 { return false }
        keep(1)
      }
    }
    return false
  }

  /// How a byte of a formatted text changes how deep its replacements are nested; doubled braces
  /// cancel out.
  private func brace(_ byte: UInt8) -> Int {
    byte == UInt8(ascii: "{") ? 1 : byte == UInt8(ascii: "}") ? -1 : 0
  }

  /// The letters directly before a quotation mark, in lower case.
  private func prefix() -> String {
    let letters = bytes[..<index].reversed().prefix { (97...122).contains($0 | 32) }
    return String(decoding: letters.map { $0 | 32 }, as: UTF8.self)
  }
}
