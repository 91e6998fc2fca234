/// The size and weight of a run of text; the family is the same in the whole drawing.
struct Font: Equatable {
  var size: Double  // pixels at a width of 640
  var isBold = false

  static let title = Font(size: 15, isBold: true)
  static let subtitle = Font(size: 12)
  static let axisTitle = Font(size: 12)
  static let label = Font(size: 11)
  static let small = Font(size: 10)
  static let smallest = Font(size: 9)

  /// The distance between two lines of a paragraph.
  var lineHeight: Double { (size * 1.25).rounded(.up) }

  /// How far below the middle of a line its baseline lies, for figures and capitals.
  var middle: Double { size * 0.36 }

  /// The width of a text in pixels: a close estimate, as the reader's fonts are not known.
  func width(_ text: String) -> Double {
    size * TextMetrics.emWidth(text, isBold: isBold)
  }
}

/// Advance widths of a sans serif with the metrics of Arial, Helvetica and Liberation Sans.
enum TextMetrics {
  /// The width of a text in em.
  static func emWidth(_ text: String, isBold: Bool) -> Double {
    var thousandths = 0
    for character in text {
      if isPictograph(character) {
        thousandths += 1250
      } else {
        for scalar in character.unicodeScalars {
          thousandths += width(of: scalar, isBold: isBold)
        }
      }
    }
    return Double(thousandths) / 1000
  }

  /// Whether the character takes a full em, as Han, kana and Hangul do; lines may break beside it.
  static func isWide(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { isWide($0.value) } ?? false
  }

  private static func width(of scalar: Unicode.Scalar, isBold: Bool) -> Int {
    let code = scalar.value
    if code >= 0x20, code < 0x7F {
      let index = Int(code - 0x20)
      return isBold ? boldWidths[index] : regularWidths[index]
    }
    if isWide(code) { return 1000 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    let regular =
      switch code {
      case 0xA0, 0xB7: 278  // no-break space, middle dot
      case 0xB2, 0xB3, 0xB9, 0x2070...0x209F: 400  // superscripts, subscripts
      case 0xA1...0x24F: 600  // Latin with accents
      case 0x370...0x3FF: 620  // Greek
      case 0x400...0x52F: 660  // Cyrillic
      case 0x2009, 0x202F: 200  // thin spaces
      case 0x2018, 0x2019: 222
      case 0x2022: 350
      case 0x2013, 0x2212, 0x2264, 0x2265: 584
      case 0x2000...0x2BFF: 1000  // dashes, arrows, signs, shapes
      default: 750
      }
    return isBold ? regular * 107 / 100 : regular
  }

  private static func isWide(_ code: UInt32) -> Bool {
    switch code {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  private static func isPictograph(_ character: Character) -> Bool {
    character.unicodeScalars.contains {
      $0.value == 0xFE0F || ($0.value > 0x2000 && $0.properties.isEmojiPresentation)
    }
  }

  // U+0020 to U+007E, in thousandths of an em.
  private static let regularWidths = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  private static let boldWidths = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ]
}
