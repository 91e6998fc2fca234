internal import Documents
internal import Experiments
internal import Platform
internal import Techniques

/// A random sample of what went into an experiment and what came out, to read.
public struct DataSample: Sendable, Equatable {
  /// One row of a table, as words.
  public struct Row: Sendable, Equatable {
    /// Its number in the table, from 1.
    public let number: Int
    /// What it holds, by the names of the columns.
    public let cells: [(name: String, text: String)]

    /// Whether two rows hold the same.
    public static func == (a: Row, b: Row) -> Bool {
      a.number == b.number && a.cells.elementsEqual(b.cells) { $0 == $1 }
    }
  }

  /// The table that was drawn from: `transcripts`, or the path of a file.
  public let table: String
  /// Every table of the experiment, the one with most to read first.
  public let tables: [String]
  /// How many rows the table has.
  public let count: Int
  /// The rows that were drawn, in the order of the table.
  public let rows: [Row]
  /// What the sample was drawn with; the same seed draws the same rows.
  public let seed: Int
}

extension Workspace {
  /// Draws some rows of a table of an experiment, each as likely as any other.
  ///
  /// Without a table it takes the one with most to read: what a model answered, then data and figures.
  /// Throws a ``UserError`` where there is no such experiment or table, or nothing to read yet.
  public func look(
    at id: String, table wanted: String? = nil, count: Int = 10, seed: Int? = nil
  ) throws -> DataSample {
    let survey = survey(records: nil)
    guard let name = ExperimentID(id), let status = survey.status(of: name) else {
      throw UserError(
        .usage, "there is no experiment '\(id)'", hint: "'dossier experiments' shows them")
    }
    let tables = DataTables(status: status, workspace: self).all()
    guard let table = wanted.map({ name in tables.first { $0.name == name } }) ?? tables.first
    else {
      throw tables.isEmpty
        ? UserError(
          .refused, "'\(id)' has no data yet",
          hint: "'dossier run \(id)' makes some; data of its own are named in 'inputs'")
        : UserError(
          .usage, "'\(id)' has no table '\(wanted ?? "")'",
          hint: "it has " + tables.map { "'\($0.name)'" }.joined(separator: ", "))
    }
    let seed = seed ?? Int(platform.randomness.fraction() * 100_000)
    let numbers = Self.draw(count, of: table.rows.count, seed: seed)
    return DataSample(
      table: table.name, tables: tables.map(\.name), count: table.rows.count,
      rows: numbers.map { table.row($0) }, seed: seed)
  }

  /// Notes in the log what was seen in a sample.
  public func note(_ words: String, of sample: DataSample, from id: String) throws {
    try addToLog(
      "\(ResearchLog.lookMark) \(sample.rows.count) of \(sample.count) rows of \(id)/\(sample.table) "
        + "(seed \(sample.seed)): \(words)")
  }

  /// Different numbers below a count, in their order.
  private static func draw(_ wanted: Int, of count: Int, seed: Int) -> [Int] {
    var generator = SeededGenerator(purpose: "look", seed: seed)
    var drawn: Set<Int> = []
    // Floyd's way: every set of that size is as likely as any other.
    for last in max(count - wanted, 0)..<count {
      let number = generator.index(below: last + 1)
      drawn.insert(drawn.contains(number) ? last : number)
    }
    return drawn.sorted()
  }
}

/// The tables that an experiment has.
private struct DataTables {
  struct Table {
    let name: String
    let columns: [String]
    let rows: [[JSON]]

    /// How many characters a reader finds in the texts of a row, about.
    var richness: Int {
      let texts = rows.prefix(20).flatMap { $0 }.compactMap(\.string)
      return rows.isEmpty ? 0 : texts.reduce(0) { $0 + $1.utf8.count } / min(rows.count, 20)
    }

    func row(_ index: Int) -> DataSample.Row {
      DataSample.Row(
        number: index + 1,
        cells: rows[index].enumerated().map { column, cell in
          (column < columns.count ? columns[column] : "", Self.words(for: cell))
        })
    }

    private static func words(for cell: JSON) -> String {
      if case .null = cell { return "missing" }
      return cell.string ?? (try? cell.canonical()) ?? ""
    }
  }

  let status: ExperimentStatus
  let workspace: Workspace

  /// What came out before what went in, and of each what has most text first.
  func all() -> [Table] {
    let sorted = { (tables: [Table]) in
      tables.filter { !$0.rows.isEmpty }.sorted { ($0.richness, $1.name) > ($1.richness, $0.name) }
    }
    return sorted(outputs()) + sorted(inputs())
  }

  private var tree: WorkTree { WorkTree(workspace.folder, files: workspace.platform.files) }

  private func outputs() -> [Table] {
    let names = status.provenance?.outputs.keys.filter { $0.hasSuffix(".json") } ?? []
    let beside = names.compactMap { name -> Table? in
      let bytes = try? tree.read("\(status.id.figureFolder)/\(name)", limit: Self.largest)
      return bytes.flatMap { Self.table(String(name.dropLast(5)), of: $0) }
    }
    let kept = status.provenance.flatMap { ResultsCache(platform: workspace.platform).find($0.key) }
    let large = kept?.attachments ?? [:]
    return beside
      + large.compactMap { name, bytes in Self.table(String(name.prefix { $0 != "." }), of: bytes) }
  }

  private func inputs() -> [Table] {
    guard let declaration = status.declaration else { return [] }
    let options = declaration.options.compactMap { name, value -> Table? in
      guard case .list(let values) = value, values.count > 1 else { return nil }
      return Self.table("options.\(name)", records: values.map { JSON($0) })
    }
    let paths = declaration.inputs.data + declaration.optionFiles.values
    return options
      + Set(paths).compactMap { path in
        let bytes = try? tree.read(path, limit: Self.largest)
        return bytes.flatMap { Self.file(path, $0) }
      }
  }

  private static let largest = 64 << 20

  /// A table as it lies beside figures.
  private static func table(_ name: String, of bytes: [UInt8]) -> Table? {
    guard let json = try? JSON.parse(bytes), let columns = json["columns"]?.array,
      let rows = json["rows"]?.array
    else { return nil }
    return Table(
      name: name, columns: columns.map { $0["name"]?.string ?? "" }, rows: rows.compactMap(\.array))
  }

  /// A file of data: lines of JSON, a list in JSON, or lines of text.
  private static func file(_ path: String, _ bytes: [UInt8]) -> Table? {
    let ending = path.split(separator: ".").last?.lowercased() ?? ""
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    switch ending {
    case "jsonl", "ndjson": return table(path, records: lines.compactMap { try? JSON.parse($0) })
    case "json": return (try? JSON.parse(bytes))?.array.map { table(path, records: $0) }
    case "csv", "tsv", "txt", "md":
      return Table(
        name: path, columns: ["line"],
        rows: lines.map { [.string(String(decoding: $0, as: UTF8.self))] })
    default: return nil
    }
  }

  private static func table(_ name: String, records: [JSON]) -> Table {
    var columns: [String] = []
    for record in records {
      for key in record.object?.keys.sorted() ?? ["text"] where !columns.contains(key) {
        columns.append(key)
      }
    }
    let rows = records.map { record in
      record.object == nil ? [record] : columns.map { record[$0] ?? .null }
    }
    return Table(name: name, columns: columns, rows: rows)
  }
}
