/// The exit statuses of the program, all of them.
enum ExitStatus: Int32 {
  /// What was asked for was done, and nothing was found wrong.
  case fine = 0
  /// Findings, or an operation that was refused.
  case findings = 1
  /// The command line or a configuration file is wrong.
  case usage = 2
  /// A failure inside, or of something outside: the disk, the network, another program.
  case failure = 3
}
