import Figures
import Techniques
import TestSupport
import Testing

/// The most that our numbers may differ from the reference's, as a share of the largest of these.
///
/// Both sides compute in single precision, in another order; they are about 1e-5 apart.
let referenceTolerance = 1e-3

/// Expects numbers to be those of the reference, and says how far they are from them.
func check(
  _ name: String, _ found: [Double], _ expected: [Double],
  at location: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(name)", sourceLocation: location)
  let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
  let error = largest / (expected.map(abs).max() ?? 0)
  print("\(name): largest difference over largest reference \(error)")
  #expect(error < referenceTolerance, "\(name)", sourceLocation: location)
}

extension TechniqueResult {
  /// Runs a technique on the real model as an experiment does: by its name, with the options that
  /// its schema reads from a declaration.
  static func onRealModel(
    _ name: String, _ options: [String: OptionValue]
  ) throws -> TechniqueResult {
    let technique = try #require(TechniqueCatalogue.named(name))
    let (options, problems) = technique.description.decode(options)
    try #require(problems.isEmpty, "\(problems)")
    return try technique.run(options, on: RealModel.load()) { _, _ in }
  }

  /// The numbers that are written beside a figure.
  func data(ofFigure name: String) throws -> DataTable {
    try #require(figures.first { $0.name == name }).chart.table()
  }

  /// The numbers of a table that belongs to no figure.
  func data(ofTable name: String) throws -> DataTable {
    try #require(tables.first { $0.name == name }).table
  }

  /// The numbers of some keys, in their order.
  func numbers(_ keys: [String]) throws -> [Double] {
    try keys.map { key in try #require(self[number: key], "no number '\(key)'") }
  }
}

extension DataTable {
  /// The cells of a column.
  func cells(_ name: String) throws -> [Cell] {
    let column = try #require(columns.firstIndex { $0.name == name }, "no column '\(name)'")
    return rows.map { $0[column] }
  }

  /// The texts of a column.
  func texts(_ name: String) throws -> [String] {
    try cells(name).map { cell in
      guard case .text(let text) = cell else { throw WrongCell(column: name, cell: cell) }
      return text
    }
  }

  /// The numbers of a column.
  func numbers(_ name: String) throws -> [Double] {
    try cells(name).map { cell in
      switch cell {
      case .number(let number): return number
      case .integer(let number): return Double(number)
      case .text, .missing: throw WrongCell(column: name, cell: cell)
      }
    }
  }

  /// The rows of one series.
  func series(_ name: String) throws -> DataTable {
    let place = try #require(columns.firstIndex { $0.name == "series" }, "no series")
    return DataTable(columns: columns, rows: rows.filter { $0[place] == .text(name) })
  }
}

/// A table holds something else than expected.
private struct WrongCell: Error {
  let column: String
  let cell: Cell
}
