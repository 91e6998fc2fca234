/// GitHub-flavoured Markdown: CommonMark with tables, strike-through, task lists, footnotes and
/// bare links.
public enum Markdown {
  /// The longest source that is parsed, in bytes of UTF-8; the parser counts in 32 bits.
  static let largestSource = 64 << 20

  /// How many table cells a source may ask for; the parser completes short rows to full width.
  static let mostTableCells = 4_000_000

  /// Parses a document; every source gives a tree.
  ///
  /// A source of more than 64 MiB comes back whole as one block of code. One whose tables would
  /// be completed to more than four million cells is read without tables.
  public static func parse(_ source: String) -> MarkdownNode { parse(source, withInlines: true) }

  /// Parses a document as ``parse(_:)`` does, but leaves paragraphs, headings and tables empty.
  public static func blocks(of source: String) -> MarkdownNode { parse(source, withInlines: false) }

  private static func parse(_ source: String, withInlines: Bool) -> MarkdownNode {
    var source = source
    return source.withUTF8 { bytes in
      if bytes.count > largestSource { return unparsed(bytes) }
      var extensions = ["autolink", "strikethrough", "tasklist"]
      if mayHoldTables(bytes) { extensions.append("table") }
      return ParsedDocument(bytes, extensions: extensions)?.tree(withInlines: withInlines)
        ?? unparsed(bytes)
    }
  }

  private static func unparsed(_ bytes: UnsafeBufferPointer<UInt8>) -> MarkdownNode {
    let nowhere = SourceLines(startLine: 0, startColumn: 0, endLine: 0, endColumn: 0)
    let text = String(decoding: bytes, as: UTF8.self)
    let block = MarkdownNode(kind: .codeBlock(info: "", text: text), lines: nowhere)
    return MarkdownNode(kind: .document, lines: nowhere, children: [block])
  }

  /// Whether the widest row times the number of lines stays within ``mostTableCells``.
  private static func mayHoldTables(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var lines = 1
    var bars = 0
    var mostBars = 0
    for byte in bytes {
      if byte == UInt8(ascii: "|") {
        bars += 1
        mostBars = max(mostBars, bars)
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        lines += 1
        bars = 0
      }
    }
    return mostBars * lines <= mostTableCells
  }
}
