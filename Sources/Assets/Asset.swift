internal import CAssets

/// A file of `Templates/` or `Hooks/`, or a schema, that was embedded when the program was built.
public struct Asset: Sendable {
  /// The path from the top of the source tree, such as `Hooks/pre-commit`.
  public let path: String
  /// The file's content.
  public let bytes: [UInt8]

  /// Every embedded file, in the order of their paths.
  public static let all: [Asset] = (0..<embedded_file_count()).compactMap { index in
    guard let file = embedded_file_at(index)?.pointee, let path = file.path else { return nil }
    let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
    return Asset(path: String(cString: path), bytes: Array(bytes))
  }

  /// The text of the file, read as UTF-8.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The files below a folder, such as `Templates/mats-neel-nanda/`.
  public static func below(_ folder: String) -> [Asset] {
    all.filter { $0.path.hasPrefix(folder) }
  }
}
