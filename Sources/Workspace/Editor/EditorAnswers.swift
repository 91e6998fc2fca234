/// A part of a document that an editor lists in its outline.
public struct EditorSymbol: Sendable, Equatable {
  /// What it is.
  public enum Kind: Sendable { case section, figure, table, equation }

  /// Its name; never empty.
  public let name: String
  /// What is said beside the name, such as `412/600 words · 2 figures`.
  public let detail: String
  /// What it is.
  public let kind: Kind
  /// The stretch it takes.
  public let range: Range<Int>
  /// The stretch to go to, inside ``range``.
  public let selection: Range<Int>
  /// The parts inside it.
  public var children: [EditorSymbol]
}

/// A stretch that an editor can fold.
public struct EditorFolding: Sendable, Equatable {
  /// What is folded.
  public enum Kind: Sendable { case section, comment, block }

  /// What is folded.
  public let kind: Kind
  /// The stretch.
  public let range: Range<Int>
}

/// Where a link or a name leads.
public enum EditorTarget: Sendable, Equatable {
  /// A stretch of the same file.
  case here(Range<Int>)
  /// A file of the application by its path, with the line to go to from 1.
  case file(String, line: Int)
  /// An address elsewhere.
  case address(String)
}

/// A link in a document.
public struct EditorLink: Sendable, Equatable {
  /// The stretch to click.
  public let range: Range<Int>
  /// Where it leads.
  public let target: EditorTarget
}

/// A remark that an editor shows inside a line without its being part of the text.
public struct EditorHint: Sendable, Equatable {
  /// Where it is shown.
  public let offset: Int
  /// The words.
  public let text: String
  /// What is shown on demand.
  public let explanation: String
}

/// What an editor shows about the thing under the pointer.
public struct EditorHover: Sendable, Equatable {
  /// The thing.
  public let range: Range<Int>
  /// The words, in Markdown.
  public let markdown: String
  /// The path of an image of the application to show below; `nil` where there is none.
  public let image: String?
}

/// One way to go on with what is being typed.
public struct EditorCompletion: Sendable, Equatable {
  /// What is offered.
  public enum Kind: Sendable { case reference, section, key, value, file, experiment, model }

  /// What is shown in the list.
  public let label: String
  /// What is offered.
  public let kind: Kind
  /// What is said beside the label.
  public let detail: String
  /// More about it, without markup; empty where the detail says it all.
  public var explanation = ""
  /// The stretch that is replaced.
  public let range: Range<Int>
  /// What is put in its place.
  public let replacement: String
}

/// A line above a part of a document that tells its state and offers to change it.
public struct EditorLens: Sendable, Equatable {
  /// The part.
  public let range: Range<Int>
  /// The words.
  public let title: String
  /// The experiment that a click draws again; `nil` where there is nothing to do.
  public let experiment: String?
}
