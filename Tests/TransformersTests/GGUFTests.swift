import Foundation
import Tensors
import Testing

@testable import Transformers

struct GGUFTests {
  private func fault(_ data: Data) -> ModelError? {
    #expect(throws: ModelError.self) { try Model.load(gguf: data, threads: 1) }
  }

  @Test func readsEveryTypeOfMetadata() throws {
    var file = GGUFBuilder()
    file.add("u8", type: 0, [200])
    file.add("i8", type: 1, [0xFE])
    file.add("u16", type: 2, [0, 0x80])
    file.add("i16", type: 3, [0, 0x80])
    file.add("u32", type: 4, [0xFF, 0xFF, 0xFF, 0xFF])
    file.add("i32", type: 5, [0xFF, 0xFF, 0xFF, 0xFF])
    file.add("f32", Float(0.5))
    file.add("flag", true)
    file.add("text", "é\u{0}x")
    file.add("u64", type: 10, GGUFBuilder.bytes(UInt64(1) << 40))
    file.add("i64", type: 11, GGUFBuilder.bytes(Int64(-5)))
    file.add("f64", type: 12, GGUFBuilder.bytes((-2.25).bitPattern))
    file.add("list", [7, -7] as [Int32])
    file.add(
      "flags", type: 9, GGUFBuilder.bytes(UInt32(7)) + GGUFBuilder.bytes(UInt64(2)) + [1, 0])
    file.add("empty", [] as [String])
    let found = try GGUF.parse(file.file).metadata
    let expected: [String: GGUF.Value] = [
      "u8": .integer(200), "i8": .integer(-2), "u16": .integer(32_768), "i16": .integer(-32_768),
      "u32": .integer(4_294_967_295), "i32": .integer(-1), "f32": .number(0.5), "flag": .flag(true),
      "text": .text("é\u{0}x"), "u64": .integer(1 << 40), "i64": .integer(-5),
      "f64": .number(-2.25),
      "list": .integers([7, -7]), "flags": .flags([true, false]), "empty": .texts([]),
    ]
    #expect(found == expected)
  }

  @Test(arguments: [2, 3])
  func readsBothVersions(version: UInt32) throws {
    let model = try Model.load(gguf: GGUFBuilder.llama { $0.version = version }.file)
    #expect(model.config.keyValueHeads == 1)
    #expect(model.config.headWidth == 2)
    #expect(model.config.name == "llama")
    #expect(model.config.storage == "F32")
    #expect(model.tokenizer.encode("ab<x>") == [2])
    #expect(model.tokenizer.encode("ab<x>", parseSpecial: true) == [2, 3])
    #expect(try model.run([0, 1]).lastLogits.count == 4)
  }

  @Test func readsAFileInTheMiddleOfOtherData() throws {
    let file = try Fixture.data("tiny-q4_1.gguf")
    let slice = (Data([1, 2, 3]) + file + Data([4]))[3..<3 + file.count]
    let expected = try Fixture.tinyModel("q4_1").run([1, 2]).lastLogits
    #expect(try Model.load(gguf: slice).run([1, 2]).lastLogits == expected)
  }

  @Test func refusesEveryTruncation() throws {
    for name in ["q4_1", "q8_0"] {
      let file = try Fixture.data("tiny-\(name).gguf")
      // Every length up to the tensors' data, then some.
      let lengths = Array(0..<6_000) + Array(stride(from: 6_000, to: file.count, by: 997))
      for length in lengths {
        let error = fault(file.prefix(length))
        #expect(error?.kind == .malformed, "\(length) bytes")
      }
    }
  }

  /// Damaged files are read or refused, what is read makes a tokenizer, and what loads runs.
  @Test func survivesDamage() throws {
    let families = ["gemma3", "gpt2", "gptneox", "phi3-long", "qwen2-yarn"]
    let single = ["tiny-q4_1.gguf", "Vocabularies/unigram.gguf"]
    let names = single + families.map { "Families/\($0)/\($0).gguf" }
    let files = try names.map(Fixture.data)
    var mutator = Mutator(seed: 9)
    var outcomes: Set<ModelError.Kind?> = []
    for round in 0..<Mutator.rounds {
      let damaged = mutator.damage(files[round % files.count], within: 5_000)
      do throws(ModelError) {
        try Self.read(damaged)
        // Loading and running take the time of many readings.
        if round / files.count % 16 == 0 { try Self.run(damaged) }
        outcomes.insert(nil)
      } catch {
        outcomes.insert(error.kind)
      }
    }
    #expect(outcomes == [nil, .malformed, .unsupported])
  }

