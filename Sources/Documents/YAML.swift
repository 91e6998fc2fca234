public import Findings

/// Reads the YAML of configuration files.
///
/// Reading is total. Anchors, aliases, tags, keys that are not texts, keys given twice and further
/// documents are refused with a finding: a configuration needs none of them, and each has its trap.
public enum YAML {
  /// The largest text that is read, in bytes.
  public static let sizeLimit = 1 << 20

  /// Reads one document.
  ///
  /// The node is `nil` when the text is empty or cannot be read; the findings say why.
  public static func parse(_ source: String, path: String) -> (node: Node?, findings: [Finding]) {
    let text = SourceText(source, path: path)
    return parse(text, in: 0..<text.utf8.count)
  }

  /// Reads one document out of a part of a file, such as the front matter of a report; places count
  /// from the start of the file.
  public static func parse(
    _ source: SourceText, in range: Range<Int>
  ) -> (node: Node?, findings: [Finding]) {
    let range = withoutMark(range.clamped(to: 0..<source.utf8.count), of: source)
    guard range.count <= sizeLimit else {
      return (nil, [tooLarge(source.place(range.lowerBound..<range.lowerBound))])
    }
    var reader = YAMLReader(source, in: range)
    do {
      let node = try reader.document()
      return (node, reader.findings)
    } catch {
      return (nil, [finding(of: error, in: source)])
    }
  }

  /// The range without a byte order mark, which the parser would take for a column.
  private static func withoutMark(_ range: Range<Int>, of source: SourceText) -> Range<Int> {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return source.utf8[range].starts(with: mark) ? range.dropFirst(mark.count) : range
  }
}

// MARK: - Findings

extension YAML {
  private static func tooLarge(_ place: Place) -> Finding {
    Finding(
      code: "yaml-too-large", severity: .error,
      message: "this file is too large to be a configuration", place: place,
      hint: "keep it below \(sizeLimit >> 20) MiB")
  }

  private static func finding(of failure: YAMLReader.Failure, in source: SourceText) -> Finding {
    let code: String
    let message: String
    let offset: Int
    let hint: String
    switch failure {
    case .syntax(let words, let at):
      (code, message, offset) = ("yaml-syntax", words, at)
      hint = "check the indentation, and put values with ': ', '#' or quotes in them in quotes"
    case .alias(let name, let at):
      (code, message, offset) = ("yaml-alias", "aliases ('*\(name)') are not supported", at)
      hint = "write the value out, or put it in quotes if '*' is meant as text"
    case .tooDeep(let at):
      (code, message, offset) = ("yaml-too-deep", "more than 1000 levels of nesting", at)
      hint = "write it flatter"
    case .keyTwice(let key, let at):
      (code, message, offset) = ("yaml-key-duplicate", "the key '\(key)' is given twice", at)
      hint = "keep one of them"
    case .secondDocument(let at):
      (code, message, offset) = ("yaml-documents", "a second document begins here", at)
      hint = "remove the line '---'"
    }
    return Finding(
      code: code, severity: .error, message: message, place: source.place(offset..<offset),
      hint: hint)
  }
}
