import Findings
import Foundation
import Rendering
import Reports

/// The reports whose documents are kept, and what they are rendered with.
enum Samples {
  static let names = ["report", "chinese", "untitled", "empty"]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Rendering").standardized

  static let image = Resource(
    mediaType: "image/svg+xml",
    bytes: Array(
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><path d="M0 0h8v4z"/></svg>
      """.utf8))

  static let resources = [
    "figures/patching/heat.svg": image, "figures/probe/lines.svg": image, "a.svg": image,
  ]

  static let options = HTMLOptions(
    figureNotes: [
      "figures/patching/heat.svg": FigureNote(
        state: "fresh", needsAttention: false,
        details: ["experiment 'patching'", "SmolLM2-135M-Instruct"]),
      "figures/probe/lines.svg": FigureNote(
        state: "stale: options changed", needsAttention: true, details: ["experiment 'probe'"]),
    ],
    timeTable: TimeTable(
      caption: "Time spent", columns: ["Category", "Certain", "At most"],
      rows: [["research", "07:41:10", "07:52:00"], ["writing", "00:12:05"]],
      remark: "Counted: 07:41:10 of 20:00:00."),
    draft: "3f2a9c1")

  static let imageInBase64 = Data(image.bytes).base64EncodedString()

  static func source(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: "\(name).md"), encoding: .utf8)
  }

  static func render(
    _ source: String, resources: [String: Resource] = resources
  ) -> (html: String, findings: [Finding]) {
    let report = Report.parse(source, path: "report.md").report
    return HTMLDocument.render(report, resources: resources, options: options)
  }
}
