import Workspace

/// Shows questions of the review, and what a reader sees.
struct ReviewPrinter {
  let console: Console

  private var style: Style { console.style }

  /// Writes a question, the programme's words, what was found, and the last answer.
  func show(_ item: ReviewItem, number: Int, of count: Int) {
    let place = count > 1 ? " \(number)/\(count)" : ""
    console.result(style(.heading, item.question) + style(.dim, "  \(item.id)\(place)"))
    for quote in item.quotes {
      let words = quote.words.map { "「\($0)」 " } ?? ""
      console.result("  " + style(.dim, words + quote.place))
    }
    for evidence in item.evidence { show(evidence) }
    if let answer = item.answer {
      let day = answer.time.prefix(10)
      let age = answer.isOutdated ? "; the report has changed since" : ""
      console.result("  " + style(.good, "your answer") + " (\(day)\(age)): \(answer.words)")
    }
    console.result()
  }

  private func show(_ evidence: ReviewEvidence) {
    guard !evidence.lines.isEmpty else {
      return console.result("  " + style(.name, evidence.title) + ": nothing found")
    }
    console.result("  " + style(.name, evidence.title))
    for line in evidence.lines {
      let place = line.place.map { style(.dim, "  \($0)") } ?? ""
      console.result("    " + line.text + place)
    }
  }

  /// Writes the first page and what a reader who skims sees.
  func show(_ view: ReaderView) {
    console.result(style(.heading, "The first page"))
    for paragraph in [view.title] + view.firstPage { console.result("  " + paragraph) }
    console.result()
    console.result(style(.heading, "What a reader who skims sees"))
    for line in view.skim {
      let indentation = String(repeating: "  ", count: max(line.level, 1))
      switch line.kind {
      case .heading: console.result(indentation + style(.name, line.text))
      case .caption: console.result(indentation + "  " + style(.info, line.text))
      case .bold: console.result(indentation + "    " + style(.heading, line.text))
      case .sentence: console.result(indentation + "  " + line.text)
      }
    }
  }
}
