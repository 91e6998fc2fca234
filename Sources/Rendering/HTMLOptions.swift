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
  /// The picture of how the hours were spent; with it the table of times stands in the text.
  public var timePicture: TimePicture?
  /// The draft that was exported, in the words for the footer.
  public var draft: String?
  /// The numbers of the experiments by `ID.key`, which the text may stand for.
  public var numbers: [String: Double]
  /// The files of the images by their paths, where the document is for another program to read.
  var files: [String: String]?

  /// Creates options.
  public init(
    figureNotes: [String: FigureNote] = [:], timeTable: TimeTable? = nil,
    timePicture: TimePicture? = nil, draft: String? = nil, numbers: [String: Double] = [:]
  ) {
    self.figureNotes = figureNotes
    self.timeTable = timeTable
    self.timePicture = timePicture
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

/// A picture of how long the work took, at the end of the text.
public struct TimePicture: Sendable, Equatable {
  /// The name under which the image's bytes lie among the resources.
  public let path: String
  /// The image in words.
  public let alternative: String
  /// The heading above it; `nil` where the last section of the report is about the time.
  public let heading: String?

  /// Creates a picture.
  public init(path: String, alternative: String, heading: String?) {
    self.path = path
    self.alternative = alternative
    self.heading = heading
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
