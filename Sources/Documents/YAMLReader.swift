import Findings
import YAMLEvents

/// Builds nodes with their places out of events, and complains of what a configuration needs not.
struct YAMLReader {
  /// Why nothing of the document is used.
  enum Failure: Error {
    case syntax(String, at: Int)
    case alias(String, at: Int)
    case tooDeep(at: Int)
    case keyTwice(String, at: Int)
    case secondDocument(at: Int)
  }

  private let parser: YAMLEventParser
  private let source: SourceText
  private let range: Range<Int>
  private let file: Node.File
  private(set) var findings: [Finding] = []

  /// How deep lists and mappings may lie in each other, since each level takes a part of the stack.
  private static let depthLimit = 1000

  init(_ source: SourceText, in range: Range<Int>) {
    parser = YAMLEventParser(source.utf8[range])
    self.source = source
    self.range = range
    file = Node.File(source)
  }

  /// The root of the only document; `nil` where there is none.
  mutating func document() throws(Failure) -> Node? {
    guard try next() != nil, let event = try next() else { return nil }
    let root = try node(event, depth: 0)
    _ = try next()
    if let second = try next() {
      throw .secondDocument(at: second.range.lowerBound + range.lowerBound)
    }
    return root
  }

  private func next() throws(Failure) -> YAMLEvent? {
    do {
      return try parser.next()
    } catch {
      throw .syntax(error.message, at: error.offset + range.lowerBound)
    }
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(Failure) -> Node {
    let start = event.range.lowerBound + range.lowerBound
    guard depth < Self.depthLimit else { throw .tooDeep(at: start) }
    complain(of: event, at: start)
    switch event.kind {
    case .scalar(let text, let style):
      let isBlock = style == .block
      let end = isBlock ? endOfBlock(from: start) : event.range.upperBound + range.lowerBound
      return Node(.scalar(text, plain: style == .plain), range: start..<end, in: file)
    case .sequence:
      var elements: [Node] = []
      let end = try untilEnd(from: start) { reader, event throws(Failure) in
        elements.append(try reader.node(event, depth: depth + 1))
        return elements[elements.count - 1].range.upperBound
      }
      return Node(.sequence(elements), range: start..<end, in: file)
    case .mapping:
      var entries: [Node.Entry] = []
      var names: Set<String> = []
      let end = try untilEnd(from: start) { reader, event throws(Failure) in
        let entry = try reader.entry(event, depth: depth + 1)
        if let name = entry.key.text {
          if !names.insert(name).inserted {
            let first = entries.first { $0.name == name } ?? entry
            throw .keyTwice(name, at: first.key.range.lowerBound)
          }
          entries.append(entry)
        }
        return entry.value.range.upperBound
      }
      return Node(.mapping(entries), range: start..<end, in: file)
    case .alias(let name):
      throw .alias(name, at: start)
    case .documentStart, .documentEnd, .end:
      return Node(.scalar("", plain: true), range: start..<start, in: file)
    }
  }

  /// Reads the parts of a list or mapping with what reads one of them and says where that ends, and
  /// says where the whole ends.
  private mutating func untilEnd(
    from start: Int, part: (inout YAMLReader, YAMLEvent) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    var end = start
    while let event = try next() {
      if event.kind == .end {
        // Without brackets it is over where its last part is; the event comes only where the next begins.
        let isInBrackets = "[{".utf8.contains(source.utf8[min(start, source.utf8.count - 1)])
        return isInBrackets ? event.range.upperBound + range.lowerBound : end
      }
      end = try part(&self, event)
    }
    return end
  }

  private mutating func entry(_ event: YAMLEvent, depth: Int) throws(Failure) -> Node.Entry {
    let key = try node(event, depth: depth)
    guard let event = try next() else { return Node.Entry(key: key, value: key) }
    let value = try node(event, depth: depth)
    if key.text == nil {
      findings.append(
        Finding(
          code: "yaml-key", severity: .error, message: "a key is a list or a mapping",
          place: key.place, hint: "keys are plain texts; put '{', '[' in quotes"))
    }
    return Node.Entry(key: key, value: value)
  }

  /// A block scalar runs over every line that is blank or indented as deep as its first one.
  private func endOfBlock(from start: Int) -> Int {
    var end = endOfLine(from: start)
    var offset = end
    var depth = 0
    while offset < range.upperBound {
      let lineStart = offset + 1
      let lineEnd = lineStart < range.upperBound ? endOfLine(from: lineStart) : range.upperBound
      let line = source.utf8[min(lineStart, lineEnd)..<lineEnd]
      let indentation = line.prefix { $0 == UInt8(ascii: " ") }.count
      offset = lineEnd
      if line.allSatisfy(Self.isBlank) { continue }
      if depth == 0 { depth = max(indentation, 1) }
      guard indentation >= depth else { break }
      end = lineEnd
    }
    return end
  }

  private func endOfLine(from offset: Int) -> Int {
    source.utf8[offset..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}

// MARK: - Findings

extension YAMLReader {
  private static let knownTags: Set<String> = [
    "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map",
  ]

  private mutating func complain(of event: YAMLEvent, at offset: Int) {
    if let anchor = event.anchor {
      complain(
        "yaml-anchor", "anchors ('&\(anchor)') are not supported", at: offset,
        hint: "put the value in quotes if '&' is meant as text")
    }
    if let tag = event.tag, !Self.knownTags.contains(tag) {
      let name = tag.split(separator: ":").last.map(String.init) ?? tag
      complain(
        "yaml-tag", "the tag '\(name)' is not supported", at: offset,
        hint: "put the value in quotes if '!' is meant as text")
    }
  }

  private mutating func complain(_ code: String, _ message: String, at offset: Int, hint: String) {
    findings.append(
      Finding(
        code: code, severity: .error, message: message, place: source.place(offset..<offset + 1),
        hint: hint))
  }
}
