import Documents
import Figures

/// The JSON beside a figure: the numbers it shows and the words around them.
enum FigureData {
  /// The data of a chart: `figures/ID/NAME.json`.
  static func json(of chart: Chart) -> JSON {
    var entries = table(chart.table())
    entries["schema"] = 1
    entries["chart"] = .string(kind(of: chart))
    entries["labels"] = labels(chart.labels)
    return .object(entries)
  }

  /// A table that belongs to no figure.
  static func json(of data: DataTable) -> JSON {
    var entries = table(data)
    entries["schema"] = 1
    entries["chart"] = "table"
    return .object(entries)
  }

  /// The numbers of an experiment: `figures/ID/numbers.json`.
  static func json(of numbers: [(key: String, value: Double)]) -> JSON {
    let entries = Dictionary(
      numbers.map { ($0.key, JSON.finite(Numerals.rounded($0.value))) },
      uniquingKeysWith: { first, _ in first })
    return ["schema": 1, "numbers": .object(entries)]
  }

  private static func kind(of chart: Chart) -> String {
    switch chart {
    case .heatMap: "heat-map"
    case .bars: "bars"
    case .lines: "lines"
    }
  }

  private static func labels(_ labels: ChartLabels) -> JSON {
    var entries: [String: JSON] = [
      "title": .string(labels.title), "x": .string(labels.xAxis), "y": .string(labels.yAxis),
      "footer": .array(labels.footer.map { .string($0) }),
    ]
    entries["subtitle"] = labels.subtitle.map { .string($0) }
    entries["unit"] = labels.unit.map { .string($0) }
    return .object(entries)
  }

  private static func table(_ table: DataTable) -> [String: JSON] {
    let columns = table.columns.map { column -> JSON in
      var entries: [String: JSON] = ["name": .string(column.name)]
      entries["unit"] = column.unit.map { .string($0) }
      return .object(entries)
    }
    return [
      "columns": .array(columns), "rows": .array(table.rows.map { .array($0.map(json)) }),
    ]
  }

  private static func json(of cell: Cell) -> JSON {
    switch cell {
    case .text(let text): .string(text)
    case .number(let number): .finite(number)
    case .integer(let number): .integer(number)
    case .missing: .null
    }
  }
}
