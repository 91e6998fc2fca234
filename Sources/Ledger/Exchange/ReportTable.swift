internal import Documents

/// The detailed reports of Toggl Track and Clockify: tables with local times.
enum ReportTable {
  static func read(
    _ source: ExchangeSource, as format: ExchangeFormat, _ order: DateOrder?
  ) throws(ExchangeError) -> ExchangeReading {
    let table = CSVTable(source.bytes)
    let columns = try Columns(table, format)
    let order = order ?? columns.order(in: table)
    var reading = ExchangeReading(format)
    for row in table.rows {
      do throws(Obstacle) {
        reading.stretches.append(try columns.stretch(row, order))
      } catch {
        switch error {
        case .date(let text): throw .dateOrderNeeded(example: text, row: row.number)
        case .problem(let kind):
          reading.problems.append(ExchangeProblem(row: row.number, kind))
        }
      }
    }
    return reading
  }

  private enum Obstacle: Error {
    case date(String)
    case problem(ExchangeProblem.Kind)
  }

  /// Where the columns are that matter.
  private struct Columns {
    let startDate: Int
    let startTime: Int
    let endDate: Int?
    let endTime: Int?
    let length: Int?
    let project: Int?
    let text: Int?
    let tags: Int?

    init(_ table: CSVTable, _ format: ExchangeFormat) throws(ExchangeError) {
      guard let startDate = table.column("start date"), let startTime = table.column("start time")
      else {
        throw .notThisFormat(
          format,
          reason: "it has no columns 'Start date' and 'Start time', as only the detailed report has"
        )
      }
      self.startDate = startDate
      self.startTime = startTime
      endDate = table.column("end date", "stop date")
      endTime = table.column("end time", "stop time")
      length = table.column("duration", "duration (h)")
      project = table.column("project")
      text = table.column("description")
      tags = table.column("tags", "tag")
      guard length != nil || (endDate != nil && endTime != nil) else {
        throw .notThisFormat(format, reason: "it has neither the end nor the duration of entries")
      }
    }

    /// The order of day and month, if some date of the file has only one reading.
    func order(in table: CSVTable) -> DateOrder? {
      let columns = [startDate, endDate].compactMap(\.self)
      for row in table.rows {
        for column in columns where column < row.fields.count {
          if let order = WrittenDate.order(of: ReportTable.trimmed(row.fields[column])) {
            return order
          }
        }
      }
      return nil
    }

    func stretch(
      _ row: CSVTable.Row, _ order: DateOrder?
    ) throws(Obstacle) -> ImportedStretch {
      if row.isCutShort { throw .problem(.cutShort) }
      let begin = try time(row, startDate, startTime, order, "Start date", "Start time")
      guard let begin else { throw .problem(.malformed("Start date")) }
      var stretch = ImportedStretch(row: row.number, begin: begin)
      if let endDate, let endTime {
        stretch.end = try time(row, endDate, endTime, order, "End date", "End time")
      }
      if let length, let text = row.filled(length) {
        guard let read = WrittenTime.length(text) else { throw .problem(.malformed("Duration")) }
        stretch.length = read
      }
      stretch.project = ForeignText.clean(project.flatMap { row.filled($0) })
      stretch.text = ForeignText.clean(text.flatMap { row.filled($0) })
      stretch.tags = ForeignText.tags(
        (tags.flatMap { row.filled($0) } ?? "").split(separator: ","))
      return stretch
    }

    /// A time of which both halves are there; `nil` where both are missing.
    private func time(
      _ row: CSVTable.Row, _ dateColumn: Int, _ timeColumn: Int, _ order: DateOrder?,
      _ dateName: String, _ timeName: String
    ) throws(Obstacle) -> WrittenTime? {
      guard let dateText = row.filled(dateColumn) else {
        if row.filled(timeColumn) == nil { return nil }
        throw .problem(.malformed(dateName))
      }
      guard let written = WrittenDate.read(dateText) else { throw .problem(.malformed(dateName)) }
      if case .either = written, order == nil { throw .date(dateText) }
      guard let date = written.date(order ?? .mdy) else { throw .problem(.malformed(dateName)) }
      guard let timeText = row.filled(timeColumn), let time = WrittenTime.timeOfDay(timeText)
      else { throw .problem(.malformed(timeName)) }
      return .local(date.daysSince1970 * 86_400_000 + time)
    }
  }

  fileprivate static func trimmed(_ text: String) -> Substring {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

extension CSVTable.Row {
  /// What stands in a column; `nil` where nothing does or the row is shorter.
  func filled(_ column: Int) -> String? {
    guard column < fields.count else { return nil }
    let text = ReportTable.trimmed(fields[column])
    return text.isEmpty ? nil : String(text)
  }
}

/// Tables of this program's own.
enum OwnTable {
  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    let table = CSVTable(source.bytes)
    guard let start = table.column("start"), let end = table.column("end"),
      let category = table.column("category")
    else {
      throw .notThisFormat(.csv, reason: "it has no columns 'start', 'end' and 'category'")
    }
    let (note, record) = (table.column("note"), table.column("record"))
    var reading = ExchangeReading(.csv)
    for row in table.rows {
      let number = row.number
      guard !row.isCutShort else {
        reading.problems.append(ExchangeProblem(row: number, .cutShort))
        continue
      }
      guard let begin = WrittenTime.iso(row.filled(start) ?? "") else {
        reading.problems.append(ExchangeProblem(row: number, .malformed("start")))
        continue
      }
      guard let finish = WrittenTime.iso(row.filled(end) ?? "") else {
        reading.problems.append(ExchangeProblem(row: number, .malformed("end")))
        continue
      }
      var stretch = ImportedStretch(row: number, begin: begin)
      stretch.end = finish
      stretch.tags = [ForeignText.clean(row.filled(category))].compactMap(\.self)
      stretch.text = ForeignText.clean(note.flatMap { row.filled($0) })
      stretch.nativeID = record.flatMap { row.filled($0) }
      reading.stretches.append(stretch)
    }
    return reading
  }
}
