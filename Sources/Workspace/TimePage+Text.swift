internal import Contracts
internal import Figures
internal import Ledger
internal import Store

extension TimePage {
  /// What `TIMELOG.md` begins with, by which it is known to be ours.
  static let mark = "<!-- written by 'dossier submit' -->"

  /// The page as Markdown, for whoever has the files and no program to read journals with.
  var markdown: String {
    var parts = [
      Self.mark, "# Time log", "\(source.title.forMarkdown)\n\n\(headline)",
      "![\(summary.forMarkdown)](\(Self.pictureName))",
    ]
    parts += section("Limits", limits) + section("By category", byCategory)
    parts += section("By day", byDay) + section("How it is known", known)
    parts += section("Open", open) + section("Course", course)
    parts += section("Corrections", corrections)
    parts += section("Remarks", source.state.remarks.map { "- \($0.message.forMarkdown)" })
    parts += section("What this is", about)
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func section(_ heading: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["## \(heading)", lines.joined(separator: "\n")]
  }

  private func row(_ cells: [String]) -> String {
    "| " + cells.map(\.forMarkdown).joined(separator: " | ") + " |"
  }

  private func table(_ head: [String], _ rows: [[String]]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let rule = "|---|" + String(repeating: "---:|", count: head.count - 1)
    return [row(head), rule] + rows.map(row)
  }

  private var limits: [String] {
    budgets.map { "- \(source.name(ofBudget: $0.budget.id)): \(used($0))" }
  }

  private var byCategory: [String] {
    table(
      ["category", "counts", "time"],
      categories.map { [$0.name, counts($0.kind), $0.total.text] })
  }

  private var byDay: [String] {
    table(
      ["day"] + categories.map(\.name),
      days.filter { $0.parts.contains { $0.upper > 0 } }.map { day, parts in
        [day] + parts.map { $0.upper == 0 ? "" : $0.text }
      })
  }

  private var known: [String] { sources.map { "- \($0.name): \($0.length.text)" } }

  private var open: [String] {
    source.state.openSpans.map { span in
      if source.isCoarse {
        let length = TimeChart.Length(Bounds(upper: span.length), isCoarse: true).upper
        return "- \(span.booked), \(TimeChart.Length.text(length)): \(span.doubt.words)"
      }
      let times = "\(span.start.dayText) \(span.start.minutesText) to \(span.end.minutesText)"
      return "- \(span.booked), \(times): \(span.doubt.words), and nobody has said what it was"
    }
  }

  private var course: [String] {
    source.state.course.map { record in
      let what =
        record.kind == .restart ? "project \(record.entry.epoch) begins" : "the direction changes"
      return "- \(record.moment.wall.dayText), \(what): \((record.entry.text ?? "").forMarkdown)"
    }
  }

  /// What was changed afterwards, in the words of the record.
  private var corrections: [String] {
    guard let seal = source.seal else { return [] }
    return seal.records.filter { [.adjust, .void, .settle].contains($0.kind) }.map { record in
      let reason = record.entry.text.map { ": \($0.forMarkdown)" } ?? ""
      let what =
        switch record.kind {
        case .adjust: "another time"
        case .void: "taken out"
        default: "settled as '\(record.entry.category ?? "booked")'"
        }
      let of = source.isCoarse ? "" : " of \(record.entry.reference ?? "")"
      return "- \(record.moment.wall.dayText), \(what)\(of)\(reason)"
    }
  }

  private var about: [String] {
    var lines = [
      "The clock's records are journals that are only added to; this page is what they add up to.",
      "It shows what was recorded, not that no work was done while no clock ran. 'dossier verify' computes",
      "it again from the journals and says what is shown and what is not.",
    ]
    if source.isCoarse {
      lines.append("Lengths are rounded to five minutes, so that sums may differ by as much.")
    }
    guard let seal = source.seal, !source.isCoarse else { return lines }
    lines += ["", "Sealed \(seal.record.moment.wall.text), record `\(seal.record.id)`:", ""]
    return lines + seal.marks.map { "- `\($0.text)`" }
  }
}

extension String {
  /// The text as a line or cell of Markdown.
  var forMarkdown: String {
    var text = ""
    for character in self {
      if character.isNewline {
        text += " "
      } else if "|<[]`*_\\".contains(character) {
        text += "\\\(character)"
      } else {
        text.append(character)
      }
    }
    return text
  }
}
