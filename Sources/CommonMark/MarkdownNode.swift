/// One node of a Markdown document: what it is, where it stands and what it holds.
///
/// Inline nodes are the children of the block that holds them. No tree is deeper than
/// ``nestingLimit`` allows, so walking it by recursion is safe.
public struct MarkdownNode: Sendable, Equatable {
  /// What the node is.
  public let kind: Kind
  /// Where it stands in the source.
  public let lines: SourceLines
  /// What it holds, in the order of the source; footnote definitions come last in the document.
  public let children: [MarkdownNode]

  /// How many block quotes and lists, and within a block how many emphases and links, may hold one
  /// another; a deeper one is left out and what it holds moves up.
  public static let nestingLimit = 50

  /// Creates a node.
  public init(kind: Kind, lines: SourceLines, children: [MarkdownNode] = []) {
    self.kind = kind
    self.lines = lines
    self.children = children
  }

  /// The text of the node as a reader sees it, without markup; line breaks become spaces.
  ///
  /// Raw HTML and footnote marks are left out, images count with their description.
  public var plainText: String {
    switch kind {
    case .text(let text), .code(let text), .codeBlock(_, let text): text
    case .softBreak, .lineBreak: " "
    case .htmlBlock, .htmlInline, .footnoteReference, .thematicBreak: ""
    default: children.map(\.plainText).joined()
    }
  }

  /// What a node is.
  public enum Kind: Sendable, Equatable {
    /// The whole document.
    case document
    /// A heading of level 1 to 6.
    case heading(level: Int)
    /// A paragraph.
    case paragraph
    /// A quotation that holds blocks.
    case blockQuote
    /// A list of ``item(task:)`` nodes; a tight one shows its paragraphs without gaps.
    case list(ListKind, tight: Bool)
    /// An item of a list; `task` says whether a task is done, and is `nil` for a plain item.
    case item(task: Bool?)
    /// A block of code with the words after its opening fence.
    case codeBlock(info: String, text: String)
    /// A block of raw HTML, comments included.
    case htmlBlock(String)
    /// A line between blocks.
    case thematicBreak
    /// A table of ``tableRow(isHeader:)`` nodes, with the alignment of each column.
    case table(alignments: [ColumnAlignment])
    /// A row of ``tableCell`` nodes.
    case tableRow(isHeader: Bool)
    /// A cell that holds inline nodes.
    case tableCell
    /// The text of a footnote; only footnotes that are referred to are in the tree.
    case footnoteDefinition(label: String)
    /// Plain text.
    case text(String)
    /// The end of a source line inside a paragraph.
    case softBreak
    /// A line break that the writer asked for.
    case lineBreak
    /// A span of code.
    case code(String)
    /// A raw HTML tag or comment inside a paragraph.
    case htmlInline(String)
    /// Emphasis.
    case emphasis
    /// Strong emphasis.
    case strong
    /// Struck-out text.
    case strikethrough
    /// A link, written as such or recognised in the text.
    case link(destination: String, title: String)
    /// An image whose children are its description.
    case image(destination: String, title: String)
    /// The mark of a footnote, with the label of its definition.
    case footnoteReference(label: String)
    /// A node that this list does not know, by the parser's name for it.
    case other(String)
  }
}

/// How the items of a list are marked.
public enum ListKind: Sendable, Equatable {
  /// Dots.
  case bullet
  /// Numbers that count up from `start`.
  case ordered(start: Int)
}

/// How the cells of a column are set.
public enum ColumnAlignment: Sendable, Equatable {
  /// As the language runs.
  case natural
  /// To the left.
  case left
  /// In the middle.
  case center
  /// To the right.
  case right
}

/// The stretch of a source that a node covers, as the parser gives it.
///
/// Lines and columns count from 1, columns in bytes of UTF-8, and the end is the last byte covered.
/// A part that the parser does not know is 0. Limits of the parser: a code span leaves out its
/// backticks, a footnote its label, and columns after a NUL are two too high for each of them.
public struct SourceLines: Sendable, Hashable {
  /// The line of the first byte.
  public let startLine: Int
  /// The column of the first byte.
  public let startColumn: Int
  /// The line of the last byte.
  public let endLine: Int
  /// The column of the last byte.
  public let endColumn: Int

  /// Creates a stretch.
  public init(startLine: Int, startColumn: Int, endLine: Int, endColumn: Int) {
    self.startLine = startLine
    self.startColumn = startColumn
    self.endLine = endLine
    self.endColumn = endColumn
  }
}
