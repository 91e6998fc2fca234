import Foundation
import Testing

/// The table of `Docs/Architecture.md`: what each target may import.
struct ArrowTable {
  struct Row {
    let layer: Int
    let target: String
    let imports: Set<String>
  }

  let rows: [Row]

  init(page: String) {
    rows = page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 6, let layer = Int(cells[1]) else { return nil }
      let imports = cells[4].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      return Row(
        layer: layer, target: cells[2].filter { $0 != "`" },
        imports: Set(imports.filter { $0 != "-" }))
    }
  }
}

/// The names a source file imports, Foundation and its parts aside.
private func imports(of code: String) -> Set<String> {
  let standard: Set<String> = [
    "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Dispatch",
  ]
  var found: Set<String> = []
  for line in code.split(separator: "\n") {
    var words = line.split(separator: " ")[...]
    while let first = words.first, first.hasPrefix("@") || accessWords.contains(String(first)) {
      words = words.dropFirst()
    }
    guard words.first == "import", words.count >= 2 else { continue }
    let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias", "let"]
    let name = kinds.contains(words[words.startIndex + 1]) ? words.last : words.dropFirst().first
    if let module = name?.split(separator: ".").first { found.insert(String(module)) }
  }
  return found.subtracting(standard)
}

private let accessWords: Set<String> = ["public", "internal", "package", "fileprivate", "private"]

@Suite struct ArrowTests {
  let tree: SourceTree
  let table: ArrowTable

  init() throws {
    tree = try SourceTree.load()
    table = ArrowTable(page: try tree.text("Docs/Architecture.md"))
  }

  @Test func namesEveryTargetInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: tree.root.appending(path: "Sources").path)
    #expect(Set(folders) == Set(table.rows.map(\.target)), "folders under Sources and the table")
  }

  @Test func importsOnlyWhatTheTableAllows() {
    for file in tree.files {
      let allowed = table.rows.first { $0.target == file.target }?.imports ?? []
      let extra = imports(of: file.code).subtracting(allowed)
      #expect(
        extra.isEmpty,
        "\(file.path) imports \(extra.sorted()), which Docs/Architecture.md does not allow")
    }
  }

  @Test func pointsNoArrowUpwards() {
    let layers = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.target, $0.layer) })
    for row in table.rows {
      for name in row.imports {
        guard let layer = layers[name] else { continue }
        #expect(layer <= row.layer, "\(row.target) lies below \(name)")
      }
    }
  }

  @Test func keepsEachCLibraryInOneTarget() {
    for library in table.rows where library.layer == 0 {
      let users = tree.files.filter { imports(of: $0.code).contains(library.target) }
      #expect(Set(users.map(\.target)).count <= 1, "\(library.target) is imported by two targets")
      // `CKernels` is ours and the other half of `Tensors`, so there is nothing to keep out.
      let most = library.target == "CKernels" ? .max : 3
      #expect(users.count <= most, "\(library.target) is imported by \(users.count) files")
    }
  }

  /// The manifest may leave out an arrow that the table allows, not the other way round.
  @Test func declaresNoOtherDependencyInTheManifest() throws {
    let manifest = try tree.text("Package.swift")
    let start = try #require(manifest.range(of: "targets: [\n"))
    let products = ["subprocess": "Subprocess", "argumentParser": "ArgumentParser"]
    for row in table.rows where row.layer > 0 {
      let opening = "name: \"\(row.target)\""
      guard let name = manifest.range(of: opening, range: start.upperBound..<manifest.endIndex)
      else { continue }
      let rest = manifest[name.upperBound...]
      let own = rest.prefix(upTo: rest.range(of: "swiftSettings")?.lowerBound ?? rest.endIndex)
      let quoted = own.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) }
      let named = products.filter { own.contains($0.key) }.map(\.value)
      let extra = Set(quoted + named).subtracting(row.imports)
      #expect(extra.isEmpty, "Package.swift lets \(row.target) depend on \(extra.sorted())")
    }
  }
}

@Suite struct ArrowReadingTests {
  @Test(arguments: [
    ("import Git", ["Git"]), ("internal import CGit", ["CGit"]),
    ("@preconcurrency public import Platform", ["Platform"]),
    ("import struct Foundation.Data", []), ("import struct Git.ObjectID", ["Git"]),
    ("let important = 1", []), ("import Foundation", []),
  ])
  func readsImports(line: String, names: [String]) {
    #expect(imports(of: line) == Set(names))
  }

  @Test func readsTheTable() {
    let row = ArrowTable(page: "| 2 | `A` | words | B, C |\n| x |").rows.first
    #expect(row?.target == "A")
    #expect(row?.imports == ["B", "C"])
  }
}
