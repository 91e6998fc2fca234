/// How the texts of a configuration become values.
public enum Scalars {
  /// A finite decimal number: `-0.5`, `3`, `1e-3`; neither hexadecimal nor `inf`.
  public static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text),
      value.isFinite
    else { return nil }
    return value
  }

  /// A length of time in whole seconds: one or more numbers, each with a unit (`h`, `min` or `m`,
  /// `s`), from the largest unit to the smallest: `20h`, `1.5 h`, `1h 30min`, `90 min`, `10s`.
  public static func seconds(_ text: String) -> Int? {
    var rest = Substring(text).drop { $0 == " " }
    var total = 0.0
    var smallest = Int.max
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count).drop { $0 == " " }
      guard let amount = number(String(digits)), let length = units[unit], length < smallest else {
        return nil
      }
      total += amount * Double(length)
      smallest = length
    }
    guard smallest < .max, total < 1e9, total.rounded() == total else { return nil }
    return Int(total)
  }

  private static let units: [Substring: Int] = ["h": 3600, "min": 60, "m": 60, "s": 1]
}
