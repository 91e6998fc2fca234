internal import Contracts
internal import Documents
public import Findings
internal import Reports

/// What is to be criticised, and how it is put to the language model.
public struct CritiqueRequest: Sendable, Equatable {
  /// The endpoint that is asked.
  public let endpoint: ModelEndpoint
  /// All that is sent.
  public let prompt: String
  /// About how many tokens that is.
  public let tokens: Int
}

extension Workspace {
  /// Prepares a question to a language model about the draft, or about one decision; nothing is sent.
  ///
  /// The programme's words against flattery go before it, in a frame of the contract: the one named
  /// `frame`, or the first that suits. Throws a ``UserError`` where there is no such endpoint or frame.
  public func critiqueRequest(
    decision: String? = nil, frame: String? = nil, endpoint: String? = nil
  ) throws -> CritiqueRequest {
    let endpoint = try ModelEndpoint.find(endpoint, in: platform)
    let contract = try contract().contract
    let use: Frame.Use = decision == nil ? .draft : .decision
    let suitable = contract.frames.filter { $0.uses.contains(use) }
    guard let chosen = suitable.first(where: { frame == nil || $0.id == frame }) else {
      throw UserError(
        .usage, "the contract has no frame '\(frame ?? use.rawValue)'",
        hint: suitable.isEmpty
          ? "add one to 'frames' in \(Self.contractName)"
          : "it has " + suitable.map(\.id).joined(separator: ", "))
    }
    let bundle = try context(
      of: decision == nil ? ["rules", "report"] : ["rules", "report", "log"])
    let prompt = [
      chosen.text.text(), Self.form, bundle.text,
      decision.map { "# The decision\n\n\($0)" } ?? "# Your task\n\nCriticise the report above.",
    ].joined(separator: "\n\n")
    return CritiqueRequest(
      endpoint: endpoint, prompt: prompt, tokens: bundle.tokens + prompt.utf8.count / 400)
  }

  /// Sends a question and turns the answer into findings; nothing is edited.
  public func critique(_ request: CritiqueRequest) async throws -> [Finding] {
    let answer = try await request.endpoint.ask(request.prompt, in: platform)
    let source = SourceText(try text(Self.reportName), path: Self.reportName)
    return CritiqueAnswer(answer).findings(in: source)
  }

  private static let form = """
    Name the most serious problems first: what is unclear, what the evidence does not carry, technical \
    errors, other explanations that were not ruled out. Answer with JSON only, a list of at most 20 \
    objects: [{"quote": "the exact words of the report", "problem": "one or two sentences"}]. Copy each \
    quote letter by letter, at most 20 words. Praise nothing.
    """
}

/// The answer of a language model, which may be anything.
struct CritiqueAnswer {
  private let text: String

  init(_ text: String) { self.text = text }

  /// The problems that it names; one finding with all of it where it is no list.
  func findings(in source: SourceText) -> [Finding] {
    guard let list = list else { return [finding(text, at: nil)] }
    return list.prefix(Self.most).compactMap { problem in
      guard let words = problem["problem"]?.string else { return nil }
      return finding(words, at: problem["quote"]?.string.flatMap { place(of: $0, in: source) })
    }
  }

  private static let most = 50

  /// The list, wherever it stands in the answer: models like to write around it.
  private var list: [JSON]? {
    guard let start = text.firstIndex(of: "["), let end = text.lastIndex(of: "]"), start < end
    else {
      return nil
    }
    return (try? JSON.parse(Array(text[start...end].utf8)))?.array
  }

  /// Where the words stand; `nil` where the report has no such words.
  private func place(of quote: String, in source: SourceText) -> Place? {
    let words = Array(quote.utf8)
    guard words.count > 3, let range = source.utf8.firstRange(of: words) else { return nil }
    return source.place(range)
  }

  private func finding(_ words: String, at place: Place?) -> Finding {
    let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
    let visible = line.unicodeScalars.filter { $0.properties.generalCategory != .control }
    return Finding(
      code: "critique", severity: .info, message: String(String(visible).prefix(2000)), place: place
    )
  }
}
