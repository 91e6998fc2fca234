import ArgumentParser
import Documents
import Workspace

/// `dossier model`.
struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Add, list, describe and try language models.",
    subcommands: [Add.self, List.self, Show.self, Generate.self])

  struct Add: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "add",
      abstract: "Put a model into the store.",
      discussion: """
        A model is a GGUF file; a folder with config.json, safetensors and tokenizer.json; or ORG/NAME of a \
        model that Python tools have downloaded from Hugging Face's hub, which '@REVISION' may follow. \
        Nothing is downloaded: 'hf download ORG/NAME' does that. A folder with adapter_config.json is a \
        LoRA adapter of PEFT: a model of its own, made of the one it was trained on, which must be in the \
        store.

        The model is kept by the digest of its files, and applications name it by that digest: a line \
        under 'models' in dossier.yaml. With '--name', and inside an application, that line is written.

          dossier model add ~/Downloads/SmolLM2-135M-Instruct.Q4_1.gguf
          dossier model add qwen2.5-1.5b.gguf --name qwen
          dossier model add HuggingFaceTB/SmolLM2-135M-Instruct
          dossier model add runs/lora --base SmolLM2-135M-Instruct --name tuned
        """)

    @Argument(
      help: ArgumentHelp("A file, a folder, or ORG/NAME.", valueName: "path|org/name"),
      completion: .file())
    var model: String

    @Option(help: "The name to list it under; by default what the model calls itself.")
    var name: String?

    @Option(help: "The model that an adapter changes; by default the one the adapter names.")
    var base: String?

    func perform(in session: Session) async throws -> ExitStatus {
      let line = session.progressLine()
      let models = Models(in: session.platform)
      let model = try models.add(self.model, in: session.folder, name: name, base: base) {
        line.update($0.title, share: $0.share, note: $0.note)
      }
      line.end()
      session.console.result("Added '\(model.name)', \(Words.size(model.size))")
      session.console.result("sha256 \(model.digest)")
      if let application = try session.workspaceIfAny() {
        session.console.result(try application.nameModel(model.digest, name))
      }
      return .fine
    }
  }

  struct List: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the models in the store.")

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let models = try Models(in: session.platform).list()
      switch output.format {
      case .text:
        var table = TextTable()
        for model in models {
          table.add(
            session.console.style(.name, model.name), Words.size(model.size),
            String(model.digest.prefix(12)), model.repository ?? model.file)
        }
        for line in table.lines() { session.console.result(line) }
        if models.isEmpty { session.console.result("There is no model yet.") }
      case .json:
        try session.console.result(
          .array(
            models.map {
              [
                "name": .string($0.name), "sha256": .string($0.digest), "size": .integer($0.size),
                "file": .string($0.file), "repository": $0.repository.map { .string($0) } ?? .null,
                "revision": $0.revision.map { .string($0) } ?? .null,
                "licence": $0.licence.map { .string($0) } ?? .null,
                "base": $0.base.map { .string($0) } ?? .null,
              ]
            }))
      }
      return .fine
    }
  }

  struct Show: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Tell what a model is made of and what it needs.")

    @Argument(help: "The model, by name or the beginning of its digest; the only one by default.")
    var model: String?

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let facts = try Models(in: session.platform).facts(of: model)
      switch output.format {
      case .text:
        var table = TextTable()
        let add = { (name: String, text: String) in
          table.add(session.console.style(.heading, name), text)
        }
        add("model", facts.title)
        add("name", facts.entry.name)
        add("sha256", facts.entry.digest)
        add("file", "\(facts.entry.file), \(Words.size(facts.entry.size))")
        if let repository = facts.entry.repository {
          add("from", "\(repository) at \(facts.entry.revision ?? "an unknown commit")")
        }
        add("stored as", facts.storage)
        add("memory", "\(Words.size(facts.memoryBytes)) for the weights, read as they are stored")
        if let base = facts.entry.base { add("adapter of", base) }
        add("licence", facts.entry.licence ?? "not stated")
        for size in facts.sizes { add(size.name, Words.grouped(size.count)) }
        let beginning = facts.addsBeginning ? "begins each text with a token" : "adds no beginning"
        add("tokenizer", "\(facts.tokenizer); \(beginning)")
        for line in table.lines() { session.console.result(line) }
      case .json: try session.console.result(json(facts))
      }
      return .fine
    }

    private func json(_ facts: Models.Facts) -> JSON {
      [
        "schema": 1, "name": .string(facts.entry.name), "model": .string(facts.title),
        "sha256": .string(facts.entry.digest), "file": .string(facts.entry.file),
        "size": .integer(facts.entry.size), "storage": .string(facts.storage),
        "memory": .integer(facts.memoryBytes), "tokenizer": .string(facts.tokenizer),
        "adds_beginning": .bool(facts.addsBeginning),
        "licence": facts.entry.licence.map { .string($0) } ?? .null,
        "repository": facts.entry.repository.map { .string($0) } ?? .null,
        "revision": facts.entry.revision.map { .string($0) } ?? .null,
        "base": facts.entry.base.map { .string($0) } ?? .null,
        "sizes": .object(
          Dictionary(
            uniqueKeysWithValues: facts.sizes.map {
              ($0.name.replacing(" ", with: "_").lowercased(), .integer($0.count))
            })),
      ]
    }
  }

  struct Generate: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "generate",
      abstract: "Let a model answer or continue a text.",
      discussion: """
        The likeliest token is taken each time, unless '--temperature' is given; then tokens are drawn at \
        random, and the same '--seed' gives the same answer.

          dossier model generate 'What is the capital of France?'
          dossier model generate --raw 'The capital of France is' --max-tokens 5
          dossier model generate 'Is the sky green?' --prefill 'Yes, because'
          dossier model generate 'Tell me a story.' --temperature 0.8 --top-p 0.95 --seed 7
        """)

    @Argument(help: "What the user says, or with --raw the text to continue.")
    var prompt: String

    @Option(help: "The model, by name or the beginning of its digest.")
    var model: String?

    @Flag(help: "Continue the prompt as it stands, without turns of a conversation.")
    var raw = false

    @Option(help: "The system message; by default the model's own.")
    var system: String?

    @Option(help: "The beginning of the answer, put into the model's mouth.")
    var prefill = ""

    @Option(help: "The most tokens to add.")
    var maxTokens = 100

    @Option(help: "Draw tokens at random: what divides the logits, above 0.")
    var temperature: Double?

    @Option(help: "Draw from this many of the likeliest tokens only.")
    var topK: Int?

    @Option(help: "Draw from the likeliest tokens that together reach this probability only.")
    var topP: Double?

    @Option(help: "Where the random numbers begin.")
    var seed: UInt64 = 0

    @Option(name: .customLong("stop"), help: "A text that ends the answer; may be given again.")
    var stops: [String] = []

    func validate() throws {
      guard maxTokens > 0 else { throw ValidationError("--max-tokens must be at least 1") }
      if let temperature, !(temperature > 0 && temperature.isFinite) {
        throw ValidationError("--temperature must be above 0")
      }
      if let topK, topK < 1 { throw ValidationError("--top-k must be at least 1") }
      if let topP, !(topP > 0 && topP <= 1) {
        throw ValidationError("--top-p must be above 0 and at most 1")
      }
      guard temperature != nil || (topK == nil && topP == nil) else {
        throw ValidationError("--top-k and --top-p need --temperature")
      }
      guard !raw || (system == nil && prefill.isEmpty) else {
        throw ValidationError("--raw takes neither --system nor --prefill")
      }
    }

    func perform(in session: Session) async throws -> ExitStatus {
      var request = Models.Generation(
        prompt: prompt, system: system, prefill: prefill, isRaw: raw, limit: maxTokens)
      request.stops = stops
      request.draw = temperature.map {
        Models.Draw(temperature: $0, topK: topK, topP: topP, seed: seed)
      }
      try Models(in: session.platform).generate(request, with: model) {
        session.console.piece($0)
      }
      session.console.result()
      return .fine
    }
  }
}

