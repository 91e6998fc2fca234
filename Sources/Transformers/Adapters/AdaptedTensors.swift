import Tensors

/// The tensors of a model with an adapter merged into them, each when it is read.
struct AdaptedTensors {
  /// A tensor of the adapter that takes the place of one of the model.
  private struct Replacement {
    let name: String
    let place: AdapterBase.Place
  }

  private let base: any TensorSource
  private let adapter: Adapter
  private let deltas: [String: Adapter.Delta]  // by tensor of the base
  private let replacements: [String: Replacement]  // by tensor of the base

  /// Puts an adapter over the tensors of its model.
  ///
  /// - Throws: `ModelError` where the adapter changes what the model does not have.
  init(_ base: AdapterBase, _ adapter: Adapter) throws(ModelError) {
    self.base = base.tensors
    self.adapter = adapter
    var deltas: [String: Adapter.Delta] = [:]
    for (module, delta) in adapter.deltas.sorted(by: { $0.key < $1.key }) {
      guard let place = base.place(of: "\(module).weight"),
        let shape = base.tensors.shape(of: place.name)
      else { throw Self.missing("\(module).weight") }
      guard let placed = delta.placed(place), placed.shape == shape else {
        throw .malformed(
          "the change of '\(module)'",
          "has the shape \(delta.shape), not \(shape) as the base model's")
      }
      deltas[place.name] = placed
    }
    var replacements: [String: Replacement] = [:]
    for (tensor, name) in adapter.replacements.sorted(by: { $0.key < $1.key }) {
      // An unembedding that the base shares with its embedding becomes one of its own.
      guard let place = base.place(of: tensor) else { throw Self.missing(tensor) }
      replacements[place.name] = Replacement(name: name, place: place)
    }
    self.deltas = deltas
    self.replacements = replacements
    try refuseChangesOfSharedEmbeddings()
  }

  private static func missing(_ tensor: String) -> ModelError {
    .request(
      "the adapter", "changes '\(tensor)', which the base model does not have",
      hint: "name the model it was trained on with '--base'")
  }

  /// Frameworks differ in whether such a change reaches the unembedding.
  private func refuseChangesOfSharedEmbeddings() throws(ModelError) {
    guard !tensorNames.contains(where: AdapterBase.isUnembedding) else { return }
    for name in Array(deltas.keys) + replacements.keys where AdapterBase.isEmbedding(name) {
      throw .unsupported(
        "the adapter", "changes '\(name)', which is the unembedding too",
        hint: "merge the adapter into its model with PEFT, and add the merged model")
    }
  }
}

extension AdaptedTensors: TensorSource {
  var tensorNames: Set<String> { base.tensorNames.union(replacements.keys) }

  func shape(of name: String) -> [Int]? {
    guard let own = replacements[name] else { return base.shape(of: name) }
    return adapter.file.shape(of: own.name).map { own.place.isTransposed ? $0.reversed() : $0 }
  }

  func numbers(
    of name: String, shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float] {
    let numbers =
      if let own = replacements[name] {
        try replaced(own, shape, workers)
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
    let own = replacements[name]
    guard deltas[name] == nil, own?.place.isAsInAdapter ?? true else {
      let values = try numbers(of: name, shape: [rows, columns], workers)
      return Matrix(rows: rows, columns: columns, values: values)
    }
    if let own { return try adapter.file.matrix(of: own.name, rows, columns, workers) }
    return try base.matrix(of: name, rows, columns, workers)
  }

  /// A tensor of the adapter, laid out as the base's files have it.
  private func replaced(
    _ own: Replacement, _ shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float] {
    let place = own.place
    let stored = place.isTransposed ? shape.reversed() : shape
    let numbers = try adapter.file.numbers(of: own.name, shape: stored, workers)
    guard !place.isAsInAdapter, let rows = stored.first, rows > 0 else { return numbers }
    var matrix = Matrix(rows: rows, columns: numbers.count / rows, values: numbers)
    if place.isTransposed { matrix = matrix.transposed() }
    if let order = place.order {
      guard order.count == matrix.rows else {
        throw .malformed(
          adapter.file.subject(own.name), "has \(matrix.rows) rows, not \(order.count)")
      }
      matrix = matrix.selectingRows(order)
    }
    return matrix.values.map { $0 + place.offset }
  }
}

extension AdapterBase.Place {
  /// Whether the adapter has it as the base's files do.
  fileprivate var isAsInAdapter: Bool { order == nil && !isTransposed && offset == 0 }
}

extension Adapter.Delta {
  /// The change of a weight as the base's files have it; `nil` where it has not their rows.
  fileprivate func placed(_ place: AdapterBase.Place) -> Adapter.Delta? {
    guard place.order.map({ $0.count == b.rows }) ?? true else { return nil }
    return Adapter.Delta(
      a: a, b: place.order.map(b.selectingRows) ?? b, scale: scale,
      isTransposed: isTransposed && !place.hasRowsOfOutputs)
  }
}
