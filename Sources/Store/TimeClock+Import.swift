import Documents
public import Ledger

extension TimeClock {
  /// What was taken from another program's file, and how things stand after it.
  public struct Taken: Sendable {
    /// What was added, or would be.
    public let plan: ImportPlan
    /// The names of the records, in the order of the plan's items; empty where nothing was written.
    public let records: [String]
    /// How things stand now.
    public let status: ClockStatus
  }

  /// Adds what a file of another program has and the journals do not; all of it in one write.
  ///
  /// `makePlan` is given what is known; `file` is the name that the records keep. With `isTrial`
  /// nothing is written.
  public func take(
    from file: String, isTrial: Bool, _ makePlan: (KnownTime, Timestamp) throws -> ImportPlan
  ) throws -> Taken {
    if isTrial {
      let (before, journals) = try reading()
      let plan = try makePlan(before.known(journals), before.now.wall)
      return Taken(plan: plan, records: [], status: before)
    }
    let taken = try store.update { writer in
      let before = status(writer.journals)
      let plan = try makePlan(before.known(writer.journals), before.now.wall)
      let projects = Projects(writer.journals)
      let entries =
        plan.items.map { entry($0, of: file, plan.zone, before, projects) }
        + plan.moved.map { move($0, plan.zone, before) }
      let records = try writer.append(contentsOf: entries)
      return Taken(plan: plan, records: records.map(\.id), status: status(writer.journals))
    }
    guard !taken.records.isEmpty else { return taken }
    return Taken(
      plan: taken.plan, records: taken.records, status: checkpointed(taken.status))
  }

  private func entry(
    _ item: ImportPlan.Item, of file: String, _ zone: String?, _ before: ClockStatus,
    _ projects: Projects
  ) -> Record.Entry {
    var entry = Record.Entry(
      kind: item.category == nil ? .sign : .entry, moment: before.now,
      phase: before.state.phase.rawValue, epoch: projects.number(at: item.begin),
      source: "import")
    entry.category = item.category
    entry.declared = item.begin
    entry.until = item.end
    entry.text = item.text
    entry.others = [
      "imp": .string(item.identity), "file": .string(file), "row": .integer(item.row),
    ]
    if let digits = item.digits, let zone {
      entry.others["loc"] = .string(digits)
      entry.others["zone"] = .string(zone)
    }
    return entry
  }

  /// Another time for a stretch that was imported from another zone.
  private func move(
    _ item: ImportPlan.Item, _ zone: String?, _ before: ClockStatus
  ) -> Record.Entry {
    var entry = Record.Entry(
      kind: .adjust, moment: before.now, phase: before.state.phase.rawValue,
      epoch: before.state.epoch, source: "import")
    entry.reference = item.moves
    entry.declared = item.begin
    entry.until = item.end
    entry.text = "imported again as times of \(zone ?? "UTC")"
    entry.others["zone"] = .string(zone ?? "UTC")
    return entry
  }
}

extension ClockStatus {
  /// The time that the journals know.
  fileprivate func known(_ journals: Journals) -> KnownTime {
    KnownTime(journals.all, stretches: ExportedStretch.all(of: state, rules: rules))
  }
}

/// When each project of the applicant began: what is imported belongs to the one of its day.
private struct Projects {
  private let begins: [(milliseconds: Int, number: Int)]

  init(_ journals: Journals) {
    let restarts = journals.all.filter { $0.kind == .restart }.sorted { $0.order < $1.order }
    var number = 1
    begins = restarts.compactMap { record in
      guard record.entry.epoch > number else { return nil }
      number = record.entry.epoch
      return (record.moment.wall.unixMilliseconds, number)
    }
  }

  func number(at time: Timestamp) -> Int {
    begins.last { $0.milliseconds <= time.unixMilliseconds }?.number ?? 1
  }
}
