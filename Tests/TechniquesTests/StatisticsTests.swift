import Foundation
import Testing

@testable import Techniques

// Reference values: Tests/Oracles/techniques/make_statistics.py (scipy 1.17, scikit-learn 1.9).

@Suite struct SeededGeneratorTests {
  @Test func repeatsItselfForOnePurposeAndSeed() {
    var first = SeededGenerator(purpose: "folds", seed: 7)
    var second = SeededGenerator(purpose: "folds", seed: 7)
    #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
  }

  /// The stream is part of every result that rests on it: a change is a change of version.
  @Test func keepsItsStream() {
    var generator = SeededGenerator(purpose: "test", seed: 1)
    #expect(
      (0..<8).map { _ in generator.index(below: 1000) } == [199, 618, 248, 896, 483, 974, 852, 5])
  }

  @Test(arguments: [("folds", 8), ("fold", 7), ("", 7), ("folds", -7), ("folds", .min)])
  func differsForAnotherPurposeOrSeed(purpose: String, seed: Int) {
    var first = SeededGenerator(purpose: "folds", seed: 7)
    var second = SeededGenerator(purpose: purpose, seed: seed)
    #expect(first.next() != second.next())
  }

  @Test func drawsEveryOutcomeAboutEquallyOften() {
    var generator = SeededGenerator(purpose: "dice", seed: 3)
    var counts = Array(repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[generator.index(below: 6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 }, "\(counts)")
  }

  @Test func shufflesWithoutLosingAnything() {
    var generator = SeededGenerator(purpose: "shuffle", seed: 3)
    let shuffled = generator.shuffled(Array(0..<50))
    #expect(shuffled.sorted() == Array(0..<50))
    #expect(shuffled != Array(0..<50))
    #expect(generator.shuffled([Int]()) == [])
  }
}

@Suite struct ExactRateTests {
  @Test(arguments: [
    (0, 1, 0, 0.975), (1, 1, 0.025, 1), (0, 10, 0, 0.308497107819),
    (3, 10, 0.0667395111777, 0.65245285006), (10, 10, 0.691502892181, 1),
    (7, 8, 0.473490329125, 0.996840276469), (41, 97, 0.322998331126, 0.52721322683),
    (500, 1000, 0.468549172972, 0.531450827028),
    (3, 5000, 0.000123751520469, 0.0017524436034),
  ])
  func agreesWithScipy(successes: Int, trials: Int, low: Double, high: Double) {
    let interval = ExactRate.interval(successes: successes, trials: trials)
    #expect(abs(interval.low - low) < 1e-10)
    #expect(abs(interval.high - high) < 1e-10)
  }

  @Test func knowsNothingFromNothing() {
    #expect(ExactRate.interval(successes: 0, trials: 0) == Interval(low: 0, high: 1))
  }
}

@Suite struct BootstrapTests {
  @Test(arguments: zip([0, 0.025, 0.5, 0.9, 1], [-1, -0.625, 3, 6.6, 9]))
  func interpolatesQuantilesAsNumpyDoes(fraction: Double, expected: Double) {
    let values = [3.0, -1, 4, 1.5, 9, 2.6, 5].sorted()
    #expect(abs(Quantile.of(sorted: values, at: fraction) - expected) < 1e-12)
  }

  /// For many units the interval of a mean is the normal one: 1.96 standard errors to each side.
  @Test func approachesTheNormalIntervalOfAMean() throws {
    let values = (0..<400).map { sin(Double($0) * 12.9898) }
    let mean = values.mean
    let deviation = (values.map { ($0 - mean) * ($0 - mean) }.mean).squareRoot()
    let interval = try #require(
      Bootstrap(units: 400, purpose: "test", seed: 0).interval(ofMean: values))
    let expected = 1.96 * deviation / 20
    #expect(abs((interval.high - interval.low) / 2 - expected) < 0.06 * expected)
    #expect(abs((interval.high + interval.low) / 2 - mean) < 0.1 * expected)
  }

  @Test func collapsesWhereNothingVaries() {
    let bootstrap = Bootstrap(units: 5, purpose: "test", seed: 0)
    #expect(
      bootstrap.interval(ofMean: [2, 2, 2, 2, 2]) == Interval(low: 2, high: 2))
  }

  @Test(arguments: [0, 1])
  func givesNoIntervalForFewerThanTwoUnits(units: Int) {
    let bootstrap = Bootstrap(units: units, purpose: "test", seed: 0)
    #expect(bootstrap.interval(ofMean: Array(repeating: 1, count: units)) == nil)
  }

  @Test func leavesOutDrawsWithoutAValue() {
    let bootstrap = Bootstrap(units: 2, purpose: "test", seed: 0)
    #expect(bootstrap.interval { $0[0] == $0[1] ? nil : 1 } == Interval(low: 1, high: 1))
    #expect(bootstrap.interval { _ in nil } == nil)
  }

  @Test(arguments: [(1, "one pair only"), (5, "rest on 5 pairs"), (7, "use 8 or more")])
  func warnsOfFewUnits(units: Int, words: String) throws {
    #expect(try #require(Bootstrap.caution(units: units, called: "pair")).contains(words))
    #expect(Bootstrap.caution(units: 8, called: "pair") == nil)
  }

  @Test(arguments: [(0.1, 0.2, true), (-0.2, -0.1, true), (-0.1, 0.1, false), (0, 1, false)])
  func saysWhetherAnIntervalExcludesZero(low: Double, high: Double, excludes: Bool) {
    #expect(Interval(low: low, high: high).excludesZero == excludes)
  }
}

