import Documents
import Findings

/// What the client can do, as far as it changes what the server does.
struct ClientCapabilities: Equatable {
  /// What columns are counted in: the first of ours that the client offers, UTF-16 where it offers none.
  var encoding = ColumnEncoding.utf16
  /// Whether it asks for findings itself, so that they are not sent unasked.
  var asksForFindings = false
  /// Whether it can be told to ask for findings anew.
  var refreshesFindings = false
  var refreshesHints = false
  var refreshesLenses = false
  var nestsSymbols = false
  /// Whether what is shown about a thing may be Markdown.
  var showsMarkdown = false
  /// Whether code actions can be more than commands.
  var takesCodeActions = false
  /// Whether edits can name the version of the document they are for.
  var takesVersionedEdits = false
  /// Whether files can be watched on our behalf.
  var watchesFiles = false
  var showsProgress = false

  init() {}

  init(_ params: JSON) {
    let capabilities = params["capabilities"] ?? .null
    let document = capabilities["textDocument"] ?? .null
    let workspace = capabilities["workspace"] ?? .null
    let offered = capabilities["general"]?["positionEncodings"]?.array?.compactMap(\.string) ?? []
    encoding = offered.lazy.compactMap(ColumnEncoding.init).first ?? .utf16
    asksForFindings = document["diagnostic"]?.object != nil
    refreshesFindings = workspace["diagnostics"]?["refreshSupport"]?.bool ?? false
    refreshesHints = workspace["inlayHint"]?["refreshSupport"]?.bool ?? false
    refreshesLenses = workspace["codeLens"]?["refreshSupport"]?.bool ?? false
    showsMarkdown =
      document["hover"]?["contentFormat"]?.array?.contains("markdown") ?? false
    nestsSymbols = document["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.bool ?? false
    takesCodeActions = document["codeAction"]?["codeActionLiteralSupport"]?.object != nil
    takesVersionedEdits = workspace["workspaceEdit"]?["documentChanges"]?.bool ?? false
    watchesFiles = workspace["didChangeWatchedFiles"]?["dynamicRegistration"]?.bool ?? false
    showsProgress = capabilities["window"]?["workDoneProgress"]?.bool ?? false
  }
}
