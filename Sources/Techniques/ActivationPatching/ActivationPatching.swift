public import Transformers

/// Puts activations of one prompt into another and measures what that changes.
public enum ActivationPatching: Technique {
  /// What the technique is, and what it takes and gives.
  public static let description = TechniqueDescription(
    name: "activation-patching", version: 2,
    summary: "Finds where the activations that decide between two answers lie.",
    explanation: explanation, options: options,
    figures: [
      OutputDescription("resid_pre", "The effect of the stream before each layer, by position."),
      OutputDescription("attn_out", "The effect of each layer's attention output, by position."),
      OutputDescription("mlp_out", "The effect of each layer's MLP output, by position."),
      OutputDescription("heads", "The effect of each head, at all positions together."),
    ],
    numbers: [
      OutputDescription("clean_difference", "The mean logit difference of the clean prompts."),
      OutputDescription("corrupt_difference", "The mean logit difference of the corrupt prompts."),
      OutputDescription("patch_nothing", "The mean effect of patching nothing; it must be 0."),
      OutputDescription(
        "patch_everything", "The mean effect of patching the whole stream; it must be 1."),
      OutputDescription("pairs", "How many pairs were given."),
      OutputDescription("pairs_used", "How many of them the model tells apart."),
    ])

  private static let explanation = """
    A pair is a clean prompt, after which the model should prefer the answer, and a corrupt one of the \
    same length, after which it should prefer the wrong token. One activation of the clean run is put \
    into the corrupt run ('denoising': is this place enough to bring the answer back?) or the other way \
    round ('noising': is it needed?). The effect is the change of the logit difference as a share of \
    the whole gap between the two runs: 0 is no change, 1 the other run's behaviour.

    Patching nothing must give 0 and patching the whole stream 1; both are checked on every pair. Pairs \
    that the model does not tell apart are left out and named. Cells are means over pairs; a dot marks \
    a bootstrap interval on one side of 0, without correction for the number of cells.

    Swap words for words of the same kind rather than for noise: the clean and the corrupt prompt should \
    differ in what you study and nothing else. What it cannot show: how the parts work together, or that \
    another pair of prompts would give the same place.
    """

  private static let options: [OptionDescription] = [
    .required(
      "pairs",
      .list(
        .record([
          .required("clean", .text, "The prompt after which the answer is right."),
          .required("corrupt", .text, "The same prompt with what matters exchanged."),
          .required("answer", .text, "The right token after the clean prompt, with its space."),
          .required("wrong", .text, "The right token after the corrupt prompt, with its space."),
        ]), count: 1...500), "The pairs of prompts, all with the same number of tokens."),
    .optional(
      "nodes", .list(.choice(PatchedNode.allCases.map(\.rawValue)), count: 1...4),
      standard: .list([.text("resid_pre"), .text("heads")]), "What is patched; one figure each."),
    .optional(
      "direction", .choice(PatchingDirection.allCases.map(\.rawValue)),
      standard: .text("denoising"),
      "Clean into corrupt ('denoising', is it enough?) or corrupt into clean ('noising', is it "
        + "needed?)."),
    .optional(
      "least_gap", .number(0.01...100), standard: .number(0.5),
      "Pairs whose two logit differences lie closer than this are left out."),
    .optional(
      "labels", .list(.text, count: 1...512),
      "What to call the positions in the figures; the tokens unless given."),
    .optional(
      "seed", .integer(0...Int(Int32.max)), standard: .integer(0), "The seed of the bootstrap."),
  ]

  /// Runs the technique; see ``Technique/run(_:on:progress:)``.
  public static func run(
    _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) -> TechniqueResult {
    let pairs = try PatchingPair.all(options, model.tokenizer)
    let setting = PatchingSetting(options)
    var checks = PatchingChecks()
    var effects: [PatchingEffects] = []
    for (index, pair) in pairs.enumerated() {
      let words = "pair \(index + 1) of \(pairs.count)"
      progress(Double(index) / Double(pairs.count), words)
      effects.append(
        try PatchingEffects(pair, setting, model, &checks) { done in
          progress((Double(index) + done) / Double(pairs.count), words)
        })
    }
    return try PatchingReport(
      pairs: pairs, effects: effects, setting: setting, checks: checks, model: model,
      labels: options.texts("labels")
    ).result()
  }
}

/// What is patched.
enum PatchedNode: String, CaseIterable, Sendable {
  case residPre = "resid_pre"
  case attnOut = "attn_out"
  case mlpOut = "mlp_out"
  case heads = "heads"

  /// The place of the node in a layer.
  func hook(_ layer: Int) -> HookPoint {
    switch self {
    case .residPre: .residPre(layer)
    case .attnOut: .attnOut(layer)
    case .mlpOut: .mlpOut(layer)
    case .heads: .z(layer)
    }
  }
}

/// Which run is patched into which.
enum PatchingDirection: String, CaseIterable, Sendable {
  case denoising, noising
}

/// How pairs are to be patched.
struct PatchingSetting: Sendable {
  let nodes: [PatchedNode]
  let direction: PatchingDirection
  let leastGap: Double
  let seed: Int

  init(_ options: Options) {
    let wanted = options.texts("nodes")
    nodes = PatchedNode.allCases.filter { wanted.contains($0.rawValue) }
    direction = PatchingDirection(rawValue: options.text("direction")) ?? .denoising
    leastGap = options.number("least_gap")
    seed = options.integer("seed")
  }
}
