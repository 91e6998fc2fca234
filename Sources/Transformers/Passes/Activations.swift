/// The buffers of a forward pass, made once and used by every block.
struct Activations {
  var residual: [Float]  // (row, width)
  var scale: [Float]  // (row) or (row, head)
  var normalized: [Float]  // (row, width)
  var centred: [Float]  // (row, width), for layer norms
  var queries: [Float]  // (row, head, headWidth)
  var keys: [Float]  // (row, keyValueHead, headWidth)
  var values: [Float]  // (row, keyValueHead, headWidth)
  var heads: [Float]  // (row, head, headWidth), for norms of queries and keys
  var mixed: [Float]  // (row, head, headWidth)
  var gate: [Float]  // (row, hiddenWidth)
  var up: [Float]  // (row, hiddenWidth)
  var neurons: [Float]  // (row, hiddenWidth)
  var output: [Float]  // (row, width)
  var attentionOutput: [Float]  // (row, width), where the MLP does not read it

  init(rows: Int, _ config: Configuration) {
    func numbers(_ width: Int) -> [Float] { [Float](repeating: 0, count: rows * width) }
    let design = config.design
    let normsHeads = design.queryKeyNorm != .none
    residual = numbers(config.width)
    scale = numbers(normsHeads ? config.heads : 1)
    normalized = numbers(config.width)
    centred = numbers(design.norm == .layer ? config.width : 0)
    queries = numbers(config.heads * config.headWidth)
    // Norms of keys trade this buffer for ``heads``.
    keys = numbers((normsHeads ? config.heads : config.keyValueHeads) * config.headWidth)
    values = numbers(config.keyValueHeads * config.headWidth)
    heads = numbers(normsHeads ? config.heads * config.headWidth : 0)
    mixed = numbers(config.heads * config.headWidth)
    gate = numbers(design.isGated ? config.hiddenWidth : 0)
    up = numbers(design.isGated ? config.hiddenWidth : 0)
    neurons = numbers(config.hiddenWidth)
    output = numbers(config.width)
    attentionOutput = numbers(design.isParallel ? config.width : 0)
  }
}