/// `dossier technique`.
struct TechniqueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "technique", abstract: "List and explain the built-in techniques.",
    subcommands: [List.self, Explain.self])

  struct List: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the techniques, simple first.")

    func perform(in session: Session) async throws -> ExitStatus {
      var table = TextTable()
      for technique in TechniqueHelp.all() {
        table.add(session.console.style(.name, technique.name), technique.summary)
      }
      for line in table.lines() { session.console.result(line) }
      return .fine
    }
  }

  struct Explain: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain",
      abstract: "Tell what a technique does, takes and gives.")

    @Argument(help: "The technique.")
    var name: String

    func perform(in session: Session) async throws -> ExitStatus {
      let all = TechniqueHelp.all()
      guard let technique = all.first(where: { $0.name == name }) else {
        throw UserError(
          .usage, "there is no technique '\(name)'",
          hint: "there are: " + all.map(\.name).joined(separator: ", "))
      }
      let style = session.console.style
      session.console.result(style(.heading, "\(technique.name), version \(technique.version)"))
      session.console.result("\n" + technique.explanation)
      let parts = [
        ("Options", technique.options), ("Figures", technique.figures),
        ("Numbers", technique.numbers),
      ]
      for (title, items) in parts where !items.isEmpty {
        session.console.result("\n" + style(.heading, title))
        var table = TextTable()
        for item in items { table.add("  " + style(.name, item.name), item.words) }
        for line in table.lines() { session.console.result(line) }
      }
      return .fine
    }
  }
}
