import Tensors

/// The tensors of a model with an adapter merged into them, each when it is read.
struct AdaptedTensors {
  private let base: SafetensorsShards
  private let adapter: Adapter
  private let deltas: [String: Adapter.Delta]  // by tensor of the base
  private let replacements: [String: String]  // tensors of the adapter by tensor of the base

  /// Puts an adapter over the tensors of its model.
  ///
  /// - Throws: `ModelError` where the adapter changes what the model does not have.
  init(_ base: SafetensorsShards, _ adapter: Adapter) throws(ModelError) {
    self.base = base
    self.adapter = adapter
    var deltas: [String: Adapter.Delta] = [:]
    for (module, delta) in adapter.deltas.sorted(by: { $0.key < $1.key }) {
      let tensor = "\(module).weight"
      guard let name = Self.name(of: tensor, in: base) else { throw Self.missing(tensor) }
      guard let shape = base.shape(of: name), shape == delta.shape else {
        throw .malformed(
          "the change of '\(module)'",
          "has the shape \(delta.shape), not \(base.shape(of: name) ?? []) as the base model's")
      }
      deltas[name] = delta
    }
    var replacements: [String: String] = [:]
    for (tensor, name) in adapter.replacements.sorted(by: { $0.key < $1.key }) {
      // An unembedding that the base shares with its embedding becomes one of its own.
      guard
        let place = Self.name(of: tensor, in: base)
          ?? (Self.isUnembedding(tensor) ? tensor : nil)
      else { throw Self.missing(tensor) }
      replacements[place] = name
    }
    self.deltas = deltas
    self.replacements = replacements
    try refuseChangesOfSharedEmbeddings()
  }

  /// The name in the base, where some files leave out the first part of it.
  private static func name(of tensor: String, in base: SafetensorsShards) -> String? {
    let short = tensor.split(separator: ".", maxSplits: 1).last.map(String.init) ?? tensor
    return [tensor, short].first { base.shape(of: $0) != nil }
  }

  private static func missing(_ tensor: String) -> ModelError {
    .request(
      "the adapter", "changes '\(tensor)', which the base model does not have",
      hint: "name the model it was trained on with '--base'")
  }

  private static func isUnembedding(_ tensor: String) -> Bool {
    ["lm_head.weight", "embed_out.weight"].contains(tensor)
  }

  /// Frameworks differ in whether such a change reaches the unembedding.
  private func refuseChangesOfSharedEmbeddings() throws(ModelError) {
    guard !tensorNames.contains(where: Self.isUnembedding) else { return }
    let embeddings = ["embed_tokens.weight", "wte.weight", "embed_in.weight"]
    for name in Array(deltas.keys) + replacements.keys
    where embeddings.contains(where: name.hasSuffix) {
      throw .unsupported(
        "the adapter", "changes '\(name)', which is the unembedding too",
        hint: "merge the adapter into its model with PEFT, and add the merged model")
    }
  }
}

extension AdaptedTensors: TensorSource {
  var tensorNames: Set<String> { base.tensorNames.union(replacements.keys) }

  func shape(of name: String) -> [Int]? {
    replacements[name].map { adapter.file.shape(of: $0) } ?? base.shape(of: name)
  }

  func numbers(
    of name: String, shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float] {
    let numbers =
      if let own = replacements[name] {
        try adapter.file.numbers(of: own, shape: shape, workers)
      } else {
        try base.numbers(of: name, shape: shape, workers)
      }
    guard let delta = deltas[name], let rows = shape.first else { return numbers }
    return delta.merged(into: numbers, rows: rows, workers)
  }
  /// What the adapter leaves alone stays as it is stored.
  func matrix(
    of name: String, _ rows: Int, _ columns: Int, _ workers: Workers
  ) throws(ModelError) -> Matrix {
    guard deltas[name] == nil else {
      let values = try numbers(of: name, shape: [rows, columns], workers)
      return Matrix(rows: rows, columns: columns, values: values)
    }
    if let own = replacements[name] {
      return try adapter.file.matrix(of: own, rows, columns, workers)
    }
    return try base.matrix(of: name, rows, columns, workers)
  }
}
