import Transformers

/// Finds the one token that stands for each answer, and collects what is wrong with any.
struct AnswerReader {
  private(set) var problems: [OptionProblem] = []
  private let tokenizer: Tokenizer

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  /// Returns the token of an answer; an unusable one is reported, once, and read as token 0.
  mutating func read(_ text: String, at path: OptionPath) -> Int {
    let tokens = tokenizer.encode(text)
    if tokens.count == 1 { return tokens[0] }
    let shown = tokens.prefix(8).map { "'\(tokenizer.label($0))'" }.joined(separator: " ")
    let message =
      tokens.isEmpty
      ? "the answer is empty" : "the answer '\(text)' is \(tokens.count) tokens: \(shown)"
    report(OptionProblem(path, message, hint: hint(for: text)))
    return 0
  }

  /// Returns the token of a named option.
  mutating func read(_ name: String, of options: Options) -> Int {
    read(options.text(name), at: options.path.field(name))
  }

  /// Returns the tokens of the options `answer` and `wrong`, which must differ.
  mutating func readContrast(of options: Options) -> (answer: Int, wrong: Int) {
    let known = problems.count
    let (answer, wrong) = (read("answer", of: options), read("wrong", of: options))
    if answer == wrong, problems.count == known {
      report(
        options.problem(
          "wrong", "'answer' and 'wrong' are the same token", hint: "give two different tokens"))
    }
    return (answer, wrong)
  }

  /// Reports a problem, unless it was reported before.
  mutating func report(_ problem: OptionProblem) {
    if !problems.contains(problem) { problems.append(problem) }
  }

  private func hint(for text: String) -> String {
    let bare = String(text.drop { $0 == " " })
    if !bare.isEmpty, text != " " + bare, tokenizer.encode(" " + bare).count == 1 {
      return "write it with one leading space: ' \(bare)'"
    }
    if text != bare, tokenizer.encode(bare).count == 1 {
      return "write it without the leading space: '\(bare)'"
    }
    return "choose an answer that is a single token, such as a more common word"
  }
}
