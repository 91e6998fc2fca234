/// A file that a report shows, such as an image.
public struct Resource: Sendable, Equatable {
  /// The type of the bytes, such as `image/svg+xml`.
  public let mediaType: String
  /// The bytes of the file.
  public let bytes: [UInt8]

  /// Creates a resource.
  public init(mediaType: String, bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }
}

/// What an exported document says beyond the report itself; nothing is added that is not given here.
public struct HTMLOptions: Sendable, Equatable {
  /// The line under each figure, by the figure's path as the report writes it.
  public var figureNotes: [String: FigureNote]
  /// The table of times at the end of the document.
  public var timeTable: TimeTable?
  /// The draft that was exported, in the words for the footer.
  public var draft: String?
  /// The numbers of the experiments by `ID.key`, which the text may stand for.
  public var numbers: [String: Double]

  /// Creates options.
  public init(
    figureNotes: [String: FigureNote] = [:], timeTable: TimeTable? = nil, draft: String? = nil,
    numbers: [String: Double] = [:]
  ) {
    self.figureNotes = figureNotes
    self.timeTable = timeTable
    self.draft = draft
    self.numbers = numbers
  }
}

/// Where a figure comes from and whether it is up to date, as shown under the figure.
public struct FigureNote: Sendable, Equatable {
  /// The state, such as `fresh` or `stale: options changed`.
  public let state: String
  /// Whether a reader must take care, as with a stale figure.
  public let needsAttention: Bool
  /// What else there is to say, each part a few words: the experiment, the model.
  public let details: [String]

  /// Creates a note.
  public init(state: String, needsAttention: Bool, details: [String] = []) {
    self.state = state
    self.needsAttention = needsAttention
    self.details = details
  }
}

/// How long the work took, in rows of ready-made words.
public struct TimeTable: Sendable, Equatable {
  /// What the table shows.
  public let caption: String
  /// The heads of the columns.
  public let columns: [String]
  /// The rows, whose first cell names them; a missing cell is shown empty.
  public let rows: [[String]]
  /// A remark below the table.
  public let remark: String?

  /// Creates a table.
  public init(caption: String, columns: [String], rows: [[String]], remark: String? = nil) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.remark = remark
  }
}
