internal import Documents

/// JSON of this program's own.
enum OwnObject {
  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    var reading = ExchangeReading(.json)
    for value in try source.json(for: .json) {
      guard let list = value["stretches"]?.array else {
        throw .notThisFormat(.json, reason: "it has no 'stretches'")
      }
      guard let schema = value["schema"]?.integer, schema == 1 else {
        throw .notThisFormat(.json, reason: "its 'schema' is not 1")
      }
      for (index, element) in list.enumerated() {
        reading.take(index + 1) { () throws(RowObstacle) in try stretch(index + 1, element) }
      }
    }
    return reading
  }

  private static func stretch(_ row: Int, _ element: JSON) throws(RowObstacle) -> ImportedStretch {
    guard let begin = WrittenTime.iso(element["start"]?.string ?? "") else {
      throw RowObstacle("start")
    }
    guard let end = WrittenTime.iso(element["end"]?.string ?? "") else { throw RowObstacle("end") }
    var stretch = ImportedStretch(row: row, begin: begin)
    stretch.end = end
    stretch.tags = [ForeignText.clean(element["category"]?.string)].compactMap(\.self)
    stretch.text = ForeignText.clean(element["note"]?.string)
    stretch.nativeID = element["record"]?.string
    return stretch
  }
}
