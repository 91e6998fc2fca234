/// A picture of how the hours of a project were spent: against their limits, by day and by category.
///
/// Lengths are in seconds. What is certain is drawn solid, what it may be at most pale; the words are the
/// caller's, so that the picture speaks the language of its report.
public struct TimeChart: Sendable, Equatable {
  /// A length of which part is certain.
  public struct Length: Sendable, Equatable {
    /// The seconds that are certain.
    public let certain: Int
    /// The seconds that it may be at most.
    public let upper: Int

    /// Creates a length.
    public init(certain: Int, upper: Int) {
      self.certain = max(certain, 0)
      self.upper = max(upper, certain, 0)
    }

    /// Hours and minutes as `3:40`, or both bounds as `3:40–4:10`.
    public var text: String {
      let (low, high) = (Self.text(certain), Self.text(upper))
      return low == high ? low : "\(low)–\(high)"
    }

    /// Hours and minutes as `3:40`.
    public static func text(_ seconds: Int) -> String {
      let minutes = (max(seconds, 0) + 30) / 60
      return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
  }

  /// What time is to the programme's limits; it decides where and in which colours it is drawn.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// It counts towards the main limit: in colours, upwards.
    case counted
    /// It has a limit of its own: in a colour apart, upwards.
    case limited
    /// No limit is about it: in grey, downwards.
    case free
  }

  /// A category: its name, and what it is to the limits.
  public struct Category: Sendable, Equatable {
    /// What a reader calls it.
    public let name: String
    /// What it is to the limits.
    public let kind: Kind
    /// All its time.
    public let total: Length

    /// Creates a category.
    public init(name: String, kind: Kind, total: Length) {
      self.name = name
      self.kind = kind
      self.total = total
    }
  }

  /// A limit and how much of it is used.
  public struct Meter: Sendable, Equatable {
    /// What is limited.
    public let name: String
    /// Whether it is about time that counts or about time with a limit of its own.
    public let kind: Kind
    /// What is used.
    public let used: Length
    /// The seconds that are allowed, or else advised.
    public let end: Int
    /// The seconds that are advised, with the words for them, where there is a limit beside them.
    public let advice: (seconds: Int, words: String)?
    /// Used and allowed in words.
    public let words: String

    /// Creates a meter.
    public init(
      name: String, kind: Kind, used: Length, end: Int,
      advice: (seconds: Int, words: String)? = nil,
      words: String
    ) {
      self.name = name
      self.kind = kind
      self.used = used
      self.end = end
      self.advice = advice
      self.words = words
    }

    /// Whether two meters show the same.
    public static func == (a: Meter, b: Meter) -> Bool {
      (a.name, a.words, a.end) == (b.name, b.words, b.end) && (a.kind, a.used) == (b.kind, b.used)
        && a.advice?.seconds == b.advice?.seconds && a.advice?.words == b.advice?.words
    }
  }

  /// One day: the time of each category, in the order of the categories.
  public struct Day: Sendable, Equatable {
    /// What stands below it, such as `22 Nov`.
    public let name: String
    /// The time by category.
    public let parts: [Length]

    /// Creates a day.
    public init(name: String, parts: [Length]) {
      self.name = name
      self.parts = parts
    }
  }

  /// A share of the whole, such as what the clock measured.
  public struct Share: Sendable, Equatable {
    /// What it is.
    public let name: String
    /// How much it is.
    public let length: Length

    /// Creates a share.
    public init(name: String, length: Length) {
      self.name = name
      self.length = length
    }
  }

  /// The headings and the few words inside the picture.
  public struct Captions: Sendable, Equatable {
    /// Above the days, the categories and the sources.
    public let days, categories, sources: String
    /// The units of the axis.
    public let hours, minutes: String
    /// The groups of categories by what they are to the limits.
    public let groups: [Kind: String]
    /// What pale means.
    public let doubt: String

    /// Creates captions.
    public init(
      days: String, categories: String, sources: String, hours: String, minutes: String,
      groups: [Kind: String], doubt: String
    ) {
      (self.days, self.categories, self.sources) = (days, categories, sources)
      (self.hours, self.minutes) = (hours, minutes)
      self.groups = groups
      self.doubt = doubt
    }
  }

  /// Title, subtitle and footer; the axes have no words of their own.
  public let labels: ChartLabels
  /// The headings.
  public let captions: Captions
  /// The limits, the main one first.
  public let meters: [Meter]
  /// The categories, in the order of drawing.
  public let categories: [Category]
  /// The days in their order, those without time included.
  public let days: [Day]
  /// How the time is known.
  public let sources: [Share]
  /// All that counts; the sum of its categories where it is not given.
  ///
  /// What may have been one thing or another is in the upper bounds of both, and once in that of all.
  public let counted: Length?

  /// Creates a picture.
  public init(
    labels: ChartLabels, captions: Captions, meters: [Meter], categories: [Category], days: [Day],
    sources: [Share], counted: Length? = nil
  ) {
    self.labels = labels
    self.captions = captions
    self.meters = meters
    self.categories = categories
    self.days = days
    self.sources = sources
    self.counted = counted
  }

  /// The categories of a kind, with their places among all.
  func categories(of kind: Kind) -> [(place: Int, category: Category)] {
    categories.enumerated().filter { $0.element.kind == kind }.map { ($0.offset, $0.element) }
  }

  /// The sum of a day's time, of one kind or several.
  func sum(_ day: Day, of kinds: [Kind]) -> Length {
    var (certain, upper) = (0, 0)
    for (category, part) in zip(categories, day.parts) where kinds.contains(category.kind) {
      certain += part.certain
      upper += part.upper
    }
    return Length(certain: certain, upper: upper)
  }

  /// Whether anything is only possible.
  var hasDoubt: Bool {
    categories.contains { Length.text($0.total.certain) != Length.text($0.total.upper) }
  }
}