@Suite struct RankStatisticsTests {
  @Test(arguments: [
    ([0.1, 0.4, 0.35, 0.8], [false, false, true, true], 0.75),
    ([1, 1, 1, 1], [false, true, false, true], 0.5),
    ([3, 1, 2, 2, 2, 5], [false, false, true, false, true, true], 0.666666666667),
    ([-1, -2, 7, 7, 3.5], [true, true, false, true, false], 0.25),
  ])
  func agreesWithScikitLearn(scores: [Double], labels: [Bool], area: Double) throws {
    let found = try #require(RankStatistics.areaUnderCurve(scores: scores, labels: labels))
    #expect(abs(found - area) < 1e-11)
  }

  @Test(arguments: [[], [true], [false, false]])
  func isUnknownForOneClass(labels: [Bool]) {
    let scores = labels.map { _ in 1.0 }
    #expect(RankStatistics.areaUnderCurve(scores: scores, labels: labels) == nil)
  }
}

@Suite struct GroupedFoldsTests {
  @Test(arguments: 0..<20)
  func keepsGroupsTogetherAndClassesEven(seed: Int) {
    let groups = (0..<60).map { "group \($0 / 3)" }
    let labels = (0..<60).map { $0 / 3 % 2 == 0 }
    var generator = SeededGenerator(purpose: "folds", seed: seed)
    let folds = GroupedFolds.assign(
      groups: groups, labels: labels, folds: 5, generator: &generator)
    for group in Set(groups) {
      #expect(Set(groups.indices.filter { groups[$0] == group }.map { folds[$0] }).count == 1)
    }
    for fold in 0..<5 {
      let inside = folds.indices.filter { folds[$0] == fold }
      #expect(inside.count { labels[$0] } == 6)
      #expect(inside.count { !labels[$0] } == 6)
    }
  }

  @Test func spreadsGroupsThatHoldBothClasses() {
    let groups = (0..<20).map { "\($0 / 2)" }
    let labels = (0..<20).map { $0 % 2 == 0 }
    var generator = SeededGenerator(purpose: "folds", seed: 1)
    let folds = GroupedFolds.assign(
      groups: groups, labels: labels, folds: 5, generator: &generator)
    #expect((0..<5).allSatisfy { fold in folds.count { $0 == fold } == 4 })
  }

  @Test func changesWithTheSeedOnly() {
    func folds(_ seed: Int) -> [Int] {
      var generator = SeededGenerator(purpose: "folds", seed: seed)
      return GroupedFolds.assign(
        groups: (0..<30).map(String.init), labels: (0..<30).map { $0 < 15 }, folds: 3,
        generator: &generator)
    }
    #expect(folds(1) == folds(1))
    #expect(folds(1) != folds(2))
  }
}

/// Features that any language computes alike: sines of whole numbers.
private func waves(rows: Int, columns: Int) -> FeatureTable {
  var values: [Double] = []
  for row in 0..<rows {
    for column in 0..<columns {
      let angle = 1.7 * Double(row) + 0.9 * Double(column * column) + 0.3 * Double(row * column)
      values.append(sin(angle))
    }
  }
  return FeatureTable(rows: rows, columns: columns, values: values)
}

