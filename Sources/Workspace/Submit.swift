public import Findings

/// How an application is to be handed in.
public struct SubmitWish: Sendable, Equatable {
  /// Where the document can be read, if that is known already.
  public var link: String?
  /// Whether the link is opened as somebody would who has no account.
  public var checksLink = false
  /// Whether there is to be no docx.
  public var withoutWord = false
  /// Whether the sealed times are rounded, without devices and hours.
  public var isCoarse = false

  /// The usual way.
  public init() {}
}

/// Something that is not as it could be, and keeps nobody from handing in.
public struct SubmitOpenItem: Sendable, Equatable {
  /// How much it weighs.
  public let severity: Severity
  /// What it is, as one phrase.
  public let message: String
  /// What to do about it, as one phrase.
  public let hint: String?
}

/// Something to do outside of this program.
public struct SubmitStep: Sendable, Equatable {
  /// What to do.
  public let text: String
  /// Where.
  public let address: String?
}

/// What handing in came to.
public struct SubmitReport: Sendable {
  /// What is open, the gravest first.
  public internal(set) var open: [SubmitOpenItem] = []
  /// What of the time was sealed, as one phrase; `nil` where none was booked.
  public internal(set) var sealed: String?
  /// The files of the sealed times, by their paths in the application.
  public internal(set) var timeFiles: [String] = []
  /// The beginning of the name of the draft, and its title; `nil` where it could not be made.
  public internal(set) var draft: (commit: String, title: String)?
  /// The tag on the draft; `nil` where there is none.
  public internal(set) var tag: String?
  /// The documents, each read again.
  public internal(set) var documents: [ExportReceipt] = []
  /// The picture of the hours as a file of its own.
  public internal(set) var picture: String?
  /// What did not go as usual, each with what to do.
  public internal(set) var remarks: [Remark] = []
  /// What came of the anchors that the settings ask for.
  public internal(set) var anchors: [Remark] = []
  /// What has to be done by when, as one phrase.
  public internal(set) var deadline: String?
  /// What is left to do, in order.
  public internal(set) var steps: [SubmitStep] = []
  /// Where the document can be read, as it is remembered.
  public internal(set) var link: String?
  /// Whether a stranger can open the link; `nil` where nobody asked.
  public internal(set) var isLinkOpen: Bool?
  /// Whether everything was done that belongs to handing in.
  public internal(set) var isComplete = true
}
