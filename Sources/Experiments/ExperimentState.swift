/// How an experiment's figures stand to what they were made from.
public enum ExperimentState: Sendable, Equatable {
  /// Made from exactly what the tree holds.
  case fresh
  /// Made from something else, or some are gone; the reasons say what changed.
  case stale(reasons: [String])
  /// Being made right now by another process.
  case running
  /// The last run of exactly this ended without a result.
  case failed(reason: String)
  /// Files were changed by hand since they were made; `reasons` tells what else has changed.
  case edited(files: [String], reasons: [String])
  /// Never made.
  case missing
  /// Made by a command, a notebook or on another machine, which this version does not run.
  case external(reason: String)
  /// The declaration has errors; the findings name them.
  case invalid(reason: String)

  /// The state as one word.
  public var word: String {
    switch self {
    case .fresh: "fresh"
    case .stale: "stale"
    case .running: "running"
    case .failed: "failed"
    case .edited: "edited"
    case .missing: "missing"
    case .external: "external"
    case .invalid: "invalid"
    }
  }

  /// Why, as one phrase; empty where the word says it all.
  public var reason: String {
    switch self {
    case .fresh, .running: ""
    case .stale(let reasons): reasons.joined(separator: ", ")
    case .failed(let reason), .external(let reason), .invalid(let reason): reason
    case .edited(let files, let reasons):
      ([Self.words(for: files) + " changed by hand"] + reasons).joined(separator: ", ")
    case .missing: "never run"
    }
  }

  /// The word and the reason, as shown to readers: `stale: option 'prompts' changed`.
  public var words: String { reason.isEmpty ? word : "\(word): \(reason)" }

  /// Whether a run would bring the figures up to date.
  public var wantsRun: Bool {
    switch self {
    case .stale, .missing, .failed: true
    case .edited(_, let reasons): !reasons.isEmpty
    case .fresh, .running, .external, .invalid: false
    }
  }

  private static func words(for files: [String]) -> String {
    files.map { "'\($0)'" }.joined(separator: ", ")
  }
}

/// One experiment of a tree and how it stands.
public struct ExperimentStatus: Sendable, Equatable {
  /// The name of its folder.
  public let id: ExperimentID
  /// What it declares; `nil` where the declaration has errors.
  public let declaration: ExperimentDeclaration?
  /// How its figures stand.
  public let state: ExperimentState
  /// What its figures would be made from; `nil` where that cannot be told.
  public let recipe: Recipe?
  /// What its figures were made from; `nil` where that is not recorded.
  public let provenance: Provenance?

  /// The title, or the name where the declaration cannot be read.
  public var title: String { declaration?.title ?? id.name }
}

/// One line of the list of experiments, as plain values.
public struct ExperimentSummary: Sendable, Equatable {
  /// The name of its folder.
  public let id: String
  /// The title.
  public let title: String
  /// The state as one word.
  public let state: String
  /// Why it is in that state; empty where the word says it all.
  public let reason: String
  /// What is run: the name of a technique, or the words `command` or `notebook`.
  public let procedure: String
  /// The name of the model; `nil` where none is used.
  public let model: String?
  /// How long the last run on this machine took; `nil` where none is known.
  public let lastDurationMilliseconds: Int?
  /// The paths of the figures that were made, from the application's folder.
  public let figures: [String]
}
