public import Findings

/// A part of a YAML document, with the place it stands at.
///
/// Scalars are texts: what type one has is the business of the schema that reads it.
public struct Node: Sendable, Equatable {
  /// What a node holds.
  public enum Value: Sendable, Equatable {
    /// A text; `plain` where it was written without quotes and not as a block.
    case scalar(String, plain: Bool)
    /// A list.
    case sequence([Node])
    /// Pairs of key and value in the order of the file, no key twice.
    case mapping([Entry])
  }

  /// One key of a mapping with its value.
  public struct Entry: Sendable, Equatable {
    /// The key, always a scalar.
    public let key: Node
    /// The value.
    public let value: Node

    /// Creates an entry.
    public init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }

    /// The text of the key.
    public var name: String { key.text ?? "" }
  }

  /// What the node holds.
  public let value: Value
  /// The stretch of the file it takes, in UTF-8 bytes.
  public let range: Range<Int>
  private let file: File

  /// The text that nodes were read from; only few of them are ever asked where they stand.
  final class File: Sendable {
    let source: SourceText

    init(_ source: SourceText) { self.source = source }
  }

  init(_ value: Value, range: Range<Int>, in file: File) {
    self.value = value
    self.range = range
    self.file = file
  }

  /// Where it stands.
  public var place: Place { file.source.place(range) }

  /// Whether two nodes hold the same at the same place.
  public static func == (a: Node, b: Node) -> Bool { a.range == b.range && a.value == b.value }

  /// The text of a scalar; `nil` for lists and mappings.
  public var text: String? {
    guard case .scalar(let text, _) = value else { return nil }
    return text
  }

  /// The elements of a list.
  public var elements: [Node]? {
    guard case .sequence(let elements) = value else { return nil }
    return elements
  }

  /// The entries of a mapping.
  public var entries: [Entry]? {
    guard case .mapping(let entries) = value else { return nil }
    return entries
  }

  /// The value of a key; `nil` where this is no mapping or has no such key.
  public subscript(key: String) -> Node? {
    entries?.first { $0.name == key }?.value
  }

  /// Whether nothing was written: `key:` and no more.
  public var isEmpty: Bool { value == .scalar("", plain: true) }
}
