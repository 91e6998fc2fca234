/// One sequence among the rows of a forward pass.
struct Span: Sendable {
  /// Its rows.
  let rows: Range<Int>
  /// The position of its first row.
  let start: Int
  /// The cache that holds the positions before; `nil` where there are none and none are kept.
  let cache: Int?

  /// The position after its last row.
  var end: Int { start + rows.count }
}

/// How the numbers at a hook point are laid out.
struct Layout: Equatable {
  enum Kind { case rows, queries }

  /// By row, or by head and query.
  let kind: Kind
  /// The heads of a row; 1 where there are none.
  let heads: Int
  /// The numbers in a head, or in a row without heads; 0 for queries, where it is the number of keys.
  let width: Int
  /// Whether the shape names the heads.
  let hasHeads: Bool

  init(_ site: HookPoint.Site, _ config: Configuration) {
    switch site {
    case .embed, .residPre, .residMid, .residPost, .attnOut, .mlpOut, .ln1Normalized,
      .ln2Normalized, .finalNormalized:
      self.init(.rows, 1, config.width, hasHeads: false)
    case .ln1Scale, .ln2Scale, .finalNormScale: self.init(.rows, 1, 1, hasHeads: false)
    case .mlpPre, .mlpPreLinear, .mlpPost: self.init(.rows, 1, config.hiddenWidth, hasHeads: false)
    case .q, .rotQ, .z: self.init(.rows, config.heads, config.headWidth)
    case .k, .v, .rotK: self.init(.rows, config.keyValueHeads, config.headWidth)
    case .result: self.init(.rows, config.heads, config.width)
    case .attnScores, .pattern: self.init(.queries, config.heads, 0)
    }
  }

  private init(_ kind: Kind, _ heads: Int, _ width: Int, hasHeads: Bool = true) {
    self.kind = kind
    self.heads = heads
    self.width = width
    self.hasHeads = hasHeads
  }

  /// The shape of what a sequence has there.
  func shape(positions: Int, keys: Int) -> [Int] {
    switch kind {
    case .queries: [heads, positions, keys]
    case .rows: hasHeads ? [positions, heads, width] : [positions, width]
    }
  }
}

/// What a forward pass reads and changes on its way.
struct Taps {
  private let config: Configuration
  private let captured: Set<HookPoint>
  private var edits: [HookPoint: [(span: Int, edit: Edit)]] = [:]
  /// What was captured, for each span.
  private(set) var activations: [[HookPoint: Activation]]

  init(_ config: Configuration, captured: Set<HookPoint>, spans: Int) {
    self.config = config
    self.captured = captured
    activations = Array(repeating: [:], count: spans)
  }

  /// Adds an edit of one span; edits of the same place are made in the order they were added.
  mutating func add(_ edit: Edit, span: Int) {
    edits[edit.hook, default: []].append((span, edit))
  }

  func isTapped(_ hook: HookPoint) -> Bool { captured.contains(hook) || isEdited(hook) }

  func isEdited(_ hook: HookPoint) -> Bool { edits[hook] != nil }

  /// Makes the edits of a hook point, then keeps what is asked for.
  mutating func visit(_ hook: HookPoint, _ numbers: inout [Float], _ spans: [Span]) {
    guard isTapped(hook) else { return }
    let layout = Layout(hook.site, config)
    let starts = layout.starts(of: spans)
    for (index, edit) in edits[hook] ?? [] where index < spans.count {
      edit.apply(to: &numbers, spans[index], start: starts[index], layout)
    }
    guard captured.contains(hook) else { return }
    for (index, span) in spans.enumerated() {
      let shape = layout.shape(positions: span.rows.count, keys: span.end)
      let values = Array(numbers[starts[index]..<starts[index] + shape.reduce(1, *)])
      activations[index][hook] = Activation(shape: shape, values: values)
    }
  }
}

extension Layout {
  /// Where each span's numbers start.
  fileprivate func starts(of spans: [Span]) -> [Int] {
    switch kind {
    case .rows: return spans.map { $0.rows.lowerBound * heads * width }
    case .queries:
      var start = 0
      return spans.map { span in
        defer { start += heads * span.rows.count * span.end }
        return start
      }
    }
  }
}

extension Edit {
  /// Changes the numbers of one span; positions before its first row have no numbers and are passed
  /// over.
  func apply(to numbers: inout [Float], _ span: Span, start: Int, _ layout: Layout) {
    let width = layout.kind == .queries ? span.end : layout.width
    let touched = head.map { [$0] } ?? Array(0..<layout.heads)
    let positions = positions ?? Array(0..<span.end)
    let perPosition = touched.count * width
    let isShared = (operand?.count ?? 0) == perPosition
    for (index, position) in positions.enumerated() where position >= span.start {
      let row = position - span.start
      for (order, head) in touched.enumerated() {
        let place =
          layout.kind == .queries
          ? (head * span.rows.count + row) * width : (row * layout.heads + head) * width
        let source = (isShared ? 0 : index * perPosition) + order * width
        apply(to: &numbers, start + place..<start + place + width, source: source)
      }
    }
  }

  /// The numbers that come with the action.
  var operand: [Float]? {
    switch action {
    case .replace(let values), .add(let values): values
    case .scale, .zero: nil
    }
  }

  private func apply(to numbers: inout [Float], _ range: Range<Int>, source: Int) {
    switch action {
    case .replace(let values):
      for (offset, place) in range.enumerated() { numbers[place] = values[source + offset] }
    case .add(let values):
      for (offset, place) in range.enumerated() { numbers[place] += values[source + offset] }
    case .scale(let factor): for place in range { numbers[place] *= factor }
    case .zero: for place in range { numbers[place] = 0 }
    }
  }

  /// Refuses what the model does not have.
  func check(_ config: Configuration, positions count: Int) throws(ModelError) {
    let subject = "the edit of '\(hook)'"
    try hook.check(config)
    let layout = Layout(hook.site, config)
    if let head {
      guard layout.hasHeads else { throw .request(subject, "names a head, but there are none") }
      guard (0..<layout.heads).contains(head) else {
        throw .request(
          subject, "names head \(head)", hint: "the heads there are 0 to \(layout.heads - 1)")
      }
    }
    if let outside = positions?.first(where: { !(0..<count).contains($0) }) {
      throw .request(
        subject, "names position \(outside)", hint: "the positions are 0 to \(count - 1)")
    }
    guard let operand else { return }
    let width = layout.kind == .queries ? count : layout.width
    let one = (head == nil ? layout.heads : 1) * width
    let all = (positions?.count ?? count) * one
    guard operand.count == one || operand.count == all else {
      throw .request(
        subject, "has \(operand.count) numbers",
        hint: one == all ? "give \(one)" : "give \(one) for one position or \(all) for all")
    }
  }
}

extension HookPoint {
  /// Refuses a hook point in a block that the model does not have.
  func check(_ config: Configuration) throws(ModelError) {
    if let layer, layer >= config.layers {
      throw .request(
        "the hook point '\(self)'", "is in no block of the model",
        hint: "the blocks are 0 to \(config.layers - 1)")
    }
  }
}
