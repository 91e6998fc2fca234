internal import Experiments
public import Platform
internal import Transformers

/// The models of a user, whichever application they serve.
public struct Models: Sendable {
  /// A model in the store.
  public struct Entry: Sendable, Equatable {
    /// The name it was given.
    public let name: String
    /// The SHA-256 by which applications refer to it.
    public let digest: String
    /// The size of its files in bytes.
    public let size: Int
    /// The name of the file or folder it came from.
    public let file: String
    /// The repository of Hugging Face's hub it was downloaded from; `nil` for any other.
    public let repository: String?
    /// The commit of that repository.
    public let revision: String?
    /// The licence that the file or its page states; `nil` where none does.
    public let licence: String?
    /// The digest of the model that an adapter changes; `nil` for any other.
    public let base: String?
  }

  /// What is known of one model, each fact with its name.
  public struct Facts: Sendable, Equatable {
    /// The model in the store.
    public let entry: Entry
    /// What the file calls the model and the family it belongs to.
    public let title: String
    /// The sizes, in the order to show.
    public let sizes: [Size]
    /// How most weights are stored.
    public let storage: String
    /// The bytes of the weights, which are read as they are stored.
    public let memoryBytes: Int
    /// The kind of tokenizer.
    public let tokenizer: String
    /// Whether a token for the beginning is put before a text.
    public let addsBeginning: Bool

    /// One size of the model.
    public struct Size: Sendable, Equatable {
      /// What is counted, such as `layers`.
      public let name: String
      /// How many there are.
      public let count: Int
    }
  }

  /// What to generate from, and how much.
  public struct Generation: Sendable, Equatable {
    /// The text to continue, or what the user says.
    public var prompt: String
    /// What the system message says in a conversation; `nil` for the model's own.
    public var system: String?
    /// The beginning of the assistant's answer, put into its mouth.
    public var prefill: String
    /// Whether the prompt is continued as it stands instead of being a turn of a conversation.
    public var isRaw: Bool
    /// The most tokens to add.
    public var limit: Int

    /// Texts that end the answer and are no part of it.
    public var stops: [String] = []
    /// How tokens are drawn; `nil` takes the likeliest.
    public var draw: Draw?

    /// Creates a request.
    public init(
      prompt: String, system: String? = nil, prefill: String = "", isRaw: Bool = false,
      limit: Int = 100
    ) {
      self.prompt = prompt
      self.system = system
      self.prefill = prefill
      self.isRaw = isRaw
      self.limit = limit
    }
  }

  /// How tokens are drawn at random.
  public struct Draw: Sendable, Equatable {
    /// What divides the logits, above 0.
    public var temperature: Double
    /// How many of the likeliest tokens may be taken; `nil` for all.
    public var topK: Int?
    /// How likely together the tokens are that may be taken, from 0 to 1; `nil` for all.
    public var topP: Double?
    /// The same seed gives the same answer.
    public var seed: UInt64

    /// Creates a way to draw.
    public init(temperature: Double, topK: Int?, topP: Double?, seed: UInt64) {
      self.temperature = temperature
      self.topK = topK
      self.topP = topP
      self.seed = seed
    }
  }

  private let store: ModelStore

  /// Opens the models of the user of a machine.
  public init(in platform: Platform) {
    store = ModelStore(platform: platform)
  }

  /// Puts a model into the store: a GGUF file, a folder, or `org/name` of what Python tools downloaded.
  ///
  /// A relative path begins at `folder`. An adapter changes the model called `base`, or else the one
  /// that it names.
  public func add(
    _ model: String, in folder: String, name: String? = nil, base: String? = nil,
    progress: @Sendable (Progress) -> Void
  ) throws -> Entry {
    do {
      let options = AddingOptions(folder: folder, name: name, base: base)
      return Entry(
        try store.add(model, options) { done, all in
          progress(
            Progress(
              title: "copying the model", share: all > 0 ? Double(done) / Double(all) : 1, note: "")
          )
        })
    } catch let error as ExperimentError {
      throw UserError(.usage, error.message, hint: error.hint)
    }
  }

