public import Documents

/// A contract as people and programs read it.
public struct ContractSheet: Sendable, Equatable {
  /// A group of things the programme says.
  public struct Part: Sendable, Equatable {
    /// What they are: `Sections`.
    public let title: String
    /// One row for each, in columns.
    public let rows: [[String]]
  }

  /// The programme, its round, and whether that is over.
  public let title: String
  /// The groups that are not empty.
  public let parts: [Part]
  /// All of it as JSON.
  public let json: JSON
}
