/// Every probe of a run, judged on groups that it has not seen.
struct ProbeStudy: Sendable {
  /// How well a probe tells the labels apart.
  struct Judgement: Sendable {
    /// One score per text, by the probe that has not seen the text's group.
    let scores: [Double]
    let accuracy: Double
    let accuracyInterval: Interval?
    let auroc: Double?
    let aurocInterval: Interval?
  }

  /// The probes of one layer.
  struct Layer: Sendable {
    let logistic: Judgement
    let meanDifference: Judgement
    /// The accuracy of the logistic probe for every shuffle of the labels.
    let shuffled: [Double]
  }

  let texts: ProbeTexts
  let setting: ProbeSetting
  /// The fold in which each text is held out.
  let folds: [Int]
  let layers: [Layer]
  let bagOfWords: Judgement
  let length: Judgement

  init(
    _ texts: ProbeTexts, _ setting: ProbeSetting, _ activations: [FeatureTable],
    progress: (Double) -> Void
  ) throws(TechniqueError) {
    self.texts = texts
    self.setting = setting
    var generator = SeededGenerator(purpose: "linear-probe/folds", seed: setting.seed)
    folds = GroupedFolds.assign(
      groups: texts.groups, labels: texts.labels, folds: setting.folds, generator: &generator)
    let judge = ProbeJudge(texts: texts, folds: folds, setting: setting)
    try judge.checkFolds()
    let shuffles = judge.shuffledLabels()
    var layers: [Layer] = []
    for (layer, features) in activations.enumerated() {
      if Task.isCancelled { throw .cancelled }
      progress(Double(layer) / Double(activations.count))
      layers.append(judge.layer(features, shuffles: shuffles))
    }
    self.layers = layers
    bagOfWords = judge.bagOfWords()
    let lengths = FeatureTable(
      rows: texts.texts.count, columns: 1, values: texts.tokens.map { Double($0.count) })
    length = judge.judgement(of: judge.logisticScores(lengths, [texts.labels])[0])
  }

  /// The layer that the numbers are about.
  var reported: Layer { layers[setting.reportLayer] }

  /// The share of the more common label.
  var majority: Double {
    let share = Double(texts.labels.count { $0 }) / Double(texts.labels.count)
    return max(share, 1 - share)
  }
}

/// Fits probes on the training side of every fold and scores the other side.
private struct ProbeJudge {
  let texts: ProbeTexts
  let folds: [Int]
  let setting: ProbeSetting
  private let groupMembers: [[Int]]
  private let bootstrap: Bootstrap

  init(texts: ProbeTexts, folds: [Int], setting: ProbeSetting) {
    self.texts = texts
    self.folds = folds
    self.setting = setting
    let members = Dictionary(grouping: texts.groups.indices) { texts.groups[$0] }
    groupMembers = members.values.sorted { $0[0] < $1[0] }
    bootstrap = Bootstrap(
      units: groupMembers.count, purpose: "linear-probe/bootstrap", seed: setting.seed,
      resamples: 1_000)
  }

  private func training(_ fold: Int) -> [Int] { folds.indices.filter { folds[$0] != fold } }

  private func test(_ fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }

  /// Every fold must leave both labels to learn from.
  func checkFolds() throws(TechniqueError) {
    for fold in 0..<setting.folds {
      let labels = Set(training(fold).map { texts.labels[$0] })
      guard labels.count == 2, !test(fold).isEmpty else {
        throw .options([
          OptionProblem(
            OptionPath([.field("folds")]), "a fold holds all texts of one label, or none at all",
            hint: "give more groups of each label or fewer folds")
        ])
      }
    }
  }

  /// The labels in other orders: whole groups where each has one label, else single texts.
  func shuffledLabels() -> [[Bool]] {
    let isPure = groupMembers.allSatisfy { members in
      members.allSatisfy { texts.labels[$0] == texts.labels[members[0]] }
    }
    let units = isPure ? groupMembers : texts.labels.indices.map { [$0] }
    return (0..<setting.shuffles).map { shuffle in
      var generator = SeededGenerator(
        purpose: "linear-probe/shuffle \(shuffle)", seed: setting.seed)
      let order = generator.shuffled(units.map { texts.labels[$0[0]] })
      var labels = texts.labels
      for (unit, label) in zip(units, order) { for text in unit { labels[text] = label } }
      return labels
    }
  }

