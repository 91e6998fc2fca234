internal import CMarkdown
internal import Synchronization

/// Registers the extensions with the library; a global is initialised once, in any thread.
private let extensionsRegistered: Void = cmark_gfm_core_extensions_ensure_registered()

/// Held while the library parses: it keeps the characters that extensions care for in one global
/// table, which each parser fills at its start and clears at its end.
private let parsing = Mutex(())

/// Owns a parsed document of the library and frees it once.
struct ParsedDocument: ~Copyable {
  private let root: OpaquePointer

  /// Parses a source; `nil` when the library gives no document.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, extensions: [String]) {
    var root: OpaquePointer?
    parsing.withLock { _ in root = parse(bytes, extensions: extensions) }
    guard let root else { return nil }
    self.root = root
  }

  deinit { cmark_node_free(root) }

  /// Copies the document into values, without recursion; `nil` when the library runs out of memory.
  ///
  /// Without inlines, blocks that hold nothing else are left empty, and so are tables.
  borrowing func tree(withInlines: Bool) -> MarkdownNode? {
    if withInlines { cmark_consolidate_text_nodes(root) }
    var builder = TreeBuilder()
    walk(withInlines: withInlines) { node, isEntering in
      if isEntering {
        builder.enter(kind(of: node), lines: lines(of: node))
      } else {
        builder.exit()
      }
    }
    return builder.root
  }

  /// Visits every node on the way in and, also for leaves, on the way out.
  private borrowing func walk(
    withInlines: Bool, _ visit: (OpaquePointer, _ isEntering: Bool) -> Void
  ) {
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      guard let node = cmark_iter_get_node(iterator) else { return }
      visit(node, event == CMARK_EVENT_ENTER)
      guard event == CMARK_EVENT_ENTER else { continue }
      if isLeaf(node) {
        visit(node, false)
      } else if !withInlines, holdsInlines(node) {
        // The way out is then the last step that was made.
        cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
        visit(node, false)
      }
    }
  }
}

private func parse(_ bytes: UnsafeBufferPointer<UInt8>, extensions: [String]) -> OpaquePointer? {
  _ = extensionsRegistered
  // One tilde is the subscript of other writers of Markdown, as in H~2~O, and strikes nothing out.
  let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
  guard let parser = cmark_parser_new(options) else { return nil }
  defer { cmark_parser_free(parser) }
  for name in extensions {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
  }
  bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
  return cmark_parser_finish(parser)
}

/// Whether there are no blocks below a node, or only the parts of a table.
private func holdsInlines(_ node: OpaquePointer) -> Bool {
  switch cmark_node_get_type(node) {
  case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: true
  default: typeName(of: node) == "table"
  }
}

/// Whether the library's iterator leaves out the way back out of a node.
private func isLeaf(_ node: OpaquePointer) -> Bool {
  switch cmark_node_get_type(node) {
  case CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_CODE_BLOCK, CMARK_NODE_TEXT,
    CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
    true
  default: false
  }
}

private func kind(of node: OpaquePointer) -> MarkdownNode.Kind {
  switch cmark_node_get_type(node) {
  case CMARK_NODE_DOCUMENT: .document
  case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
  case CMARK_NODE_PARAGRAPH: .paragraph
  case CMARK_NODE_BLOCK_QUOTE: .blockQuote
  case CMARK_NODE_LIST: .list(listKind(of: node), tight: cmark_node_get_list_tight(node) != 0)
  case CMARK_NODE_ITEM: .item(task: task(of: node))
  case CMARK_NODE_CODE_BLOCK:
    .codeBlock(info: text(cmark_node_get_fence_info(node)), text: literal(of: node))
  case CMARK_NODE_HTML_BLOCK: .htmlBlock(literal(of: node))
  case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
  case CMARK_NODE_FOOTNOTE_DEFINITION: .footnoteDefinition(label: footnoteLabel(of: node))
  case CMARK_NODE_TEXT: .text(literal(of: node))
  case CMARK_NODE_SOFTBREAK: .softBreak
  case CMARK_NODE_LINEBREAK: .lineBreak
  case CMARK_NODE_CODE: .code(literal(of: node))
  case CMARK_NODE_HTML_INLINE: .htmlInline(literal(of: node))
  case CMARK_NODE_EMPH: .emphasis
  case CMARK_NODE_STRONG: .strong
  case CMARK_NODE_LINK:
    .link(destination: text(cmark_node_get_url(node)), title: text(cmark_node_get_title(node)))
  case CMARK_NODE_IMAGE:
    .image(destination: text(cmark_node_get_url(node)), title: text(cmark_node_get_title(node)))
  case CMARK_NODE_FOOTNOTE_REFERENCE: .footnoteReference(label: footnoteLabel(of: node))
  default: extensionKind(of: node)
  }
}

/// The kinds that extensions add have no constants, only names.
private func extensionKind(of node: OpaquePointer) -> MarkdownNode.Kind {
  switch typeName(of: node) {
  case "table": .table(alignments: alignments(of: node))
  case "table_header": .tableRow(isHeader: true)
  case "table_row": .tableRow(isHeader: false)
  case "table_cell": .tableCell
  case "strikethrough": .strikethrough
  case let name: .other(name)
  }
}

private func listKind(of node: OpaquePointer) -> ListKind {
  guard cmark_node_get_list_type(node) == CMARK_ORDERED_LIST else { return .bullet }
  return .ordered(start: Int(cmark_node_get_list_start(node)))
}

private func task(of node: OpaquePointer) -> Bool? {
  guard typeName(of: node) == "tasklist" else { return nil }
  return cmark_gfm_extensions_get_tasklist_item_checked(node)
}

private func alignments(of node: OpaquePointer) -> [ColumnAlignment] {
  let count = Int(cmark_gfm_extensions_get_table_columns(node))
  guard let first = cmark_gfm_extensions_get_table_alignments(node) else {
    return Array(repeating: .natural, count: count)
  }
  return UnsafeBufferPointer(start: first, count: count).map { letter in
    switch letter {
    case UInt8(ascii: "l"): .left
    case UInt8(ascii: "c"): .center
    case UInt8(ascii: "r"): .right
    default: .natural
    }
  }
}

/// The label of a footnote or of a mark, in the spelling of the footnote.
///
/// The library has no accessor for it, only its own writer of Markdown knows it; a label holds no
/// closing bracket.
private func footnoteLabel(of node: OpaquePointer) -> String {
  guard let markdown = cmark_render_commonmark(node, CMARK_OPT_DEFAULT, 0) else { return "" }
  defer { cmark_get_default_mem_allocator().pointee.free(markdown) }
  return String(text(markdown).drop { $0 != "^" }.dropFirst().prefix { $0 != "]" })
}

private func lines(of node: OpaquePointer) -> SourceLines {
  SourceLines(
    startLine: Int(cmark_node_get_start_line(node)),
    startColumn: Int(cmark_node_get_start_column(node)),
    endLine: Int(cmark_node_get_end_line(node)),
    endColumn: Int(cmark_node_get_end_column(node)))
}

private func literal(of node: OpaquePointer) -> String { text(cmark_node_get_literal(node)) }

private func typeName(of node: OpaquePointer) -> String { text(cmark_node_get_type_string(node)) }

/// Copies a text of the library, which replaces NUL bytes when it reads.
private func text(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}