  /// The models in the store, by name.
  public func list() throws -> [Entry] { try store.list().map(Entry.init) }

  /// What is known of a model; `nil` for the only one there is.
  public func facts(of name: String?) throws -> Facts {
    do {
      let model = try find(name)
      let description = try store.describe(model)
      let config = description.config
      return Facts(
        entry: Entry(model),
        title: "\(config.name) (\(config.architecture))",
        sizes: [
          ("parameters", description.parameters), ("layers", config.layers),
          ("heads", config.heads), ("key and value heads", config.keyValueHeads),
          ("width", config.width), ("head width", config.headWidth),
          ("MLP width", config.hiddenWidth), ("vocabulary", config.vocabularySize),
          ("context", config.contextLength),
        ].map { Facts.Size(name: $0.0, count: $0.1) },
        storage: config.storage, memoryBytes: description.memoryBytes,
        tokenizer: description.tokenizer, addsBeginning: description.addsBeginning)
    } catch let error as ExperimentError {
      throw UserError(.usage, error.message, hint: error.hint)
    }
  }

  /// Continues a prompt, handing out the text as it grows.
  public func generate(
    _ request: Generation, with name: String?, onText: (String) -> Void
  ) throws {
    let model = try store.open(try find(name))
    do throws(ModelError) {
      var messages = [ChatMessage(.user, request.prompt)]
      if let system = request.system { messages.insert(ChatMessage(.system, system), at: 0) }
      let prompt =
        request.isRaw
        ? model.tokenizer.prompt(request.prompt)
        : try model.tokenizer.chat(messages, prefill: request.prefill)
      var text = AnswerText(stops: request.stops)
      onText(request.isRaw ? "" : request.prefill)
      let options = GenerationOptions(
        maxTokens: request.limit, stopTokens: model.stopTokens,
        sampling: request.draw.map(Sampling.init) ?? .greedy)
      _ = try model.generate(prompt, options) { token in
        onText(text.add(model.tokenizer.piece(token)))
        return !text.isEnded
      }
      onText(text.finish())
    } catch {
      throw UserError(.usage, "cannot generate: \(error)")
    }
  }

  /// What counts the tokens that a text is for a model.
  func tokenCounter(of name: String) throws -> (String) -> Int {
    do {
      let tokenizer = try store.open(try find(name)).tokenizer
      return { tokenizer.encode($0).count }
    } catch let error as ExperimentError {
      throw UserError(.usage, error.message, hint: error.hint)
    }
  }

  private func find(_ name: String?) throws -> StoredModel {
    let models = try store.list()
    if let name {
      let found = models.filter { $0.name == name || $0.digest.hasPrefix(name) }
      if found.count == 1 { return found[0] }
      let what = found.isEmpty ? "there is no model '\(name)'" : "'\(name)' is not one model"
      throw UserError(.usage, what, hint: "see 'dossier model list'")
    }
    if models.count == 1 { return models[0] }
    let what = models.isEmpty ? "there is no model yet" : "there are several models"
    let hint = models.isEmpty ? "add one with 'dossier model add PATH'" : "name one with '--model'"
    throw UserError(.usage, what, hint: hint)
  }
}

extension Sampling {
  fileprivate init(_ draw: Models.Draw) {
    self.init(
      temperature: Float(draw.temperature), topK: draw.topK, topP: draw.topP.map { Float($0) },
      seed: draw.seed)
  }
}

extension Models.Entry {
  fileprivate init(_ model: StoredModel) {
    self.init(
      name: model.name, digest: model.digest, size: model.size, file: model.originFile,
      repository: model.repository, revision: model.revision, licence: model.licence,
      base: model.base)
  }
}

extension Model {
  /// The tokens that end an answer.
  fileprivate var stopTokens: Set<Int> {
    Set([tokenizer.endOfText, tokenizer.specials["<|im_end|>"]].compactMap(\.self))
  }
}
