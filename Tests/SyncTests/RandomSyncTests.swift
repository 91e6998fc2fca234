import Git
import Platform
import Store
import Sync
import TestSupport
import Testing

/// Random work on two machines, each in files and lines of its own, with random syncs.
struct RandomSyncTests {
  @Test(arguments: UInt64(1)...4)
  func losesNothing(seed: UInt64) async throws {
    try await withLab { lab in
      var generator = SeededGenerator(seed: seed)
      var expected: [String: String] = ["log.md": "log\n", "code/run.py": "print(1)\n"]
      var report = Lab.report
      var records = 0
      let machines = [lab.lap, lab.box]
      for step in 0..<30 {
        let index = Int.random(in: 0...1, using: &generator)
        let machine = machines[index]
        switch Int.random(in: 0..<7, using: &generator) {
        case 0:
          let path = "\(index)/file\(Int.random(in: 0..<4, using: &generator)).md"
          expected[path] = "step \(step)\n"
          try await machine.draft("Step \(step)", [path: "step \(step)\n"])
        case 1:
          // Each machine keeps to its own end of the report.
          let line = Int.random(in: 1...10, using: &generator) + index * 25
          let old = try machine.text("report.md").split(separator: "\n\n")[line - 1]
          report = report.replacing("\(old)\n\n", with: "Step \(step) by \(index).\n\n")
          let text = try machine.text("report.md")
            .replacing("\(old)\n\n", with: "Step \(step) by \(index).\n\n")
          try await machine.draft("Step \(step)", ["report.md": text])
        case 2:
          let own = expected.keys.filter { $0.hasPrefix("\(index)/") }.sorted()
          guard let path = own.randomElement(using: &generator) else { continue }
          expected[path] = nil
          try machine.platform.files.remove(machine.path(path))
          if Bool.random(using: &generator) { try await machine.commitAll("Step \(step)") }
        case 3:
          try machine.book("step \(step)")
          records += 1
        case 4:
          // Not committed: it stays through every sync until a later draft takes it along.
          let path = "\(index)/file\(Int.random(in: 0..<4, using: &generator)).md"
          expected[path] = "uncommitted \(step)\n"
          try machine.write(path, "uncommitted \(step)\n")
        default:
          let result = try await machine.sync()
          #expect(result.outcome == .shared, "\(result.lines)")
        }
      }
      for machine in machines { try await machine.commitAll("End") }
      for machine in [lab.lap, lab.box, lab.lap] { try await machine.sync() }
      try lab.checkTheSame()
      expected["report.md"] = report
      expected[".gitignore"] = "*.out\n"
      for machine in machines {
        let files = try machine.platform.files.filesBelow(machine.app, entering: { $0 != ".git" })
        #expect(files == expected.keys.sorted())
        for path in files { #expect(try machine.text(path) == expected[path]) }
        #expect(try machine.store().read().all.count == records)
      }
    }
  }
}
