import Testing

@testable import Transformers

/// Gradients at every hook point of a tiny random model of each family, against PyTorch's autograd.
struct GradientTests {
  /// The number that `make_gradients.py` differentiates has two terms.
  private static let scalars = [
    LogitScalar.difference(7, 23), .logProbability(11, at: .positions([4])),
  ]

  private static let switches: [(name: String, Detachments)] = [
    ("normScale", .normScale), ("attentionPattern", .attentionPattern),
    ("activationRatio", .activationRatio), ("gateHalves", .gateHalves),
    ("normScale+attentionPattern+activationRatio+gateHalves", .relevance),
  ]

  @Test(arguments: FamilyTests.folders)
  func findsWhatAutogradFinds(name: String) throws {
    let reference = try Reference(name)
    let model = try Fixture.family(name)
    let hooks = HookPoint.all(for: model.config).filter { reference.names.contains($0.name) }
    let kept = name.hasPrefix("gemma3") ? min(3, model.config.layers) : model.config.layers
    #expect(Set(hooks.compactMap(\.layer)).count == (name == "gemma3-listed" ? 2 : kept))
    let value = try check(model, reference, hooks)
    #expect(abs(value - reference.value) < 1e-4 * max(1, abs(reference.value)))
  }

  @Test(arguments: ["llama", "gemma2", "gpt2", "gptneox"])
  func takesForConstantsWhatItIsTold(name: String) throws {
    let reference = try Reference(name)
    let model = try Fixture.family(name)
    for (prefix, detachments) in Self.switches {
      let names = reference.names.filter { $0.hasPrefix(prefix + "/") }
      let hooks = HookPoint.all(for: model.config).filter { names.contains("\(prefix)/\($0)") }
      #expect(hooks.count == names.count && hooks.count > 10)
      try check(model, reference, hooks, detachments, prefix: prefix + "/")
    }
  }

  /// Tolerance 1e-4 of the largest number: rounding errors of two blocks forth and back.
  @discardableResult
  private func check(
    _ model: Model, _ reference: Reference, _ hooks: [HookPoint],
    _ detachments: Detachments = [], prefix: String = ""
  ) throws -> Double {
    let found = try Self.scalars.map {
      try model.gradients(
        reference.tokens, of: $0, at: Set(hooks), detaching: detachments)
    }
    for hook in hooks {
      let terms = try found.map { try #require($0[hook]) }
      #expect(try terms[0].shape == reference.arrays.shape(prefix + hook.name), "\(hook)")
      let sum = zip(terms[0].values, terms[1].values).map { $0 + $1 }
      let error = relativeError(sum, try reference.arrays.floats(prefix + hook.name))
      #expect(error < 1e-4, "\(model.config.name): \(prefix)\(hook) differs by \(error)")
    }
    return found.reduce(0) { $0 + $1.value }
  }
}

/// What the reference found.
private struct Reference {
  let arrays: Arrays
  let names: Set<String>
  let tokens: [Int]
  let value: Double

  init(_ name: String) throws {
    arrays = try Arrays("Families/\(name)/gradients.safetensors")
    names = Set(arrays.names)
    tokens = try Arrays("Families/\(name)/hooks.safetensors").floats("tokens").prefix(9).map {
      Int($0)
    }
    value = Double(try arrays.floats("value")[0])
  }
}
