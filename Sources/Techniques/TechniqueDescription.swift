/// What a technique is: the source of its help, its messages and its documentation.
public struct TechniqueDescription: Sendable, Equatable {
  /// The name as written in a declaration, such as `activation-patching`.
  public let name: String
  /// Changes whenever the same options on the same model would give other numbers or figures.
  public let version: Int
  /// What the technique does, in one line.
  public let summary: String
  /// How it works, what it can and what it cannot show, in a few paragraphs.
  public let explanation: String
  /// The options it takes.
  public let options: [OptionDescription]
  /// The figures it draws, by name, with what each shows.
  public let figures: [OutputDescription]
  /// The numbers it gives, by key, with what each means.
  public let numbers: [OutputDescription]

  /// Describes a technique; see the properties for what belongs where.
  public init(
    name: String, version: Int, summary: String, explanation: String,
    options: [OptionDescription], figures: [OutputDescription], numbers: [OutputDescription]
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.explanation = explanation
    self.options = options
    self.figures = figures
    self.numbers = numbers
  }

  /// Reads the options of a declaration.
  ///
  /// The options are complete where there are no problems; a technique run with others refuses.
  public func decode(
    _ record: [String: OptionValue]
  ) -> (options: Options, problems: [OptionProblem]) {
    var decoder = OptionDecoder()
    let values = decoder.decode(record, by: options, at: OptionPath())
    return (Options(values: values), decoder.problems)
  }
}

/// One figure or number that a technique gives.
public struct OutputDescription: Sendable, Equatable {
  /// The name of a figure without its ending, or the key of a number.
  public let name: String
  /// What it shows or means.
  public let help: String

  /// Describes an output.
  public init(_ name: String, _ help: String) {
    self.name = name
    self.help = help
  }
}
