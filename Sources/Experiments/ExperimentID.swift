/// The name of an experiment: that of its folder under `experiments/`.
///
/// It is also the name of its folder under `figures/`, so it holds only characters that every file
/// system and every link accepts: 1 to 64 ASCII letters, digits, `-`, `_` and `.`, the first a letter
/// or a digit.
public struct ExperimentID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name as text.
  public let name: String

  /// Takes a name; `nil` when it holds anything but the allowed characters.
  public init?(_ name: String) {
    guard isSafeFileName(name) else { return nil }
    self.name = name
  }

  /// The name as text.
  public var description: String { name }

  /// The path of the declaration.
  public var declarationPath: String { folder + "/experiment.yaml" }

  /// The folder of the declaration and of the applicant's own code.
  public var folder: String { "experiments/" + name }

  /// The folder of the figures.
  public var figureFolder: String { "figures/" + name }

  /// The path of the provenance.
  public var lockPath: String { figureFolder + "/lock.json" }

  /// Orders by name, byte by byte.
  public static func < (a: ExperimentID, b: ExperimentID) -> Bool {
    a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

/// Whether a name is safe as one part of a path on every system: no separators, no leading dot.
func isSafeFileName(_ name: String) -> Bool {
  let bytes = name.utf8
  guard let first = bytes.first, bytes.count <= 64, isLetterOrDigit(first) else { return false }
  return bytes.last != UInt8(ascii: ".")
    && bytes.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: false
  }
}
