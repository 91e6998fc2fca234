import Tensors

/// How the tensors of a file become weights.
struct WeightNaming {
  let names: PartNames
  let layout: Family.Layout
  /// Whether rotated pairs are neighbours in the file instead of half a head apart.
  let pairsNeighbours: Bool
  /// Tensors that are read elsewhere.
  let elsewhere: Set<String>

  /// Whether GGUF files of a model have rotated pairs as neighbours.
  static func pairsNeighbours(_ config: Configuration) -> Bool { config.architecture == "llama" }
}

extension Weights {
  /// Reads all weights of a GGUF file, with or without an adapter.
  init(
    gguf tensors: any TensorSource, _ config: Configuration, _ workers: Workers
  ) throws(ModelError) {
    let naming = WeightNaming(
      names: .gguf, layout: Family.Layout(),
      pairsNeighbours: WeightNaming.pairsNeighbours(config),
      elsewhere: [
        "rope_freqs.weight", "rope_factors_short.weight", "rope_factors_long.weight",
      ])
    try self.init(tensors, naming, config, workers)
  }

  /// Reads all weights of a Hugging Face folder, with or without an adapter.
  init(
    _ tensors: any TensorSource, _ config: Configuration, _ workers: Workers
  ) throws(ModelError) {
    guard let family = Family.all.first(where: { $0.architecture == config.architecture }) else {
      throw .unsupported(
        "the architecture '\(config.architecture)'", "is not known", hint: "use another model")
    }
    let naming = WeightNaming(
      names: family.names, layout: family.layout, pairsNeighbours: false, elsewhere: [])
    try self.init(tensors, naming, config, workers)
  }

  /// Reads all weights of a model.
  ///
  /// - Parameters:
  ///   - source: Where they lie.
  ///   - naming: What they are called there and how they are laid out.
  ///   - config: The sizes they must have.
  ///   - workers: Who decodes them.
  /// - Throws: `ModelError` where one is missing or has another shape, or none of ours is there.
  init(
    _ source: any TensorSource, _ naming: WeightNaming, _ config: Configuration, _ workers: Workers
  ) throws(ModelError) {
    var loader = Loader(source, naming, config, workers)
    let (width, tokens) = (config.width, config.vocabularySize)
    embedding = try loader.matrix(.embedding, 0, tokens, width)
    positions =
      config.design.learnsPositions
      ? try loader.matrix(.positions, 0, config.contextLength, width) : nil
    var blocks: [Block] = []
    for index in 0..<config.layers { blocks.append(try loader.block(index)) }
    self.blocks = blocks
    finalNorm = try loader.norm(.finalNorm, 0, width)
    let isTied = !loader.has(.unembedding, 0)
    unembedding =
      isTied
      ? Linear(weight: embedding, bias: nil)
      : try loader.plainLinear(.unembedding, 0, tokens, width)
    try loader.refuseUnread()
  }
}

/// Reads tensors and remembers which.
private struct Loader {
  private let source: any TensorSource
  private let naming: WeightNaming
  private let config: Configuration
  private let workers: Workers
  private let prefix: String
  private var read: Set<String> = []

  init(
    _ source: any TensorSource, _ naming: WeightNaming, _ config: Configuration, _ workers: Workers
  ) {
    self.source = source
    self.naming = naming
    self.config = config
    self.workers = workers
    let first = naming.names.name(.embedding) ?? ""
    prefix =
      naming.names.prefixes.first { source.shape(of: "\($0)\(first).weight") != nil }
      ?? naming.names.prefixes.first ?? ""
  }

  /// A part's whole name, without `.weight` or `.bias`.
  private func name(_ part: Part, _ layer: Int) throws(ModelError) -> String {
    guard let name = naming.names.name(part, layer) else {
      throw .malformed("the part '\(part)' of '\(config.architecture)'", "has no name here")
    }
    // Only what is inside the language model has the prefix that some files put before it.
    return part == .unembedding && source.shape(of: "\(name).weight") != nil ? name : prefix + name
  }

  func has(_ part: Part, _ layer: Int) -> Bool {
    guard let name = try? name(part, layer) else { return false }
    return source.shape(of: "\(name).weight") != nil
  }

  mutating func matrix(
    _ part: Part, _ layer: Int, _ rows: Int, _ columns: Int
  ) throws(ModelError) -> Matrix {
    let name = try "\(name(part, layer)).weight"
    read.insert(name)
    return try source.matrix(of: name, rows, columns, workers)
  }

  mutating func norm(_ part: Part, _ layer: Int, _ width: Int) throws(ModelError) -> Weights.Norm {
    let name = try name(part, layer)
    read.insert("\(name).weight")
    let stored = try source.numbers(of: "\(name).weight", shape: [width], workers)
    let offset = naming.layout.normOffset
    return Weights.Norm(
      weight: offset == 0 ? stored : stored.map { $0 + offset }, bias: try bias(name, width))
  }

  private mutating func bias(_ name: String, _ count: Int) throws(ModelError) -> [Float]? {
    guard source.shape(of: "\(name).bias") != nil else { return nil }
    read.insert("\(name).bias")
    return try source.numbers(of: "\(name).bias", shape: [count], workers)
  }

