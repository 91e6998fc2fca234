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

  /// Where ours differs on purpose, in what is written about tools.
  private static let known = [
    // `map` is no list in Python, and cannot be written as JSON there.
    "llama-cpp-deepseek-r1.jinja",
    // After `safe`, `+` escapes HTML in what is added.
    "meetkai-functionary-medium-v3.1.jinja",
  ]

  /// The models' own templates are not ours to commit.
  @Test(
    .enabled(
      if: expected != nil, "set DOSSIER_TEMPLATES to what make_chats.py writes for a folder"))
  func writesModelsTemplatesAsTheReference() throws {
    let path = try #require(Self.expected)
    let data = try Data(contentsOf: URL(filePath: path))
    var (equal, all) = (0, 0)
    for template in try JSONDocument(Array(data), name: path).root.elements {
      let name = template["name"]?.text ?? ""
      let source = template["source"]?.text ?? ""
      for result in template["results"]?.elements ?? [] {
        let values = try #require(result["values"])
        let text = ReferenceText(
          result, name: "\(name), \(result["case"]?.text ?? "")", source: source, values: values)
        let difference = text.difference?.replacing(source, with: "…")
        let isKnown = Self.known.contains(name) && text.name.contains("tools")
        #expect(difference == nil || isKnown)
        equal += difference == nil ? 1 : 0
        all += 1
      }
    }
    print("texts of models' templates that are jinja2's: \(equal) of \(all)")
  }
}
