/// A stretch of one file.
public struct Place: Sendable, Hashable {
  /// The file, relative to the application's folder, with `/` between its parts.
  public let path: String
  /// The position of the first character.
  public let start: Position
  /// The position after the last character; equal to ``start`` for a point.
  public let end: Position

  /// Creates a place.
  public init(path: String, start: Position, end: Position) {
    self.path = path
    self.start = start
    self.end = end
  }
}

/// A position in a text, counted as editors show it: from 1.
public struct Position: Sendable, Hashable, Comparable {
  /// The line.
  public let line: Int
  /// The column in UTF-8 bytes.
  public let column: Int
  /// The column in UTF-16 code units, as the language server protocol counts by default.
  public let utf16Column: Int

  /// Creates a position.
  public init(line: Int, column: Int, utf16Column: Int) {
    self.line = line
    self.column = column
    self.utf16Column = utf16Column
  }

  /// Orders as the text runs.
  public static func < (a: Position, b: Position) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}
