import Ledger
import Platform
import Store
import Sync
import TestSupport
import Testing

/// Three devices, and copies of one, book time while their clocks are set, their zones change, and they
/// sleep, restart and are offline: once all have synced, all tell the same.
struct HostileClockTests {
  @Test func letsAllDevicesTellTheSame() async throws {
    let torture = Torture("three devices, hostile clocks", full: 100, part: 1)
    for seed in 1...torture.rounds {
      try await withLab { try await Trial($0, seed: UInt64(seed), torture).run() }
      torture.addRound()
    }
    try torture.finish("60 steps each: verbs, jumps, zones, sleeps, restarts, copies, syncs")
  }
}

/// One random history.
private final class Trial {
  private let lab: Lab
  private let seed: UInt64
  private let torture: Torture
  private var machines: [Machine]
  private var random: SeededGenerator
  /// What was acknowledged, by the hashes of the records.
  private var acknowledged: Set<String> = []

  init(_ lab: Lab, seed: UInt64, _ torture: Torture) {
    self.lab = lab
    self.seed = seed
    self.torture = torture
    machines = [lab.lap, lab.box]
    random = SeededGenerator(seed: seed)
  }

  func run() async throws {
    let pod = try Machine(
      test: TestPlatform(
        in: lab.folder + "/pod", seed: 3, variables: ["DOSSIER_DEVICE": "pod"]),
      app: lab.folder + "/pod/app")
    try await pod.test.git("clone", "-q", lab.hub, "app", in: lab.folder + "/pod")
    machines.append(pod)
    for step in 0..<60 {
      let machine = machines[number(machines.count)]
      pass()
      switch number(20) {
      case 0: machine.test.clock.jumpWall(milliseconds: (number(14_400) - 7_200) * 1000)
      case 1: machine.test.clock.suspend(seconds: number(20_000))
      case 2: machine.test.clock.reboot(offSeconds: number(20_000))
      case 3:
        let (zone, hours) = [("Europe/Berlin", 1), ("America/Los_Angeles", -8), ("UTC", 0)][
          number(3)]
        machine.test.clock.move(toZone: zone, offsetSeconds: hours * 3600)
      case 4: try await machine.draft("Step \(step)", ["\(step).md": "step \(step)\n"])
      case 5 where machines.count < 5: try await copy(machine, step)
      case 6, 7, 8: try await sync(machine)
      default: try book(machine, step)
      }
    }
    for _ in 0..<3 { for machine in machines { try await sync(machine) } }
    try compare()
  }

  private func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  /// Time passes everywhere, whatever the clocks make of it.
  private func pass() {
    let seconds = number(5400)
    // Copies of a clone lie on the machine of their original and share its clock.
    for machine in machines.prefix(3) { machine.test.clock.advance(seconds: seconds) }
  }

  /// A copy of a clone, as of a virtual machine, which is then used as well.
  private func copy(_ machine: Machine, _ step: Int) async throws {
    let target = machine.app + "-copy-\(step)"
    _ = try await machine.platform.processes.run("cp", ["-a", machine.app, target], in: lab.folder)
    machines.append(Machine(test: machine.test, app: target))
  }

  private func sync(_ machine: Machine) async throws {
    let report = try await machine.sync()
    #expect(torture.holds(report.outcome == .shared), "seed \(seed): \(report.lines)")
  }

  /// Any verb; what cannot be done as things stand is refused.
  private func book(_ machine: Machine, _ step: Int) throws {
    let clock = TimeClock(try machine.store(), rules: Self.rules)
    let category = ["research", "writing", "waiting", "break"][number(4)]
    do {
      switch number(12) {
      case 0, 1, 2: _ = try clock.start(category)
      case 3, 4: _ = try clock.stop()
      case 5: _ = try clock.switch(to: category)
      case 6: _ = try clock.note("step \(step)")
      case 7: _ = try clock.add(category, from: "0\(number(9)):10", to: "0\(number(9)):50")
      case 8: _ = try clock.pivot("step \(step)")
      case 9:
        let answers: [TimeClock.Answer] = [.keep, .book("break"), .keepFirst(60_000)]
        _ = try clock.resolve(as: answers[number(3)])
      case 10: _ = try void(clock)
      default: if number(5) == 0 { _ = try clock.restart("step \(step)") }
      }
    } catch is Refusal {}
    acknowledged.formUnion(try machine.store().read().own.map(\.hash))
  }

  private func void(_ clock: TimeClock) throws -> TimeClock.Change? {
    let records = try clock.status().state.intervals.map(\.record)
    guard let record = records.randomElement(using: &random) else { return nil }
    return try clock.void([record], reason: "not so")
  }

  private func compare() throws {
    let all = try machines.map { try $0.store().read() }
    let first = try #require(all.first)
    let state = first.state(rules: Self.rules)
    for (machine, journals) in zip(machines, all) {
      #expect(
        torture.holds(journals.records == first.records), "seed \(seed): \(machine.app) differs")
      #expect(
        torture.holds(journals.state(rules: Self.rules) == state),
        "seed \(seed): \(machine.app) tells another state")
    }
    let own = all.compactMap(\.device)
    #expect(torture.holds(Set(own).count == own.count), "seed \(seed): two clones are \(own)")
    let kept = Set(first.all.map(\.hash))
    #expect(torture.holds(acknowledged.isSubset(of: kept)), "seed \(seed): records are lost")
    let shuffled = first.all.shuffled(using: &random)
    #expect(
      torture.holds(Ledger.fold(shuffled, rules: Self.rules) == state), "seed \(seed): order counts"
    )
    let lengths = state.intervals.filter { $0.epoch == state.epoch }.map { interval in
      interval.pieces.filter { Self.rules.counts($0.category) }.reduce(0) { $0 + $1.range.count }
    }
    let total = state.counted.upper
    #expect(
      torture.holds(total <= lengths.reduce(0, +) && total >= lengths.max() ?? 0),
      "seed \(seed): \(total) of \(lengths)")
    #expect(torture.holds(state.counted.certain <= total), "seed \(seed)")
  }

  private static let rules = TimeRules(
    categories: [
      TimeRules.Category(id: "research", isCounted: true),
      TimeRules.Category(id: "writing", isCounted: true),
      TimeRules.Category(id: "waiting", isCounted: false),
      TimeRules.Category(id: "break", isCounted: false),
    ],
    budgets: [TimeRules.Budget(id: "time.research", soft: 16 * 3_600_000, hard: 20 * 3_600_000)],
    mainBudget: "time.research")
}
