/// A table of comma-separated values (RFC 4180, and what spreadsheets make of it).
///
/// Commas, semicolons or tabs separate, whichever the first line has most of; a byte order mark and
/// any line ending are taken. Every text is a table.
struct CSVTable: Equatable {
  struct Row: Equatable {
    /// The row, where the header is row 1; as a spreadsheet counts it.
    let number: Int
    let fields: [String]
    /// Whether the file ends inside a quoted field of it.
    let isCutShort: Bool
  }

  let header: [String]
  let rows: [Row]

  init(_ bytes: [UInt8]) {
    var reader = CSVReader(bytes)
    var rows: [Row] = []
    var number = 0
    while let row = reader.row() {
      number += 1
      guard row.fields != [""] else { continue }
      rows.append(Row(number: number, fields: row.fields, isCutShort: row.isCutShort))
    }
    header = rows.first?.fields.map { CSVTable.key($0) } ?? []
    self.rows = Array(rows.dropFirst())
  }

  /// The number of a column by its name; letters in any case.
  func column(_ names: String...) -> Int? {
    names.lazy.compactMap { name in header.firstIndex(of: name) }.first
  }

  private static func key(_ title: String) -> String {
    title.lowercased().split { $0.isWhitespace }.joined(separator: " ")
  }

  /// The text of a table; lines end as RFC 4180 has them.
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { "\",\r\n;\t".utf8.contains($0) }
    let isPadded = field.first == " " || field.last == " "
    guard needsQuotes || isPadded else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

/// Cuts a text into rows and fields, each byte once.
private struct CSVReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var index: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    separator = Self.separator(in: bytes.prefix { $0 != 10 && $0 != 13 })
  }

  private static func separator(in line: ArraySlice<UInt8>) -> UInt8 {
    let counts = [",", ";", "\t"].map { (mark: Unicode.Scalar) in
      (UInt8(ascii: mark), line.count { $0 == UInt8(ascii: mark) })
    }
    return counts.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil } ?? UInt8(ascii: ",")
  }

  mutating func row() -> (fields: [String], isCutShort: Bool)? {
    guard index < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      let (field, isCutShort) = field()
      fields.append(field)
      guard !isCutShort, index < bytes.count else { return (fields, isCutShort) }
      let byte = bytes[index]
      index += 1
      if byte == separator { continue }
      if byte == 13, index < bytes.count, bytes[index] == 10 { index += 1 }
      return (fields, false)
    }
  }

  /// A field up to its separator or line break, which is left.
  private mutating func field() -> (String, isCutShort: Bool) {
    var content: [UInt8] = []
    var isCutShort = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      isCutShort = !quoted(into: &content)
    }
    while index < bytes.count, ![separator, 10, 13].contains(bytes[index]) {
      content.append(bytes[index])
      index += 1
    }
    return (String(decoding: content, as: UTF8.self), isCutShort)
  }

  private mutating func quoted(into content: inout [UInt8]) -> Bool {
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") {
        guard index < bytes.count, bytes[index] == byte else { return true }
        index += 1
      }
      content.append(byte)
    }
    return false
  }
}
