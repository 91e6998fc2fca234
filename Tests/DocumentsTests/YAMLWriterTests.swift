import Documents
import Testing

@Test(arguments: [
  ("plain", "plain"), ("two words", "two words"), ("文章", "文章"),
  ("America/Los_Angeles", "America/Los_Angeles"),
  ("", "\"\""), ("no", "\"no\""), ("22:30", "\"22:30\""), ("1e3", "\"1e3\""),
  ("2025-12-23", "\"2025-12-23\""),
  ("a: b", "\"a: b\""), ("- a", "\"- a\""), ("a #b", "\"a #b\""), ("it's", "\"it's\""),
  ("a\nb\t\"\\", "\"a\\nb\\t\\\"\\\\\""), ("\u{85}\0", "\"\\u0085\\u0000\""), ("end ", "\"end \""),
  ("end:", "\"end:\""),
])
func writesScalars(text: String, yaml: String) {
  #expect(YAMLWriter.scalar(text) == yaml)
  #expect(YAML.parse("k: \(yaml)\n", path: "a.yaml").node?["k"]?.text == text)
}

@Test(
  arguments: [
    ("a: 1 # one\nb: 2\n", ["a"], "a: new # one\nb: 2\n"), ("a: 'x'\n", ["a"], "a: new\n"),
    ("", ["a"], "a: new\n"), ("# c\n", ["a", "b"], "# c\na:\n  b: new\n"),
    ("a: 1", ["b"], "a: 1\nb: new"),
    ("m:\n  x: 1 # x\n\nz: 2\n", ["m", "w"], "m:\n  x: 1 # x\n  w: new\n\nz: 2\n"),
    ("m:\nz: 2\n", ["m", "w"], "m:\n  w: new\nz: 2\n"), ("m:\n", ["m"], "m: new\n"),
    ("m: # none\n", ["m", "w"], "m:\n  w: new # none\n"), ("m: {}\n", ["m", "w"], nil),
    ("m: [1]\n", ["m"], nil),
    ("m: 1\n", ["m", "w"], nil), ("m: |\n  x\n", ["m"], nil), ("a: [\n", ["a"], nil),
    ("a: 1\n", [], nil),
  ] as [(String, [String], String?)])
func setsOneValueAndKeepsTheRest(source: String, path: [String], result: String?) {
  #expect(YAMLWriter.setting(path, to: "new", in: source) == result)
}
