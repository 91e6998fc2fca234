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
    case .embed, .posEmbed, .residPre, .residMid, .residPost, .attnOut, .mlpOut, .ln1Normalized,
      .ln2Normalized, .ln1PostNormalized, .ln2PostNormalized, .finalNormalized:
      self.init(.rows, 1, config.width, hasHeads: false)
    case .ln1Scale, .ln2Scale, .ln1PostScale, .ln2PostScale, .finalNormScale:
      self.init(.rows, 1, 1, hasHeads: false)
    case .qNormScale: self.init(config, heads: config.heads, 1)
    case .kNormScale: self.init(config, heads: config.keyValueHeads, 1)
    case .qNormNormalized: self.init(config, heads: config.heads, config.headWidth)
    case .kNormNormalized: self.init(config, heads: config.keyValueHeads, config.headWidth)
    case .mlpPre, .mlpPreLinear, .mlpPost: self.init(.rows, 1, config.hiddenWidth, hasHeads: false)
    case .q, .rotQ, .z: self.init(.rows, config.heads, config.headWidth)
    case .k, .v, .rotK: self.init(.rows, config.keyValueHeads, config.headWidth)
    case .result: self.init(.rows, config.heads, config.width)
    case .attnScores, .pattern: self.init(.queries, config.heads, 0)
    }
  }

  /// The layout at the norm of queries or keys, which spans one head or all.
  private init(_ config: Configuration, heads: Int, _ width: Int) {
    if config.design.queryKeyNorm == .eachHead {
      self.init(.rows, heads, width)
    } else {
      self.init(.rows, 1, width == 1 ? 1 : heads * width, hasHeads: false)
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
      for stretch in edit.stretches(spans[index], start: starts[index], layout) {
        for (offset, place) in stretch.range.enumerated() {
          numbers[place] = edit.result(numbers[place], operand: stretch.operand + offset)
        }
      }
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

/// Neighbouring numbers that an edit changes.
struct Stretch {
  let position: Int
  /// Where the numbers lie.
  let range: Range<Int>
  /// Where the first one's operand lies.
  let operand: Int
}

extension Edit {
  /// The numbers of one span that the edit changes, beginning at `start`; positions before the
  /// span's first row have none there.
  func stretches(_ span: Span, start: Int, _ layout: Layout) -> [Stretch] {
    let width = layout.kind == .queries ? span.end : layout.width
    let heads = head.map { $0...$0 } ?? 0...layout.heads - 1
    let isShared = operand?.count == heads.count * width
    let positions = positions ?? Array(0..<span.end)
    return positions.enumerated().filter { $0.element >= span.start }.flatMap { index, position in
      heads.enumerated().map { order, head in
        let row = position - span.start
        let place =
          layout.kind == .queries ? head * span.rows.count + row : row * layout.heads + head
        let first = start + place * width
        return Stretch(
          position: position, range: first..<first + width,
          operand: ((isShared ? 0 : index * heads.count) + order) * width)
      }
    }
  }

  /// What becomes of a number, given where its operand lies.
  func result(_ number: Float, operand: Int) -> Float {
    switch action {
    case .replace(let values): values[operand]
    case .add(let values): number + values[operand]
    case .scale(let factor): number * factor
    case .zero: 0
    }
  }

  /// The numbers that come with the action.
  private var operand: [Float]? {
    switch action {
    case .replace(let values), .add(let values): values
    case .scale, .zero: nil
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
  /// Refuses a hook point that the model does not have.
  func check(_ config: Configuration) throws(ModelError) {
    guard config.has(site) else {
      throw .request(
        "the hook point '\(self)'", "does not exist in the family '\(config.architecture)'",
        hint: reason(config))
    }
    if let layer, layer >= config.layers {
      throw .request(
        "the hook point '\(self)'", "is in no block of the model",
        hint: "the blocks are 0 to \(config.layers - 1)")
    }
  }

  /// Why a family does not have it.
  private func reason(_ config: Configuration) -> String? {
    switch site {
    case .residMid: "its attention and MLP read the same 'hook_resid_pre'"
    case .posEmbed: "its queries and keys turn with the position"
    case .rotQ, .rotK: "its positions are learned vectors, at 'hook_pos_embed'"
    case .mlpPreLinear: "its MLP has no gate; see 'hook_pre'"
    case .ln1Scale, .ln1Normalized: "it normalises after attention, at 'ln1_post'"
    case .ln2Scale, .ln2Normalized: "it normalises after the MLP, at 'ln2_post'"
    default: "it has no such norm"
    }
  }
}
