/// The time annotation of a draft: the values of its `Dossier-` trailers.
///
/// ```
/// Dossier-Time: research 01:30:00, writing 00:12:05
/// Dossier-Total: 07:41:10 of 20:00:00
/// Dossier-Phase: research
/// Dossier-Log: lap-k3fq@212 9c41…
/// ```
/// It is derived from the journals and never the truth: `verify` compares it with them.
public struct DraftAnnotation: Sendable, Equatable {
  /// The time since the previous draft, by category, in milliseconds.
  public let time: [Spent]
  /// The time in the project so far: first all that counts, then the phase's own budget.
  public let totals: [Total]
  /// The phase the draft was made in.
  public let phase: String
  /// How far each device's journal went, the drafting device first.
  public let marks: [JournalMark]

  /// The time of one category.
  public struct Spent: Sendable, Equatable {
    /// The category.
    public let category: String
    /// How long, in milliseconds.
    public let milliseconds: Int

    /// Creates a time.
    public init(category: String, milliseconds: Int) {
      self.category = category
      self.milliseconds = milliseconds
    }
  }

  /// What is used of a budget.
  public struct Total: Sendable, Equatable {
    /// The budget's name; empty for the main one.
    public let name: String
    /// How much is used, in milliseconds.
    public let milliseconds: Int
    /// The limit, in milliseconds; `nil` when there is none.
    public let limit: Int?

    /// Creates a total.
    public init(name: String, milliseconds: Int, limit: Int?) {
      self.name = name
      self.milliseconds = milliseconds
      self.limit = limit
    }
  }

  /// Creates an annotation.
  public init(time: [Spent], totals: [Total], phase: String, marks: [JournalMark]) {
    self.time = time
    self.totals = totals
    self.phase = phase
    self.marks = marks
  }
}

extension DraftAnnotation {
  /// The keys, in the order in which they are written.
  public static let keys = ["Dossier-Time", "Dossier-Total", "Dossier-Phase", "Dossier-Log"]

  /// The annotation as trailers; one `Dossier-Log` for each device.
  public var trailers: [DraftTrailer] {
    let spent = time.map { "\($0.category) \(LengthText.text(milliseconds: $0.milliseconds))" }
    let time = DraftTrailer("Dossier-Time", spent.isEmpty ? "none" : spent.joined(separator: ", "))
    let total = DraftTrailer("Dossier-Total", totals.map(\.text).joined(separator: ", "))
    return [time, total, DraftTrailer("Dossier-Phase", phase)]
      + marks.map { DraftTrailer("Dossier-Log", $0.text) }
  }

  /// Reads the trailers of a draft; `nil` when they do not say how far a journal went.
  ///
  /// What is malformed is left out: the annotation is a hint, and anybody can write one by hand.
  public init?(_ trailers: [DraftTrailer]) {
    let marks = trailers.filter { $0.key == "Dossier-Log" }.compactMap { JournalMark($0.value) }
    guard !marks.isEmpty else { return nil }
    let value = { (key: String) in trailers.last { $0.key == key }?.value ?? "" }
    self.init(
      time: value("Dossier-Time").split(separator: ",").compactMap { Spent(String($0)) },
      totals: value("Dossier-Total").split(separator: ",").compactMap { Total(String($0)) },
      phase: value("Dossier-Phase"), marks: marks)
  }
}

extension DraftAnnotation.Spent {
  fileprivate init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let length = LengthText.milliseconds(words[1]) else { return nil }
    self.init(category: String(words[0]), milliseconds: length)
  }
}

extension DraftAnnotation.Total {
  fileprivate var text: String {
    let used = LengthText.text(milliseconds: milliseconds)
    let words = limit.map { "\(used) of \(LengthText.text(milliseconds: $0))" } ?? used
    return name.isEmpty ? words : "\(name) \(words)"
  }

  fileprivate init?(_ text: String) {
    var words = text.split(separator: " ")
    guard let first = words.first else { return nil }
    let isNamed = LengthText.milliseconds(first) == nil
    if isNamed { words.removeFirst() }
    guard let used = words.first.flatMap({ LengthText.milliseconds($0) }) else { return nil }
    let limit = words.count == 3 && words[1] == "of" ? LengthText.milliseconds(words[2]) : nil
    guard words.count == 1 || limit != nil else { return nil }
    self.init(name: isNamed ? String(first) : "", milliseconds: used, limit: limit)
  }
}

extension DraftAnnotation {
  /// The annotation of the next draft.
  ///
  /// Its time is what the journals have now over what they had at the marks of the drafts it
  /// follows; doubtful time counts, as it does for warnings. `nil` while nothing is booked.
  public init?(
    state: LedgerState, before: LedgerState, device: String, rules: TimeRules
  ) {
    let own = state.marks.filter { $0.device == device }
    let marks = own + state.marks.filter { $0.device != device }
    guard !marks.isEmpty else { return nil }
    let earlier = before.epoch == state.epoch ? before.categories : []
    let spent = state.categories.compactMap { category -> Spent? in
      let known = earlier.first { $0.category == category.category }?.time.upper ?? 0
      let seconds = (category.time.upper - known) / 1000
      return seconds > 0 ? Spent(category: category.category, milliseconds: seconds * 1000) : nil
    }
    self.init(
      time: spent, totals: Self.totals(state, rules), phase: state.phase.rawValue, marks: marks)
  }

  private static func totals(_ state: LedgerState, _ rules: TimeRules) -> [Total] {
    let main = rules.mainBudget.flatMap { state.use(of: $0) }
    let all = Total(
      name: "", milliseconds: main?.time.upper ?? state.counted.upper,
      limit: main?.budget.hard ?? main?.budget.soft)
    guard let own = rules.phaseBudgets[state.phase.rawValue], own != rules.mainBudget,
      let use = state.use(of: own)
    else { return [all] }
    let name = own.split(separator: ".").last.map(String.init) ?? own
    let limit = use.budget.hard ?? use.budget.soft
    return [all, Total(name: name, milliseconds: use.time.upper, limit: limit)]
  }
}
