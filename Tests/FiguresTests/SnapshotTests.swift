import Figures
import Foundation
import Testing

@Suite struct SnapshotTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Figures").standardized

  @Test(arguments: Samples.all.map(\.name))
  func drawsThePictureThatWasApproved(name: String) throws {
    let chart = try #require(Samples.all.first { $0.name == name }).chart
    let drawn = chart.svg()
    let file = Self.folder.appending(path: "\(name).svg")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try Data(drawn.utf8).write(to: file)
    }
    let approved = try String(contentsOf: file, encoding: .utf8)
    #expect(
      drawn == approved,
      "'\(name)' is drawn differently; look at the picture, then record it with UPDATE_SNAPSHOTS=1")
  }
}
