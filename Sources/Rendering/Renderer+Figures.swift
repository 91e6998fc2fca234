internal import CommonMark
internal import Foundation
internal import Reports

extension Renderer {
  /// Writes a figure: its image, its number and caption, and where it comes from.
  mutating func figure(_ node: MarkdownNode, _ position: Int) {
    guard report.figures.indices.contains(position) else { return inlines(node.children) }
    let figure = report.figures[position]
    if isForAnotherProgram { return plainFigure(figure, node) }
    out.open("figure", ("id", anchor(figure.label)))
    out.endLine()
    image(figure, at: node)
    out.append("\n<figcaption><p>")
    caption(of: figure, node)
    out.append("</p>")
    note(for: figure)
    out.append("</figcaption>\n</figure>")
    out.endLine()
  }

  /// Writes a figure that stands in a table, a link or emphasis.
  mutating func inlineFigure(_ node: MarkdownNode, _ position: Int) {
    guard report.figures.indices.contains(position) else { return inlines(node.children) }
    let figure = report.figures[position]
    out.open("span", ("class", "inline-figure"), ("id", anchor(figure.label)))
    image(figure, at: node)
    out.append("<span class=\"inline-caption\">")
    caption(of: figure, node)
    out.append("</span></span>")
  }

  /// Writes an image that is no figure, in a line of text.
  mutating func image(_ node: MarkdownNode, _ destination: String) {
    let description = node.readableText
    let words = description.allSatisfy(\.isWhitespace) ? destination : description
    image(destination, alternative: words, width: nil, at: node)
  }

  /// An anchor, the first time that it is asked for; a page has each only once.
  mutating func anchor(_ label: String?) -> String? {
    guard let label, index.anchors.contains(label), usedAnchors.insert(label).inserted else {
      return nil
    }
    return label
  }

  mutating func caption(of figure: Figure, _ node: MarkdownNode) {
    let number = words.numbered(words.figure, figure.number)
    // The figure's one child is the image, whose children are the caption.
    let content = node.children.flatMap(\.children)
    label(content.isEmpty ? number : number + words.colon)
    inlines(content)
  }

  mutating func image(_ figure: Figure, at node: MarkdownNode) {
    let number = words.numbered(words.figure, figure.number)
    let named = figure.caption.isEmpty ? number : number + words.colon + figure.caption
    let alternative = figure.alt.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } ?? named
    image(
      figure.path, alternative: alternative, width: figure.attributes.values["width"], at: node)
  }

  mutating func image(
    _ path: String, alternative: String, width: String?, at node: MarkdownNode
  ) {
    guard let resource = usableResource(path, at: node) else {
      out.element("span", ("class", "missing"), text: words.missingImage + words.colon + path)
      return
    }
    let source = options.files.map { $0[path] ?? path } ?? Self.dataURI(of: resource)
    out.open(
      "img", ("src", source), ("alt", alternative), ("style", width.flatMap(Self.widthRule)))
  }

  /// Writes where a figure comes from.
  mutating func note(for figure: Figure) {
    guard
      let note = options.figureNotes[figure.path]
        ?? options.figureNotes[LinkTarget.path(figure.path)]
    else { return }
    out.append("<p class=\"provenance\">")
    out.element(
      "span", ("class", note.needsAttention ? "state attention" : "state"), text: note.state)
    for detail in note.details { out.text(" · " + detail) }
    out.append("</p>")
  }

  /// The image to show; `nil`, with a finding, when there is none or no browser could show it.
  private mutating func usableResource(_ path: String, at node: MarkdownNode) -> Resource? {
    guard let resource = resources[path] ?? resources[LinkTarget.path(path)] else {
      find(
        "image-missing", "the image '\(path)' is not there", at: node,
        hint: "draw it with 'dossier run', or correct the path")
      return nil
    }
    guard ImageType(resource.mediaType)?.matches(resource.bytes) == true else {
      find(
        "image-unusable", "'\(path)' is no image of the type '\(resource.mediaType)'",
        at: node, hint: "use an SVG, PNG, JPEG, GIF or WebP file that opens in a browser")
      return nil
    }
    return resource
  }

  private static func dataURI(of resource: Resource) -> String {
    "data:\(resource.mediaType);base64," + Data(resource.bytes).base64EncodedString()
  }

  /// The rule for a width such as `80%`, `12cm` or `300`; `nil` for anything else.
  private static func widthRule(_ width: String) -> String? {
    let number = width.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = width.dropFirst(number.count)
    guard let value = Double(number), value.isFinite, value > 0 else { return nil }
    switch unit {
    case "": return "width:\(number)px"
    case "%", "px", "em", "rem", "cm", "mm", "in", "pt": return "width:\(number)\(unit)"
    default: return nil
    }
  }
}

/// The kinds of image that every browser shows.
enum ImageType: String, CaseIterable {
  case svg = "image/svg+xml"
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webp = "image/webp"

  init?(_ mediaType: String) { self.init(rawValue: mediaType) }

  /// Whether bytes begin as an image of this kind does.
  func matches(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .svg: String(decoding: bytes.prefix(4_096), as: UTF8.self).contains("<svg")
    case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
    case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
    case .gif: bytes.starts(with: "GIF8".utf8)
    case .webp: bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8)
    }
  }
}
