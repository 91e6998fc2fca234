import Digests
import Documents
import Findings
import Techniques

/// Looks at the experiments of one tree.
struct Surveyor {
  let tree: any ApplicationTree
  let techniques: TechniqueList
  let records: LocalRecords?
  private var findings: [Finding] = []
  private var registry = ModelRegistry()
  private var declarations: [ExperimentID: ExperimentDeclaration] = [:]
  private var problems: [ExperimentID: String] = [:]
  private var statuses: [ExperimentID: ExperimentStatus] = [:]
  private var inProgress: Set<ExperimentID> = []

  init(tree: any ApplicationTree, techniques: TechniqueList, records: LocalRecords?) {
    self.tree = tree
    self.techniques = techniques
    self.records = records
  }

  /// Looks at one experiment and at those it needs; `nil` where there is no such experiment.
  mutating func status(of id: ExperimentID) -> ExperimentStatus? {
    readRegistry()
    var waiting = [id]
    while let next = waiting.popLast() {
      guard declarations[next] == nil, problems[next] == nil else { continue }
      declare(next)
      waiting += declarations[next]?.inputs.needs ?? []
    }
    look(at: id)
    return statuses[id]
  }

  mutating func survey() -> ExperimentSurvey {
    readRegistry()
    let ids = experiments()
    for id in ids { declare(id) }
    for id in ids { look(at: id) }
    return ExperimentSurvey(
      experiments: ids.compactMap { statuses[$0] }, findings: findings)
  }

  private mutating func readRegistry() {
    let (registry, registryFindings) = ModelRegistry.read(from: tree)
    self.registry = registry
    findings += registryFindings
  }

  private mutating func experiments() -> [ExperimentID] {
    let names: [String]
    do throws(TreeError) {
      names = try tree.folders(in: "experiments")
    } catch {
      findings.append(
        Finding(
          code: "experiments-folder", severity: .error, message: error.description,
          hint: error.hint))
      return []
    }
    return names.compactMap { name in
      if let id = ExperimentID(name) { return id }
      findings.append(
        Finding(
          code: "experiment-name", severity: .warning,
          message: "the folder 'experiments/\(name.prefix(80))' cannot name an experiment",
          hint: "use at most 64 letters, digits, '-', '_' and '.', and begin with a letter or digit"
        ))
      return nil
    }.sorted()
  }

  /// Reads one declaration; a folder without one holds only code that others share.
  private mutating func declare(_ id: ExperimentID) {
    do throws(TreeError) {
      guard let bytes = try tree.read(id.declarationPath, limit: SizeLimit.declaration) else {
        return
      }
      let (declaration, found) = ExperimentDeclaration.parse(
        String(decoding: bytes, as: UTF8.self), id: id, techniques: techniques)
      findings += found
      declarations[id] = declaration
      if declaration == nil {
        problems[id] = found.first { $0.severity == .error }?.message ?? "unreadable"
      }
    } catch {
      report(error.description, hint: error.hint, on: id)
    }
  }

  private mutating func report(
    _ message: String, hint: String?, on id: ExperimentID, code: String = "experiment-input"
  ) {
    let start = Position(line: 1, column: 1, utf16Column: 1)
    let place = Place(path: id.declarationPath, start: start, end: start)
    findings.append(
      Finding(
        code: code, severity: .error, message: message, place: declarations[id]?.place ?? place,
        hint: hint))
    if problems[id] == nil { problems[id] = message }
  }

  // MARK: - One experiment

  /// Looks at an experiment after those it needs, which may be thousands in a row.
  private mutating func look(at id: ExperimentID) {
    var path: [(id: ExperimentID, needs: ArraySlice<ExperimentID>)] = []
    func enter(_ id: ExperimentID) {
      guard statuses[id] == nil, !inProgress.contains(id),
        declarations[id] != nil || problems[id] != nil
      else { return }
      inProgress.insert(id)
      path.append((id, declarations[id]?.inputs.needs[...] ?? []))
    }
    enter(id)
    while let current = path.last {
      if let needed = path[path.count - 1].needs.popFirst() {
        enter(needed)
      } else {
        conclude(current.id)
        inProgress.remove(current.id)
        path.removeLast()
      }
    }
  }

