internal import Contracts
internal import Documents
internal import Figures
internal import Ledger
internal import Rendering
internal import Store

extension TimePage {
  /// The picture as SVG.
  var svg: [UInt8] { Array(chart.svg().utf8) }

  /// The picture in words.
  var summary: String { chart.summary }

  /// The picture.
  private var chart: TimeChart {
    TimeChart(
      labels: ChartLabels(
        title: headline, subtitle: subtitle, xAxis: "", yAxis: "", footer: footer),
      captions: words.captions, meters: budgets.map(meter), categories: categories,
      days: days.map { TimeChart.Day(name: words.day($0.day), parts: $0.parts) }, sources: sources,
      counted: TimeChart.Length(source.state.counted, isCoarse: source.isCoarse))
  }

  /// The table that stands below the picture, for whoever reads text alone.
  var table: TimeTable {
    let columns = words.columns
    var rows = categories.map { category in
      [category.name, counts(category.kind), category.total.text]
    }
    rows += budgets.map { use in
      [words.timeSpent + ": " + source.name(ofBudget: use.budget.id), "", used(use)]
    }
    let remarks = source.state.remarks.map(\.message)
    return TimeTable(
      caption: headline, columns: [columns.category, columns.counts, columns.time], rows: rows,
      remark: remarks.isEmpty
        ? nil
        : remarks.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
          .joined(separator: " "))
  }

  /// The budgets that are used, the main one first.
  var budgets: [BudgetUse] {
    let main = source.rules.mainBudget
    let used = source.state.budgets.filter { $0.time.upper > 0 || $0.budget.id == main }
    return used.filter { $0.budget.id == main } + used.filter { $0.budget.id != main }
  }

  /// What is used of a budget, and what there is, as `14:30 of 20:00 h`.
  func used(_ use: BudgetUse) -> String {
    let time = TimeChart.Length(use.time, isCoarse: source.isCoarse).text
    guard let end = use.budget.hard ?? use.budget.soft else { return time + words.hourSign }
    let limit = TimeChart.Length.text(end / 1000)
    let advice = use.budget.hard == nil ? " \(words.advised)" : ""
    return "\(time) \(words.of) \(limit)\(words.hourSign)\(advice)"
  }

  /// The time that counts, in one line.
  var headline: String {
    if let main = budgets.first, main.budget.id == source.rules.mainBudget {
      return "\(words.timeSpent): \(used(main))"
    }
    let counted = TimeChart.Length(source.state.counted, isCoarse: source.isCoarse)
    return "\(words.timeSpent): \(counted.text)\(words.hourSign)"
  }

  func counts(_ kind: TimeChart.Kind) -> String {
    switch kind {
    case .counted: words.yes
    case .limited: words.ownLimit
    case .free: words.no
    }
  }

  private var subtitle: String {
    let range = [days.first?.day, days.last?.day].compactMap(\.self)
    let isOneDay = range.first == range.last
    return "\(source.title) · "
      + (isOneDay ? Array(range.prefix(1)) : range).joined(separator: words.to)
  }

  private var footer: [String] {
    var facts = [words.computed]
    if source.isCoarse { facts.append(words.coarse) }
    guard let seal = source.seal else { return facts }
    let time = seal.record.moment.wall
    facts.append(
      "\(words.sealed) \(time.dayText)" + (source.isCoarse ? "" : " \(time.minutesText)"))
    if !source.isCoarse {
      facts += seal.marks.map { "\($0.device)@\($0.sequence) \($0.hash.prefix(12))" }
    }
    return facts
  }

  private func meter(_ use: BudgetUse) -> TimeChart.Meter {
    let limit = use.budget.hard ?? use.budget.soft ?? 0
    let isCounted = source.rules.categories.contains {
      $0.isCounted && source.rules.budgets(of: $0.id).contains(use.budget.id)
    }
    let advice = use.budget.hard.flatMap { hard in
      use.budget.soft.flatMap { $0 < hard ? $0 / 1000 : nil }
    }
    return TimeChart.Meter(
      name: source.name(ofBudget: use.budget.id), kind: isCounted ? .counted : .limited,
      used: TimeChart.Length(use.time, isCoarse: source.isCoarse), end: limit / 1000,
      advice: advice.map { ($0, "\(TimeChart.Length.text($0)) \(words.advised)") },
      words: used(use))
  }
}
