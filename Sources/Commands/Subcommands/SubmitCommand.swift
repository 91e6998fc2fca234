import ArgumentParser
import Findings
import Platform
import Workspace

/// `dossier submit`.
struct SubmitCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Hand in: seal the time, write the documents, say what is left.",
    discussion: """
      Shows what is open and hands in nevertheless. The hours become a picture and a table (TIMELOG.md, \
      TIMELOG.svg) in a last draft with the tag 'submitted-1'; 'export' gets one HTML file and a docx for \
      Google Docs with the picture in them, each read again after writing. Nothing is sent anywhere.

        dossier submit
        dossier submit --link https://docs.google.com/… --check-link
        dossier submit --undo 'found a mistake, there is an hour left'

      Submitting again is harmless: what is done is left as it is, what changed is handed in anew.
      """)

  @Option(
    help: ArgumentHelp(
      "Where the document can be read; it is kept in the record.", valueName: "url"))
  var link: String?

  @Flag(help: "Open the link as somebody without an account; the only thing that uses the network.")
  var checkLink = false

  @Flag(help: "Write no docx.")
  var noDocx = false

  @Flag(help: "Round the sealed times to 5 minutes and name no devices and hours.")
  var coarse = false

  @Option(
    help: ArgumentHelp(
      "Take the last hand-in back; the reason is kept in the record.", valueName: "reason"))
  var undo: String?

  func validate() throws {
    guard undo != nil, link != nil || checkLink || noDocx || coarse else { return }
    throw ValidationError("'--undo' takes the hand-in back and goes with nothing else")
  }

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspace()
    if let undo {
      session.show(try workspace.takeSubmissionBack(undo))
      return .fine
    }
    var wish = SubmitWish()
    wish.link = link
    wish.checksLink = checkLink
    wish.withoutWord = noDocx
    wish.isCoarse = coarse
    let report = try await workspace.submit(wish)
    SubmitPrinter(report: report, session: session).show()
    return report.isComplete ? .fine : .findings
  }
}

/// Prints what handing in came to, the most important last, where one looks.
private struct SubmitPrinter {
  let report: SubmitReport
  let session: Session

  private var console: Console { session.console }
  private var style: Style { console.style }

  func show() {
    showOpen()
    showDone()
    for line in report.anchors.flatMap({ Words.lines($0, style) }) { console.result("  " + line) }
    for remark in report.remarks {
      console.result(style(.warning, "remark:") + " \(remark.message)")
      if let hint = remark.hint { console.result("        " + style(.info, "hint:") + " \(hint)") }
    }
    showLeft()
  }

  private func showOpen() {
    guard !report.open.isEmpty else { return }
    console.result(style(.heading, "Open, and no obstacle: handing in never waits"))
    for item in report.open {
      let label: Label =
        switch item.severity {
        case .error: .error
        case .warning: .warning
        case .info: .info
        }
      let name = item.severity.rawValue
      console.result(
        "  " + style(label, name) + String(repeating: " ", count: 9 - name.count) + item.message)
      if let hint = item.hint { console.result("           " + style(.dim, hint)) }
    }
    console.result()
  }

  private func showDone() {
    console.result(style(.heading, report.tag == nil ? "Done so far" : "Done"))
    var table = TextTable()
    if let sealed = report.sealed {
      let files = report.timeFiles.isEmpty ? "" : " (\(report.timeFiles.joined(separator: ", ")))"
      table.add("  time", sealed + files)
    }
    if let draft = report.draft {
      let tag = report.tag.map { ", tagged " + style(.name, $0) } ?? ""
      table.add("  draft", "\(style(.name, draft.commit)) \(draft.title)\(tag)")
    }
    for document in report.documents { table.add("  wrote", words(for: document)) }
    if let picture = report.picture {
      table.add("  wrote", name(picture) + ": the hours as a picture")
    }
    if let link = report.link {
      let isOpen = report.isLinkOpen.map { $0 ? ", opens without an account" : ", not open" } ?? ""
      table.add("  link", link + isOpen)
    }
    for line in table.lines() { console.result(line) }
    // What the report lacks is missing in each document, and said once.
    var seen: Set<String> = []
    let findings = report.documents.flatMap(\.findings).filter {
      seen.insert("\($0.code) \($0.message)").inserted
    }
    if !findings.isEmpty { FindingPrinter(console: console).show(findings) }
  }

  private func words(for document: ExportReceipt) -> String {
    let errors = document.findings.count { $0.severity == .error }
    let verdict =
      document.findings.isEmpty
      ? "read again, all there"
      : errors > 0 ? Words.count(errors, "error") : Words.count(document.findings.count, "remark")
    return "\(style(.name, name(document.path))): \(Words.size(document.size)), "
      + "\(Words.count(document.figures, "figure")); \(verdict)"
  }

  private func name(_ path: String) -> String { Path.relative(path, to: session.folder) ?? path }

  private func showLeft() {
    console.result()
    let deadline = report.deadline.map { " (\($0))" } ?? ""
    console.result(style(.heading, "Left to do, by you") + deadline)
    var lines = report.steps.map { step in
      step.text + (step.address.map { "\n     " + style(.name, $0) } ?? "")
    }
    if report.link == nil {
      lines.append(
        "Keep the link here, and see that strangers can open it:\n     "
          + style(.name, "dossier submit --link URL --check-link"))
    }
    if report.tag == nil { lines.append("'dossier submit' again, for the draft and its tag") }
    for (number, line) in lines.enumerated() { console.result("  \(number + 1). \(line)") }
    if lines.isEmpty { console.result("  Nothing. Good luck!") }
  }
}
