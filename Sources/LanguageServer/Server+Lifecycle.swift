import Documents
import Findings

extension Server {
  mutating func initialize(_ params: JSON) -> JSON {
    client = ClientCapabilities(params)
    stage = .running
    return [
      "serverInfo": ["name": "dossier", "version": .string(version)],
      "capabilities": .object(capabilities),
    ]
  }

  /// What is offered to the client.
  private var capabilities: [String: JSON] {
    var capabilities: [String: JSON] = [
      "positionEncoding": .string(client.encoding.rawValue),
      "textDocumentSync": [
        "openClose": true, "change": 2, "save": ["includeText": false],
      ],
    ]
    for (name, offer) in Self.offers { capabilities[name] = offer }
    if client.asksForFindings {
      capabilities["diagnosticProvider"] = [
        "identifier": "dossier", "interFileDependencies": true, "workspaceDiagnostics": false,
      ]
    }
    return capabilities
  }

  private static let offers: [String: JSON] = [
    "codeActionProvider": ["codeActionKinds": ["quickfix", "source.fixAll.dossier"]],
    "codeLensProvider": ["resolveProvider": false],
    "completionProvider": ["triggerCharacters": ["@", "#", "(", "/", ":", "-", "["]],
    "definitionProvider": true,
    "documentLinkProvider": ["resolveProvider": false],
    "documentSymbolProvider": true,
    "executeCommandProvider": ["commands": [.string(runCommand)]],
    "foldingRangeProvider": true,
    "hoverProvider": true,
    "inlayHintProvider": true,
    "referencesProvider": true,
    "renameProvider": ["prepareProvider": true],
  ]

  /// Asks to be told when something changes on the disk that findings or states depend on.
  mutating func watchFiles() {
    guard client.watchesFiles else { return }
    let patterns = ["**/*.yaml", "**/figures/**", "**/experiments/**", "**/*.bib"]
    request(
      "client/registerCapability",
      [
        "registrations": [
          [
            "id": "dossier-files", "method": "workspace/didChangeWatchedFiles",
            "registerOptions": [
              "watchers": .array(patterns.map { ["globPattern": .string($0)] })
            ],
          ]
        ]
      ])
  }
}
