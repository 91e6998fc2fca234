/// Reads templates out of options and checks that their places can be filled.
struct TemplateReader {
  private(set) var problems: [OptionProblem] = []
  /// The names that some template used.
  private(set) var used: Set<String> = []
  private let known: Set<String>

  /// Reads templates that are filled with the named values.
  init(fields: some Sequence<String>) {
    known = Set(fields)
  }

  /// Reads one template; an unusable one is reported and read as an empty text.
  mutating func read(_ source: String, at path: OptionPath) -> TextTemplate? {
    do throws(TextTemplate.SyntaxError) {
      let template = try TextTemplate(source)
      for name in template.fields where !known.contains(name) {
        let near = nearest(to: name, among: known.sorted()).map { "did you mean '{\($0)}'?" }
        let list = known.sorted().map { "'{\($0)}'" }.joined(separator: ", ")
        problems.append(
          OptionProblem(
            path, "nothing fills '{\(name)}' in '\(source.prefix(60))'",
            hint: near ?? (known.isEmpty ? "add it to 'items'" : "known places: \(list)")))
      }
      used.formUnion(template.fields)
      return template
    } catch {
      problems.append(OptionProblem(path, error.message, hint: error.hint))
      return nil
    }
  }

  /// Reads a list of templates.
  mutating func readAll(_ name: String, of options: Options) -> [TextTemplate] {
    var templates: [TextTemplate] = []
    for (index, source) in options.texts(name).enumerated() {
      if let template = read(source, at: options.path.field(name).entry(index)) {
        templates.append(template)
      }
    }
    return templates
  }

  /// Reports a problem that the caller found.
  mutating func report(_ problem: OptionProblem) {
    problems.append(problem)
  }
}
