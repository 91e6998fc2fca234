/// A stretch of time as another program's file tells it.
public struct ImportedStretch: Sendable, Equatable {
  /// The row of a table, the line of a text, the number of an element: counted from 1.
  public let row: Int
  /// When it began.
  public let begin: WrittenTime
  /// When it ended; `nil` where only the length is given, or where it still ran.
  public var end: WrittenTime?
  /// Its length in milliseconds, where the file gives one.
  public var length: Int?
  /// The project it was booked on there.
  public var project: String?
  /// What it was, in a person's words.
  public var text: String?
  /// Its tags.
  public var tags: [String] = []
  /// The name that the other program gives it for good; `nil` where it has none.
  public var nativeID: String?

  /// Creates a stretch that still runs.
  public init(row: Int, begin: WrittenTime) {
    self.row = row
    self.begin = begin
  }

  /// Whether it still ran when the file was written.
  public var isRunning: Bool { end == nil && length == nil }

  /// The words that may name a category: its tags, its project, its description.
  var names: [String] { tags + [project, text].compactMap(\.self) }
}

/// Why one row of a file was not taken, or what is odd about it.
public struct ExchangeProblem: Sendable, Hashable {
  /// What is the matter.
  public enum Kind: Sendable, Hashable {
    /// The value of a field cannot be read; its name.
    case malformed(String)
    /// The file ends in the middle of it.
    case cutShort
    /// It still ran when the file was written.
    case running
    /// It has no length.
    case empty
    /// It ends before it begins.
    case backwards
    /// A local time that the clock showed twice; the time.
    case twice(String)
    /// A local time that the clock left out; the time.
    case leftOut(String)
    /// It ends later than now.
    case inFuture
  }

  /// The row, counted as in ``ImportedStretch/row``.
  public let row: Int
  /// What is the matter.
  public let kind: Kind

  /// Creates a problem.
  public init(row: Int, _ kind: Kind) {
    self.row = row
    self.kind = kind
  }

  /// What is the matter, as one phrase that names the row.
  public var words: String {
    switch kind {
    case .malformed(let field): "row \(row): the value of '\(field)' cannot be read"
    case .cutShort: "row \(row): the file ends in the middle of it"
    case .running: "row \(row): it still ran when the file was written"
    case .empty: "row \(row): it has no length"
    case .backwards: "row \(row): it ends before it begins"
    case .twice(let time): "row \(row): the clock showed \(time) twice that day"
    case .leftOut(let time): "row \(row): the clock left out \(time) that day"
    case .inFuture: "row \(row): it ends in the future; is the zone right?"
    }
  }
}

/// What was read of a file: everything that could be, and what could not.
public struct ExchangeReading: Sendable, Equatable {
  /// The format it is in.
  public let format: ExchangeFormat
  /// The stretches, in the file's order; of evidence, joined and in the order of time.
  public var stretches: [ImportedStretch] = []
  /// The rows that could not be read.
  public var problems: [ExchangeProblem] = []
  /// How many rows this program itself had written into the file as evidence.
  public var ownRows = 0

  init(_ format: ExchangeFormat) { self.format = format }

  /// Whether some time in it is a local one.
  public var hasLocalTimes: Bool {
    stretches.contains { $0.begin.isLocal || $0.end?.isLocal ?? false }
  }
}

/// Texts of other programs as they are kept: one line, no control characters, of bounded length.
enum ForeignText {
  private static let limit = 1000
  private static let tagLimit = 50

  static func tags(_ tags: some Sequence<some StringProtocol>) -> [String] {
    tags.prefix(tagLimit).compactMap { clean(String($0)) }
  }

  static func clean(_ text: String?) -> String? {
    guard let text else { return nil }
    var kept = String.UnicodeScalarView()
    var isBlank = true
    for scalar in text.unicodeScalars.prefix(limit) {
      let isControl = scalar.properties.generalCategory == .control
      if isControl || scalar.properties.isWhitespace || isHidden(scalar) {
        if !isBlank { kept.append(" ") }
        isBlank = true
      } else {
        kept.append(scalar)
        isBlank = false
      }
    }
    if kept.last == " " { kept.removeLast() }
    return kept.isEmpty ? nil : String(kept)
  }

  /// Marks that turn the direction of a terminal's line, and characters that nobody has.
  private static func isHidden(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.value {
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE...0xFFFF: true
    default: false
    }
  }
}
