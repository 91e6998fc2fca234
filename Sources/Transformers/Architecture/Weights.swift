import Tensors

/// The weights of a Llama: read only, (output, input).
struct Weights: Sendable {
  /// The weights of one block.
  struct Layer: Sendable {
    let attentionNorm: [Float]  // (width)
    let query: Matrix  // (head * headWidth, width)
    let key: Matrix  // (keyValueHead * headWidth, width)
    let value: Matrix  // (keyValueHead * headWidth, width)
    let output: Matrix  // (width, head * headWidth)
    let mlpNorm: [Float]  // (width)
    let gate: Matrix  // (hiddenWidth, width)
    let up: Matrix  // (hiddenWidth, width)
    let down: Matrix  // (width, hiddenWidth)
  }

  let embedding: Matrix  // (token, width)
  let layers: [Layer]
  let finalNorm: [Float]  // (width)
  let unembedding: Matrix  // (token, width); often the embedding itself
}

extension Weights {
  /// Reads all weights of a file.
  init(_ file: GGUF, _ config: Configuration, _ workers: Workers) throws(ModelError) {
    var loader = Loader(file: file, workers: workers)
    embedding = try loader.matrix("token_embd", config.vocabularySize, config.width)
    var layers: [Layer] = []
    for index in 0..<config.layers { layers.append(try loader.layer(index, config)) }
    self.layers = layers
    finalNorm = try loader.vector("output_norm", config.width)
    let isTied = file.tensors["output.weight"] == nil
    unembedding =
      isTied ? embedding : try loader.matrix("output", config.vocabularySize, config.width)
    try loader.refuseUnread()
  }
}

/// Reads tensors and remembers which.
private struct Loader {
  let file: GGUF
  let workers: Workers
  private var read: Set<String> = []

  init(file: GGUF, workers: Workers) {
    self.file = file
    self.workers = workers
  }

  mutating func matrix(
    _ name: String, _ rows: Int, _ columns: Int
  ) throws(ModelError) -> Matrix {
    read.insert("\(name).weight")
    return try file.matrix(of: "\(name).weight", rows, columns, workers)
  }

  mutating func vector(_ name: String, _ count: Int) throws(ModelError) -> [Float] {
    read.insert("\(name).weight")
    return try file.numbers(of: "\(name).weight", shape: [count], workers)
  }

  mutating func layer(_ index: Int, _ config: Configuration) throws(ModelError) -> Weights.Layer {
    let name = "blk.\(index)"
    let (width, hidden) = (config.width, config.hiddenWidth)
    let queries = config.heads * config.headWidth
    let keys = config.keyValueHeads * config.headWidth
    return Weights.Layer(
      attentionNorm: try vector("\(name).attn_norm", width),
      query: unpaired(try matrix("\(name).attn_q", queries, width), config.headWidth),
      key: unpaired(try matrix("\(name).attn_k", keys, width), config.headWidth),
      value: try matrix("\(name).attn_v", keys, width),
      output: try matrix("\(name).attn_output", width, queries),
      mlpNorm: try vector("\(name).ffn_norm", width),
      gate: try matrix("\(name).ffn_gate", hidden, width),
      up: try matrix("\(name).ffn_up", hidden, width),
      down: try matrix("\(name).ffn_down", width, hidden))
  }

  /// Undoes the file's order of rows inside each head.
  ///
  /// The file pairs neighbours (2i, 2i + 1) for the rotation, the field pairs (i, i + headWidth / 2).
  private func unpaired(_ weight: Matrix, _ headWidth: Int) -> Matrix {
    let half = headWidth / 2
    return weight.selectingRows(
      (0..<weight.rows).map { row in
        let (head, place) = row.quotientAndRemainder(dividingBy: headWidth)
        return head * headWidth + place % half * 2 + place / half
      })
  }

  /// A tensor that we do not know would change the numbers silently.
  func refuseUnread() throws(ModelError) {
    if let name = file.tensors.keys.filter({ !read.contains($0) }).min() {
      throw .unsupported(
        "tensor '\(name)'", "belongs to no part that is known", hint: "use a plain Llama model")
    }
  }
}
