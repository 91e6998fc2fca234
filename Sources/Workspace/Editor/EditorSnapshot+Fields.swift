internal import Contracts
internal import Documents
internal import Experiments
internal import Findings
internal import Techniques

extension EditorSnapshot {
  /// The keys of a declaration; those of `options` are the technique's, which the text names.
  func experimentFields(of id: ExperimentID, in source: SourceText) -> [EditorField] {
    let technique = Self.technique(in: source)
    let others = (survey?.experiments ?? []).map(\.id.name).filter { $0 != id.name }
    let own = files.filter { $0.hasPrefix(id.folder + "/") && $0 != id.declarationPath }
      .map { String($0.dropFirst(id.folder.utf8.count + 1)) }.sorted()
    let techniques = TechniqueCatalogue.all.map { ($0.description.name, $0.description.summary) }
    return [
      EditorField("schema", .choice(["1"]), "The version of this format."),
      EditorField("title", .any, "The title, for people."),
      EditorField("technique", .explained(techniques), "A built-in technique to run."),
      EditorField("command", .list(.any), "A command of your own, instead of a technique."),
      EditorField("notebook", .file(own), "A notebook of your own, instead of a technique."),
      EditorField("model", .model(models), "The name of a model in dossier.yaml."),
      EditorField(
        "options", .record(technique?.options.map(EditorField.init) ?? []),
        technique?.summary ?? "The options of the technique."),
      EditorField("inputs", .record(Self.inputFields(own, others)), "What the result depends on."),
      EditorField("params", .any, "Parameters of a command or notebook."),
      EditorField("fan", .any, "Values to repeat a command for."),
      EditorField(
        "figures",
        .list(
          .record([
            EditorField(
              "file", .explained(technique?.figures.map { ($0.name + ".svg", $0.help) } ?? []),
              "The file of the figure."),
            EditorField("alt", .any, "What it shows, for readers who cannot see it."),
          ])), "The figures that the report relies on."),
      EditorField(
        "numbers", .list(.explained(technique?.numbers.map { ($0.name, $0.help) } ?? [])),
        "The numbers that the report relies on."),
      EditorField(
        "expect", .choice(ExperimentDeclaration.Expectation.allCases.map(\.rawValue)),
        "How equal two results with the same key must be."),
      EditorField("where", .choice(["local"]), "Where it is to run."),
    ] + Self.reasoningFields
  }

  /// The keys of `dossier.yaml`.
  var settingsFields: [EditorField] {
    let templates = Template.all().map { ($0.id, $0.title()) }
    return [
      EditorField("schema", .choice(["1"]), "The version of this format."),
      EditorField("title", .any, "The title of the application."),
      EditorField(
        "language", .choice(contract?.languages ?? ["en"]), "The language of the application."),
      EditorField("time_zone", .any, "The zone the application was begun in."),
      EditorField("template", .explained(templates), "The template it was begun from."),
      EditorField(
        "models", .any, "The models that experiments name, each by the SHA-256 of its file."),
      EditorField(
        "hook",
        .record([
          EditorField("budget", .any, "How long a plain 'git commit' may draw stale figures.")
        ]), "What git's hooks may do."),
      EditorField(
        "export", .record([EditorField("name", .any, "The name of exported files.")]),
        "How the report is exported."),
    ]
  }

  private static func inputFields(_ own: [String], _ others: [String]) -> [EditorField] {
    [
      EditorField("code", .list(.file(own)), "Program text."),
      EditorField("data", .list(.file(own)), "Data."),
      EditorField("lock", .list(.file(own)), "Lock files that fix the environment."),
      EditorField("needs", .list(.experiment(others)), "Experiments whose outputs are read."),
    ]
  }

  private static let reasoningFields = [
    EditorField("why", .any, "Why it is run."),
    EditorField("hypothesis", .any, "What is expected."),
    EditorField("possible_outcomes", .list(.any), "What each possible outcome would mean."),
    EditorField(
      "claim",
      .explained([
        ("existence", "something exists; examples may be picked by hand"),
        ("method", "a method works; a baseline is needed"),
        ("mechanism", "this is how it works"),
      ]), "What kind of statement it supports."),
    EditorField("baseline", .any, "What the result is compared with."),
    EditorField(
      "simpler_method_tried", .any, "Which simpler method was tried, or why none was."),
    EditorField("could_be_false_if", .any, "How the conclusion could be false."),
  ]

  /// The technique that a declaration names, whatever else is wrong with its text.
  private static func technique(in source: SourceText) -> TechniqueDescription? {
    let mark = Array("technique:".utf8)
    for line in 0..<min(source.lineCount, 2_000) {
      let range = source.contentRange(ofLine: line)
      guard source.utf8[range].starts(with: mark) else { continue }
      let name = source.text(range.lowerBound + mark.count..<range.upperBound)
        .prefix { $0 != "#" }.filter { !" \t\"'".contains($0) }
      return TechniqueCatalogue.named(name)?.description
    }
    return nil
  }
}
