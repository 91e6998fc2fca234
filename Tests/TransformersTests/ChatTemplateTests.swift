import Foundation
import Testing

@testable import Transformers

struct ChatTemplateTests {
  private func tokenizer(_ template: String?) throws -> Tokenizer {
    var file = GGUFBuilder.llama { file in
      if let template { file.add("tokenizer.chat_template", template) }
    }
    file.version = 3
    return try Model.load(gguf: file.file, threads: 1).tokenizer
  }

  @Test func saysThatAModelHasNoTemplate() throws {
    let tokenizer = try tokenizer(nil)
    let error = #expect(throws: ModelError.self) {
      try tokenizer.chat([ChatMessage(.user, "a")])
    }
    #expect(
      error?.description == "the model's chat template is missing; use plain prompts")
  }

  @Test func loadsModelsWithBrokenTemplates() throws {
    let tokenizer = try tokenizer("{% if %}")
    let error = #expect(throws: ModelError.self) {
      try tokenizer.chat([ChatMessage(.user, "a")])
    }
    #expect(
      error?.description == "the chat template's line 1 has no value where one is needed at byte 6;"
        + " use plain prompts")
  }

  @Test func writesSpecialTokensOnlyWhereTheTemplateDoes() throws {
    let tokenizer = try tokenizer(
      "{% for message in messages %}<x>{{ message.content }}{% endfor %}b")
    let special = try #require(tokenizer.specials["<x>"])
    let said = tokenizer.encode("<x>a")
    let tokens = try tokenizer.chat([ChatMessage(.user, "<x>a")], prefill: "a<x>")
    #expect(tokens == [special] + tokenizer.encode("<x>aba<x>"))
    #expect(!said.contains(special))
    #expect(tokens.filter { $0 == special }.count == 1)
  }

  @Test func repeatsTheTemplatesOwnRefusal() throws {
    let template = try ChatTemplate(
      "{{ bos_token }}\n{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}"
        + "{% endif %}")
    let error = #expect(throws: ModelError.self) {
      try template.render([ChatMessage(.system, "Be kind")])
    }
    #expect(error?.kind == .request)
    #expect(
      error?.description.hasPrefix(
        "the chat template's line 2 refuses the conversation: 'no system' at byte") == true)
    #expect(error?.hint?.isEmpty == false)
  }

  @Test func tellsTheTemplateItsOptions() throws {
    let template = try ChatTemplate(
      "{{ bos_token }}{{ eos_token }}{{ add_generation_prompt }}{{ enable_thinking }}"
        + "{{ strftime_now('%d %b %Y') if strftime_now is defined else 'never' }}"
        + "{{ tools|tojson }}")
    var options = ChatTemplate.Options()
    options.beginning = "<s>"
    options.end = "</s>"
    options.addsGenerationPrompt = false
    options.date = ChatDate(year: 2026, month: 11, day: 22)
    options.values = [
      "enable_thinking": .flag(true),
      "tools": .list([.object([ChatMember("z", .integer(1)), ChatMember("a", .number(0.5))])]),
    ]
    let parts = try template.render([], options)
    #expect(
      parts.map(\.text).joined() == "<s></s>FalseTrue22 Nov 2026[{\"z\": 1, \"a\": 0.5}]")
    options.date = nil
    #expect(try template.render([], options).map(\.text).joined().contains("never"))
  }

  @Test(arguments: [
    (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true),
    (2026, 13, 1, false), (2026, 4, 31, false), (0, 1, 1, false),
  ])
  func knowsTheCalendar(year: Int, month: Int, day: Int, exists: Bool) {
    #expect((ChatDate(year: year, month: month, day: day) != nil) == exists)
  }
}
