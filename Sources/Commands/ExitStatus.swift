/// The exit statuses of the program, all of them.
struct ExitStatus: RawRepresentable, Equatable, Sendable {
  let rawValue: Int32

  /// What was asked for was done, and nothing was found wrong.
  static let fine = ExitStatus(rawValue: 0)
  /// Findings, or an operation that was refused.
  static let findings = ExitStatus(rawValue: 1)
  /// The command line or a configuration file is wrong.
  static let usage = ExitStatus(rawValue: 2)
  /// A failure inside, or of something outside: the disk, the network, another program.
  static let failure = ExitStatus(rawValue: 3)

  /// What a program ended with that was run for the user, whose status is passed on as it is.
  static func program(_ status: Int) -> ExitStatus {
    ExitStatus(rawValue: Int32(truncatingIfNeeded: status))
  }
}
