/// A number as it stands in a text.
struct WrittenNumber {
  /// Where it stands, its percent sign included.
  let range: Range<Int>
  /// Its value; of a percentage, what stands before the sign.
  let value: Double
  /// The digits behind its point.
  let decimals: Int
  /// Whether a percent sign follows.
  let isPercentage: Bool

  /// Whether it says something that had to be measured: it has decimals, or is a percentage.
  var isMeasured: Bool { decimals > 0 || isPercentage }

  /// Whether a value is this number at the precision it is written with.
  ///
  /// A share may be written as a percentage.
  func says(_ value: Double) -> Bool {
    let half = tolerance
    return abs(value - self.value) <= half || isPercentage && abs(value * 100 - self.value) <= half
  }

  /// How far a value is from this number, as a share of the number.
  func distance(to value: Double) -> Double {
    guard self.value != 0 else { return .infinity }
    let direct = abs(value - self.value) / abs(self.value)
    let asShare = abs(value * 100 - self.value) / abs(self.value)
    return isPercentage ? min(direct, asShare) : direct
  }

  /// How far a value may be from what is written.
  var tolerance: Double {
    var half = 0.5
    for _ in 0..<decimals { half /= 10 }
    return half * (1 + 1e-9)
  }
}

/// Values that a number of the text may be.
struct KnownValues {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.filter(\.isFinite).sorted() }

  /// Whether one of the values is a number at the precision it is written with.
  func hold(_ number: WrittenNumber) -> Bool {
    let (value, half) = (number.value, number.tolerance)
    if holds(between: value - half, and: value + half) { return true }
    return number.isPercentage && holds(between: (value - half) / 100, and: (value + half) / 100)
  }

  private func holds(between least: Double, and most: Double) -> Bool {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < least { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] <= most
  }
}

extension WrittenNumber {
  /// The most digits a number may have to be read.
  private static let mostDigits = 15

  /// The numbers of a text that are not part of a word such as `GPT-2`, `3.1.4` or `v1`.
  static func all(in text: [UInt8], _ range: Range<Int>) -> [WrittenNumber] {
    var numbers: [WrittenNumber] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard text[offset].isDigit else {
        offset += 1
        continue
      }
      var end = offset
      while end < range.upperBound, text[end].isDigit { end += 1 }
      let whole = end
      let hasPoint = end + 1 < range.upperBound && text[end] == UInt8(ascii: ".")
      if hasPoint, text[end + 1].isDigit {
        end += 1
        while end < range.upperBound, text[end].isDigit { end += 1 }
      }
      if let number = number(offset, whole, end, in: text, range) { numbers.append(number) }
      offset = max(end, offset + 1)
      while offset < range.upperBound, text[offset].belongsToWord { offset += 1 }
    }
    return numbers
  }

  private static func number(
    _ start: Int, _ whole: Int, _ end: Int, in text: [UInt8], _ range: Range<Int>
  ) -> WrittenNumber? {
    guard end - start <= mostDigits,
      var value = Double(String(decoding: text[start..<end], as: UTF8.self))
    else { return nil }
    var isNegative = false
    if start > range.lowerBound {
      let before = text[start - 1]
      isNegative =
        text[range.lowerBound..<start].suffix(3).elementsEqual("−".utf8)
        || before == UInt8(ascii: "-") && (start - 1 == range.lowerBound || text[start - 2] <= 0x20)
      if before.belongsToWord, !isNegative { return nil }
      if ".,/^:".utf8.contains(before), start - 1 > range.lowerBound, text[start - 2].isDigit {
        return nil
      }
    }
    if isNegative { value = -value }
    var after = end
    if after < range.upperBound, text[after] == 0x20 { after += 1 }
    let isPercentage = after < range.upperBound && text[after] == UInt8(ascii: "%")
    if end < range.upperBound, text[end].belongsToWord { return nil }
    return WrittenNumber(
      range: start..<(isPercentage ? after + 1 : end), value: value,
      decimals: max(end - whole - 1, 0), isPercentage: isPercentage)
  }
}

extension UInt8 {
  /// Whether a number beside it is part of a word or an identifier.
  fileprivate var belongsToWord: Bool {
    isLetter || isDigit || "_-@#\\".utf8.contains(self)
  }
}
