import Transformers

/// Two prompts that differ in what is studied.
struct PatchingPair: Sendable {
  let clean: Prompt
  let corrupt: Prompt
  let answer: Int
  let wrong: Int

  /// The first position at which the prompts differ; before it no activation does.
  var firstDifference: Int {
    zip(clean.tokens, corrupt.tokens).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? clean.tokens.count
  }

  /// Reads the pairs of the options.
  static func all(
    _ options: Options, _ tokenizer: Tokenizer
  ) throws(TechniqueError) -> [PatchingPair] {
    var reader = AnswerReader(tokenizer)
    let records = options.records("pairs")
    let pairs = records.map { record in
      let (answer, wrong) = reader.readContrast(of: record)
      return PatchingPair(
        clean: Prompt(record.text("clean"), in: tokenizer),
        corrupt: Prompt(record.text("corrupt"), in: tokenizer), answer: answer, wrong: wrong)
    }
    for (index, (pair, record)) in zip(pairs, records).enumerated() {
      for problem in pair.problems(record, number: index + 1, tokenizer) { reader.report(problem) }
      if pair.clean.tokens.count != pairs[0].clean.tokens.count {
        reader.report(
          record.problem(
            "clean",
            "pair \(index + 1) has \(pair.clean.tokens.count) tokens, pair 1 has "
              + "\(pairs[0].clean.tokens.count)",
            hint: "a mean over pairs needs the same positions: use words of one token each"))
      }
    }
    let labels = options.texts("labels")
    if !labels.isEmpty, labels.count != pairs[0].clean.tokens.count {
      reader.report(
        options.problem(
          "labels", "\(labels.count) labels for \(pairs[0].clean.tokens.count) tokens",
          hint: "give one label for each token, the first one's included"))
    }
    try TechniqueError.check(reader.problems)
    return pairs
  }

  private func problems(
    _ record: Options, number: Int, _ tokenizer: Tokenizer
  ) -> [OptionProblem] {
    let empty = [
      clean.problem(at: record.path.field("clean")),
      corrupt.problem(at: record.path.field("corrupt")),
    ].compactMap(\.self)
    guard empty.isEmpty else { return empty }
    guard clean.tokens.count == corrupt.tokens.count else {
      let place = zip(clean.tokens, corrupt.tokens).enumerated().first {
        $0.element.0 != $0.element.1
      }
      let parting = place.map {
        "; they part at position \($0.offset), '\(tokenizer.label($0.element.0))' against "
          + "'\(tokenizer.label($0.element.1))'"
      }
      return [
        record.problem(
          "corrupt",
          "pair \(number) has \(clean.tokens.count) clean and \(corrupt.tokens.count) corrupt tokens"
            + (parting ?? ""),
          hint: "exchange words for words with as many tokens")
      ]
    }
    guard clean.tokens != corrupt.tokens else {
      return [
        record.problem(
          "corrupt", "the prompts of pair \(number) are the same", hint: "exchange what matters")
      ]
    }
    return []
  }
}
