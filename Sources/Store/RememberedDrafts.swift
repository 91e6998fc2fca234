import Documents
import Git
import Ledger
import Platform

/// What the last draft and all before it say of the journals, so that they need not be read for the next.
///
/// A draft's name stands for all that it and those before it hold, so that this is true for ever. The
/// file only saves time: where it is missing, damaged or of another version the drafts are read.
struct RememberedDrafts: Equatable {
  /// The last draft.
  let draft: ObjectID
  /// From when on drafts were read, in seconds since 1970.
  let begin: Int
  /// The furthest mark of each device.
  let marks: [JournalMark]

  init(draft: ObjectID, begin: Int, marks: [JournalMark]) {
    self.draft = draft
    self.begin = begin
    self.marks = marks
  }

  /// Reads what is remembered; `nil` for any other bytes than ``bytes`` gives.
  init?(_ bytes: [UInt8]) {
    guard let file = try? JSON.parse(bytes), file["schema"]?.integer == 1,
      let draft = file["draft"]?.string.flatMap({ ObjectID(hex: $0) }),
      let begin = file["begin"]?.integer, let texts = file["marks"]?.array
    else { return nil }
    let marks = texts.compactMap { $0.string.flatMap { JournalMark($0) } }
    guard marks.count == texts.count else { return nil }
    self.init(draft: draft, begin: begin, marks: marks)
    guard (try? self.bytes) == bytes else { return nil }
  }

  /// The file's content.
  var bytes: [UInt8] {
    get throws {
      let file: JSON = [
        "schema": 1, "draft": .string(draft.hex), "begin": .integer(begin),
        "marks": .array(marks.map { .string($0.text) }),
      ]
      return Array(try file.pretty().utf8)
    }
  }
}

extension JournalStore {
  /// What is remembered of the drafts, as far as it fits the journals.
  ///
  /// Every mark must be one that they confirm, so that nothing is believed of another time's journals.
  func rememberedDrafts(_ journals: Journals, since begin: Int) -> RememberedDrafts? {
    guard let bytes = try? platform.files.readIfPresent(clone.draftsFile),
      let known = RememberedDrafts(bytes), known.begin <= begin,
      known.marks.allSatisfy({ journals.confirm($0) == true })
    else { return nil }
    return known
  }

  /// Remembers the drafts up to one; that it cannot is not worth a failure.
  func remember(_ drafts: RememberedDrafts) {
    do {
      let bytes = try drafts.bytes
      guard try platform.files.readIfPresent(clone.draftsFile) != bytes else { return }
      try platform.files.replace(clone.draftsFile, with: bytes)
    } catch {
      // Then they are read again.
    }
  }
}
