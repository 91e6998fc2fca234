import Foundation

/// SentencePiece's table of characters to replace: what is looked for, and what takes its place.
///
/// The file has the size of a trie, the trie, and the replacements, each with a zero after it. The trie
/// is a double array (Aoe 1989) as the library `darts-clone` packs it: a unit for each node, which
/// lies at the base of the node above, combined with the byte between them.
struct Charsmap: Sendable {
  /// Where entries of the table are looked for; the libraries differ.
  enum Matching: Sendable {
    /// At each character the longest, as SentencePiece does.
    case longest
    /// In short clusters of characters the shortest, which replaces all of the cluster, and else in
    /// each character, as `tokenizers` does.
    case clusters
  }

  /// Clusters of this many bytes are not looked for whole.
  private static let longCluster = 6

  private let trie: Trie
  private let replacements: [UInt8]
  private let matching: Matching

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - bytes: The table.
  ///   - matching: Where its entries are looked for.
  ///   - subject: What errors call it.
  /// - Throws: `ModelError` where it is damaged, so that nothing in it leads astray later.
  init(_ bytes: [UInt8], _ matching: Matching, _ subject: String) throws(ModelError) {
    let size = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard size > 0, size % 1_024 == 0, bytes.count - 4 > size, bytes.last == 0 else {
      throw .malformed(subject, "is not a trie and texts that end with a zero")
    }
    replacements = Array(bytes[(4 + size)...])
    guard String(validating: replacements, as: UTF8.self) != nil else {
      throw .malformed(subject, "has replacements that are not UTF-8", at: 4 + size)
    }
    trie = Trie(
      units: stride(from: 4, to: 4 + size, by: 4).map { start in
        bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
      })
    self.matching = matching
    var walk = TrieWalk(trie, replacements)
    if let fault = walk.fault(from: trie.root, depth: 0) { throw .malformed(subject, fault) }
  }

  /// Adds a stretch of text with what the table replaces.
  func append(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    switch matching {
    case .longest: appendLongest(text, range, to: &result)
    case .clusters: appendClusters(text, range, to: &result)
    }
  }

  private func appendLongest(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    var index = range.lowerBound
    while index < range.upperBound {
      var found: (end: Int, value: Int)?
      trie.walk(text, index..<range.upperBound) { end, value in
        found = (end, value)
        return true
      }
      if let found {
        appendReplacement(found.value, to: &result)
        index = found.end
      } else {
        let next = UTF8Text.scalar(at: index, in: text, before: range.upperBound).next
        result += text[index..<next]
        index = next
      }
    }
  }

  private func appendClusters(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    var index = range.lowerBound
    for cluster in String(decoding: text[range], as: UTF8.self) {
      let end = min(index + cluster.utf8.count, range.upperBound)
      if end - index < Self.longCluster, appendShortest(text, index..<end, to: &result) {
        index = end
      }
      while index < end {
        let next = UTF8Text.scalar(at: index, in: text, before: end).next
        if !appendShortest(text, index..<next, to: &result) { result += text[index..<next] }
        index = next
      }
    }
  }

  /// Adds what replaces the shortest entry that a stretch begins with; whether there is one.
  private func appendShortest(
    _ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]
  ) -> Bool {
    var found: Int?
    trie.walk(text, range) { _, value in
      found = value
      return false
    }
    if let found { appendReplacement(found, to: &result) }
    return found != nil
  }

  private func appendReplacement(_ start: Int, to result: inout [UInt8]) {
    var index = start
    while replacements[index] != 0 {
      result.append(replacements[index])
      index += 1
    }
  }
}

/// A double array.
private struct Trie: Sendable {
  let units: [UInt32]

  var root: Int { base(units[0]) }

  /// How far the nodes below a unit's lie from it.
  private func base(_ unit: UInt32) -> Int { Int(unit >> 10) << (unit & 0x200 == 0 ? 0 : 8) }

  /// The node below another; `nil` where no entry has the byte there.
  @inline(__always)
  func node(_ base: Int, _ byte: UInt8) -> (base: Int, isEnd: Bool)? {
    let unit = units[base ^ Int(byte)]
    guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
    return (base ^ Int(byte) ^ self.base(unit), unit & 0x100 != 0)
  }

  /// Where the replacement of an entry that ends at a node begins.
  func value(_ base: Int) -> Int { Int(units[base] & 0x7FFF_FFFF) }

  /// Looks at the entries that a text begins with, the shortest first, as long as it is told to.
  @inline(__always)
  func walk(_ text: [UInt8], _ range: Range<Int>, _ look: (_ end: Int, _ value: Int) -> Bool) {
    var base = root
    for index in range {
      guard text[index] != 0, let next = node(base, text[index]) else { return }
      base = next.base
      if next.isEnd, !look(index + 1, value(base)) { return }
    }
  }
}

/// Looks at every node of a trie once, also of one that leads anywhere.
private struct TrieWalk {
  /// Longer ones would make text slow to read, and longer replacements would make it large.
  private static let longestEntry = 128
  private static let longestReplacement = 256

  private let trie: Trie
  private let replacements: [UInt8]
  private var heights: [Int16]  // (node): the bytes of the longest entry below; -1 where not known

  init(_ trie: Trie, _ replacements: [UInt8]) {
    self.trie = trie
    self.replacements = replacements
    heights = Array(repeating: -1, count: trie.units.count)
  }

  /// What is wrong with a node or those below; `nil` where nothing is.
  mutating func fault(from base: Int, depth: Int) -> String? {
    guard base | 0xFF < trie.units.count else { return "has a trie that leads out of itself" }
    // Nodes may be shared, but one below itself makes a way without end.
    guard depth + max(0, Int(heights[base])) <= Self.longestEntry else {
      return "has an entry of more than \(Self.longestEntry) bytes"
    }
    guard heights[base] < 0 else { return nil }
    var height = -1
    for byte in UInt8(1)...255 {
      guard let node = trie.node(base, byte) else { continue }
      if let fault = fault(from: node.base, depth: depth + 1) { return fault }
      if node.isEnd, let fault = faultOfReplacement(trie.value(node.base)) { return fault }
      height = max(height, Int(heights[node.base]))
    }
    heights[base] = Int16(height + 1)
    return nil
  }

  private func faultOfReplacement(_ start: Int) -> String? {
    guard start < replacements.count, replacements[start] & 0xC0 != 0x80 else {
      return "has an entry without a replacement"
    }
    let end = min(start + Self.longestReplacement + 1, replacements.count)
    return replacements[start..<end].contains(0)
      ? nil : "has a replacement of more than \(Self.longestReplacement) bytes"
  }
}
