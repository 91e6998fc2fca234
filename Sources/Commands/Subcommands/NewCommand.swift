import ArgumentParser
import Workspace

/// `dossier new`.
struct NewCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Start an application in a new folder.",
    discussion: """
      Makes the folder with the template's report, contract and example experiments, a git \
      repository with the first draft, and the hooks that keep time and figures.

        dossier new my-application
        dossier new my-application --template mats-neel-nanda --title 'What does it know?'
        dossier new my-application --starter concept-truth
      """)

  @Argument(help: "The folder to make; it must not exist or be empty.", completion: .directory)
  var folder: String

  @Option(help: "The template; 'dossier templates' lists them.")
  var template = "mats-neel-nanda"

  @Option(
    help: "Begin with the tools for a suggested problem; 'dossier templates --starters' lists them."
  )
  var starter: String?

  @Option(help: "The language of the report: the template's own by default.")
  var language: String?

  @Option(help: "The title of the report.")
  var title: String?

  func perform(in session: Session) async throws -> ExitStatus {
    var request = NewApplication(folder: session.absolute(folder), template: template)
    request.language = language
    request.title = title
    request.starter = starter
    let made = try await request.create(in: session.platform)
    let style = session.console.style
    session.console.result("Made \(style(.name, folder)) from the template '\(template)':")
    for line in made.contents { session.console.result("  " + line) }
    for remark in made.remarks { session.console.remark("note: " + remark) }
    session.console.result("\nNext: cd \(Words.shell(folder)) && dossier start research")
    return .fine
  }
}

/// `dossier templates`.
struct TemplatesCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates", abstract: "List the templates that 'dossier new' can use.")

  @Flag(help: "List the starters of each template instead.")
  var starters = false

  @Option(help: "The language of titles.")
  var language = "en"

  func perform(in session: Session) async throws -> ExitStatus {
    var table = TextTable()
    if starters {
      for template in Template.all() {
        for starter in template.starters() {
          table.add(
            template.id, session.console.style(.name, starter.id), starter.title(in: language))
        }
      }
    }
    for template in Template.all() where !starters {
      table.add(
        session.console.style(.name, template.id), template.languages.joined(separator: ","),
        template.title(in: language))
    }
    for line in table.lines() { session.console.result(line) }
    return .fine
  }
}
