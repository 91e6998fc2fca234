public import Figures

/// Everything a run of a technique gives.
public struct TechniqueResult: Sendable, Equatable {
  /// A figure and the name of its file without the ending.
  public struct Figure: Sendable, Equatable {
    /// The name, one of the technique's description.
    public let name: String
    /// What is drawn.
    public let chart: Chart
  }

  /// A single number for the text of a report.
  public struct Number: Sendable, Equatable {
    /// The key, one of the technique's description.
    public let key: String
    /// The value; always finite.
    public let value: Double
  }

  /// Data that belong to the run but not to one figure, such as every prompt and answer.
  public struct Table: Sendable, Equatable {
    /// The name of the table.
    public let name: String
    /// The data.
    public let table: DataTable
  }

  /// The figures, in the order of the description.
  public let figures: [Figure]
  /// The numbers, in the order of the description.
  public let numbers: [Number]
  /// The data tables.
  public let tables: [Table]
  /// What a careful reader should know: checks that were made, cautions, choices.
  public let remarks: [String]

  /// Puts a result together; numbers that are absent or not finite are left out.
  public init(
    figures: [(name: String, chart: Chart)], numbers: [(key: String, value: Double?)],
    tables: [(name: String, table: DataTable)], remarks: [String]
  ) {
    self.figures = figures.map { Figure(name: $0.name, chart: $0.chart) }
    self.numbers = numbers.compactMap { key, value in
      guard let value, value.isFinite else { return nil }
      return Number(key: key, value: value)
    }
    self.tables = tables.map { Table(name: $0.name, table: $0.table) }
    self.remarks = remarks
  }
}
