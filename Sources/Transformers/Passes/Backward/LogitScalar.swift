import Foundation

/// One number computed from logits, such as the difference of two of them, with its gradient.
///
/// ```swift
/// let difference = LogitScalar.difference(mary, john)
/// let surprise = LogitScalar(of: .all) { positions, logits in … }
/// ```
public struct LogitScalar: Sendable {
  /// A number and how it changes with each logit.
  public struct Result: Sendable, Equatable {
    /// The number.
    public let value: Double
    /// One row for each row of logits: (position, token).
    public let gradient: [[Float]]

    /// Makes a result; the gradient must have the shape of the logits.
    public init(value: Double, gradient: [[Float]]) {
      self.value = value
      self.gradient = gradient
    }
  }

  /// One logit in a weighted sum.
  public struct Term: Sendable, Equatable {
    /// Where.
    public let position: Int
    /// Whose logit.
    public let token: Int
    /// What it is multiplied by.
    public let weight: Float

    /// Makes a term.
    public init(position: Int, token: Int, weight: Float) {
      self.position = position
      self.token = token
      self.weight = weight
    }
  }

  /// The logits it is computed from.
  public let request: LogitRequest
  /// Computes it from the positions asked for and their logits.
  public let compute: @Sendable (_ positions: [Int], _ logits: [[Float]]) -> Result
  /// Tokens that it takes for granted among the logits of all tokens.
  private(set) var tokens: [Int] = []

  /// Makes a number from a function of the logits asked for and its gradient.
  public init(
    of request: LogitRequest,
    _ compute: @escaping @Sendable (_ positions: [Int], _ logits: [[Float]]) -> Result
  ) {
    self.request = request
    self.compute = compute
  }
}

extension LogitScalar {
  /// How much larger one token's logit is than another's, summed over positions.
  public static func difference(
    _ answer: Int, _ wrong: Int, at positions: LogitRequest.Positions = .last
  ) -> LogitScalar {
    LogitScalar(of: .tokens([answer, wrong], at: positions)) { _, logits in
      Result(
        value: logits.reduce(0) { $0 + Double($1[0]) - Double($1[1]) },
        gradient: logits.map { _ in [1, -1] })
    }
  }

  /// The natural logarithm of a token's probability, summed over positions.
  public static func logProbability(
    _ token: Int, at positions: LogitRequest.Positions = .last
  ) -> LogitScalar {
    var scalar = LogitScalar(of: LogitRequest(allTokensAt: positions)) { _, logits in
      var value = 0.0
      var gradient: [[Float]] = []
      for row in logits {
        let largest = Double(row.max() ?? 0)
        let powers = row.map { exp(Double($0) - largest) }
        let sum = powers.reduce(0, +)
        value += Double(row[token]) - largest - log(sum)
        gradient.append(
          powers.enumerated().map { Float(($0.offset == token ? 1 : 0) - $0.element / sum) })
      }
      return Result(value: value, gradient: gradient)
    }
    scalar.tokens = [token]
    return scalar
  }

  /// A weighted sum of logits.
  public static func weighted(_ terms: [Term]) -> LogitScalar {
    let positions = Set(terms.map(\.position)).sorted()
    let tokens = Set(terms.map(\.token)).sorted()
    return LogitScalar(of: .tokens(tokens, at: .positions(positions))) { _, logits in
      var gradient = logits.map { $0.map { _ in Float(0) } }
      var value = 0.0
      for term in terms {
        guard let row = positions.firstIndex(of: term.position),
          let column = tokens.firstIndex(of: term.token)
        else { continue }
        gradient[row][column] += term.weight
        value += Double(term.weight) * Double(logits[row][column])
      }
      return Result(value: value, gradient: gradient)
    }
  }

  /// Computes it, and refuses a gradient of another shape.
  func result(_ positions: [Int], _ logits: [[Float]]) throws(ModelError) -> Result {
    let result = compute(positions, logits)
    guard result.gradient.map(\.count) == logits.map(\.count) else {
      throw .request(
        "the gradient of the logits", "has another shape than they",
        hint: "give \(logits.count) rows of \(logits.first?.count ?? 0) numbers")
    }
    return result
  }
}

extension LogitRequest {
  /// All tokens' logits at some positions.
  fileprivate init(allTokensAt positions: Positions) {
    switch positions {
    case .last: self = .last
    case .all: self = .all
    case .positions(let positions): self = .positions(positions)
    }
  }
}