  /// Finds out how an experiment stands, once those it needs are known.
  private mutating func conclude(_ id: ExperimentID) {
    var evidence = Evidence()
    readProvenance(of: id, into: &evidence)
    let recipe = recipe(of: id, evidence: &evidence)
    let status = ExperimentStatus(
      id: id, declaration: problems[id] == nil ? declarations[id] : nil,
      state: state(of: id, recipe: recipe, evidence: evidence), recipe: recipe,
      provenance: evidence.provenance)
    statuses[id] = status
    findings += status.figuresNotDrawn
  }

  private func state(
    of id: ExperimentID, recipe: Recipe?, evidence: Evidence
  ) -> ExperimentState {
    if let problem = problems[id] { return .invalid(reason: problem) }
    if let reason = declarations[id]?.reasonForNotRunning { return .external(reason: reason) }
    guard let recipe else { return .invalid(reason: "the inputs cannot be read") }
    let reasons = evidence.reasons(against: recipe)
    guard evidence.provenance != nil || evidence.lockProblem != nil else {
      return stateBeforeRun(recipe, otherwise: .missing)
    }
    let edited = evidence.editedFiles(notCounting: records?.placing(id) ?? [:])
    if !edited.isEmpty { return .edited(files: edited, reasons: reasons) }
    return reasons.isEmpty ? .fresh : stateBeforeRun(recipe, otherwise: .stale(reasons: reasons))
  }

  /// What this clone knows of a run that would settle the matter.
  private func stateBeforeRun(
    _ recipe: Recipe, otherwise state: ExperimentState
  ) -> ExperimentState {
    guard let records else { return state }
    if records.isRunning(recipe.key) { return .running }
    return records.failure(of: recipe.key).map { .failed(reason: $0) } ?? state
  }

  // MARK: - What it would be made from

  private mutating func recipe(of id: ExperimentID, evidence: inout Evidence) -> Recipe? {
    guard problems[id] == nil, let declaration = declarations[id],
      declaration.reasonForNotRunning == nil,
      case .technique(let name) = declaration.procedure, let description = techniques[name]
    else { return nil }
    guard let model = digest(ofModel: declaration.model ?? "", for: id) else { return nil }
    let code = digests(declaration.inputs.code + declaration.inputs.data, for: id)
    let environment = digests(declaration.inputs.lock, for: id)
    let needs = needs(declaration, evidence: &evidence)
    guard problems[id] == nil else { return nil }
    return Recipe(
      technique: name, version: description.version,
      options: declaration.optionDigests(description), inputs: code, environment: environment,
      needs: needs, model: model)
  }

  private mutating func digest(ofModel name: String, for id: ExperimentID) -> String? {
    if let digest = registry.digests[name] { return digest }
    let known = registry.digests.keys.sorted()
    let near = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
    report(
      "there is no model '\(name)' in dossier.yaml",
      hint: near ?? "add '\(name): SHA256' to 'models'; 'dossier model add PATH' prints the digest",
      on: id, code: "experiment-model")
    return nil
  }

  private mutating func digests(_ paths: [String], for id: ExperimentID) -> [String: String] {
    var digests: [String: String] = [:]
    for path in paths {
      let name = relativePath(of: path, from: id.folder)
      guard digests[name] == nil else { continue }
      do throws(TreeError) {
        if let bytes = try tree.read(path, limit: SizeLimit.input) {
          digests[name] = SHA256.digest(bytes).hex
        } else {
          report(
            "the input '\(name)' is missing", hint: "create '\(path)', or remove it from 'inputs'",
            on: id)
        }
      } catch {
        report(error.description, hint: error.hint, on: id)
      }
    }
    return digests
  }

