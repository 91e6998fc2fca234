import Documents
import Findings
import Workspace

/// A document that the client has open.
struct Document {
  /// The address by which the client knows it.
  let uri: String
  /// The absolute path of its file; `nil` where it is none.
  let file: String?
  /// The folder of its application; `nil` where it belongs to none.
  let folder: String?
  /// Whether the client takes it for Markdown.
  let isMarkdown: Bool
  /// The version the client gave its text.
  private(set) var version: Int?
  /// The text.
  private(set) var source: SourceText
  /// What was found out about this text; `nil` until somebody asks.
  var edited: EditedFile?

  init(_ item: JSON, uri: String, folder: String?) {
    self.uri = uri
    self.folder = folder
    file = FileURI.path(uri)
    version = item["version"]?.integer
    isMarkdown =
      ["markdown", "quarto", "rmarkdown"].contains(item["languageId"]?.string)
      || uri.lowercased().hasSuffix(".md")
    let path = folder.flatMap { Self.path(of: FileURI.path(uri), in: $0) } ?? file ?? uri
    source = SourceText(item["text"]?.string ?? "", path: path)
  }

  /// Takes over changes, each of which counts from the text that the one before has left.
  ///
  /// Returns whether every one could be understood; one that cannot be is left out.
  mutating func apply(_ changes: [JSON], version: Int?, in encoding: ColumnEncoding) -> Bool {
    var isUnderstood = true
    for change in changes {
      guard let text = change["text"]?.string else {
        isUnderstood = false
        continue
      }
      guard let range = change["range"] else {
        source = SourceText(text, path: source.path)
        continue
      }
      guard let stretch = source.range(range, in: encoding) else {
        isUnderstood = false
        continue
      }
      source = source.replacing(stretch, with: text)
    }
    self.version = version
    edited = nil
    return isUnderstood
  }

  private static func path(of file: String?, in folder: String) -> String? {
    guard let file, file.hasPrefix(folder + "/") else { return nil }
    return String(file.dropFirst(folder.count + 1))
  }
}

// MARK: - Positions on the wire

extension EditorPosition {
  /// Reads a position; `nil` where it is none.
  init?(_ json: JSON?) {
    guard let line = json?["line"]?.integer, let column = json?["character"]?.integer else {
      return nil
    }
    self.init(line: line, column: column)
  }

  /// The position as it is sent.
  var json: JSON { ["line": .integer(line), "character": .integer(column)] }
}

extension SourceText {
  /// The stretch of a range that was received; `nil` where it is none.
  func range(_ json: JSON?, in encoding: ColumnEncoding) -> Range<Int>? {
    guard let start = EditorPosition(json?["start"]), let end = EditorPosition(json?["end"]) else {
      return nil
    }
    let lower = offset(of: start, in: encoding)
    return lower..<max(lower, offset(of: end, in: encoding))
  }

  /// A stretch as it is sent.
  func json(_ range: Range<Int>, in encoding: ColumnEncoding) -> JSON {
    [
      "start": editorPosition(at: range.lowerBound, in: encoding).json,
      "end": editorPosition(at: range.upperBound, in: encoding).json,
    ]
  }

  /// The stretch of a place of a finding.
  func range(of place: Place) -> Range<Int> {
    let start = offset(line: place.start.line, column: place.start.column)
    let end = offset(line: place.end.line, column: place.end.column)
    return start..<max(start, end)
  }
}