@Suite struct LinearFitTests {
  @Test(arguments: [
    [12, 3, 1.0, -0.715782496, 0.375042141, -0.0698239643, -0.335524615, -1.10961128],
    [12, 30, 1.0, -1.13502467, 0.125092172, 0.087195113, 2.37283663, -2.37644977],
    [20, 5, 0.1, -0.62298065, 0.0116266675, 0.0320974897, -0.321454724, -0.353017222],
    [9, 40, 25.0, -0.774693467, -0.00791524089, -0.0670289731, 0.359795504, 0.438801919],
  ])
  func fitsLogisticRegressionAsScikitLearnDoes(expected: [Double]) throws {
    let rows = Int(expected[0])
    let features = waves(rows: rows, columns: Int(expected[1]))
    let labels = (0..<rows).map { ($0 * $0 + $0 / 3) % 3 == 0 }
    let scaled = Standardiser(training: features).standardised(features)
    let readout = try #require(LogisticRegression(scaled, penalty: expected[2]).fit(labels))
    let scores = readout.scores(of: scaled)
    let found = [
      readout.offset, readout.weights[0], readout.weights[readout.weights.count - 1], scores[0],
      scores[rows - 1],
    ]
    for (value, reference) in zip(found, expected[3...]) { #expect(abs(value - reference) < 2e-6) }
  }

  @Test func staysFiniteWhereAnItemSeparatesTheClasses() throws {
    let features = FeatureTable(rows: 4, columns: 1, values: [-1, -1, 1, 1])
    let readout = try #require(
      LogisticRegression(features, penalty: 1e-4).fit([false, false, true, true]))
    #expect(readout.weights[0].isFinite && readout.weights[0] > 0)
  }

  @Test func learnsNothingFromFeaturesThatNeverVary() throws {
    let features = FeatureTable(rows: 4, columns: 2, values: Array(repeating: 3, count: 8))
    let scaled = Standardiser(training: features).standardised(features)
    let readout = try #require(
      LogisticRegression(scaled, penalty: 1).fit([true, false, true, true]))
    #expect(readout.weights == [0, 0])
    #expect(abs(readout.offset - log(3)) < 1e-6)
  }

  @Test(arguments: [[true, true], [false, false]])
  func needsBothClasses(labels: [Bool]) {
    let features = waves(rows: 2, columns: 2)
    #expect(LogisticRegression(features, penalty: 1).fit(labels) == nil)
    #expect(LinearReadout.differenceOfMeans(features, labels: labels) == nil)
  }

  @Test func putsTheThresholdHalfwayBetweenTheMeans() throws {
    let features = FeatureTable(rows: 4, columns: 2, values: [0, 1, 2, 1, 5, 1, 7, 1])
    let readout = try #require(
      LinearReadout.differenceOfMeans(features, labels: [false, false, true, true]))
    #expect(readout.weights == [5, 0])
    #expect(readout.scores(of: features) == [-17.5, -7.5, 7.5, 17.5])
  }

  @Test func standardisesByTheTrainingItemsOnly() {
    let training = FeatureTable(rows: 2, columns: 2, values: [1, 5, 3, 5])
    let test = FeatureTable(rows: 1, columns: 2, values: [4, 6])
    #expect(Standardiser(training: training).standardised(test).values == [2, 1])
  }

  @Test func factorsAPositiveMatrixAndRefusesAnother() throws {
    let factor = try #require(CholeskyFactor([4, 0, 2, 5], size: 2))
    let solution = factor.solve([8, 9])
    #expect(abs(solution[0] - 1.375) < 1e-12 && abs(solution[1] - 1.25) < 1e-12)
    #expect(CholeskyFactor([1, 0, 2, 1], size: 2) == nil)
    #expect(CholeskyFactor([.nan], size: 1) == nil)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 31])
  func multipliesRunsOfAnyLength(count: Int) {
    let left = (0..<count).map(Double.init)
    let right = (0..<count).map { Double($0 + 1) }
    let expected = (0..<count).reduce(0) { $0 + $1 * ($1 + 1) }
    #expect(dot(left[...], right[...]) == Double(expected))
  }
}

@Suite struct BagOfWordsTests {
  @Test(arguments: [
    ("The cat, 2 dogs!", ["the", "cat", "2", "dogs"]),
    ("我喜欢cats和dogs。", ["我", "喜", "欢", "cats", "和", "dogs"]),
    ("東京へ行く・ラーメン", ["東", "京", "へ", "行", "く", "ラ", "ー", "メ", "ン"]),
    ("고양이 x", ["고", "양", "이", "x"]), ("caf\u{E9} cafe\u{301}", ["caf\u{E9}", "cafe\u{301}"]),
    ("", []),
  ])
  func splitsTextsOfAnyScript(text: String, words: [String]) {
    #expect(BagOfWords.words(of: text) == words)
  }

  @Test(arguments: [
    ("The cat, the CAT!", ["the", "cat", "the", "cat"]), ("", []), (" ,;", []),
    ("it's 3 o'clock", ["it", "s", "3", "o", "clock"]), ("ÜBER\u{0}été", ["über", "été"]),
  ])
  func splitsTextsIntoWords(text: String, words: [String]) {
    #expect(BagOfWords.words(of: text) == words)
  }

  @Test func knowsOnlyTheTrainingWords() {
    let bag = BagOfWords(training: ["a cat", "a dog"])
    #expect(bag.count == 3)
    #expect(
      bag.features(of: ["dog dog", "bird"])
        == FeatureTable(rows: 2, columns: 3, values: [0, 0, 1, 0, 0, 0]))
  }
}
