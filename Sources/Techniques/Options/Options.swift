/// Options that agree with a technique's description, with every standard value filled in.
///
/// Two declarations that mean the same give equal options, so a digest of `values` does not change
/// when a standard value is written out.
public struct Options: Sendable, Equatable {
  /// The values by name.
  public let values: [String: OptionValue]
  let path: OptionPath

  init(values: [String: OptionValue], path: OptionPath = OptionPath()) {
    self.values = values
    self.path = path
  }

  /// Returns the words of an option; empty where it is absent.
  func text(_ name: String) -> String { optionalText(name) ?? "" }

  /// Returns the words of an option that may be absent.
  func optionalText(_ name: String) -> String? {
    if case .text(let text)? = values[name] { text } else { nil }
  }

  /// Returns a whole number; 0 where it is absent.
  func integer(_ name: String) -> Int { optionalInteger(name) ?? 0 }

  /// Returns a whole number that may be absent.
  func optionalInteger(_ name: String) -> Int? {
    if case .integer(let number)? = values[name] { number } else { nil }
  }

  /// Returns a number; 0 where it is absent.
  func number(_ name: String) -> Double {
    if case .number(let number)? = values[name] { number } else { 0 }
  }

  /// Returns a flag; false where it is absent.
  func flag(_ name: String) -> Bool {
    if case .flag(let flag)? = values[name] { flag } else { false }
  }

  /// Returns a list of words; empty where it is absent.
  func texts(_ name: String) -> [String] {
    entries(name).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// Returns a list of mappings, each of which knows where it stands.
  func records(_ name: String) -> [Options] {
    entries(name).enumerated().compactMap { index, value in
      guard case .record(let fields) = value else { return nil }
      return Options(values: fields, path: path.field(name).entry(index))
    }
  }

  /// Returns a mapping that may be absent.
  func record(_ name: String) -> Options? {
    guard case .record(let fields)? = values[name] else { return nil }
    return Options(values: fields, path: path.field(name))
  }

  /// The texts of a free mapping, by name.
  var namedTexts: [String: String] {
    values.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
  }

  /// Describes what is wrong with one of these options.
  func problem(_ name: String, _ message: String, hint: String) -> OptionProblem {
    OptionProblem(path.field(name), message, hint: hint)
  }

  private func entries(_ name: String) -> [OptionValue] {
    if case .list(let entries)? = values[name] { entries } else { [] }
  }
}
