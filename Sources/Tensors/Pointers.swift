import Glibc

/// Lends the storage of one array to read and one to write; does nothing where one is empty.
func open(
  _ a: [Float], _ y: inout [Float],
  _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) {
  a.withUnsafeBufferPointer { a in
    y.withUnsafeMutableBufferPointer { y in
      guard let a = a.baseAddress, let y = y.baseAddress else { return }
      body(a, y)
    }
  }
}

/// Lends the storage of two arrays to read and one to write; does nothing where one is empty.
func open(
  _ a: [Float], _ b: [Float], _ y: inout [Float],
  _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) {
  b.withUnsafeBufferPointer { b in
    open(a, &y) { a, y in
      guard let b = b.baseAddress else { return }
      body(a, b, y)
    }
  }
}

func cosine(_ x: Double) -> Double { cos(x) }
func sine(_ x: Double) -> Double { sin(x) }