  private mutating func needs(
    _ declaration: ExperimentDeclaration, evidence: inout Evidence
  ) -> [String: String] {
    var digests: [String: String] = [:]
    for needed in declaration.inputs.needs {
      guard !inProgress.contains(needed) else {
        report(
          "'\(declaration.id)' and '\(needed)' need each other", hint: "remove one of the 'needs'",
          on: declaration.id, code: "experiment-needs")
        continue
      }
      guard let status = statuses[needed] else {
        report(
          "there is no experiment '\(needed)' to need", hint: "create it, or correct 'needs'",
          on: declaration.id, code: "experiment-needs")
        continue
      }
      digests[needed.name] = status.provenance?.outputsDigest ?? JSON.null.digest
      if status.state != .fresh { evidence.needed.append("'\(needed)' is \(status.state.word)") }
    }
    return digests
  }

  // MARK: - What it was made from

  private func readProvenance(of id: ExperimentID, into evidence: inout Evidence) {
    do throws(TreeError) {
      guard let bytes = try tree.read(id.lockPath, limit: SizeLimit.lock) else { return }
      do throws(Provenance.Problem) {
        evidence.provenance = try Provenance(parsing: bytes)
      } catch {
        evidence.lockProblem = error.words
      }
    } catch {
      evidence.lockProblem = error.description
    }
    for name in evidence.provenance?.outputs.keys.sorted() ?? [] {
      do throws(TreeError) {
        let path = "\(id.figureFolder)/\(name)"
        if let bytes = try tree.read(path, limit: SizeLimit.output) {
          evidence.present[name] = SHA256.digest(bytes).hex
        }
      } catch {
        evidence.present[name] = ""
      }
    }
  }
}

/// What a tree holds of an experiment's last result.
private struct Evidence {
  var provenance: Provenance?
  var lockProblem: String?
  /// The digest of each recorded output that is there; empty where it cannot be read.
  var present: [String: String] = [:]
  /// Why experiments that this one needs are not fresh.
  var needed: [String] = []

  /// The outputs whose content is not what was made; what a run that was killed had begun to put in
  /// place does not count.
  func editedFiles(notCounting placed: [String: String]) -> [String] {
    guard let provenance else { return [] }
    return present.filter { name, digest in
      provenance.outputs[name] != digest && placed[name] != digest
    }.keys.sorted()
  }

  /// Why the outputs are not those of a recipe.
  func reasons(against recipe: Recipe) -> [String] {
    guard let provenance else { return lockProblem.map { [$0] } ?? [] }
    let gone = provenance.outputs.keys.sorted().filter { present[$0] == nil }
    return recipe.differences(from: provenance.recipe) + needed + gone.map { "'\($0)' is missing" }
  }
}

extension ExperimentStatus {
  /// A finding for each declared figure that these options do not draw.
  fileprivate var figuresNotDrawn: [Finding] {
    guard state == .fresh, let declaration, let provenance else { return [] }
    let drawn = provenance.outputs.keys.filter { $0.hasSuffix(".svg") }.sorted()
    return declaration.figures.filter { provenance.outputs[$0.file] == nil }.map { figure in
      Finding(
        code: "experiment-figure", severity: .warning,
        message: "'\(id)' does not draw '\(figure.file)' with these options", place: figure.place,
        hint: "it draws " + drawn.map { "'\($0)'" }.joined(separator: ", "))
    }
  }
}

extension ExperimentDeclaration {
  /// Why this version does not run the experiment; `nil` where it does.
  var reasonForNotRunning: String? {
    switch procedure {
    case .command: "commands are not run by this version"
    case .notebook: "notebooks are not run by this version"
    case .technique where target != "local":
      "the target '\(target)' is not used by this version"
    case .technique: nil
    }
  }

  /// The digest of each option, standard values filled in; of one that is a file, that it is that
  /// file, whose content is an input.
  func optionDigests(_ description: TechniqueDescription) -> [String: String] {
    var digests = description.decode(options).options.values.mapValues { JSON($0).digest }
    for (name, path) in optionFiles {
      let file: JSON = ["file": .string(relativePath(of: path, from: id.folder))]
      digests[name] = file.digest
    }
    return digests
  }
}
