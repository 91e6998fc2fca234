import Figures
import Transformers

/// Turns the effects of every pair into means, figures and remarks.
struct PatchingReport {
  private let pairs: [PatchingPair]
  private let effects: [PatchingEffects]
  /// The pairs that the model tells apart.
  private let used: [Int]
  private let setting: PatchingSetting
  private let checks: PatchingChecks
  private let model: Model
  private let labels: [String]
  private let bootstrap: Bootstrap

  init(
    pairs: [PatchingPair], effects: [PatchingEffects], setting: PatchingSetting,
    checks: PatchingChecks, model: Model, labels: [String]
  ) throws(TechniqueError) {
    self.pairs = pairs
    self.effects = effects
    self.setting = setting
    self.checks = checks
    self.model = model
    self.labels = labels
    used = effects.indices.filter { effects[$0].gap >= setting.leastGap }
    bootstrap = Bootstrap(
      units: used.count, purpose: "activation-patching/pairs", seed: setting.seed)
    guard !used.isEmpty else {
      let gaps = effects.map(\.gap)
      throw .model(
        message: "the model tells no pair apart: the greatest gap between clean and corrupt is "
          + "\(Footer.short(gaps.max() ?? 0)) logits, 'least_gap' is \(Footer.short(setting.leastGap))",
        hint: gaps.allSatisfy { $0 < -setting.leastGap }
          ? "exchange 'answer' and 'wrong'"
          : "show with 'prompt-bench' that the behaviour exists before looking for its place")
    }
  }

  func result() -> TechniqueResult {
    TechniqueResult(
      figures: setting.nodes.map { ($0.rawValue, .heatMap(chart(of: $0))) },
      numbers: [
        ("clean_difference", mean(\.cleanDifference)),
        ("corrupt_difference", mean(\.corruptDifference)), ("patch_nothing", mean(\.nothing)),
        ("patch_everything", mean(\.everything)), ("pairs", Double(pairs.count)),
        ("pairs_used", Double(used.count)),
      ],
      tables: [("pairs", pairsTable())], remarks: remarks())
  }

  private func mean(_ value: (PatchingEffects) -> Double) -> Double {
    used.map { value(effects[$0]) }.mean
  }

  // MARK: - Figures

  private func chart(of node: PatchedNode) -> HeatMap {
    let columns = node == .heads ? (0..<model.config.heads).map(String.init) : positionLabels()
    let estimates = (0..<model.config.layers).map { layer in
      columns.indices.map { column in
        let values = used.compactMap { effects[$0].grids[node]?[layer][column] }
        return Estimate(values.mean, bootstrap.interval(ofMean: values))
      }
    }
    return HeatMap(
      labels: chartLabels(node), measure: measure, rows: (0..<model.config.layers).map(String.init),
      columns: columns, estimates: estimates,
      scale: .diverging(limit: node == .residPre ? 1 : nil),
      marks: Dots.marks(estimates, of: 1, called: "the gap"))
  }

  private var measure: String {
    setting.direction == .denoising
      ? "share of the logit difference restored" : "share of the logit difference destroyed"
  }

  private func chartLabels(_ node: PatchedNode) -> ChartLabels {
    let (title, what) =
      switch node {
      case .residPre: ("Where the residual stream decides", "resid_pre, one layer and position")
      case .attnOut: ("Where attention decides", "attn_out, one layer and position")
      case .mlpOut: ("Where the MLPs decide", "mlp_out, one layer and position")
      case .heads: ("Which heads decide", "z of one head, all positions")
      }
    let way = setting.direction == .denoising ? "clean into corrupt" : "corrupt into clean"
    let units =
      used.count == pairs.count
      ? Footer.count(pairs.count, "pair") : "n = \(used.count) of \(pairs.count) pairs"
    return ChartLabels(
      title: title, subtitle: "\(what), patched \(way)",
      xAxis: node == .heads ? "head" : positionAxis, yAxis: "layer",
      footer: Footer.facts(
        model, units: units, metric: "logit difference, 0 = unpatched run, 1 = other run",
        interval: used.count > 1
          ? Footer.bootstrap(over: "pairs", seed: setting.seed) + ", uncorrected" : nil))
  }

  private var positionAxis: String {
    labels.isEmpty ? "token and its position (clean/corrupt)" : "position"
  }

  /// The tokens by position: both where the prompts of a pair differ, in angle brackets where the
  /// pairs do.
  private func positionLabels() -> [String] {
    guard labels.isEmpty else { return labels.enumerated().map { "\($1) \($0)" } }
    let tokenizer = model.tokenizer
    return pairs[0].clean.tokens.indices.map { position in
      let (clean, corrupt) = (pairs[0].clean.tokens[position], pairs[0].corrupt.tokens[position])
      let text =
        clean == corrupt
        ? tokenizer.label(clean) : "\(tokenizer.label(clean))/\(tokenizer.label(corrupt))"
      let isShared = pairs.allSatisfy {
        $0.clean.tokens[position] == clean && $0.corrupt.tokens[position] == corrupt
      }
      return isShared ? "\(text) \(position)" : "⟨\(text)⟩ \(position)"
    }
  }

  // MARK: - Data and remarks

  private func pairsTable() -> DataTable {
    let columns = [
      "clean", "corrupt", "answer", "wrong", "clean logit difference", "corrupt logit difference",
      "used",
    ]
    let rows = zip(pairs, effects).enumerated().map { index, pair -> [Cell] in
      [
        .text(pair.0.clean.text), .text(pair.0.corrupt.text),
        .text(model.tokenizer.label(pair.0.answer)), .text(model.tokenizer.label(pair.0.wrong)),
        Cell(pair.1.cleanDifference), Cell(pair.1.corruptDifference),
        .integer(used.contains(index) ? 1 : 0),
      ]
    }
    return DataTable(columns: columns.map { DataTable.Column($0) }, rows: rows)
  }

  private func remarks() -> [String] {
    var remarks = [checks.nothing.remark, checks.everything.remark]
    let left = effects.indices.filter { !used.contains($0) }
    if !left.isEmpty {
      let names = left.map { "\($0 + 1) (gap \(Footer.short(effects[$0].gap)))" }
      remarks.append(
        "left out, because the model does not tell them apart by "
          + "\(Footer.short(setting.leastGap)) logits: pair \(names.joined(separator: ", "))")
    }
    if labels.isEmpty, positionLabels().contains(where: { $0.hasPrefix("⟨") }) {
      remarks.append("tokens in ⟨ ⟩ differ between pairs; the first pair's are shown")
    }
    remarks.append(
      "dots are not corrected for the number of cells; the least effect they ask for keeps out most "
        + "chance hits")
    remarks.append(PromptFormat.raw.remark(model.tokenizer))
    if let blank = Prompt.blankRemark(pairs.map(\.clean)) { remarks.append(blank) }
    if let caution = Bootstrap.caution(units: used.count, called: "pair") {
      remarks.append(caution)
    }
    return remarks
  }
}
