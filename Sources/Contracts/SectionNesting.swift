/// Finds the sections that must leave the one around them, so that no chain of sections is endless or
/// long.
struct SectionNesting {
  /// Why a section must leave.
  enum Fault { case cycle, depth }

  /// How many sections may lie around one.
  static let greatestDepth = 20

  private(set) var faults: [String: Fault] = [:]
  private var parents: [String: String]
  /// How many sections lie around each section that has been looked at.
  private var depths: [String: Int] = [:]

  init(_ sections: [SectionRule]) {
    // Of sections with one name the first counts, as in `Contract.section`.
    parents = Dictionary(
      sections.map { ($0.id, $0.parent) }, uniquingKeysWith: { first, _ in first }
    ).compactMapValues(\.self)
    for section in sections { follow(section.id) }
  }

  /// Looks at a section and all those around it that have not been looked at.
  private mutating func follow(_ start: String) {
    var path: [String] = []
    var isOnPath: Set<String> = []
    var next: String? = start
    while let id = next, depths[id] == nil {
      guard isOnPath.insert(id).inserted else {
        leave(id, .cycle)
        break
      }
      path.append(id)
      next = parents[id]
    }
    for id in path.reversed() {
      let depth = parents[id].map { depths[$0, default: 0] + 1 } ?? 0
      depths[id] = depth
      if depth > Self.greatestDepth { leave(id, .depth) }
    }
  }

  private mutating func leave(_ id: String, _ fault: Fault) {
    faults[id] = fault
    parents[id] = nil
    depths[id] = 0
  }
}
