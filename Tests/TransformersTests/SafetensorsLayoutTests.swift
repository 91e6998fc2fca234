import Foundation
import Tensors
import Testing

@testable import Transformers

struct SafetensorsLayoutTests {
  private let workers = Workers(1)

  /// What the format's own library wrote comes out the same from the numbers that were read.
  @Test(arguments: [
    "numbers.safetensors", "shards/whole.safetensors", "shards/model-00001-of-00003.safetensors",
  ])
  func writesTheBytesOfTheFormatsOwnLibrary(name: String) throws {
    let data = try Fixture.data(name)
    let file = try Safetensors.parse(data, file: name)
    let tensors = try file.tensors.values.map { tensor in
      SafetensorsLayout.Entry(
        tensor.name, try #require(Safetensors.NumberType(rawValue: tensor.type)), tensor.shape)
    }
    let layout = try SafetensorsLayout(tensors.reversed(), metadata: file.metadata)
    var written = layout.header
    for entry in layout.entries {
      let bytes = entry.type.bytes(
        of: try file.numbers(of: entry.name, shape: entry.shape, workers))
      #expect(bytes.count == entry.byteCount)
      written += bytes
    }
    #expect(written == [UInt8](data))
    #expect(layout.byteCount == data.count)
  }

  @Test(arguments: [("half", Safetensors.NumberType.f16), ("brain", .bf16)])
  func roundsAsTheFieldDoes(name: String, type: Safetensors.NumberType) throws {
    let file = try Safetensors.parse(Fixture.data("numbers.safetensors"), file: "numbers")
    let shape = try #require(file.shape(of: "source"))
    let source = try file.numbers(of: "source", shape: shape, workers)
    let range = try #require(file.tensors[name]).range
    #expect(type.bytes(of: source) == [UInt8](file.data[range]))
  }

  @Test func keepsNumbersThatAreNone() {
    let numbers: [Float] = [.nan, .infinity, -.infinity, 3.4e38, 2e-38]
    #expect(
      Safetensors.NumberType.bf16.bytes(of: numbers)
        == [0xC0, 0x7F, 0x80, 0x7F, 0x80, 0xFF, 0x80, 0x7F, 0xDA, 0])
    #expect(
      Safetensors.NumberType.f16.bytes(of: numbers.dropFirst())
        == [0, 0x7C, 0, 0xFC, 0, 0x7C, 0, 0])
  }

  @Test func writesMetadataInOneOrder() throws {
    let layout = try SafetensorsLayout(
      [.init("b", .f16, [1]), .init("a", .f16, []), .init("c", .f32, [0])],
      metadata: ["z": "\t", "a": "\u{1F}", "m": "é"])
    let text = String(decoding: layout.header.dropFirst(8), as: UTF8.self)
    #expect(
      text.hasPrefix(
        #"{"__metadata__":{"a":"\u001f","m":"é","z":"\t"},"#
          + #""c":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
          + #""a":{"dtype":"F16","shape":[],"data_offsets":[0,2]},"#
          + #""b":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}"#))
    #expect(layout.header.count.isMultiple(of: 8))
    let file = try Safetensors.parse(Data(layout.header + [0, 0, 0, 0x3C]), file: "x")
    #expect(try file.numbers(of: "b", shape: [1], workers) == [1])
  }

  @Test(arguments: [["a", "a"], ["__metadata__"]])
  func refusesNamesThatCannotBeTold(names: [String]) {
    let error = #expect(throws: ModelError.self) {
      try SafetensorsLayout(names.map { .init($0, .f32, [1]) })
    }
    #expect(error?.kind == .request)
  }
}
