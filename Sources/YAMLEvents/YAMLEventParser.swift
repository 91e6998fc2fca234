internal import CYAML

/// Reads the events of a text with libyaml, one at a time.
///
/// What is read ahead is bounded: nothing grows with the text but what the caller keeps.
public final class YAMLEventParser {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// The offset of every so many-th character; empty where all characters are single bytes.
  private let offsets: [Int]
  /// The last mark that was placed; the next one is mostly near.
  private var last = (character: 0, offset: 0)

  private static let stride = 64

  /// Starts before the first document of a text in UTF-8.
  ///
  /// A byte order mark is taken for a character, so it is left out of what is handed in.
  public init(_ text: ArraySlice<UInt8>) {
    bytes = .allocate(capacity: text.count)
    _ = bytes.initialize(from: text)
    offsets = Self.offsets(of: bytes)
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next event; `nil` after the last document.
  ///
  /// Once it has thrown, nothing more can be read.
  public func next() throws(YAMLProblem) -> YAMLEvent? {
    var event = yaml_event_t()
    repeat {
      yaml_event_delete(&event)
      guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
    } while event.type == YAML_STREAM_START_EVENT
    defer { yaml_event_delete(&event) }
    return value(of: event)
  }

  private func value(of event: yaml_event_t) -> YAMLEvent? {
    let data = event.data
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return self.event(.documentStart, event)
    case YAML_DOCUMENT_END_EVENT: return self.event(.documentEnd, event)
    case YAML_SEQUENCE_START_EVENT:
      let start = data.sequence_start
      return self.event(.sequence, event, anchor: start.anchor, tag: start.tag)
    case YAML_MAPPING_START_EVENT:
      let start = data.mapping_start
      return self.event(.mapping, event, anchor: start.anchor, tag: start.tag)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return self.event(.end, event)
    case YAML_SCALAR_EVENT:
      let scalar = data.scalar
      let content = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let kind = YAMLEvent.Kind.scalar(
        String(decoding: content, as: UTF8.self), Self.style(scalar.style))
      return self.event(kind, event, anchor: scalar.anchor, tag: scalar.tag)
    case YAML_ALIAS_EVENT: return self.event(.alias(Self.text(data.alias.anchor) ?? ""), event)
    default: return nil
    }
  }

  private func event(
    _ kind: YAMLEvent.Kind, _ event: yaml_event_t, anchor: UnsafeMutablePointer<UInt8>? = nil,
    tag: UnsafeMutablePointer<UInt8>? = nil
  ) -> YAMLEvent {
    let start = offset(of: event.start_mark)
    return YAMLEvent(
      kind: kind, range: start..<max(start, offset(of: event.end_mark)),
      anchor: Self.text(anchor), tag: Self.text(tag))
  }

  private var problem: YAMLProblem {
    let parser = parser.pointee
    let words = [parser.context, parser.problem].compactMap { $0.map { String(cString: $0) } }
    let isUnreadable = parser.error == YAML_READER_ERROR
    let offset = isUnreadable ? parser.problem_offset : self.offset(of: parser.problem_mark)
    return YAMLProblem(
      message: words.isEmpty ? "there is not enough memory" : words.joined(separator: ", "),
      offset: min(offset, bytes.count))
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLEvent.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .plain
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

// MARK: - Offsets

extension YAMLEventParser {
  /// The byte offset of a mark, which counts characters.
  private func offset(of mark: yaml_mark_t) -> Int {
    guard !offsets.isEmpty else { return min(mark.index, bytes.count) }
    guard mark.index / Self.stride < offsets.count else { return bytes.count }
    var (character, offset) = last
    if !(character..<character + Self.stride).contains(mark.index) {
      character = mark.index - mark.index % Self.stride
      offset = offsets[mark.index / Self.stride]
    }
    while character < mark.index, offset < bytes.count {
      character += 1
      offset += 1
      while offset < bytes.count, Self.isContinuation(bytes[offset]) { offset += 1 }
    }
    last = (character, offset)
    return offset
  }

  private static func offsets(of bytes: UnsafeMutableBufferPointer<UInt8>) -> [Int] {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return [] }
    var offsets: [Int] = []
    var count = 0
    for (offset, byte) in bytes.enumerated() where !isContinuation(byte) {
      if count % stride == 0 { offsets.append(offset) }
      count += 1
    }
    return offsets
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
