import Tensors

extension BackwardPass {
  /// Passes a norm: y = n ⊙ weight + bias, n = x / s, s = sqrt(mean(x²) + epsilon), where layer norms
  /// take the mean from x before.
  ///
  /// The width of the weight says how long a row is. Families without this norm read x itself.
  mutating func pull(
    _ gradient: [Float], through norm: Weights.Norm?, _ scale: HookPoint,
    _ normalized: HookPoint, _ tape: Tape
  ) -> [Float] {
    guard let norm else { return gradient }
    let width = norm.weight.count
    let rows = gradient.count / width
    // dn = dy ⊙ weight
    var quotients = gradient
    workers.multiply(&quotients, byColumns: norm.weight, rows: rows)
    visit(normalized, &quotients)
    // dx = dn / s, where s is a constant
    let scales = tape.after(scale)
    var input = gradient
    workers.divide(quotients, by: scales, rows: rows, width: width, into: &input)
    pullScale(quotients, width, scale, tape.before(normalized), tape, addingTo: &input)
    guard config.design.norm == .layer else { return input }
    var centred = input
    workers.centre(input, rows: rows, width: width, into: &centred)
    return centred
  }

  /// Passes the scale of a norm: ds = -Σ dn n / s, and dx = dx + ds x / (s width).
  private mutating func pullScale(
    _ quotients: [Float], _ width: Int, _ scale: HookPoint, _ n: [Float], _ tape: Tape,
    addingTo input: inout [Float]
  ) {
    let (before, after) = (tape.before(scale), tape.after(scale))
    let rows = quotients.count / width
    let dots = workers.dotEachRow(quotients, n, rows: rows, width: width)
    var gradient = zip(dots, after).map { -$0 / $1 }
    visit(scale, &gradient)
    guard !detached.contains(.normScale) else { return }
    // x is n times what it was divided by, which an edit may have changed.
    let factors = gradient.indices.map {
      gradient[$0] * after[$0] / (before[$0] * Float(width))
    }
    workers.add(n, timesRows: factors, width: width, to: &input)
  }
}
