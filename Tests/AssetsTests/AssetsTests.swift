import Assets
import Foundation
import Testing

@Suite struct AssetsTests {
  private let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func carriesEveryFileOfTheTwoFoldersAndTheSchema() throws {
    var paths = ["Docs/Formats/contract.schema.json"]
    for folder in ["Hooks", "Templates"] {
      let base = root.appending(path: folder)
      for case let name as String in FileManager.default.enumerator(atPath: base.path) ?? .init() {
        var isFolder: ObjCBool = false
        let path = base.appending(path: name).path
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if !isFolder.boolValue { paths.append("\(folder)/\(name)") }
      }
    }
    #expect(Asset.all.map(\.path).sorted() == paths.sorted(), "run Scripts/embed-assets")
  }

  @Test func carriesTheirBytes() throws {
    for asset in Asset.all {
      let bytes = try Data(contentsOf: root.appending(path: asset.path))
      let isSame = asset.bytes == Array(bytes)
      #expect(isSame, "\(asset.path): run Scripts/embed-assets")
    }
  }

  @Test func findsFilesBelowAFolder() {
    #expect(Asset.below("Hooks/").map(\.path).contains("Hooks/pre-commit"))
    #expect(Asset.below("Nowhere/").isEmpty)
  }
}
