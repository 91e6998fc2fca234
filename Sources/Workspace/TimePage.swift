internal import Contracts
internal import Documents
internal import Figures
internal import Ledger
internal import Rendering
internal import Store

/// How the hours of the current project were spent, ready to be shown: a picture, a table, a text.
///
/// It replaces the screenshot of a time tracker. All lengths are the ledger's own sums.
struct TimePage: Sendable {
  /// What the page is made of.
  struct Source {
    /// What the journals add up to.
    let state: LedgerState
    /// The rules that they are folded by.
    let rules: TimeRules
    /// The contract, for the names in it; `nil` where it cannot be read.
    let contract: Contract?
    /// The title of the report.
    let title: String
    /// The language of the report.
    let language: String
    /// The seal; `nil` where the page shows how things stand just now.
    var seal: Seal?
    /// Whether lengths are rounded to five minutes, and devices and hours not named.
    var isCoarse = false
  }

  /// The file of the picture and its siblings.
  static let pictureName = "TIMELOG.svg"
  static let textName = "TIMELOG.md"
  static let recordsName = "TIMELOG.jsonl"

  let source: Source
  let words: TimePageWords
  /// The categories with time, those that count first.
  let categories: [TimeChart.Category]
  /// The names of the categories in the journals, in the same order.
  private let ids: [String]
  /// The days from the first to the last, each with the time of every category.
  let days: [(day: String, parts: [TimeChart.Length])]
  /// How the time is known.
  let sources: [TimeChart.Share]

  /// The page of some journals; `nil` where no time is booked in the current project.
  init?(_ source: Source) {
    let state = source.state
    let sheet = state.sheet(by: .category, epoch: state.epoch, rules: source.rules)
    let words = TimePageWords.of(source.language)
    let rounded = { (time: Bounds) in
      TimeChart.Length(time, isCoarse: source.isCoarse)
    }
    let rows = TimeChart.Kind.allCases.flatMap { kind in
      sheet.rows.filter { source.kind(of: $0.name) == kind }
    }
    guard !rows.isEmpty else { return nil }
    self.source = source
    self.words = words
    ids = rows.map(\.name)
    categories = rows.map { row in
      TimeChart.Category(
        name: source.name(of: row.name), kind: source.kind(of: row.name), total: rounded(row.all))
    }
    let ids = ids
    let byDay = state.days(epoch: state.epoch, rules: source.rules).map { day, sheet in
      let times = Dictionary(
        sheet.rows.map { ($0.name, $0.all) }, uniquingKeysWith: { first, _ in first })
      return (day: day, parts: ids.map { rounded(times[$0] ?? Bounds()) })
    }
    days = Self.filled(byDay, count: ids.count)
    sources = state.sheet(by: .source, epoch: state.epoch, rules: source.rules).rows.map { row in
      TimeChart.Share(name: words.sources[row.name] ?? row.name, length: rounded(row.all))
    }
  }

  /// The days between the first and the last one, unless they are too many to be drawn.
  private static func filled(
    _ days: [(day: String, parts: [TimeChart.Length])], count: Int
  ) -> [(day: String, parts: [TimeChart.Length])] {
    guard let first = days.first.flatMap({ CivilDate($0.day) })?.daysSince1970,
      let last = days.last.flatMap({ CivilDate($0.day) })?.daysSince1970, last - first < 45
    else { return days }
    let known = Dictionary(days.map { ($0.day, $0.parts) }, uniquingKeysWith: { first, _ in first })
    let nothing = Array(repeating: TimeChart.Length(certain: 0, upper: 0), count: count)
    return (first...max(first, last)).map { number in
      let name = CivilDate(daysSince1970: number).text
      return (name, known[name] ?? nothing)
    }
  }
}

extension TimePage.Source {
  /// What a category is to the limits.
  fileprivate func kind(of category: String) -> TimeChart.Kind {
    if rules.counts(category) { return .counted }
    return rules.budgets(of: category).isEmpty ? .free : .limited
  }

  /// What people call a category.
  fileprivate func name(of category: String) -> String {
    contract?.category(category)?.names.text(in: language).nonEmpty ?? category
  }

  /// What people call a budget.
  func name(ofBudget id: String) -> String {
    contract?.budget(id)?.names.text(in: language).nonEmpty ?? id
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension TimeSheet.Row {
  /// All its time, whether it counts or not.
  fileprivate var all: Bounds {
    Bounds(certain: counted.certain + other.certain, upper: counted.upper + other.upper)
  }
}

extension TimeChart.Length {
  /// The length of a ledger, in seconds or rounded to five minutes.
  init(_ time: Bounds, isCoarse: Bool) {
    let rounded = { (milliseconds: Int) in
      isCoarse ? (milliseconds / 1000 + 150) / 300 * 300 : milliseconds / 1000
    }
    self.init(certain: rounded(time.certain), upper: rounded(time.upper))
  }
}

extension CivilDate {
  /// Reads `2026-11-22`.
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
  }

  /// The date as `2026-11-22`.
  fileprivate var text: String {
    let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(digits(month))-\(digits(day))"
  }
}
