/// The numbers behind a chart, as a plain table in a fixed order.
///
/// A table holds exactly what the chart draws, rounded to six significant digits (whole parts of
/// more digits are kept).
public struct DataTable: Sendable, Equatable {
  /// The heading of one column.
  public struct Column: Sendable, Equatable {
    /// The name, unique within its table.
    public let name: String
    /// The unit of the numbers below; nil for words and pure numbers.
    public let unit: String?

    /// Creates a heading.
    public init(_ name: String, unit: String? = nil) {
      self.name = name
      self.unit = unit
    }
  }

  /// The headings, from left to right.
  public let columns: [Column]
  /// The rows, each with one cell per column.
  public let rows: [[Cell]]

  /// Creates a table; rows that are too short are filled with missing cells, longer ones are cut,
  /// and a repeated column name gets a number.
  public init(columns: [Column], rows: [[Cell]]) {
    self.columns = Self.withUniqueNames(columns)
    self.rows = rows.map { row in
      columns.indices.map { $0 < row.count ? row[$0] : .missing }
    }
  }

  private static func withUniqueNames(_ columns: [Column]) -> [Column] {
    var taken: Set<String> = []
    return columns.map { column in
      var name = column.name
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(column.name) \(number)"
        number += 1
      }
      return Column(name, unit: column.unit)
    }
  }
}

/// One cell of a table.
public enum Cell: Sendable, Equatable {
  /// Words.
  case text(String)
  /// A finite number.
  case number(Double)
  /// A whole number, such as a layer or a count.
  case integer(Int)
  /// Nothing was measured, or the result was not a finite number.
  case missing

  /// Creates a number rounded to six significant digits, or a missing cell.
  public init(_ value: Double?) {
    guard let value, value.isFinite else {
      self = .missing
      return
    }
    self = .number(Numerals.rounded(value))
  }

  /// Creates a whole number or a missing cell.
  public init(_ value: Int?) {
    self = value.map { .integer($0) } ?? .missing
  }

  /// Turns labels into whole numbers if every one of them is written as one, as layers are.
  static func labels(_ labels: [String]) -> [Cell] {
    let numbers = labels.compactMap(Int.init)
    guard numbers.count == labels.count, numbers.map(String.init) == labels else {
      return labels.map { .text($0) }
    }
    return numbers.map { .integer($0) }
  }
}
