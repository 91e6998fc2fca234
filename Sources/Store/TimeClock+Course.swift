import Documents
import Ledger

extension TimeClock {
  /// Records that the direction of the project changed; the clock goes on.
  public func pivot(_ reason: String) throws -> Change {
    try refuseEmpty(reason)
    return try store.update { writer in
      let record = try append(.pivot, to: &writer, status(writer.journals)) { $0.text = reason }
      let after = status(writer.journals)
      let clock = after.running.map { "the clock goes on as '\($0.category)'" }
      return Change(
        message: "the change of direction is noted; \(clock ?? "the clock is not running")",
        status: after, records: [record.id])
    }
  }

  /// Gives up the project for a new one, whose clock begins at zero.
  ///
  /// The old project's time stays in the journals. A clock that runs here is stopped, a freeze is lifted.
  /// That code and findings of the old project do not help the new one is for the applicant to say
  /// before. Throws a ``Refusal`` when no time counts yet or the application is handed in.
  public func restart(_ reason: String) throws -> Change {
    try refuseEmpty(reason)
    let change = try store.update { writer in
      let before = status(writer.journals)
      try refuseRestart(before)
      if before.running != nil { try append(.stop, to: &writer, before) { _ in } }
      let ended = status(writer.journals)
      let time = LengthText.text(milliseconds: ended.state.counted.upper)
      try append(.restart, to: &writer, ended) {
        $0.text = reason
        $0.epoch = ended.state.epoch + 1
        $0.others["decl"] = "nothing-carried-over"
      }
      if let freeze = ended.state.freeze { try Freezer.removeManifest(freeze.manifest, store) }
      let after = status(writer.journals)
      let elsewhere = after.runningElsewhere.map {
        "; '\($0.category)' still runs on '\($0.device)'"
      }
      return Change(
        message: "project \(after.state.epoch) begins with the clock at zero; \(time) of project "
          + "\(ended.state.epoch) stay in the journal" + elsewhere.joined(), status: after)
    }
    return Change(message: change.message, status: checkpointed(change.status))
  }

  private func refuseRestart(_ before: ClockStatus) throws {
    if before.state.phase == .submitted {
      throw Refusal(
        code: "already-submitted", message: "the application is handed in",
        hint: "start the new project in an application of its own: 'dossier new'")
    }
    guard before.state.counted.upper == 0 else { return }
    throw Refusal(
      code: "nothing-to-restart", message: "no time counts yet, so there is nothing to begin anew",
      hint: "'dossier start' starts the clock")
  }
}
