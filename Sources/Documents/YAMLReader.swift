import Findings
import Yams

/// Turns the nodes of Yams into ours, with places, and complains of what a configuration needs not.
struct YAMLReader {
  let text: YAMLText
  private let file: Node.File
  var findings: [Finding] = []

  init(text: YAMLText) {
    self.text = text
    file = Node.File(text.source)
  }

  mutating func node(from yams: Yams.Node) -> Node {
    let start = yams.mark.map(text.offset(of:)) ?? text.range.lowerBound
    complain(of: yams, at: start)
    switch yams {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      let end = text.endOfScalar(scalar.string, style: scalar.style, from: start)
      return node(.scalar(scalar.string, plain: isPlain), start..<end)
    case .sequence(let sequence):
      let elements = sequence.map { node(from: $0) }
      let end = text.endOfCollection(from: start, lastItemEnd: elements.last?.range.upperBound)
      return node(.sequence(elements), start..<end)
    case .mapping(let mapping):
      let entries = mapping.compactMap { entry(key: $0.key, value: $0.value) }
      let last = entries.last?.value.range.upperBound
      let end = text.endOfCollection(from: start, lastItemEnd: last)
      return node(.mapping(entries), start..<end)
    case .alias:
      return node(.scalar("", plain: true), start..<start)
    }
  }

  private mutating func entry(key: Yams.Node, value: Yams.Node) -> Node.Entry? {
    let ours = Node.Entry(key: node(from: key), value: node(from: value))
    guard ours.key.text != nil else {
      findings.append(
        Finding(
          code: "yaml-key", severity: .error, message: "a key is a list or a mapping",
          place: ours.key.place, hint: "keys are plain texts; put '{', '[' in quotes"))
      return nil
    }
    return ours
  }

  private func node(_ value: Node.Value, _ range: Range<Int>) -> Node {
    Node(value, range: range, in: file)
  }

  private static let knownTags: Set<String> = [
    "", "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map",
  ]

  private mutating func complain(of yams: Yams.Node, at offset: Int) {
    let tag = yams.tagName
    if yams.anchor == nil, Self.knownTags.contains(tag) { return }
    let place = text.source.place(offset..<offset + 1)
    if let anchor = yams.anchor {
      findings.append(
        Finding(
          code: "yaml-anchor", severity: .error,
          message: "the anchor '&\(anchor.rawValue)' is not supported", place: place,
          hint: "put the value in quotes if '&' is meant as text"))
    }
    if !Self.knownTags.contains(tag) {
      let name = tag.split(separator: ":").last.map(String.init) ?? tag
      findings.append(
        Finding(
          code: "yaml-tag", severity: .error, message: "the tag '\(name)' is not supported",
          place: place, hint: "put the value in quotes if '!' is meant as text"))
    }
  }
}

extension Yams.Node {
  fileprivate var tagName: String {
    switch self {
    case .scalar(let scalar): scalar.tag.rawValue
    case .sequence(let sequence): sequence.tag.rawValue
    case .mapping(let mapping): mapping.tag.rawValue
    case .alias(let alias): alias.tag.rawValue
    }
  }
}
