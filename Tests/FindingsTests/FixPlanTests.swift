import Findings
import TestSupport
import Testing

private func finding(_ edits: [(Range<Int>, String)], path: String = "r", isSafe: Bool = true)
  -> Finding
{
  let text = SourceText("0123456789", path: path)
  return Finding(
    code: "x", severity: .info, message: "m", place: text.place(0..<1),
    fix: Fix(
      title: "t", edits: edits.map { TextEdit(range: $0.0, replacement: $0.1) }, isSafe: isSafe))
}

@Test(
  arguments: [
    ([[(1..<2, "a")], [(4..<4, "b")]], "0a23b456789", 0),
    ([[(4..<4, "b")], [(1..<2, "a")]], "0a23b456789", 0),
    ([[(1..<4, "a")], [(3..<5, "b")]], "0a456789", 1),
    ([[(1..<3, "a")], [(3..<5, "b")]], "0ab56789", 0),
    ([[(3..<3, "a")], [(3..<3, "b")]], "012a3456789", 1),
    ([[(3..<3, "a")], [(3..<3, "a")]], "012a3456789", 0),
    ([[(3..<3, "a")], [(3..<5, "b")]], "012a3456789", 1),
    ([[(1..<2, ""), (8..<9, "")], [(8..<10, "z")], [(4..<5, "y")]], "023y5679", 1),
    ([[(8..<20, "z")]], "0123456789", 0), ([[]], "0123456789", 0),
    ([[(10..<10, "z")], [(0..<0, "a")]], "a0123456789z", 0),
  ] as [([[(Range<Int>, String)]], String, Int)])
func makesFixesTogether(fixes: [[(Range<Int>, String)]], result: String, postponed: Int) {
  let plan = FixPlan(of: fixes.map { finding($0) }, in: "r", size: 10) { _, _ in true }
  #expect(String(decoding: plan.applied(to: Array("0123456789".utf8)), as: UTF8.self) == result)
  #expect(plan.postponed == postponed)
}

@Test func leavesWhatIsNotWantedAndOtherFiles() {
  let plan = FixPlan(
    of: [finding([(0..<1, "")], path: "other"), finding([(0..<1, "")], isSafe: false)], in: "r",
    size: 10
  ) { $1.isSafe }
  #expect(plan.changes.isEmpty)
}

@Test func staysInsideTheFileWhateverTheFixes() {
  var random = SeededGenerator(seed: 5)
  for _ in 0..<200 {
    let fixes = (0..<6).map { _ in
      let start = Int.random(in: 0...10, using: &random)
      return finding([(start..<Int.random(in: start...12, using: &random), "ab")])
    }
    let plan = FixPlan(of: fixes, in: "r", size: 10) { _, _ in true }
    let removed = plan.changes.flatMap(\.fix.edits).map(\.range.count).reduce(0, +)
    #expect(
      plan.applied(to: Array("0123456789".utf8)).count == 10 - removed + 2 * plan.changes.count)
  }
}
