import Foundation
import Transformers

/// The engine's half of `Scripts/bench-engine`: reads one piece of work a line and answers with a line of
/// JSON, so that a script can have it and its peers work in turn.
///
/// The work: `forward PROMPTS TOKENS`, `sweep resid|heads shared|early`, `decode TOKENS`; with the
/// argument `cold` nothing is read, and the first logits of a short prompt end the program.
@main struct Benchmarks {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      FileHandle.standardError.write(Data("usage: Benchmarks MODEL.gguf [cold [TOKENS]]\n".utf8))
      exit(2)
    }
    let data = try Data(contentsOf: URL(filePath: arguments[1]), options: .alwaysMapped)
    let model = try Model.load(gguf: data, threads: 2)
    if arguments.count > 2 {
      let count = arguments.count > 3 ? Int(arguments[3]) ?? 15 : 15
      print(try model.run(tokens(count)).lastLogits.max() ?? 0)
      return
    }
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      let start = ContinuousClock.now
      let values = try perform(words, model)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let list = values.map { String($0) }.joined(separator: ", ")
      FileHandle.standardOutput.write(
        Data("{\"seconds\": \(seconds), \"values\": [\(list)]}\n".utf8))
    }
  }

  private static func perform(_ words: [String], _ model: Model) throws -> [Float] {
    switch words.first {
    case "forward":
      let prompts = Array(repeating: tokens(Int(words[2]) ?? 1), count: Int(words[1]) ?? 1)
      return try prompts.count == 1
        ? [model.run(prompts[0]).lastLogits[0]]
        : model.run(prompts: different(prompts)).map { $0.lastLogits[0] }
    case "sweep": return try sweep(words[1], of: words[2], model)
    case "decode":
      let options = GenerationOptions(maxTokens: Int(words[1]) ?? 1)
      return try model.generate(tokens(15), options).map(Float.init)
    default: return []
    }
  }

  /// The difference of two logits for each patch of one prompt's activations into another's run.
  private static func sweep(_ node: String, of kind: String, _ model: Model) throws -> [Float] {
    let clean = tokens(15)
    var corrupt = clean
    corrupt[kind == "shared" ? 10 : 1] = 4_321
    let layers = 0..<model.config.layers
    let hooks = layers.map { node == "heads" ? HookPoint.z($0) : .residPre($0) }
    let run = try model.run(clean, capture: Set(hooks), logits: .none)
    let edits = hooks.flatMap { hook -> [[Edit]] in
      let values = run[hook]
      if node == "heads" {
        return (0..<model.config.heads).map { head in
          let numbers = clean.indices.flatMap { values?[$0, head] ?? [] }
          return [Edit(hook, head: head, .replace(numbers))]
        }
      }
      return clean.indices.map { [Edit(hook, at: [$0], .replace(Array(values?[$0] ?? [])))] }
    }
    return try model.sweep(corrupt, edits: edits, answers: [100, 200]).map { $0[0] - $0[1] }
  }

  /// The same tokens for every peer.
  private static func tokens(_ count: Int) -> [Int] {
    (0..<count).map { ($0 * 7_919 + 13) % 49_000 }
  }

  /// Prompts that share no beginning, which would be read once.
  private static func different(_ prompts: [[Int]]) -> [[Int]] {
    prompts.enumerated().map { index, tokens in [index] + tokens.dropFirst() }
  }
}
