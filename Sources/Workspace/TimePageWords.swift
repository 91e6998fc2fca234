internal import Documents
internal import Figures

/// The words of a time page in one language.
struct TimePageWords: Sendable {
  let timeSpent: String
  let of: String
  let advised: String
  let allowed: String
  let to: String
  let hourSign: String
  let captions: TimeChart.Captions
  let sources: [String: String]
  let columns: (category: String, counts: String, time: String, day: String, limit: String)
  let yes: String
  let no: String
  let ownLimit: String
  let sealed: String
  let now: String
  let coarse: String
  let computed: String
  let heading: String
  let months: [String]
  /// How a day is named by the name of its month and its number.
  let day: @Sendable (String, Int) -> String

  /// The words of a language, by its tag; English for one not known.
  static func of(_ language: String) -> TimePageWords {
    language.prefix { $0 != "-" && $0 != "_" }.lowercased() == "zh" ? chinese : english
  }

  /// A day such as `2026-11-22` as `22 Nov`.
  func day(_ text: String) -> String {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return text }
    return day(months[parts[1] - 1], parts[2])
  }

  private static let english = TimePageWords(
    timeSpent: "Time spent", of: "of", advised: "advised", allowed: "allowed", to: " to ",
    hourSign: " h",
    captions: TimeChart.Captions(
      days: "By day", categories: "By category", sources: "How it is known", hours: "hours",
      minutes: "minutes",
      groups: [
        .counted: "Counts", .limited: "Has a limit of its own", .free: "Does not count",
      ],
      doubt: "pale: the clock ran without a sign of work, and nobody has said what it was"),
    sources: [
      "measured": "measured by the clock", "declared": "given by hand", "imported": "imported",
    ],
    columns: ("Category", "Counts", "Time", "Day", "Limit"), yes: "yes", no: "no",
    ownLimit: "own limit", sealed: "sealed", now: "as of", coarse: "rounded to 5 minutes",
    computed: "added up from the records of the applicant's own clock", heading: "Time",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    day: { "\($1) \($0)" })

  private static let chinese = TimePageWords(
    timeSpent: "用时", of: "/", advised: "建议", allowed: "上限", to: " 至 ", hourSign: " 小时",
    captions: TimeChart.Captions(
      days: "按天", categories: "按类别", sources: "时间如何得知", hours: "小时", minutes: "分钟",
      groups: [.counted: "计入时限", .limited: "有单独的时限", .free: "不计入"],
      doubt: "浅色：计时器在走但没有工作迹象，也没有人说明那段时间做了什么"),
    sources: ["measured": "计时器测得", "declared": "手工填写", "imported": "导入"],
    columns: ("类别", "计入", "时间", "日期", "时限"), yes: "是", no: "否", ownLimit: "单独时限",
    sealed: "封存于", now: "截至", coarse: "四舍五入到 5 分钟",
    computed: "由申请人自己的计时记录累加而得", heading: "时间",
    months: (1...12).map { "\($0)月" }, day: { "\($0)\($1)日" })
}
