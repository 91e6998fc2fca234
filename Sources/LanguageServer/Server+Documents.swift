import Documents
import Findings
import Workspace

extension Server {
  mutating func open(_ uri: String, _ params: JSON) {
    guard !uri.isEmpty, let item = params["textDocument"] else {
      return log("a document without an address was opened")
    }
    let folder = FileURI.path(uri).flatMap(host.applicationFolder(ofFile:))
    let document = Document(item, uri: uri, folder: folder)
    documents[uri] = document
    if let folder, snapshots[folder] == nil {
      refresh(folder)
    } else {
      textChanged(uri)
    }
  }

  mutating func change(_ uri: String, _ params: JSON) {
    guard documents[uri] != nil else { return log("a document was changed that is not open") }
    let isUnderstood =
      documents[uri]?.apply(
        params["contentChanges"]?.array ?? [],
        version: params["textDocument"]?["version"]?.integer, in: client.encoding) ?? false
    if !isUnderstood { log("a change of '\(uri)' could not be understood") }
    textChanged(uri)
  }

  mutating func close(_ uri: String) {
    guard let document = documents.removeValue(forKey: uri) else { return }
    owed.remove(uri)
    if !client.asksForFindings { publish([], uri: uri, version: nil) }
    guard let folder = document.folder else { return }
    if documents.values.contains(where: { $0.folder == folder }) {
      // What was typed into a file of rules or settings and not saved is forgotten.
      if !document.isMarkdown { refresh(folder) }
    } else {
      forget(folder)
    }
  }

  /// Looks at an application anew, because something on the disk may have changed.
  mutating func refresh(_ folder: String?) {
    guard let folder, documents.values.contains(where: { $0.folder == folder }) else { return }
    var snapshot = host.snapshot(of: folder, after: snapshots[folder])
    for remark in snapshot.remarks { log(remark) }
    for uri in documents.keys where documents[uri]?.folder == folder {
      if let text = edited(uri, in: snapshot)?.contractText {
        snapshot = snapshot.replacingContract(text)
      }
    }
    snapshots[folder] = snapshot
    owedFolders.insert(folder)
    snapshotChanged(folder)
  }

  /// Whoever types in a file of an application, or saves one, works on it.
  mutating func noteWork(on uri: String) {
    if let folder = documents[uri]?.folder { effects.append(.noteWork(folder)) }
  }

  /// The folders of applications that a message about files speaks of.
  func foldersTouched(by params: JSON) -> [String] {
    let files = (params["changes"]?.array ?? []).compactMap { change in
      change["uri"]?.string.flatMap(FileURI.path)
    }
    return snapshots.keys.filter { folder in
      files.contains { $0.hasPrefix(folder + "/") }
    }.sorted()
  }

  /// What is known of a document; `nil` where it is not open.
  mutating func edited(_ uri: String) -> EditedFile? {
    guard let document = documents[uri] else { return nil }
    if let edited = document.edited { return edited }
    let snapshot = document.folder.flatMap { snapshots[$0] } ?? .withoutApplication
    let edited = edited(uri, in: snapshot)
    documents[uri]?.edited = edited
    return edited
  }

  private func edited(_ uri: String, in snapshot: EditorSnapshot) -> EditedFile? {
    documents[uri].map {
      EditedFile($0.source, isMarkdown: $0.isMarkdown, in: snapshot)
    }
  }

  /// Notes that a document's findings are not those the client has.
  private mutating func textChanged(_ uri: String) {
    owed.insert(uri)
    guard let folder = documents[uri]?.folder, let text = edited(uri)?.contractText,
      let snapshot = snapshots[folder]
    else { return }
    snapshots[folder] = snapshot.replacingContract(text)
    snapshotChanged(folder)
  }

  /// Everything that was found out about the documents of an application is void.
  private mutating func snapshotChanged(_ folder: String) {
    for uri in documents.keys where documents[uri]?.folder == folder {
      documents[uri]?.edited = nil
      owed.insert(uri)
    }
    if client.refreshesHints { request("workspace/inlayHint/refresh", .null) }
    if client.refreshesLenses { request("workspace/codeLens/refresh", .null) }
  }

  private mutating func forget(_ folder: String) {
    snapshots[folder] = nil
    owedFolders.remove(folder)
    for uri in published.removeValue(forKey: folder)?.sorted() ?? [] {
      publish([], uri: uri, version: nil)
    }
  }
}
