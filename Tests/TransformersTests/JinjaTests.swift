import Foundation
import Testing

@testable import Transformers

/// Our Jinja against jinja2, as Hugging Face sets it up.
struct JinjaTests {
  @Test func writesPiecesAsTheReference() throws {
    let snippets = try TemplateFixture.snippets()
    #expect(snippets.count > 2000)
    let differences = snippets.compactMap(\.difference)
    #expect(differences == [])
  }

  @Test func writesConversationsAsTheReference() throws {
    let conversations = try TemplateFixture.conversations()
    #expect(conversations.count > 300)
    let differences = conversations.compactMap(\.difference)
    #expect(differences == [])
  }

  private static let expected = ProcessInfo.processInfo.environment["DOSSIER_TEMPLATES"]

  /// The models' own templates are not ours to commit.
  @Test(
    .enabled(
      if: expected != nil, "set DOSSIER_TEMPLATES to what make_chats.py writes for a folder"))
  func writesModelsTemplatesAsTheReference() throws {
    let path = try #require(Self.expected)
    let data = try Data(contentsOf: URL(filePath: path))
    let root = try JSONDocument(Array(data), name: path).root
    var equal = 0
    for template in root.elements {
      let name = template["name"]?.text ?? ""
      let results = template["results"]?.elements ?? []
      let differences = results.compactMap { result -> String? in
        guard let values = result["values"] else { return "no values" }
        return ReferenceText(
          result, name: "\(name), \(result["case"]?.text ?? "")",
          source: template["source"]?.text ?? "", values: values
        ).difference.map { $0.replacing(template["source"]?.text ?? "", with: "…") }
      }
      #expect(differences.isEmpty, "\(differences.count) of \(results.count): \(differences[0])")
      if differences.isEmpty { equal += 1 }
    }
    print("templates that write as jinja2 in every case: \(equal) of \(root.count)")
  }
}
