/// How the words of a programming language look, as far as colours need to know.
struct CodeLanguage: Sendable {
  /// The names that follow an opening fence.
  let names: Set<String>
  /// Words of the language itself.
  let keywords: Set<String>
  /// Words for fixed values.
  let constants: Set<String>
  /// What starts a comment that runs to the end of the line.
  let lineComment: String?
  /// Whether `lineComment` needs a blank or the start of the line before it.
  let commentNeedsBlank: Bool
  /// The quotes of strings, longest first.
  let quotes: [Quote]
  /// Whether a name followed by a colon is a key.
  let hasKeys: Bool
  /// What starts a name that stands for a value, as `$` in a shell.
  let variableMark: UInt8?

  /// The marks around a string.
  struct Quote: Sendable {
    let mark: String
    let hasEscapes: Bool
    let spansLines: Bool
  }

  /// The language of a code block, by the words after its fence; `nil` for one not known.
  static func named(_ info: String) -> CodeLanguage? {
    let name = className(info)
    return all.first { $0.names.contains(name) }
  }

  /// The first word after a fence, made fit for a class name; empty when there is none.
  static func className(_ info: String) -> String {
    let word = info.split(whereSeparator: { " \t{},".contains($0) }).first ?? ""
    let kept = word.lowercased().utf8.filter { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private static let all = [python, shell, json, yaml]

  private static let single = Quote(mark: "'", hasEscapes: true, spansLines: false)
  private static let double = Quote(mark: "\"", hasEscapes: true, spansLines: false)

  private static let python = CodeLanguage(
    names: ["python", "py", "python3", "ipython"],
    keywords: [
      "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
      "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
      "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ],
    constants: ["True", "False", "None"], lineComment: "#", commentNeedsBlank: false,
    quotes: [
      Quote(mark: "\"\"\"", hasEscapes: true, spansLines: true),
      Quote(mark: "'''", hasEscapes: true, spansLines: true), double, single,
    ],
    hasKeys: false, variableMark: nil)

  private static let shell = CodeLanguage(
    names: ["sh", "bash", "shell", "zsh", "console"],
    keywords: [
      "case", "do", "done", "elif", "else", "esac", "export", "fi", "for", "function", "if", "in",
      "local", "return", "then", "until", "while",
    ],
    constants: [], lineComment: "#", commentNeedsBlank: true,
    quotes: [
      Quote(mark: "\"", hasEscapes: true, spansLines: true),
      Quote(mark: "'", hasEscapes: false, spansLines: true),
    ],
    hasKeys: false, variableMark: UInt8(ascii: "$"))

  private static let json = CodeLanguage(
    names: ["json", "jsonl"], keywords: [], constants: ["true", "false", "null"],
    lineComment: nil, commentNeedsBlank: false, quotes: [double], hasKeys: true,
    variableMark: nil)

  private static let yaml = CodeLanguage(
    names: ["yaml", "yml"], keywords: [], constants: ["true", "false", "null"],
    lineComment: "#", commentNeedsBlank: true,
    quotes: [double, Quote(mark: "'", hasEscapes: false, spansLines: false)], hasKeys: true,
    variableMark: nil)
}
