/// The fixed words of a document, in the language of its report.
struct Words {
  let contents: String
  let figure: String
  let table: String
  let colon: String
  let equation: String
  let footnotes: String
  let footnote: String
  let backToText: String
  let skipToText: String
  let untitled: String
  let madeWith: String
  let draft: String
  let unresolved: String
  let missingImage: String
  let code: String
  let done: String
  let open: String
  let callouts: [String: String]

  /// The words of a language, by its tag such as `en` or `zh-Hans`; English for one not known.
  static func of(language: String) -> Words {
    let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    return primary == "zh" ? chinese : english
  }

  /// A label and its number, as `Figure 1`.
  func numbered(_ word: String, _ number: Int) -> String {
    word.utf8.first.map { $0 < 0x80 } == true ? "\(word) \(number)" : "\(word)\u{A0}\(number)"
  }

  static let english = Words(
    contents: "Contents", figure: "Figure", table: "Table", colon: ": ", equation: "Equation",
    footnotes: "Footnotes", footnote: "Footnote",
    backToText: "Back to the text", skipToText: "Skip to the text", untitled: "Untitled report",
    madeWith: "Made with Dossier", draft: "draft", unresolved: "unresolved reference",
    missingImage: "image missing", code: "Code", done: "done", open: "open",
    callouts: [
      "note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning",
      "caution": "Caution",
    ])

  static let chinese = Words(
    contents: "目录", figure: "图", table: "表", colon: "：", equation: "式", footnotes: "脚注",
    footnote: "脚注",
    backToText: "返回正文", skipToText: "跳到正文", untitled: "无标题报告",
    madeWith: "由 Dossier 生成", draft: "草稿", unresolved: "未找到的引用",
    missingImage: "缺少图片", code: "代码", done: "已完成", open: "未完成",
    callouts: [
      "note": "注", "tip": "提示", "important": "重要", "warning": "警告", "caution": "小心",
    ])
}
