import Documents
import Findings
import Reports

extension Checker {
  /// What the declarations of experiments leave unsaid.
  func experiments() -> [Finding] {
    (surroundings.experiments ?? []).filter(\.isReadable).flatMap { experiment in
      reasons(of: experiment) + baseline(of: experiment) + simplerMethod(of: experiment)
        + model(of: experiment)
    }
  }

  /// Whether the writer has put something; what a template left open is nothing.
  private func isSaid(_ text: String?) -> Bool {
    guard let text, !text.allSatisfy(\.isWhitespace) else { return false }
    let bytes = Array(text.utf8)
    return !contract.placeholders.contains {
      bytes.firstRange(of: Array($0.utf8), in: bytes.indices) != nil
    }
  }

  private func reasons(of experiment: ExperimentFacts) -> [Finding] {
    let fields = [
      ("why", isSaid(experiment.why)), ("hypothesis", isSaid(experiment.hypothesis)),
      ("possible_outcomes", experiment.possibleOutcomes.contains { isSaid($0) }),
    ]
    let missing = fields.filter { !$0.1 }.map { "'\($0.0)'" }
    guard !missing.isEmpty else { return [] }
    return [
      finding(
        .experimentWhyMissing,
        "the experiment '\(experiment.id)' does not say " + missing.joined(separator: ", "),
        at: experiment.place,
        hint: "say why it was run, what you expected, and what each outcome would have meant")
    ]
  }

  private func baseline(of experiment: ExperimentFacts) -> [Finding] {
    guard experiment.claim == "method", !isSaid(experiment.baseline) else { return [] }
    return [
      finding(
        .experimentBaselineMissing,
        "the experiment '\(experiment.id)' claims that a method works and names no baseline",
        at: experiment.place, hint: "add 'baseline:' with what the result is compared with")
    ]
  }

  private func simplerMethod(of experiment: ExperimentFacts) -> [Finding] {
    guard let technique = experiment.technique, !isSaid(experiment.simplerMethodTried) else {
      return []
    }
    let simpler = contract.simplerMethods(than: technique)
    let used = Set((surroundings.experiments ?? []).compactMap(\.technique))
    guard !simpler.isEmpty, used.isDisjoint(with: simpler.flatMap(\.techniques)) else { return [] }
    let names = simpler.map { "'\($0.names.text(in: report.frontMatter.language))'" }
    return [
      finding(
        .simpleMethodMissing,
        "the experiment '\(experiment.id)' uses '\(technique)', and nothing simpler was tried",
        at: experiment.place,
        hint:
          "try \(names.joined(separator: " or ")) first, or say in 'simpler_method_tried' why it "
          + "does not fit")
    ]
  }

  private func model(of experiment: ExperimentFacts) -> [Finding] {
    guard let name = experiment.model, let rule = contract.modelRule else { return [] }
    let language = report.frontMatter.language
    if let family = rule.unwanted(named: name) {
      return [
        Finding(
          code: CheckCode.modelSmall.rawValue, severity: family.level.severity,
          message: "the experiment '\(experiment.id)' uses '\(name)', which is not wanted",
          place: experiment.place, hint: family.text.text(in: language))
      ]
    }
    guard let least = rule.smallestParameters, let size = Self.parameters(inName: name),
      size < least
    else { return [] }
    return [
      Finding(
        code: CheckCode.modelSmall.rawValue, severity: rule.level.severity,
        message: "the experiment '\(experiment.id)' uses '\(name)', a model that may be too small",
        place: experiment.place, hint: rule.text.text(in: language),
        measure: .init(count: size, limit: least))
    ]
  }

  /// The number of parameters that a name tells, as `135m` or `1.7B` between other marks.
  static func parameters(inName name: String) -> Int? {
    let words = name.lowercased().split {
      !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "."))
    }
    return words.lazy.compactMap { word -> Int? in
      let units = ["k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12]
      guard let unit = word.last.flatMap({ units[String($0)] }),
        let number = Double(word.dropLast()), number > 0, number < 100_000
      else { return nil }
      return Int(number * unit)
    }.first
  }
}
