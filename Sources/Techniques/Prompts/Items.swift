/// The things that prompts are about: one set of values for the places of the templates each.
struct Items {
  /// The options' records, in their order.
  let records: [Options]
  /// The values by name, one set per item.
  let values: [[String: String]]

  /// Takes the items of options; without any there is one that fills nothing.
  init(_ options: Options, name: String = "items") {
    records = options.records(name)
    values = records.isEmpty ? [[:]] : records.map(\.namedTexts)
  }

  /// The names that every item has a value for.
  var fields: Set<String> {
    values.dropFirst().reduce(into: Set(values.first?.keys.map { $0 } ?? [])) {
      $0.formIntersection($1.keys)
    }
  }

  /// The problems of items that lack a value which others have.
  func gaps(in options: Options, name: String = "items") -> [OptionProblem] {
    let all = Set(values.flatMap(\.keys))
    return values.enumerated().flatMap { index, item in
      all.subtracting(item.keys).sorted().map {
        OptionProblem(
          options.path.field(name).entry(index), "entry \(index + 1) of '\(name)' has no '\($0)'",
          hint: "give every entry the same names")
      }
    }
  }

  /// What to call an item in a table: its values in the order of their names.
  func label(_ index: Int) -> String {
    values[index].sorted { $0.key < $1.key }.map(\.value).joined(separator: " · ")
  }
}
