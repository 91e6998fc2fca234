import Foundation
import Tensors

/// A low-rank change of a model's weights, as PEFT keeps it.
///
/// A weight W of the model becomes W + scale · B · A (LoRA, Hu et al. 2021, section 4.1). Some adapters also hold whole tensors that take
/// the place of the model's own.
public struct Adapter: Sendable {
  /// The change of one module's weight, which is (output, input) whatever the file's order.
  struct Delta: Sendable, Equatable {
    let a: Matrix  // (rank, input)
    let b: Matrix  // (output, rank)
    let scale: Float
    /// Whether the model's file has a row for each input instead of each output.
    let isTransposed: Bool
  }

  /// What the adapter calls the model that it changes: `org/name`, or a folder on another machine.
  public let baseName: String?
  let deltas: [String: Delta]  // by module
  /// The tensors that take the place of the model's, by the model's names.
  let replacements: [String: String]
  let file: Safetensors

  /// The modules whose weights it changes, as `model.layers.3.self_attn.q_proj`, sorted.
  public var modules: [String] { deltas.keys.sorted() }

  /// How it changes the weight of a module; `nil` where it does not.
  func delta(for module: String) -> (a: Matrix, b: Matrix, scale: Float)? {
    deltas[module].map { ($0.a, $0.b, $0.scale) }
  }
}

extension Adapter.Delta {
  /// The changed weight of a module: W + scale · B · A.
  ///
  /// - Parameters:
  ///   - weight: The module's weight in the order of the model's file.
  ///   - rows: How many rows it has there.
  ///   - workers: Who computes.
  /// - Returns: The changed weight, in the same order.
  func merged(into weight: [Float], rows: Int, _ workers: Workers) -> [Float] {
    // (B A)ᵀ = Aᵀ Bᵀ
    let left = isTransposed ? a.transposed() : b
    let right = isTransposed ? b : a.transposed()
    precondition(left.rows == rows && rows * right.rows == weight.count, "wrong size of a weight")
    var change = [Float](repeating: 0, count: weight.count)
    workers.multiply(left.values, by: right, rows: rows, into: &change)
    for index in change.indices { change[index] = weight[index] + scale * change[index] }
    return change
  }

  /// The shape of the weight that it changes, in the order of the model's file.
  var shape: [Int] { isTransposed ? [a.columns, b.rows] : [b.rows, a.columns] }
}