  private static func read(_ data: Data) throws(ModelError) {
    let tokenizer = try Tokenizer(GGUF.parse(data))
    _ = tokenizer.decode(tokenizer.encode("The end: e\u{301}\n<s>", parseSpecial: true) + [0])
    _ = try ModelDescription(gguf: data)
  }

  private static func run(_ data: Data) throws(ModelError) {
    let model = try Model.load(gguf: data, threads: 1)
    let tokens = model.tokenizer.encode("the end\n", parseSpecial: true)
    _ = try model.run(tokens + [0], capture: [.pattern(0)])
  }

  @Test(arguments: [
    (Data(), "the file does not start with 'GGUF' at byte 0"),
    (Data("GGML0000".utf8), "the file does not start with 'GGUF' at byte 0"),
    (Data("GGUF".utf8), "the file ends inside version at byte 4"),
    (Data([0x47, 0x47, 0x55, 0x46, 1, 0, 0, 0]), "the file has version 1 of GGUF"),
    (Data([0x47, 0x47, 0x55, 0x46, 0, 0, 0, 3]), "the file is big-endian"),
  ])
  func refusesOtherFiles(data: Data, message: String) {
    #expect(fault(data)?.description.hasPrefix(message) == true)
  }

  /// Counts and lengths that claim more than there is, up to those that overflow.
  @Test(arguments: [100, UInt64(UInt32.max), 1 << 40, UInt64(Int64.max), UInt64.max])
  func refusesImpossibleNumbers(number: UInt64) {
    let bytes = GGUFBuilder.bytes(number)
    let string = GGUFBuilder.bytes(UInt32(8))
    let changes: [(inout GGUFBuilder) -> Void] = [
      { $0.tensorCount = number },
      { $0.metadataCount = number },
      { $0.add("long text", type: 8, bytes) },
      { $0.add("texts", type: 9, string + bytes) },
      { $0.add("numbers", type: 9, GGUFBuilder.bytes(UInt32(5)) + bytes) },
      { $0.add(tensor: "far", [4], at: number / 32 * 32 | 1 << 36) },
      { $0.add(tensor: "large", [number, 1 << 30, 1 << 20], at: 0) },
    ]
    for change in changes {
      let error = fault(GGUFBuilder.llama(changing: change).file)
      #expect(error?.kind == .malformed, "\(error?.description ?? "")")
    }
  }

