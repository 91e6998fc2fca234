import Documents

/// What a client can ask about one document; the value is the method's name.
enum DocumentQuestion: String, CaseIterable {
  case diagnostic = "textDocument/diagnostic"
  case codeAction = "textDocument/codeAction"
  case codeLens = "textDocument/codeLens"
  case completion = "textDocument/completion"
  case definition = "textDocument/definition"
  case documentLink = "textDocument/documentLink"
  case documentSymbol = "textDocument/documentSymbol"
  case foldingRange = "textDocument/foldingRange"
  case hover = "textDocument/hover"
  case inlayHint = "textDocument/inlayHint"
  case prepareRename = "textDocument/prepareRename"
  case references = "textDocument/references"
  case rename = "textDocument/rename"
}

/// A message as the server understands it.
enum Message: Equatable {
  case initialize, initialized, shutdown, exit, setTrace
  case cancel(RequestID?)
  case didOpen(String), didChange(String), didSave(String), didClose(String)
  case didChangeWatchedFiles, didChangeConfiguration
  case ask(DocumentQuestion, of: String)
  case executeCommand
  case cancelProgress(RequestID?)
  case unknown(String)

  init(method: String, params: JSON) {
    let document = params["textDocument"]?["uri"]?.string ?? ""
    switch method {
    case "initialize": self = .initialize
    case "initialized": self = .initialized
    case "shutdown": self = .shutdown
    case "exit": self = .exit
    case "$/setTrace": self = .setTrace
    case "$/cancelRequest": self = .cancel(RequestID(params["id"]))
    case "textDocument/didOpen": self = .didOpen(document)
    case "textDocument/didChange": self = .didChange(document)
    case "textDocument/didSave": self = .didSave(document)
    case "textDocument/didClose": self = .didClose(document)
    case "workspace/didChangeWatchedFiles": self = .didChangeWatchedFiles
    case "workspace/didChangeConfiguration": self = .didChangeConfiguration
    case "workspace/executeCommand": self = .executeCommand
    case "window/workDoneProgress/cancel": self = .cancelProgress(RequestID(params["token"]))
    default:
      self = DocumentQuestion(rawValue: method).map { .ask($0, of: document) } ?? .unknown(method)
    }
  }

  /// What the message does to what the server knows.
  var effect: MessageEffect {
    switch self {
    case .initialize, .initialized, .shutdown, .exit, .didSave, .didChangeWatchedFiles:
      .changesEverything
    case .didOpen(let document), .didChange(let document), .didClose(let document):
      .changes(document: document)
    case .ask(_, let document): .reads(document: document)
    case .setTrace, .cancel, .didChangeConfiguration, .executeCommand, .cancelProgress, .unknown:
      .independent
    }
  }
}

/// What a message does to what the server knows; from it follows what may be left out and what has to be
/// done anew.
enum MessageEffect: Hashable {
  case changesEverything
  case changes(document: String)
  case reads(document: String)
  case independent

  /// Whether the message may stay undone when the client takes it back before its turn.
  var mayBeSkipped: Bool {
    switch self {
    case .reads, .independent: true
    case .changesEverything, .changes: false
    }
  }
}
