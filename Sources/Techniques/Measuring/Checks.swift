import Transformers

extension TechniqueError {
  /// Puts a model's complaint among a technique's.
  init(_ error: ModelError) {
    switch error.kind {
    case .cancelled: self = .cancelled
    case .malformed, .unsupported, .request:
      self = .model(
        message: "\(error.subject) \(error.reason)", hint: error.hint ?? "change the options")
    }
  }

  /// Refuses to go on with problems.
  static func check(_ problems: [OptionProblem]) throws(TechniqueError) {
    if !problems.isEmpty { throw .options(problems) }
  }
}

/// Calls the model and puts its complaint among the technique's.
func calling<Answer>(
  _ body: () throws(ModelError) -> Answer
) throws(TechniqueError) -> Answer {
  do throws(ModelError) {
    return try body()
  } catch {
    throw TechniqueError(error)
  }
}

/// A statement that must hold by construction; a technique asserts it before it shows a result.
struct SelfCheck {
  /// What must hold: `the parts sum to the logit difference`.
  let name: String
  /// The largest difference that rounding explains.
  let tolerance: Double
  private(set) var largestError = 0.0

  init(_ name: String, tolerance: Double) {
    self.name = name
    self.tolerance = tolerance
  }

  /// Compares a number with what it must be, in units of `scale`.
  mutating func expect(
    _ expected: Double, found: Double, scale: Double = 1
  ) throws(TechniqueError) {
    let error = abs(found - expected) / max(scale, 1)
    guard error <= tolerance else {
      throw .failedCheck(name: name, expected: expected, found: found)
    }
    largestError = max(largestError, error)
  }

  /// The check as a remark, with the largest error that was found.
  var remark: String { "checked: \(name), largest error \(Self.scientific(largestError))" }

  /// Writes a small number with one digit and a power of ten.
  static func scientific(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "0" }
    var (digit, power) = (value, 0)
    while digit < 1 { (digit, power) = (digit * 10, power - 1) }
    while digit >= 10 { (digit, power) = (digit / 10, power + 1) }
    let rounded = digit.rounded()
    return rounded >= 10 ? "1e\(power + 1)" : "\(Int(rounded))e\(power)"
  }
}
