import ArgumentParser
import Documents

/// The option that every reporting subcommand takes.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "How to write the result: text or json.")
  var format = Format.text
}

extension Console {
  /// Writes a result as JSON.
  func result(_ json: JSON) throws {
    result(String(try json.pretty().dropLast()))
  }
}

/// Quantities as words.
enum Words {
  /// A length of time to a tenth of a second: `4.2 s`.
  static func seconds(_ milliseconds: Int) -> String {
    "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }

  /// A number with its noun: `1 figure`, `2 figures`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A size in the unit that suits it: `93 MB`.
  static func size(_ bytes: Int) -> String {
    bytes >= 10_000_000 ? "\(bytes / 1_000_000) MB" : "\(max(1, bytes / 1000)) kB"
  }
}
