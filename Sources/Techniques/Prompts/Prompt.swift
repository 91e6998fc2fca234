import Foundation
import Transformers

/// A prompt as the model reads it.
struct Prompt: Sendable {
  let text: String
  let tokens: [Int]

  init(_ text: String, in tokenizer: Tokenizer) {
    self.text = text
    tokens = tokenizer.prompt(text)
  }

  /// The tokens as figures write them, each with its position so that no two are alike.
  func labels(in tokenizer: Tokenizer) -> [String] {
    tokens.enumerated().map { "\(tokenizer.label($1)) \($0)" }
  }

  /// What is wrong with the text as a prompt, if anything.
  func problem(at path: OptionPath) -> OptionProblem? {
    tokens.isEmpty
      ? OptionProblem(path, "the prompt is empty", hint: "write what the model should read") : nil
  }

  /// The remark that a blank at the end of prompts deserves, if any has one.
  static func blankRemark(_ prompts: some Sequence<Prompt>) -> String? {
    let count = prompts.count { $0.text.last?.isWhitespace ?? false }
    guard count > 0 else { return nil }
    return "\(count) prompts end with a blank; words usually carry the blank before them, so the "
      + "model may expect something else there"
  }
}

/// How loud each token is: probabilities and ranks from a row of logits.
struct TokenOdds {
  private let logits: [Float]
  private let largest: Float
  private let total: Double

  init(_ logits: [Float]) {
    self.logits = logits
    let largest = logits.max() ?? 0
    self.largest = largest
    total = logits.reduce(0) { $0 + Double(exp($1 - largest)) }
  }

  /// The token with the greatest logit, the first of equals.
  var top: Int { logits.firstIndex(of: largest) ?? 0 }

  /// The probability of a token, in double precision: an early stream may give an answer 1e-60.
  func probability(_ token: Int) -> Double { exp(Double(logits[token] - largest)) / total }

  /// How many tokens are likelier, plus one.
  func rank(_ token: Int) -> Int { logits.count { $0 > logits[token] } + 1 }
}
