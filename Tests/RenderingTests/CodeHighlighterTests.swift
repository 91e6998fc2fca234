import Testing

@testable import Rendering

/// The spans of a code as `role:text`, plain ones without a role.
private func spans(_ code: String, _ info: String) throws -> [String] {
  let language = try #require(CodeLanguage.named(info))
  return CodeHighlighter.spans(of: code, in: language).map { span in
    span.role == .plain ? span.text : "\(span.role):\(span.text)"
  }
}

@Test(arguments: [
  ("python", "def f(x): # y", ["keyword:def", " f(x): ", "comment:# y"]),
  ("python", "'a\\'b' \"c", ["string:'a\\'b'", " \"c"]),
  ("py", "\"\"\"a\nb\"\"\" None", ["string:\"\"\"a\nb\"\"\"", " ", "constant:None"]),
  ("python", "x1 = 1.5e3", ["x1 = ", "number:1.5e3"]),
  ("bash", "echo $A ${B}#c", ["echo ", "variable:$A", " ", "variable:${B}", "#c"]),
  (
    "sh", "if 'a\nb' # c\nfi",
    ["keyword:if", " ", "string:'a\nb'", " ", "comment:# c", "\n", "keyword:fi"]
  ),
  (
    "json", "{\"a\": true, \"b\": [1]}",
    ["{", "key:\"a\"", ": ", "constant:true", ", ", "key:\"b\"", ": [", "number:1", "]}"]
  ),
  (
    "yaml", "a-b: c # d\n'e': 1",
    ["key:a-b", ": c ", "comment:# d", "\n", "key:'e'", ": ", "number:1"]
  ),
  ("python {.x}", "\u{4E00} = 1", ["\u{4E00} = ", "number:1"]),
  ("yaml", "", []),
])
func cutsCodeIntoSpans(info: String, code: String, expected: [String]) throws {
  #expect(try spans(code, info) == expected)
}

@Test(arguments: ["python", "sh", "json", "yaml"])
func keepsEveryByteOfTheCode(info: String) throws {
  let language = try #require(CodeLanguage.named(info))
  let code = "a'b\"c#d$e{f}:1\\\n\"\"\"g\u{4E00}'\\"
  for count in 0...code.unicodeScalars.count {
    let part = String(code.unicodeScalars.prefix(count))
    #expect(CodeHighlighter.spans(of: part, in: language).map(\.text).joined() == part)
  }
}

@Test(arguments: [
  ("Python", "python"), ("{.python .numberLines}", ".python"), ("c++", "c++"), ("", ""),
  ("a\"b<", "ab"),
])
func makesClassNames(info: String, name: String) {
  #expect(CodeLanguage.className(info) == name.replacing(".", with: ""))
}