  /// A weight with a row for each output, whatever the family's layout.
  mutating func plainLinear(
    _ part: Part, _ layer: Int, _ outputs: Int, _ inputs: Int
  ) throws(ModelError) -> Weights.Linear {
    Weights.Linear(
      weight: try matrix(part, layer, outputs, inputs),
      bias: try bias(name(part, layer), outputs))
  }

  private mutating func linear(
    _ part: Part, _ layer: Int, _ outputs: Int, _ inputs: Int
  ) throws(ModelError) -> Weights.Linear {
    guard naming.layout.isTransposed else {
      return try plainLinear(part, layer, outputs, inputs)
    }
    return Weights.Linear(
      weight: try matrix(part, layer, inputs, outputs).transposed(),
      bias: try bias(name(part, layer), outputs))
  }
}

extension Loader {
  mutating func block(_ layer: Int) throws(ModelError) -> Weights.Block {
    let design = config.design
    let (width, hidden, headWidth) = (config.width, config.hiddenWidth, config.headWidth)
    let (queries, keys) = (config.heads * headWidth, config.keyValueHeads * headWidth)
    let (query, key, value) = try attention(layer)
    let (gate, up) = try neurons(layer)
    let normsEachHead = design.queryKeyNorm == .eachHead
    let hasQueryNorm = design.queryKeyNorm != .none
    let (isBefore, isAfter) = (design.normPlaces != .after, design.normPlaces != .before)
    return Weights.Block(
      norm1: isBefore ? try norm(.norm1, layer, width) : nil,
      query: query, key: key, value: value,
      queryNorm: hasQueryNorm
        ? try norm(.queryNorm, layer, normsEachHead ? headWidth : queries) : nil,
      keyNorm: hasQueryNorm ? try norm(.keyNorm, layer, normsEachHead ? headWidth : keys) : nil,
      output: try linear(.output, layer, width, queries),
      norm1Post: isAfter ? try norm(.norm1Post, layer, width) : nil,
      norm2: isBefore ? try norm(.norm2, layer, width) : nil,
      gate: gate, up: up, down: try linear(.down, layer, width, hidden),
      norm2Post: isAfter ? try norm(.norm2Post, layer, width) : nil)
  }

  /// The weights of queries, keys and values, which some files join.
  private mutating func attention(
    _ layer: Int
  ) throws(ModelError) -> (Weights.Linear, Weights.Linear, Weights.Linear) {
    let (width, headWidth) = (config.width, config.headWidth)
    let (queries, keys) = (config.heads * headWidth, config.keyValueHeads * headWidth)
    guard has(.joinedAttention, layer) else {
      return (
        unpaired(try linear(.query, layer, queries, width)),
        unpaired(try linear(.key, layer, keys, width)), try linear(.value, layer, keys, width)
      )
    }
    let joined = try linear(.joinedAttention, layer, queries + 2 * keys, width)
    if naming.layout.joinsByHead {
      let part = { (index: Int) in
        joined.selectingOutputs(
          (0..<queries).map { ($0 / headWidth * 3 + index) * headWidth + $0 % headWidth })
      }
      return (part(0), part(1), part(2))
    }
    return (
      joined.selectingOutputs(Array(0..<queries)),
      joined.selectingOutputs(Array(queries..<queries + keys)),
      joined.selectingOutputs(Array(queries + keys..<queries + 2 * keys))
    )
  }

  /// The weights of gate and neurons, which some files join.
  private mutating func neurons(
    _ layer: Int
  ) throws(ModelError) -> (gate: Weights.Linear?, up: Weights.Linear) {
    let (width, hidden) = (config.width, config.hiddenWidth)
    guard config.design.isGated else { return (nil, try linear(.up, layer, hidden, width)) }
    guard has(.gate, layer) else {
      let joined = try linear(.joinedMLP, layer, 2 * hidden, width)
      return (
        joined.selectingOutputs(Array(0..<hidden)),
        joined.selectingOutputs(Array(hidden..<2 * hidden))
      )
    }
    return (try linear(.gate, layer, hidden, width), try linear(.up, layer, hidden, width))
  }

  /// Undoes the file's order of rows inside each head.
  ///
  /// The file pairs neighbours (2i, 2i + 1) for the rotation, the field pairs (i, i + headWidth / 2).
  private func unpaired(_ linear: Weights.Linear) -> Weights.Linear {
    guard naming.pairsNeighbours else { return linear }
    let (headWidth, half) = (config.headWidth, config.headWidth / 2)
    return linear.selectingOutputs(
      (0..<linear.weight.rows).map { row in
        let (head, place) = row.quotientAndRemainder(dividingBy: headWidth)
        return head * headWidth + place % half * 2 + place / half
      })
  }

  /// A tensor that we do not know would change the numbers silently.
  func refuseUnread() throws(ModelError) {
    let unread = source.tensorNames.subtracting(read).filter { name in
      !naming.elsewhere.contains(name) && !naming.names.ignored.contains { name.hasSuffix($0) }
    }
    if let name = unread.min() {
      throw .unsupported(
        "tensor '\(name)'", "belongs to no part that is known",
        hint: "use a plain model of the family '\(config.architecture)'")
    }
  }
}

extension Weights.Linear {
  /// The outputs in another order, or some of them.
  fileprivate func selectingOutputs(_ order: [Int]) -> Weights.Linear {
    Weights.Linear(
      weight: weight.selectingRows(order), bias: bias.map { bias in order.map { bias[$0] } })
  }
}