  func layer(_ features: FeatureTable, shuffles: [[Bool]]) -> ProbeStudy.Layer {
    let scores = logisticScores(features, [texts.labels] + shuffles)
    let differences = scoresByFold(features) { training, test, labels in
      LinearReadout.differenceOfMeans(training, labels: labels)?.scores(of: test)
    }
    return ProbeStudy.Layer(
      logistic: judgement(of: scores[0]), meanDifference: judgement(of: differences),
      shuffled: zip(scores.dropFirst(), shuffles).map { accuracy($0, labels: $1) })
  }

  /// Scores of the logistic probe for several sets of labels, which share most of the work.
  func logisticScores(_ features: FeatureTable, _ labellings: [[Bool]]) -> [[Double]] {
    var result = labellings.map { _ in Array(repeating: 0.0, count: folds.count) }
    for fold in 0..<setting.folds {
      let (training, test) = (training(fold), test(fold))
      let known = features.selecting(training)
      let scaler = Standardiser(training: known)
      let regression = LogisticRegression(scaler.standardised(known), penalty: setting.penalty)
      let unknown = scaler.standardised(features.selecting(test))
      for (index, labels) in labellings.enumerated() {
        let own = training.map { labels[$0] }
        let scores = regression.fit(own)?.scores(of: unknown)
        for (place, text) in test.enumerated() {
          result[index][text] = scores?[place] ?? (own[0] ? 1 : -1)
        }
      }
    }
    return result
  }

  /// Scores every text by a probe of the folds that it is not in.
  private func scoresByFold(
    _ features: FeatureTable, _ fit: (FeatureTable, FeatureTable, [Bool]) -> [Double]?
  ) -> [Double] {
    var result = Array(repeating: 0.0, count: folds.count)
    for fold in 0..<setting.folds {
      let (training, test) = (training(fold), test(fold))
      let scores = fit(
        features.selecting(training), features.selecting(test), training.map { texts.labels[$0] })
      for (place, text) in test.enumerated() { result[text] = scores?[place] ?? 0 }
    }
    return result
  }

  func bagOfWords() -> ProbeStudy.Judgement {
    var result = Array(repeating: 0.0, count: folds.count)
    for fold in 0..<setting.folds {
      let (training, test) = (training(fold), test(fold))
      let bag = BagOfWords(training: training.map { texts.texts[$0] })
      let known = bag.features(of: training.map { texts.texts[$0] })
      let scaler = Standardiser(training: known)
      let regression = LogisticRegression(scaler.standardised(known), penalty: setting.penalty)
      let unknown = scaler.standardised(bag.features(of: test.map { texts.texts[$0] }))
      let scores = regression.fit(training.map { texts.labels[$0] })?.scores(of: unknown)
      for (place, text) in test.enumerated() { result[text] = scores?[place] ?? 0 }
    }
    return judgement(of: result)
  }

  private func accuracy(_ scores: [Double], labels: [Bool]) -> Double {
    let right = zip(scores, labels).count { ($0 > 0) == $1 }
    return Double(right) / Double(labels.count)
  }

  func judgement(of scores: [Double]) -> ProbeStudy.Judgement {
    let right = groupMembers.map { members in
      members.count { (scores[$0] > 0) == texts.labels[$0] }
    }
    return ProbeStudy.Judgement(
      scores: scores, accuracy: accuracy(scores, labels: texts.labels),
      accuracyInterval: bootstrap.interval { draw in
        let (hits, total) = draw.reduce(into: (0, 0)) {
          $0.0 += right[$1]
          $0.1 += groupMembers[$1].count
        }
        return Double(hits) / Double(total)
      }, auroc: auroc(scores, of: texts.labels.indices.map { $0 }),
      aurocInterval: bootstrap.interval { draw in
        auroc(scores, of: draw.flatMap { groupMembers[$0] })
      })
  }

  /// The mean of the folds' areas: scores of different probes are not compared with each other.
  private func auroc(_ scores: [Double], of members: [Int]) -> Double? {
    var byFold = Array(repeating: [Int](), count: setting.folds)
    for member in members { byFold[folds[member]].append(member) }
    let areas = byFold.compactMap { fold in
      RankStatistics.areaUnderCurve(
        scores: fold.map { scores[$0] }, labels: fold.map { texts.labels[$0] })
    }
    return areas.isEmpty ? nil : areas.mean
  }
}
