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

  /// A word as a shell takes it: in single quotes where it must be.
  static func shell(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        byte >= 0x80 || "-_./=:@%+,".utf8.contains(byte)
          || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
      }
    return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
  }

  /// A whole number with commas between thousands: `134,515,008`.
  static func grouped(_ number: Int) -> String {
    var digits = String(abs(number))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    return (number < 0 ? "-" : "") + ([digits[...]] + groups).joined(separator: ",")
  }

  /// A size in the unit that suits it: `93 MB`.
  static func size(_ bytes: Int) -> String {
    bytes >= 10_000_000 ? "\(bytes / 1_000_000) MB" : "\(max(1, bytes / 1000)) kB"
  }
}