  @Test(arguments: [
    ("twice", "metadata 'llama.block_count' occurs twice"),
    ("type", "metadata 'strange' has the unknown type 13"),
    ("list", "metadata 'strange' is a list of the unknown type 9"),
    ("flag", "metadata 'strange' is neither true nor false"),
    ("alignment", "metadata 'general.alignment' is no sensible number of bytes"),
    ("dimensions", "tensor 'strange' has 5 dimensions"),
    ("empty", "tensor 'strange' has an impossible size"),
    ("unaligned", "tensor 'strange' is not aligned to 32 bytes"),
    ("again", "tensor 'output_norm.weight' occurs twice"),
    ("unknown", "tensor 'strange' belongs to no part that is known"),
    ("epsilon", "metadata 'llama.attention.layer_norm_rms_epsilon' occurs twice"),
    ("experts", "metadata 'llama.expert_count' is set"),
    ("scaling", "the rotary scaling 'ntk' is not known"),
    ("yarn", "metadata 'llama.rope.scaling.factor' is missing"),
    ("rotation", "the rotation of 1 numbers is odd or wider than a head of 2"),
    ("wide", "the rotation of 4 numbers is odd or wider than a head of 2"),
    ("odd", "the rotation of 3 numbers is odd or wider than a head of 3"),
    ("begin", "metadata 'tokenizer.ggml.bos_token_id' is no whole number from 0...3"),
  ])
  func refuses(what: String, message: String) {
    let changes: [String: (inout GGUFBuilder) -> Void] = [
      "twice": { $0.add("llama.block_count", 1) },
      "type": { $0.add("strange", type: 13, []) },
      "list": {
        $0.add("strange", type: 9, GGUFBuilder.bytes(UInt32(9)) + [0, 0, 0, 0, 0, 0, 0, 0])
      },
      "flag": { $0.add("strange", type: 7, [2]) },
      "alignment": { $0.add("general.alignment", 0) },
      "dimensions": { $0.add(tensor: "strange", [1, 1, 1, 1, 1]) },
      "empty": { $0.add(tensor: "strange", [4, 0]) },
      "unaligned": { $0.add(tensor: "strange", [1], at: 4) },
      "again": { $0.add(tensor: "output_norm.weight", [4]) },
      "unknown": { $0.add(tensor: "strange", [4]) },
      "epsilon": { $0.add("llama.attention.layer_norm_rms_epsilon", Float.nan) },
      "experts": { $0.add("llama.expert_count", 8) },
      "scaling": { $0.add("llama.rope.scaling.type", "ntk") },
      "yarn": { $0.add("llama.rope.scaling.type", "yarn") },
      "wide": { $0.add("llama.rope.dimension_count", 4) },
      "rotation": { $0.add("llama.rope.dimension_count", 1) },
      "odd": { $0.add("llama.attention.key_length", 3) },
      "begin": { $0.add("tokenizer.ggml.bos_token_id", 4) },
    ]
    let file = GGUFBuilder.llama { changes[what]?(&$0) }.file
    #expect(
      fault(file)?.description.hasPrefix(message) == true, "\(String(describing: fault(file)))")
  }

  @Test func refusesTensorsOfOtherShapesAndFormats() throws {
    for (index, entry) in GGUFBuilder.tensors.enumerated() {
      var wrong = GGUFBuilder.llama()
      wrong.add(tensor: "x", [1])
      let bytes = [UInt8](GGUFBuilder.llama().file)
      let name = GGUFBuilder.text(entry.0)
      let start = try #require(bytes.firstRange(of: name)).upperBound
      var shape = bytes
      shape[start + 4] -= 1
      #expect(fault(Data(shape))?.description.contains("has the shape") == true, "\(index)")
      var format = bytes
      format[start + 4 + 8 * entry.1.count] = 4
      let error = fault(Data(format))
      #expect(error?.kind == .unsupported)
      #expect(
        error?.description == "tensor '\(entry.0)' is stored in the format 4; "
          + "use a file with weights in \(WeightFormat.names)")
    }
  }

  @Test(
    arguments: [
      ([4], 32, "tensor 'two' overlaps 'one'"), ([4, 4], 0, "tensor 'two' overlaps 'one'"),
      ([1 << 20], 64, "tensor 'two' ends after the file"),
    ] as [([UInt64], UInt64, String)])
  func refusesTensorsThatShareBytes(shape: [UInt64], offset: UInt64, message: String) {
    var file = GGUFBuilder()
    file.add(tensor: "one", [4, 4])
    file.add(tensor: "two", shape, at: offset)
    let error = fault(file.file)
    #expect(error?.kind == .malformed)
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func tellsWhereAWeightIsNotFinite() throws {
    var file = GGUFBuilder.llama().file
    let tensor = try #require(try GGUF.parse(file).tensors["output_norm.weight"])
    file.replaceSubrange(tensor.offset + 8..<tensor.offset + 12, with: [0, 0, 0xC0, 0x7F])
    #expect(fault(file)?.subject == "tensor 'output_norm.weight'")
    #expect(fault(file)?.reason == "holds a number that is not finite")
    #expect(fault(file)?.offset == tensor.offset + 8)
  }

  @Test func refusesOtherModelsAndTokenizers() {
    var empty = GGUFBuilder()
    #expect(fault(empty.file)?.description.hasPrefix("metadata 'general.architecture'") == true)
    empty.add("general.architecture", "mamba")
    #expect(
      fault(empty.file)?.description
        == "the architecture 'mamba' is not known; use a model of type llama, mistral, qwen2, "
        + "qwen3, gemma2, gemma3, gpt2, gptneox, olmo2, phi3")
  }
}

/// A small generator of numbers that come out the same every time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
