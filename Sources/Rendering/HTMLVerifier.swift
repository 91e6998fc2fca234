internal import Findings

/// Reads a finished document again, trusting nothing of how it was made.
struct HTMLVerifier {
  private let path: String
  private var findings: [Finding] = []
  private var ids: Set<String> = []
  private var anchors: [String] = []
  private var headingLevel = 0
  private var isInStyle = false
  private var seen: Set<String> = []

  /// Reads a document.
  static func verify(_ html: String, path: String) -> [Finding] {
    var verifier = HTMLVerifier(path: path)
    for token in HTMLToken.tokens(of: html) { verifier.read(token) }
    verifier.finish()
    return verifier.findings
  }

  private init(path: String) { self.path = path }

  private mutating func read(_ token: HTMLToken) {
    switch token {
    case .comment: find("export-comment", "the document holds a comment")
    case .startTag(let name, let attributes): read(name, attributes)
    case .endTag(let name): if name == "style" { isInStyle = false }
    case .text(let text): if isInStyle { readStyle(text) }
    case .documentType: seen.insert("doctype")
    }
  }

  private mutating func read(_ name: String, _ attributes: [HTMLToken.Attribute]) {
    guard Self.elements.contains(name) else {
      return find("export-element", "the document holds the element '<\(name)>'")
    }
    isInStyle = name == "style"
    seen.insert(name)
    for attribute in attributes { read(attribute, of: name) }
    let values = Dictionary(attributes.map { ($0.name, $0.value) }) { first, _ in first }
    if name == "img" { readImage(values) }
    if name == "html", values["lang", default: ""].isEmpty {
      find("export-language", "the document does not say its language")
    }
    if name == "meta", let directive = values["http-equiv"] { readDirective(directive, values) }
    if name.count == 2, let level = name.last?.wholeNumberValue { readHeading(level) }
  }

  private mutating func read(_ attribute: HTMLToken.Attribute, of element: String) {
    switch attribute.name {
    case "id":
      if !ids.insert(attribute.value).inserted {
        find("export-duplicate-id", "two elements are called '\(attribute.value)'")
      }
    case "href" where element == "a":
      switch LinkTarget(attribute.value) {
      case .anchor(let anchor): anchors.append(anchor)
      case .address: break
      case .file, .refused:
        find("export-link", "a link leads to '\(attribute.value.prefix(60))'")
      }
    case "src" where element == "img": break
    case "style":
      if !Self.isWidthRule(attribute.value) {
        find("export-style", "an element has the style '\(attribute.value.prefix(60))'")
      }
    case let name where !Self.attributes.contains(name):
      find("export-attribute", "'<\(element)>' has the attribute '\(name.prefix(40))'")
    default: break
    }
  }

  /// A page may tell the browser one thing only: what it may load.
  private mutating func readDirective(_ directive: String, _ values: [String: String]) {
    if directive == "Content-Security-Policy", values["content"] == HTMLDocument.securityPolicy {
      seen.insert("policy")
    } else {
      find("export-attribute", "the document gives the browser the directive '\(directive)'")
    }
  }

  private mutating func readImage(_ values: [String: String]) {
    if values["alt", default: ""].allSatisfy(\.isWhitespace) {
      find("export-alt", "an image has no description")
    }
    let source = Array(values["src", default: ""].utf8)
    let isImage = ImageType.allCases.contains { type in
      let head = Array("data:\(type.rawValue);base64,".utf8)
      return source.starts(with: head) && source[head.count...].allSatisfy(\.isBase64)
    }
    if !isImage {
      find(
        "export-outside",
        "an image is not in the document: '\(String(values["src", default: ""].prefix(60)))'")
    }
  }

  private mutating func readHeading(_ level: Int) {
    if level > headingLevel + 1 {
      find("export-headings", "a heading of level \(level) follows one of level \(headingLevel)")
    }
    if level == 1, headingLevel != 0 { find("export-headings", "there are two titles") }
    headingLevel = level
  }

  private mutating func readStyle(_ css: String) {
    let css = css.lowercased()
    for word in ["url(", "@import", "image-set(", "src(", "expression(", "\\"]
    where css.contains(word) {
      find("export-outside", "the style sheet holds '\(word)'")
    }
  }

  private mutating func finish() {
    for anchor in anchors where !ids.contains(anchor) {
      find("export-anchor", "a link leads to '#\(anchor)', which is not there")
    }
    for (mark, what) in [
      ("doctype", "document type"), ("policy", "security policy"), ("title", "title"),
      ("h1", "heading of level 1"), ("main", "main part"),
    ] where !seen.contains(mark) {
      find("export-incomplete", "the document has no \(what)")
    }
  }

  private mutating func find(_ code: String, _ message: String) {
    findings.append(
      Finding(
        code: code, severity: .error, message: message, place: nil,
        hint: "do not share '\(path)'; export it again"))
  }

  private static func isWidthRule(_ style: String) -> Bool {
    guard style.hasPrefix("width:") else { return false }
    return style.dropFirst(6).utf8.allSatisfy { byte in
      byte == UInt8(ascii: "%") || byte == UInt8(ascii: ".")
        || byte.isBase64 && byte != UInt8(ascii: "/")
    }
  }

  private static let elements: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "footer", "section",
    "div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "code",
    "hr", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img",
    "a", "em", "strong", "del", "br", "sub", "sup", "kbd", "details", "summary", "span", "time",
  ]

  private static let attributes: Set<String> = [
    "lang", "charset", "name", "content", "http-equiv", "class", "alt", "title", "role",
    "tabindex", "scope", "start", "datetime", "aria-label", "aria-labelledby",
  ]
}

extension UInt8 {
  fileprivate var isBase64: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
