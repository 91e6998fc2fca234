import Glibc

/// What the standard streams are connected to.
public struct Terminal: Sendable, Hashable {
  /// Whether somebody can type an answer.
  public let inputIsTerminal: Bool
  /// Whether results go to a screen.
  public let outputIsTerminal: Bool
  /// Whether progress and remarks go to a screen.
  public let errorIsTerminal: Bool
  /// The width of the screen in columns; 80 where there is none.
  public let columns: Int
  /// Whether the user asked for no colour, by `NO_COLOR` or a `dumb` terminal.
  public let refusesColour: Bool

  /// Creates a description; by default nothing is a terminal.
  public init(
    inputIsTerminal: Bool = false, outputIsTerminal: Bool = false, errorIsTerminal: Bool = false,
    columns: Int = 80, refusesColour: Bool = false
  ) {
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.columns = columns
    self.refusesColour = refusesColour
  }

  /// The streams of this process.
  public static func live(environment: Environment) -> Terminal {
    let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return Terminal(
      inputIsTerminal: isatty(STDIN_FILENO) == 1, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      errorIsTerminal: isatty(STDERR_FILENO) == 1, columns: width(environment: environment),
      refusesColour: noColour || environment["TERM"] == "dumb")
  }

  private static func width(environment: Environment) -> Int {
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      var size = winsize()
      if ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    }
    if let value = environment["COLUMNS"], let columns = Int(value), columns > 0 { return columns }
    return 80
  }
}
