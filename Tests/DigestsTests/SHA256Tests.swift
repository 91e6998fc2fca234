import Digests
import Testing

/// The examples of FIPS 180-4 and the digest of nothing.
@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
])
func digestsTheStandardsExamples(text: String, digest: String) {
  #expect(SHA256.digest(text).hex == digest)
}

@Test func addsPiecesAsOneText() {
  var hasher = SHA256Hasher()
  hasher.update("ab".utf8)
  hasher.update(AnySequence([UInt8(ascii: "c")]))
  #expect(hasher.finish() == SHA256.digest("abc"))
}

@Test func tellsOfPieceAfterPieceWhetherADigestIsIts() {
  var hasher = SHA256Hasher()
  for text in ["", "abc", "", String(repeating: "more than a block of 64 bytes ", count: 3)] {
    let digest = Array(SHA256.digest(text).hex.utf8)
    hasher.update(Array(text.utf8)[...])
    let isOwn = hasher.finishAndRestart(matching: digest[...])
    #expect(isOwn, "\(text)")
    for place in digest.indices {
      var other = digest
      other[place] = other[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
      hasher.update(Array(text.utf8)[...])
      let isOther = hasher.finishAndRestart(matching: other[...])
      #expect(!isOther, "\(text), digit \(place)")
    }
    let isShort = hasher.finishAndRestart(matching: digest.dropLast())
    #expect(!isShort)
  }
}

@Test(arguments: ["", "abc", String(repeating: "G", count: 64), String(repeating: "A", count: 64)])
func refusesWhatIsNoDigest(text: String) {
  #expect(SHA256(hex: text) == nil)
}
