import Workspace

import Documents

/// A run that somebody asked for and that has not ended.
struct Run {
  let order: RunOrder
  /// The request that is answered when it ends.
  let request: RequestID
  /// What its progress is shown under; `nil` where the client shows none.
  let token: RequestID?
  /// Whether the client has been asked to stop it.
  var isStopped = false
}

extension Server {
  /// The command behind the lens of a figure.
  static let runCommand = "dossier.run"

  /// Begins to draw figures; the answer comes when that has ended.
  ///
  /// Nothing but this command ever runs anything, and only techniques of the program are run.
  mutating func execute(_ params: JSON, id: RequestID) throws(ResponseError) -> JSON? {
    guard params["command"]?.string == Self.runCommand else {
      throw ResponseError(.invalidParams, "there is no such command")
    }
    let arguments = params["arguments"]?.array ?? []
    guard arguments.count == 2, let folder = arguments[0].string.flatMap(FileURI.path),
      let experiment = arguments[1].string, snapshots[folder] != nil
    else {
      throw ResponseError(
        .invalidParams, "'\(Self.runCommand)' takes the folder of an open application and a name")
    }
    guard !runs.values.contains(where: { $0.order.folder == folder }) else {
      throw ResponseError(.requestFailed, "figures of this application are being drawn already")
    }
    lastRun += 1
    let order = RunOrder(id: lastRun, folder: folder, experiment: experiment)
    let token = client.showsProgress ? RequestID.text("dossier-run-\(lastRun)") : nil
    runs[order.id] = Run(order: order, request: id, token: token)
    if let token {
      request("window/workDoneProgress/create", ["token": token.json])
      progress(
        token,
        ["kind": "begin", "title": .string("Drawing '\(experiment)'"), "cancellable": true])
    }
    effects.append(.run(order))
    return nil
  }

  mutating func stopRuns(_ isMeant: (Run) -> Bool) {
    for (id, run) in runs.sorted(by: { $0.key < $1.key }) where isMeant(run) && !run.isStopped {
      runs[id]?.isStopped = true
      effects.append(.stopRun(id))
    }
  }

  /// Takes words that somebody should see once, in passing.
  public mutating func receive(reminder words: String) -> [Effect] {
    guard stage == .running else { return [] }
    effects = []
    defer { effects = [] }
    send(
      .notification(
        method: "window/showMessage", params: ["type": 3, "message": .string(words)]))
    return effects
  }

  /// Takes what has happened to a run.
  public mutating func receive(_ event: RunEvent) -> [Effect] {
    effects = []
    defer { effects = [] }
    switch event {
    case .progress(let id, let share):
      guard let token = runs[id]?.token else { break }
      progress(
        token,
        [
          "kind": "report", "message": .string(share.note),
          "percentage": .integer(Int((min(max(share.share, 0), 1) * 100).rounded())),
        ])
    case .ended(let id, let ending):
      guard let run = runs.removeValue(forKey: id), stage == .running else { break }
      conclude(run, ending)
    }
    sendOwedFindings()
    return effects
  }

  private mutating func conclude(_ run: Run, _ ending: RunEnding) {
    if let token = run.token {
      progress(token, ["kind": "end", "message": .string(Self.words(for: ending))])
    }
    switch ending {
    case .lines(let lines):
      let result = lines.map { line -> JSON in
        [
          "id": .string(line.id), "ending": .string(line.ending.rawValue),
          "words": .string(line.words),
        ]
      }
      if run.isStopped {
        send(.failure(run.request, ResponseError(.cancelled, "stopped")))
      } else {
        send(.result(run.request, .array(result)))
      }
      let isFine = lines.allSatisfy { $0.ending == .drawn || $0.ending == .cached }
      if !isFine, !run.isStopped { show(Self.words(for: ending)) }
      refresh(run.order.folder)
    case .refused(let words):
      send(.failure(run.request, ResponseError(.requestFailed, words)))
      show(words)
    }
  }

  private mutating func progress(_ token: RequestID, _ value: JSON) {
    send(.notification(method: "$/progress", params: ["token": token.json, "value": value]))
  }

  private mutating func show(_ words: String) {
    send(
      .notification(
        method: "window/showMessage", params: ["type": 2, "message": .string(words)]))
  }

  private static func words(for ending: RunEnding) -> String {
    switch ending {
    case .lines(let lines):
      lines.isEmpty
        ? "nothing to draw"
        : lines.map {
          "\($0.id): \($0.ending.rawValue)" + ($0.words.isEmpty ? "" : " (\($0.words))")
        }
        .joined(separator: "; ")
    case .refused(let words): words
    }
  }
}
