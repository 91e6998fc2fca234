internal import Foundation
public import Platform

/// The wish to start an application.
public struct NewApplication: Sendable {
  /// The absolute path of the folder to make.
  public let folder: String
  /// The name of the template.
  public let template: String
  /// The language of its files; the template's first when `nil`.
  public var language: String?
  /// The title of the report; made from the folder's name when `nil`.
  public var title: String?

  /// The starter whose experiments it begins with; the template's own examples when `nil`.
  public var starter: String?

  /// Creates the wish.
  public init(folder: String, template: String) {
    self.folder = folder
    self.template = template
  }

  /// What was made.
  public struct Made: Sendable {
    /// The files at the top, each with what it is for.
    public let contents: [String]
    /// What the user should know.
    public let remarks: [String]
  }

  /// Makes the folder, the repository with its first draft, and the hooks.
  ///
  /// Refuses a folder with anything in it. Everything is built in a folder beside it and moved into
  /// place in one step, so a failure leaves nothing behind.
  public func create(in platform: Platform) async throws -> Made {
    try refuseOccupied(platform)
    let template = try Template.named(template)
    let language = language ?? template.languages[0]
    let files =
      try starter.map { try template.files(in: language, starter: $0) }
      ?? template.files(in: language)
    let values = try await placeholders(language: language, in: platform)
    let parent = Path.parent(folder)
    try platform.files.makeFolder(parent)
    let work = Path.join(
      parent, ".\(Path.name(folder)).\(platform.randomness.base32(digits: 6)).new")
    do {
      try write(files, values: values, to: work, in: platform)
      try await makeRepository(at: work, in: platform)
      // An empty folder is replaced; one that somebody has filled meanwhile makes this fail.
      try platform.files.rename(work, to: folder)
    } catch {
      try platform.files.remove(work)
      throw error
    }
    let warning = starter == nil ? nil : template.starterWarning(in: language)
    return Made(
      contents: Self.contents(files),
      remarks: [warning].compactMap(\.self) + (try await installHooks(in: platform)))
  }

  /// Installs the hooks; where git looks elsewhere for them, that is a remark and no failure.
  private func installHooks(in platform: Platform) async throws -> [String] {
    do {
      return try await HookInstaller(platform: platform, folder: folder).install().remarks
    } catch let error as UserError {
      return ["the hooks are not installed: " + error.message, error.hint].compactMap(\.self)
    }
  }

  private func refuseOccupied(_ platform: Platform) throws {
    switch try platform.files.kind(folder) {
    case .none: return
    case .folder:
      if try platform.files.list(folder).isEmpty { return }
      throw UserError(
        .refused, "the folder '\(folder)' is not empty",
        hint: "name a folder that does not exist yet")
    default:
      throw UserError(
        .refused, "'\(folder)' is not a folder", hint: "name a folder that does not exist yet")
    }
  }

  private func write(
    _ files: [String: [UInt8]], values: [String: String], to work: String, in platform: Platform
  ) throws {
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let text = Self.filled(String(decoding: bytes, as: UTF8.self), with: values)
      let target = Path.join(work, path)
      try platform.files.makeFolder(Path.parent(target))
      try platform.files.create(target, with: Array(text.utf8))
    }
    try platform.files.create(Path.join(work, ".gitignore"), with: Array(Self.ignored.utf8))
    try platform.files.create(Path.join(work, ".gitattributes"), with: Array(Self.attributes.utf8))
  }

  /// Puts values in the place of `{{name}}`; what a value holds is left as it is.
  private static func filled(_ text: String, with values: [String: String]) -> String {
    text.replacing(/\{\{([a-z_]+)\}\}/) { match in
      values[String(match.output.1)].map { $0[...] } ?? match.output.0
    }
  }

  private func makeRepository(at work: String, in platform: Platform) async throws {
    let git = GitProgram(platform: platform, folder: work)
    let steps = [
      ["-c", "init.templateDir=", "init", "--quiet", "--initial-branch=main"],
      ["add", "--all"],
      [
        "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--message",
        "Start from the template \(template)",
      ],
    ]
    for step in steps {
      let result = try await git.run(step)
      guard result.succeeded else {
        let words = result.errorText
        if words.contains("tell me who you are") || words.contains("empty ident") {
          throw UserError(
            .refused, "git does not know who you are, so it cannot make the first draft",
            hint: "git config --global user.name 'Ada Lovelace' && "
              + "git config --global user.email ada@example.org")
        }
        throw UserError(.outside, "git \(step.last ?? "") failed: \(words)")
      }
    }
  }

  /// The values of the placeholders `{{name}}` in the template's files.
  private func placeholders(
    language: String, in platform: Platform
  ) async throws -> [String: String] {
    let git = GitProgram(platform: platform, folder: "/")
    let now = platform.clock.now()
    let day = Date(
      timeIntervalSince1970: Double(now.unixMilliseconds) / 1000 + Double(now.offsetSeconds))
    return [
      "title": Self.quotable(title ?? Self.title(from: Path.name(folder))),
      "author": Self.quotable(try await git.run("config", "--get", "user.name").text),
      "date": day.ISO8601Format(.iso8601.year().month().day()),
      "language": language, "time_zone": now.zone, "template": template,
    ]
  }

  /// A text that can stand between the double quotes of YAML.
  private static func quotable(_ text: String) -> String {
    let safe = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    return String(String.UnicodeScalarView(safe)).replacing("\\", with: "\\\\")
      .replacing("\"", with: "\\\"")
  }

  /// `my-application` becomes `My application`.
  private static func title(from name: String) -> String {
    let words = name.replacing("-", with: " ").replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func contents(_ files: [String: [UInt8]]) -> [String] {
    let purposes = [
      ("report.md", "the report; it begins with the executive summary"),
      ("experiments/", "the experiments behind its figures"),
      ("starter.md", "tools, baselines and how to read the data; not part of the report"),
      ("talk.md", "the outline of the talk"),
      ("log.md", "your running research log"),
      ("form.md", "answers to the application form"),
      ("dossier.yaml", "title, language, models, settings"),
      ("contract.yaml", "the programme's rules, as data"),
    ]
    let width = purposes.map(\.0.count).max() ?? 0
    return purposes.filter { name, _ in files.keys.contains { $0.hasPrefix(name) } }.map {
      $0.0.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + $0.1
    }
  }

  private static let ignored = """
    # What programs leave behind. Figures and their provenance are kept in git.
    __pycache__/
    .ipynb_checkpoints/
    .venv/
    .DS_Store
    /export/
    \(TemporaryName.prefix)*

    """

  private static let attributes = """
    # The same bytes on every system; figures are drawn, not edited, so their differences stay folded.
    * text=auto eol=lf
    *.svg text eol=lf -diff
    *.png binary
    # What was drawn on two machines is not mixed: one side's stays, and is drawn again.
    figures/** -merge

    """
}
