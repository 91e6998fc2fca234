internal import Documents
internal import Store

/// The anchors that the applicant asks for in `dossier.yaml`; without them nothing is anchored.
struct AnchorSettings: Sendable, Equatable {
  /// The address of a time-stamping authority.
  var authority: String?
  /// The file of the certificates that its tokens are checked against.
  var certificate: String?
  /// The file of the key that signs: a private key, or a public one whose other half an agent has.
  var key: String?
  /// The remote that the journal is pushed to.
  var remote: String?

  init() {}

  init(_ fields: inout Fields) {
    if let node = fields.node("tsa"), let text = fields.text(of: node, named: "tsa") {
      if text.hasPrefix("https://") || text.hasPrefix("http://") {
        authority = text
      } else {
        fields.complain(
          "field-value", "'\(text)' is no web address", at: node,
          hint: "give the address of the authority, such as 'https://freetsa.org/tsr'")
      }
    }
    certificate = fields.string("certificate")
    key = fields.string("sign")
    remote = fields.string("remote")
  }

  /// The ways that are asked for.
  var ways: [Anchor.Way] {
    var ways: [Anchor.Way] = []
    if authority != nil { ways.append(.timestamp) }
    if key != nil { ways.append(.signature) }
    if remote != nil { ways.append(.push) }
    return ways
  }
}
