import Documents
import Findings
import Reports

extension Checker {
  /// For how many broken links or references of one kind a better name is looked for.
  static let greatestSuggestionCount = 100

  func links() -> [Finding] {
    let folders = Self.folders(of: surroundings.files)
    var names: FileNames?
    let anchors = self.anchors
    var missingCount = 0
    return report.links.compactMap { link in
      guard let target = LocalPath(link.destination) else { return remote(link) }
      if target.isOutside { return outside(link) }
      if target.path.isEmpty {
        let finding = anchor(
          target.fragment, of: link, among: anchors,
          isNearWanted: missingCount < Self.greatestSuggestionCount)
        missingCount += finding == nil ? 0 : 1
        return finding
      }
      guard !surroundings.files.contains(target.path) else { return nil }
      guard link.isImage || !folders.contains(target.path) else { return nil }
      missingCount += 1
      let known =
        missingCount > Self.greatestSuggestionCount
        ? FileNames([]) : names ?? FileNames(surroundings.files)
      names = names ?? known
      return missing(target.path, link, among: known)
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

  /// What a link into the report can name.
  private var anchors: Set<String> {
    let parts = report.figures.compactMap(\.label) + report.tables.compactMap(\.label)
    return Set(report.sections.map(\.id) + parts + report.equations.map(\.label))
  }

  /// A part of the report itself.
  private func anchor(
    _ fragment: String?, of link: Link, among anchors: Set<String>, isNearWanted: Bool
  ) -> Finding? {
    guard let fragment, !fragment.isEmpty else {
      guard link.destination.isEmpty else { return nil }
      return finding(
        link.isImage ? .imageMissing : .linkBroken,
        "\(link.isImage ? "an image" : "a link") names no file", at: link.place,
        hint: "write the path between the parentheses")
    }
    guard !anchors.contains(fragment) else { return nil }
    let near = isNearWanted ? Suggestion.nearest(to: fragment, among: anchors.sorted()) : nil
    return finding(
      .linkBroken, "the report has no part '#\(fragment)'", at: link.place,
      hint: near.map { "did you mean '#\($0)'?" } ?? "give it to a heading: '{#\(fragment)}'")
  }

  private func missing(_ path: String, _ link: Link, among names: FileNames) -> Finding {
    let (hint, better, isCertain) = remedy(forMissing: path, isImage: link.isImage, among: names)
    // A path is replaced where it stands as it is; one in other words is left to the writer.
    let fix = better.flatMap {
      replacement(
        of: "](" + path, with: "](" + $0, at: link.place, "name the file '\($0)'", isSafe: isCertain
      )
    }
    return finding(
      link.isImage ? .imageMissing : .linkBroken, "there is no file '\(path)'", at: link.place,
      hint: hint, fix: fix)
  }

  /// What to do about a path that leads nowhere, with the path that is probably meant.
  private func remedy(
    forMissing path: String, isImage: Bool, among names: FileNames
  ) -> (hint: String, better: String?, isCertain: Bool) {
    if let same = names.sameButCase[path.lowercased()] {
      return ("the file is called '\(same)'; upper and lower case matter", same, true)
    }
    if path.contains("\\") { return ("put '/' between the parts of a path", nil, false) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if let elsewhere = names.elsewhere[name] {
      return ("did you mean '\(elsewhere)'?", elsewhere, false)
    }
    if let near = Suggestion.nearest(to: path, among: names.sorted) {
      return ("did you mean '\(near)'?", near, false)
    }
    let hint =
      isImage && path.hasPrefix("figures/")
      ? "draw it with 'dossier run', or correct the path" : "add the file, or correct the path"
    return (hint, nil, false)
  }
}

/// The names of an application's files, ready for questions about names that are not there.
struct FileNames {
  /// The names in order.
  let sorted: [String]
  /// The first name for each way to write it without regard to case.
  let sameButCase: [String: String]
  /// The first path that ends in each file name, in whatever folder below the top.
  let elsewhere: [String: String]

  init(_ files: Set<String>) {
    sorted = files.sorted()
    sameButCase = Dictionary(
      sorted.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    elsewhere = Dictionary(
      sorted.compactMap { path in
        let parts = path.split(separator: "/")
        return parts.count > 1 ? parts.last.map { (String($0), path) } : nil
      }, uniquingKeysWith: { first, _ in first })
  }
}
