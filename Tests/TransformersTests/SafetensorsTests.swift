import Foundation
import Tensors
import Testing

@testable import Transformers

struct SafetensorsTests {
  private let workers = Workers(1)

  private func open(_ name: String) throws -> Safetensors {
    try Safetensors.parse(Fixture.data(name), file: name)
  }

  private func fault(_ data: Data) -> ModelError? {
    #expect(throws: ModelError.self) { try Safetensors.parse(data, file: "x.safetensors") }
  }

  private func file(_ header: String, _ bytes: Int = 0) -> Data {
    GGUFBuilder.bytes(UInt64(header.utf8.count)) + Data(header.utf8) + Data(count: bytes)
  }

  @Test func readsEveryTypeToTheBit() throws {
    let file = try open("numbers.safetensors")
    #expect(file.metadata == ["format": "p\"t"])
    for name in ["half", "brain"] {
      let count = try #require(file.shape(of: name))
      let expected = try file.numbers(of: "\(name), read", shape: count, workers)
      let found = try file.numbers(of: name, shape: count, workers)
      #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
    }
    #expect(try file.numbers(of: "matrix", shape: [2, 3], workers) == [0, 1, 2, 3, 4, 5])
    #expect(try file.matrix(of: "matrix", 2, 3, workers)[1] == [3, 4, 5])
    #expect(try file.numbers(of: "scalar", shape: [], workers) == [2.5])
    #expect(try file.numbers(of: "nothing", shape: [0, 4], workers) == [])
    #expect(try file.numbers(of: "quoted \"\\\n\u{E9}\u{1}", shape: [1, 1], workers) == [-1])
  }

  @Test func readsAFileInTheMiddleOfOtherData() throws {
    let data = try Fixture.data("numbers.safetensors")
    let slice = (Data([1, 2, 3]) + data + Data([4]))[3..<3 + data.count]
    let file = try Safetensors.parse(slice, file: "slice")
    #expect(try file.numbers(of: "matrix", shape: [2, 3], workers) == [0, 1, 2, 3, 4, 5])
  }

  @Test(arguments: [
    (
      "steps", [2],
      "tensor 'steps' of 'types.safetensors' is stored as 'I64'; use a file with weights "
    ),
    ("eighth", [3], "tensor 'eighth' of 'types.safetensors' is stored as 'F8_E4M3'; "),
    ("mask", [3], "tensor 'mask' of 'types.safetensors' is stored as 'BOOL'; "),
    ("weight", [1, 2], "tensor 'weight' of 'types.safetensors' has the shape [2], not [1, 2] at "),
    ("missing", [1], "tensor 'missing' of 'types.safetensors' is missing; "),
    ("broken", [3], "tensor 'broken' of 'types.safetensors' holds a number that is not finite at "),
    (
      "endless", [3],
      "tensor 'endless' of 'types.safetensors' holds a number that is not finite at "
    ),
  ])
  func refusesToRead(tensor: String, shape: [Int], message: String) throws {
    let file = try open("types.safetensors")
    #expect(try file.numbers(of: "weight", shape: [2], workers) == [1.5, -2])
    let error = #expect(throws: ModelError.self) {
      try file.numbers(of: tensor, shape: shape, workers)
    }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  /// The place of a bad number is its own, not that of its tensor.
  @Test func tellsWhereANumberIsNotFinite() throws {
    let file = try open("types.safetensors")
    let start = try #require(file.tensors["broken"]).range.lowerBound
    let error = #expect(throws: ModelError.self) {
      try file.numbers(of: "broken", shape: [3], workers)
    }
    #expect(error?.offset == start + 4)
  }

  @Test func refusesEveryTruncation() throws {
    for name in ["numbers.safetensors", "types.safetensors"] {
      let data = try Fixture.data(name)
      for length in 0..<data.count {
        #expect(fault(data.prefix(length))?.kind == .malformed, "\(length) bytes")
      }
      #expect(fault(data + Data([0]))?.reason == "has 1 bytes that belong to no tensor")
    }
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, 4, "has a header that has neither "
    ),
    ("[]", 0, "has a header that is no object at byte 8"),
    (#"{"a":1}"#, 0, "is no object at byte 13"),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "is not made of 'dtype', 'shape' and"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, 4, "is not made of"),
    (#"{"a":{"dtype":"F32","shape":[1],"dtype":"F16"}}"#, 4, "is not made of"),
    (#"{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#, 4, "has no list where one is"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "has a size that is no whole"),
    (
      #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4, "has a size that is no whole"
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 4, "has offsets that are no"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "has offsets that are no"),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4,
      "ends after the file at byte 55"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "has 4 bytes, which is not its"
    ),
    (#"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}"#, 2, "has 2 bytes, which is not its"),
    (
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0,
      "has 0 bytes, which is not its shape"
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "leaves a gap before it"),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, "has 4 bytes that belong to no"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#, 6, "overlaps another tensor"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "occurs twice"
    ),
    (#"{"__metadata__":{"a":1}}"#, 0, "is no text"),
    (#"{"__metadata__":{},"__metadata__":{}}"#, 0, "occurs twice"),
    (#"{"__metadata__":[]}"#, 0, "is no object"),
  ])
  func refusesHeaders(header: String, bytes: Int, message: String) {
    let error = fault(file(header, bytes))
    #expect(error?.kind == .malformed)
    let words = error?.description ?? ""
    #expect(words.contains("'x.safetensors' \(message)"), "\(words)")
  }

  @Test func refusesAHeaderThatIsNoText() {
    var data = file(#"{"aa":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4)
    data[10] = 0xFF
    #expect(fault(data)?.reason == "has a header that is not UTF-8")
    #expect(fault(data)?.offset == 10)
  }

  @Test(arguments: [100_000_001, 10 << 30, UInt64(Int64.max), UInt64.max])
  func refusesHugeHeadersOfSmallFiles(length: UInt64) {
    let error = fault(GGUFBuilder.bytes(length) + Data(count: 1_000))
    #expect(error?.reason == "claims a header of \(length) bytes")
    #expect(fault(GGUFBuilder.bytes(UInt64(1_001)) + Data(count: 1_000))?.offset == 1_008)
  }

  /// Small values are cheap to write and dear to keep.
  @Test func refusesHeadersThatWouldTakeManyTimesTheirSize() {
    let values = String(repeating: "0,", count: 5_000_000)
    let error = fault(file("{\"a\":[\(values)0]}"))
    #expect(error?.reason == "has a header that has more than 4194304 values")
  }

  @Test func refusesOrReadsEveryFlippedBit() throws {
    let data = try Fixture.data("types.safetensors")
    let header = 8 + Int(data[0]) | Int(data[1]) << 8
    for bit in 0..<8 * (header + 8) {
      var damaged = data
      damaged[bit / 8] ^= 1 << (bit % 8)
      readAll(damaged)
    }
  }

  @Test func survivesDamage() throws {
    let files = try ["types.safetensors", "numbers.safetensors"].map { try Fixture.data($0) }
    var mutator = Mutator(seed: 11)
    for round in 0..<Mutator.rounds {
      readAll(mutator.damage(files[round % 2], within: 1_200))
    }
  }

  /// Reads what can be read.
  private func readAll(_ data: Data) {
    guard let file = try? Safetensors.parse(data, file: "damaged") else { return }
    for (name, tensor) in file.tensors {
      _ = try? file.numbers(of: name, shape: tensor.shape, workers)
    }
  }
}
