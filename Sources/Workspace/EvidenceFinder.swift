internal import CommonMark
internal import Contracts
internal import Experiments
internal import Findings
internal import Ledger
internal import Reports

/// Finds what an application has to say to the questions of the review.
struct EvidenceFinder {
  let material: Workspace.Material
  let findings: [Finding]
  let log: ResearchLog
  let time: ClockReport

  private var report: Report { material.report }
  private var language: String { report.frontMatter.language }

  /// Everything that bears on a question: findings first, then text, then what lies around it.
  func evidence(for item: ChecklistItem) -> [ReviewEvidence] {
    (item.findings.isEmpty ? [] : [findings(item.findings)]) + item.sections.map(text)
      + item.evidence.map(evidence)
  }

  private func evidence(_ kind: ChecklistItem.Evidence) -> ReviewEvidence {
    switch kind {
    case .summary: beginning
    case .structure: structure
    case .sentences: sentences
    case .figures: figures
    case .experiments: experiments
    case .baselines: asked("what each experiment is compared with", baseline)
    case .alternatives: asked("how each conclusion could be false") { $0.couldBeFalseIf }
    case .simpler: asked("the simpler method each experiment tried") { $0.simplerMethodTried }
    case .log: entries("the last entries of the log", log.entries.suffix(Self.most))
    case .looks: entries("what was seen in the data, by the log", log.looks.suffix(Self.most))
    case .time: hours
    }
  }

  private static let most = 8

  private func line(_ text: String, at place: Place?) -> ReviewEvidence.Line {
    ReviewEvidence.Line(text, at: place.map { "\($0.path):\($0.start.line)" })
  }
}

// MARK: - The report

extension EvidenceFinder {
  private func findings(_ codes: [String]) -> ReviewEvidence {
    ReviewEvidence(
      title: "what a check finds",
      lines: findings.filter { codes.contains($0.code) }.prefix(Self.most).map {
        line("\($0.message) [\($0.code)]", at: $0.place)
      })
  }

  /// The first sentences of a section that the contract names.
  private func text(of section: String) -> ReviewEvidence {
    guard let rule = material.contract.section(section) else {
      return ReviewEvidence(title: section, lines: [])
    }
    let found = report.sections.filter { rule.matches(heading: $0.title) }
    return ReviewEvidence(
      title: "'\(rule.name(in: language))'",
      lines: found.flatMap { section in
        firstSentences(of: section, atMost: 3).map { line($0, at: section.place) }
      })
  }

  private var beginning: ReviewEvidence {
    guard let section = report.sections.first else {
      return ReviewEvidence(title: "how the report begins", lines: [])
    }
    let words = report.words(in: section).total
    let figures = report.figures(in: section).count
    let size = line("'\(section.title)': \(words) words, \(figures) figures", at: section.place)
    return ReviewEvidence(
      title: "how the report begins",
      lines: [size] + firstSentences(of: section, atMost: 5).map { line($0, at: nil) })
  }

  private var structure: ReviewEvidence {
    let headings = report.sections.map { section in
      line(
        String(repeating: "  ", count: section.level - 1) + section.title
          + " (\(report.words(in: section).total) words)", at: section.place)
    }
    let lists = report.body.children.count { if case .list = $0.kind { true } else { false } }
    let counts = "\(lists) lists, \(report.figures.count) figures, \(report.tables.count) tables"
    return ReviewEvidence(title: "headings and parts", lines: [line(counts, at: nil)] + headings)
  }

  private var sentences: ReviewEvidence {
    ReviewEvidence(
      title: "the first sentence of each section",
      lines: report.sections.flatMap { section in
        firstSentences(of: section, atMost: 1).map { line($0, at: section.place) }
      })
  }

  private var figures: ReviewEvidence {
    let states = material.survey
    return ReviewEvidence(
      title: "figures",
      lines: report.figures.map { figure in
        let path = LocalPath(figure.path)?.path ?? figure.path
        let state = states.state(ofFigure: path)?.words ?? "imported"
        let caption = figure.caption.isEmpty ? "without caption" : figure.caption
        return line("figure \(figure.number) (\(state)): \(caption)", at: figure.place)
      })
  }

  /// The first sentences of what stands directly in a section.
  private func firstSentences(of section: Reports.Section, atMost count: Int) -> [String] {
    let blocks = report.body.children[section.blocks].dropFirst()
    let text = blocks.filter(\.isProse).map(\.readableText).joined(separator: "\n")
    return Array(Sentences.split(text).prefix(count))
  }
}

// MARK: - What lies around it

extension EvidenceFinder {
  private var declarations: [ExperimentDeclaration] {
    material.survey.experiments.compactMap(\.declaration)
  }

  private var experiments: ReviewEvidence {
    ReviewEvidence(
      title: "experiments",
      lines: material.survey.experiments.map { status in
        guard let declaration = status.declaration else {
          return ReviewEvidence.Line("\(status.id.name): cannot be read")
        }
        let model = declaration.model.map { " on \($0)" } ?? ""
        let why = declaration.reasoning.why ?? "it does not say why"
        let expected = declaration.reasoning.hypothesis.map { "; expected: \($0)" } ?? ""
        return line(
          "\(declaration.id.name) (\(declaration.procedure.word)\(model), \(status.state.word)): "
            + why + expected, at: declaration.place)
      })
  }

  /// What each experiment says about one matter; one that says nothing is named too.
  private func asked(
    _ title: String, _ answer: (ExperimentDeclaration.Reasoning) -> String?
  ) -> ReviewEvidence {
    ReviewEvidence(
      title: title,
      lines: declarations.map {
        line("\($0.id.name): \(answer($0.reasoning) ?? "it does not say")", at: $0.place)
      })
  }

  private func baseline(_ reasoning: ExperimentDeclaration.Reasoning) -> String? {
    let claim = reasoning.claim.map {
      "claims \($0 == .existence ? "existence" : "a \($0.rawValue)")"
    }
    let parts = [claim, reasoning.baseline].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func entries(
    _ title: String, _ entries: some Sequence<(line: Int, text: String)>
  ) -> ReviewEvidence {
    ReviewEvidence(
      title: title,
      lines: entries.map { .init($0.text, at: "\(ResearchLog.name):\($0.line)") })
  }

  private var hours: ReviewEvidence {
    ReviewEvidence(
      title: "time spent",
      lines: time.categories.map { category in
        let length = LengthText.text(milliseconds: category.time.certain * 1000)
        return .init("\(category.name): \(length)\(category.isCounted ? "" : ", does not count")")
      })
  }
}

extension MarkdownNode {
  /// Whether a block is text: no heading, code, table, figure or comment.
  fileprivate var isProse: Bool {
    switch kind {
    case .paragraph, .list, .blockQuote: true
    default: false
    }
  }
}
