public import Findings

/// A person who wrote the report.
public struct Author: Sendable, Equatable {
  /// The name.
  public let name: String
  /// Where the person works.
  public let affiliation: String?
  /// The address to write to.
  public let email: String?

  /// Creates an author.
  public init(name: String, affiliation: String? = nil, email: String? = nil) {
    self.name = name
    self.affiliation = affiliation
    self.email = email
  }
}

/// A heading at the top level of the report with all that follows it.
public struct Section: Sendable, Equatable {
  /// The place in ``Report/sections``.
  public let index: Int
  /// The level of the heading, 1 to 6.
  public let level: Int
  /// The words of the heading.
  public let title: String
  /// The label given to it, or one made of its words; no two sections have the same.
  public let id: String
  /// Whether the writer gave the label.
  public let hasOwnLabel: Bool
  /// The nearest section before it of a lower level.
  public let parent: Int?
  /// The stretch of the file with all subsections, in UTF-8 bytes.
  public let range: Range<Int>
  /// The stretch up to the next heading of any level.
  public let ownRange: Range<Int>
  /// The stretch of the heading alone.
  public let headingRange: Range<Int>
  /// Where the heading stands.
  public let place: Place
  /// The top-level blocks of ``ownRange`` in ``Report/body``, the heading first.
  public let blocks: Range<Int>
}

/// A figure: an image that stands alone in its paragraph, or one with a label.
public struct Figure: Sendable, Equatable {
  /// The place in ``Report/figures``.
  public let index: Int
  /// The number it is called by, from 1.
  public var number: Int { index + 1 }
  /// The label it is referred to by: `fig-x`.
  public let label: String?
  /// The path or address of the image, as written.
  public let path: String
  /// What it shows, for readers who do not see it: the attribute `fig-alt`, or `alt`.
  public let alt: String?
  /// The caption without markup; empty where there is none.
  public let caption: String
  /// All attributes.
  public let attributes: Attributes
  /// Where it stands.
  public let place: Place
  /// The stretch of the image with its attributes, in UTF-8 bytes.
  public let range: Range<Int>
  /// The stretch of the attributes with their braces; `nil` where there are none.
  public let attributesRange: Range<Int>?
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?
}

/// A table with a caption: a paragraph that begins with a colon, right before or after a table.
public struct Table: Sendable, Equatable {
  /// The place in ``Report/tables``.
  public let index: Int
  /// The number it is called by, from 1.
  public var number: Int { index + 1 }
  /// The label it is referred to by: `tbl-x`.
  public let label: String?
  /// The caption without markup.
  public let caption: String
  /// Where the caption stands.
  public let place: Place
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?
}

/// A displayed formula with a label.
public struct Equation: Sendable, Equatable {
  /// The place in ``Report/equations``.
  public let index: Int
  /// The number it is called by, from 1.
  public var number: Int { index + 1 }
  /// The label it is referred to by: `eq-x`.
  public let label: String
  /// Where it stands.
  public let place: Place
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?
}

/// A word that names a figure, section, table or equation: `@fig-x`.
public struct Reference: Sendable, Equatable {
  /// The label named, without `@`.
  public let label: String
  /// Where it stands.
  public let place: Place
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?
}

/// A link or an image.
public struct Link: Sendable, Equatable {
  /// The path or address, as written.
  public let destination: String
  /// Whether it is an image.
  public let isImage: Bool
  /// Where it stands.
  public let place: Place
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?
}

/// A comment of HTML, which no reader sees.
public struct Comment: Sendable, Equatable {
  /// What stands between `<!--` and `-->`, without blanks around it.
  public let text: String
  /// The stretch with its marks, in UTF-8 bytes.
  public let range: Range<Int>
  /// Where it stands.
  public let place: Place
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?

  /// Whether it is a template's guidance: `<!-- guide: … -->`.
  public var isGuidance: Bool { text.lowercased().hasPrefix("guide:") }
}

/// A footnote that the text refers to.
public struct Footnote: Sendable, Equatable {
  /// The name between `[^` and `]`.
  public let label: String
  /// Where its text stands.
  public let place: Place
  /// The section of the first mark, where its text is read; `nil` before the first heading.
  public let section: Int?
  /// The section of the last mark; `nil` before the first heading.
  public let lastSection: Int?
}
