/// The model that an adapter changes: its tensors by the names that adapters know them by.
struct AdapterBase {
  /// Where a tensor lies in the model's files, and how it lies there.
  ///
  /// Adapters are laid out as Hugging Face's folders are.
  struct Place {
    /// What the files call it.
    let name: String
    /// For each row there which one it is of the adapter's; `nil` for the same order.
    var order: [Int]?
    /// Whether its rows are the adapter's columns.
    var isTransposed = false
    /// What the files have added to its numbers.
    var offset: Float = 0
    /// Whether there is a row for each output whatever the adapter says.
    var hasRowsOfOutputs = false
  }

  let tensors: any TensorSource
  private let places: [String: Place]

  /// A model in a folder, in which everything lies as adapters have it.
  init(_ tensors: SafetensorsShards) {
    self.tensors = tensors
    let names = tensors.tensorNames.union(["lm_head.weight", "embed_out.weight"])
    places = Dictionary(uniqueKeysWithValues: names.map { ($0, Place(name: $0)) })
  }

  /// A model in a GGUF file, which has names and an order of its own.
  init(_ file: GGUF, _ config: Configuration) {
    tensors = file
    var places: [String: Place] = [:]
    if let family = Family.all.first(where: { $0.architecture == config.architecture }) {
      let reader = PlaceReader(family, config)
      for part in Part.allCases { reader.add(part, to: &places) }
    }
    self.places = places
  }

  /// Where a tensor lies; `nil` where the model has none such.
  ///
  /// A place without a tensor is that of an unembedding which the model shares with its embedding.
  func place(of tensor: String) -> Place? {
    // Some files leave out the first part of the name.
    let short = tensor.split(separator: ".", maxSplits: 1).last.map(String.init) ?? tensor
    return [tensor, short].lazy.compactMap { places[$0] }.first {
      tensors.shape(of: $0.name) != nil || Self.isUnembedding($0.name)
    }
  }

  /// Whether a file calls the unembedding so.
  static func isUnembedding(_ name: String) -> Bool {
    ["lm_head.weight", "embed_out.weight", "output.weight"].contains(name)
  }

  /// Whether a file calls the embedding so.
  static func isEmbedding(_ name: String) -> Bool {
    ["embed_tokens.weight", "wte.weight", "embed_in.weight", "token_embd.weight"]
      .contains(where: name.hasSuffix)
  }
}

/// Finds the places of a family's parts in a GGUF file.
private struct PlaceReader {
  private let family: Family
  private let config: Configuration
  private let queryOrder: [Int]?
  private let keyOrder: [Int]?
  private let joinedOrder: [Int]?

  init(_ family: Family, _ config: Configuration) {
    self.family = family
    self.config = config
    let isPaired = WeightNaming.pairsNeighbours(config)
    let (heads, keyHeads, width) = (config.heads, config.keyValueHeads, config.headWidth)
    queryOrder = isPaired ? Self.paired(heads, width) : nil
    keyOrder = isPaired ? Self.paired(keyHeads, width) : nil
    joinedOrder = family.layout.joinsByHead ? Self.apart(heads, width) : nil
  }

  /// The rows of heads with the rotated pairs side by side, which are half a head apart elsewhere.
  private static func paired(_ heads: Int, _ width: Int) -> [Int] {
    (0..<heads * width).map { row in
      let (head, place) = row.quotientAndRemainder(dividingBy: width)
      return head * width + place % 2 * (width / 2) + place / 2
    }
  }

  /// The rows of all queries, all keys and all values, which are together in each head elsewhere.
  private static func apart(_ heads: Int, _ width: Int) -> [Int] {
    (0..<3 * heads * width).map { row in
      let (part, place) = row.quotientAndRemainder(dividingBy: heads * width)
      return (place / width * 3 + part) * width + place % width
    }
  }

  func add(_ part: Part, to places: inout [String: AdapterBase.Place]) {
    for layer in 0..<config.layers {
      guard let name = family.names.name(part, layer), let stored = PartNames.gguf.name(part, layer)
      else { return }
      for kind in ["weight", "bias"] {
        let place = place(part, "\(stored).\(kind)", isMatrix: kind == "weight")
        for prefix in family.names.prefixes { places["\(prefix)\(name).\(kind)"] = place }
      }
    }
  }

  private func place(_ part: Part, _ name: String, isMatrix: Bool) -> AdapterBase.Place {
    var place = AdapterBase.Place(name: name, hasRowsOfOutputs: true)
    switch part {
    case .query: place.order = queryOrder
    case .key: place.order = keyOrder
    case .joinedAttention: place.order = joinedOrder
    default: break
    }
    if part.isNorm, isMatrix { place.offset = family.layout.normOffset }
    place.isTransposed = family.layout.isTransposed && part.isLinear && isMatrix
    return place
  }
}

extension Part {
  /// Whether it is the weight of a norm.
  fileprivate var isNorm: Bool {
    switch self {
    case .finalNorm, .norm1, .queryNorm, .keyNorm, .norm1Post, .norm2, .norm2Post: true
    default: false
    }
  }

  /// Whether it is a product inside a block.
  fileprivate var isLinear: Bool {
    switch self {
    case .query, .key, .value, .joinedAttention, .output, .gate, .up, .joinedMLP, .down: true
    default: false
    }
  }
}
