internal import Contracts
internal import Digests
internal import Findings
internal import Ledger
internal import Platform
internal import Reports
internal import Store

extension Workspace {
  /// The questions of the guided review in the order of the contract, with what bears on each.
  ///
  /// Throws a ``UserError`` where `review.yaml` cannot be read.
  public func review() throws -> [ReviewItem] {
    let material = try material()
    let evidence = try EvidenceFinder(
      material: material, findings: checkReport(of: material).findings,
      log: try ResearchLog.read(self), time: try telling { ClockReport(try clock().status()) })
    let answers = try readReview().file
    let digest = reportDigest(of: material)
    let language = material.report.frontMatter.language
    return material.contract.checklist.map { item in
      ReviewItem(
        id: item.id, group: item.group, question: item.question.text(in: language),
        quotes: item.sources.map { .init(words: $0.quote, place: $0.place) },
        evidence: evidence.evidence(for: item),
        answer: answers.answer(to: item.id).map {
          ReviewAnswer(words: $0.answer, time: $0.time, isOutdated: $0.report != digest)
        })
    }
  }

  /// Keeps an answer in `review.yaml`.
  ///
  /// Throws a ``UserError`` where there is no such question, or where the file has another form.
  public func answer(_ item: String, with words: String) throws {
    let material = try material()
    guard material.contract.checklist.contains(where: { $0.id == item }) else {
      throw UserError(
        .usage, "there is no question '\(item)'", hint: "'dossier review --list' shows them all")
    }
    let now = platform.clock.now()
    let entry = ReviewFile.Entry(
      item: item, answer: words,
      time: Timestamp(unixMilliseconds: now.unixMilliseconds, offsetSeconds: now.offsetSeconds)
        .text,
      report: reportDigest(of: material))
    guard let text = ReviewFile.adding(entry, to: try readReview().source) else {
      throw UserError(
        .refused, "'\(ReviewFile.name)' does not end in its list of answers",
        hint: "move 'answers' to the end of the file")
    }
    try platform.files.replace(path(ReviewFile.name), with: Array(text.utf8))
  }

  private func readReview() throws -> (source: String, file: ReviewFile) {
    let bytes = try platform.files.readIfPresent(path(ReviewFile.name)) ?? []
    let source = String(decoding: bytes, as: UTF8.self)
    let (file, findings) = ReviewFile.parse(source)
    guard let file else {
      let line = findings.first?.place.map { ":\($0.start.line)" } ?? ""
      throw UserError(
        .usage, "'\(ReviewFile.name)\(line)' cannot be read: \(findings.first?.message ?? "")",
        hint: findings.first?.hint)
    }
    return (source, file)
  }

  private func reportDigest(of material: Material) -> String {
    String(SHA256.digest(material.report.source.utf8).hex.prefix(12))
  }
}
