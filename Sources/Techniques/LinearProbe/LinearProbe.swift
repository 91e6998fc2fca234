public import Transformers

/// Reads a label off the residual stream with a line, and shows what a line could read without it.
public enum LinearProbe: Technique {
  /// What the technique is, and what it takes and gives.
  public static let description = TechniqueDescription(
    name: "linear-probe", version: 2,
    summary: "Tests at every layer whether a straight line reads a label off the activations.",
    explanation: explanation, options: options,
    figures: [
      OutputDescription("accuracy", "Accuracy on held-out groups by layer, with baselines."),
      OutputDescription("auroc", "Area under the ROC curve on held-out groups by layer."),
    ],
    numbers: [
      OutputDescription("accuracy", "Accuracy of the logistic probe at 'report_layer'."),
      OutputDescription("accuracy_low", "The lower end of its 95 % bootstrap interval."),
      OutputDescription("accuracy_high", "The upper end of its 95 % bootstrap interval."),
      OutputDescription("auroc", "Area under the ROC curve of the logistic probe at that layer."),
      OutputDescription("auroc_low", "The lower end of its 95 % bootstrap interval."),
      OutputDescription("auroc_high", "The upper end of its 95 % bootstrap interval."),
      OutputDescription("mean_difference_accuracy", "Accuracy of the difference of means there."),
      OutputDescription("shuffled_accuracy", "Mean accuracy there with shuffled labels."),
      OutputDescription("shuffled_accuracy_high", "The best of the shuffles there."),
      OutputDescription("bag_of_words_accuracy", "Accuracy of the same fit on the words alone."),
      OutputDescription("bag_of_words_auroc", "Area under the ROC curve on the words alone."),
      OutputDescription("length_accuracy", "Accuracy of the same fit on the number of tokens."),
      OutputDescription("majority_accuracy", "The share of the more common label."),
      OutputDescription("report_layer", "The layer that the numbers are about."),
      OutputDescription("texts", "How many texts were read."),
      OutputDescription("groups", "How many groups they belong to."),
    ])

  /// Runs the technique; see ``Technique/run(_:on:progress:)``.
  public static func run(
    _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) -> TechniqueResult {
    progress(0, "reading the texts")
    let texts = try ProbeTexts(options, model)
    let setting = try ProbeSetting(options, model, texts)
    let activations = try texts.activations(at: setting.hook, in: model) { done in
      progress(0.7 * done, "collecting activations")
    }
    let study = try ProbeStudy(texts, setting, activations) { done in
      progress(0.7 + 0.3 * done, "fitting probes")
    }
    return ProbeReport(study, model).result()
  }

  private static let explanation = """
    Every text is read once, and the residual stream at one token of it, by default the last, is kept \
    at every layer. Two lines are fitted at each layer: the difference of the two labels' means, and \
    logistic regression with an L2 penalty on standardised features. Both are judged on texts whose \
    group they have not seen: a group (an entity, a template) never stands on both sides of a split, \
    nor do texts that are the same up to the token read, whatever their groups; scaling is learnt from \
    the training side alone.

    Compare with what needs no understanding: the same fit on shuffled labels (several shuffles, as a \
    band), on the words of the text in no order, on its length, and the more common label. A probe \
    that does not beat the bag of words shows that the words differ, not that the model knows.

    The numbers are about one layer that is chosen before the run; the best of thirty layers flatters \
    itself. Position 0 is never read: models park huge activations there that drown everything.

    What it cannot show: that the model uses what the probe reads. Patch or steer to find out.
    """

  private static let options: [OptionDescription] = [
    .required(
      "items", .list(.texts, count: 4...4_000),
      "What the texts are about: mappings with a 'label', perhaps a 'group', and the texts that "
        + "fill the templates."),
    .optional(
      "templates", .list(.text, count: 1...200), standard: .list([.text("{text}")]),
      "How items become texts; by default each item has a 'text'."),
    .optional(
      "positive", .text, "The label that counts as yes; the later in the alphabet unless given."),
    .optional(
      "split_by", .choice(["group", "template"]), standard: .text("group"),
      "What must not stand on both sides of a split: the items' groups, or the templates."),
    .optional(
      "hook", .choice(["resid_pre", "resid_post"]), standard: .text("resid_pre"),
      "Whether the stream is read before or after each block; 'resid_pre' of layer 0 is the "
        + "embedding, which knows only the token itself."),
    .optional(
      "position", .integer(-64 ... -1), standard: .integer(-1),
      "Which token is read, counted from the end: -1 is the last."),
    .optional(
      "report_layer", .integer(0...1_000),
      "The layer that the numbers are about, chosen before the run; the middle unless given."),
    .optional("folds", .integer(2...20), standard: .integer(5), "How many parts the split has."),
    .optional(
      "shuffles", .integer(1...50), standard: .integer(5), "How often the labels are shuffled."),
    .optional(
      "penalty", .number(1e-4...1e6), standard: .number(1),
      "The L2 penalty of the logistic fit; scikit-learn's C is its inverse."),
    .optional(
      "seed", .integer(0...Int(Int32.max)), standard: .integer(0),
      "The seed of splits, shuffles and bootstrap."),
  ]
}

/// How a probe is to be fitted.
struct ProbeSetting: Sendable {
  let hookName: String
  let reportLayer: Int
  let layers: Int
  let folds: Int
  let shuffles: Int
  let penalty: Double
  let seed: Int
  let splitsByTemplate: Bool

  /// The place that is read at a layer.
  func hook(_ layer: Int) -> HookPoint {
    hookName == "resid_post" ? .residPost(layer) : .residPre(layer)
  }

  init(_ options: Options, _ model: Model, _ texts: ProbeTexts) throws(TechniqueError) {
    layers = model.config.layers
    hookName = options.text("hook")
    reportLayer = options.optionalInteger("report_layer") ?? layers / 2
    folds = options.integer("folds")
    shuffles = options.integer("shuffles")
    penalty = options.number("penalty")
    seed = options.integer("seed")
    splitsByTemplate = options.text("split_by") == "template"
    guard reportLayer < layers else {
      throw .options([
        options.problem(
          "report_layer", "the model has no layer \(reportLayer)",
          hint: "give a layer from 0 to \(layers - 1)")
      ])
    }
  }
}
