import Documents
import Findings
import Reports

extension Checker {
  func links() -> [Finding] {
    let folders = Self.folders(of: surroundings.files)
    return report.links.compactMap { link in
      guard let target = LocalPath(link.destination) else { return remote(link) }
      if target.isOutside { return outside(link) }
      if target.path.isEmpty { return anchor(target.fragment, of: link) }
      guard !surroundings.files.contains(target.path) else { return nil }
      guard link.isImage || !folders.contains(target.path) else { return nil }
      return missing(target.path, link)
    }
  }

  private static func folders(of files: Set<String>) -> Set<String> {
    var folders: Set<String> = []
    for file in files {
      var path = file[...]
      while let slash = path.lastIndex(of: "/") {
        path = path[..<slash]
        guard folders.insert(String(path)).inserted else { break }
      }
    }
    return folders
  }

  private func remote(_ link: Link) -> Finding? {
    guard link.isImage, !link.destination.lowercased().hasPrefix("data:") else { return nil }
    return finding(
      .imageRemote, "the image '\(link.destination)' lies on another computer", at: link.place,
      hint: "put a copy into 'figures/', so that the report shows it without a network")
  }

  private func outside(_ link: Link) -> Finding {
    finding(
      .linkOutside,
      "'\(link.destination)' leads out of the application, where no reader can follow",
      at: link.place, hint: "put a copy into the application and name it by a path from there")
  }

  /// A part of the report itself.
  private func anchor(_ fragment: String?, of link: Link) -> Finding? {
    guard let fragment, !fragment.isEmpty else {
      guard link.destination.isEmpty else { return nil }
      return finding(
        link.isImage ? .imageMissing : .linkBroken,
        "\(link.isImage ? "an image" : "a link") names no file", at: link.place,
        hint: "write the path between the parentheses")
    }
    let labels =
      report.sections.map(\.id) + report.figures.compactMap(\.label)
      + report.tables.compactMap(\.label) + report.equations.map(\.label)
    guard !labels.contains(fragment) else { return nil }
    let near = Suggestion.nearest(to: fragment, among: labels)
    return finding(
      .linkBroken, "the report has no part '#\(fragment)'", at: link.place,
      hint: near.map { "did you mean '#\($0)'?" } ?? "give it to a heading: '{#\(fragment)}'")
  }

  private func missing(_ path: String, _ link: Link) -> Finding {
    finding(
      link.isImage ? .imageMissing : .linkBroken, "there is no file '\(path)'", at: link.place,
      hint: hint(forMissing: path, isImage: link.isImage))
  }

  private func hint(forMissing path: String, isImage: Bool) -> String {
    let sameButCase = surroundings.files.filter { $0.lowercased() == path.lowercased() }.min()
    if let sameButCase { return "the file is called '\(sameButCase)'; upper and lower case matter" }
    if path.contains("\\") { return "put '/' between the parts of a path" }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let elsewhere = surroundings.files.filter { $0.hasSuffix("/" + name) }.min()
    if let elsewhere { return "did you mean '\(elsewhere)'?" }
    let near = Suggestion.nearest(to: path, among: surroundings.files.sorted())
    if let near { return "did you mean '\(near)'?" }
    return isImage && path.hasPrefix("figures/")
      ? "draw it with 'dossier run', or correct the path" : "add the file, or correct the path"
  }
}
