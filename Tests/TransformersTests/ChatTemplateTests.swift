import Foundation
import Testing

@testable import Transformers

struct ChatTemplateTests {
  private let template =
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    + "{{ '<|im_start|>system\nBe kind.<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role']"
    + " + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}"
    + "{{ '<|im_start|>assistant\n' }}{% endif %}"

  private func tokenizer(_ template: String?) throws -> Tokenizer {
    var file = GGUFBuilder.llama { file in
      if let template { file.add("tokenizer.chat_template", template) }
    }
    file.version = 3
    return try Model.load(gguf: file.file, threads: 1).tokenizer
  }

  @Test func refusesModelsWithoutAKnownTemplate() throws {
    for template in [nil, "", "{{ messages }}", template + " ", "x" + template] {
      let tokenizer = try tokenizer(template)
      let error = #expect(throws: ModelError.self) {
        try tokenizer.chat([ChatMessage(.user, "a")])
      }
      #expect(
        error?.description
          == "the model's chat template is missing or not known; use plain prompts")
    }
  }

  @Test(arguments: ["Be kind.", "", "Sei höflich, immer!", "two\nlines"])
  func recognisesTheTemplateWithAnyDefault(message: String) {
    let source = template.replacingOccurrences(of: "Be kind.", with: message)
    let escaped = source.replacingOccurrences(of: "\n", with: "\\n")
    #expect(ChatTemplate(source)?.defaultSystem == message)
    #expect(ChatTemplate(escaped)?.defaultSystem == message)
  }

  @Test(arguments: ["it's", "a{b", "x<|im_end|>"])
  func doesNotTakeCodeForADefault(message: String) {
    #expect(ChatTemplate(template.replacingOccurrences(of: "Be kind.", with: message)) == nil)
  }
}
