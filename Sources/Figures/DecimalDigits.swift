/// A finite number as decimal digits, so that rounding is exact and the same everywhere.
///
/// The number is `0.DIGITS` times ten to the power of `exponent`.
struct DecimalDigits: Equatable {
  var isNegative = false
  var digits: [UInt8] = []  // without zeros at either end; empty for zero
  var exponent = 0

  /// Reads the shortest digits that give the number back; zero for what is not finite.
  init(_ value: Double) {
    guard value.isFinite, value != 0 else { return }
    isNegative = value < 0
    var afterPoint = false
    var power = 0
    var text = Substring(value.magnitude.description)
    if let mark = text.firstIndex(of: "e") {
      power = Int(text[text.index(after: mark)...]) ?? 0
      text = text[..<mark]
    }
    for character in text.utf8 {
      if character == UInt8(ascii: ".") {
        afterPoint = true
      } else {
        digits.append(character - UInt8(ascii: "0"))
        if !afterPoint { exponent += 1 }
      }
    }
    exponent += power
    trim()
  }

  /// The nearest number; zero has no sign.
  var value: Double {
    guard !digits.isEmpty else { return 0 }
    let text = digits.map { String($0) }.joined()
    let magnitude = Double("0.\(text)e\(exponent)") ?? 0
    return isNegative ? -magnitude : magnitude
  }

  /// Keeps the given number of leading digits, halves away from zero.
  func rounded(toSignificant count: Int) -> DecimalDigits {
    guard digits.count > count else { return self }
    var result = self
    let roundsUp = count >= 0 && digits[count] >= 5
    result.digits = Array(digits.prefix(max(count, 0)))
    if roundsUp { result.increment() }
    result.trim()
    return result
  }

  /// Keeps the given number of decimals, halves away from zero.
  func rounded(toDecimals count: Int) -> DecimalDigits {
    rounded(toSignificant: exponent + count)
  }

  /// Writes the number with exactly the given decimals, digits only; the sign is the caller's.
  func plain(decimals: Int) -> String {
    let kept = rounded(toDecimals: decimals)
    var text = ""
    for place in stride(from: max(kept.exponent, 1) - 1, through: -decimals, by: -1) {
      let index = kept.exponent - 1 - place
      text += kept.digits.indices.contains(index) ? String(kept.digits[index]) : "0"
      if place == 0, decimals > 0 { text += "." }
    }
    return text
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent = digits.isEmpty ? 0 : exponent - zeros
    if digits.isEmpty { isNegative = false }
  }
}
