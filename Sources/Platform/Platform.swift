/// The world as a parameter: everything a service may ask of the machine it runs on.
///
/// Row 3 takes a `Platform` first and touches nothing else, so that a test decides what the time
/// is, where home lies and which operation fails.
public struct Platform: Sendable {
  /// The time, and how it passes.
  public let clock: any Clock
  /// Files and folders.
  public let files: any Files
  /// Other programs.
  public let processes: any Processes
  /// Environment variables and the folders that follow from them.
  public let environment: Environment
  /// What the standard streams are connected to.
  public let terminal: Terminal
  /// Where names and pauses that must not collide come from.
  public let randomness: any Randomness

  /// Puts a platform together.
  public init(
    clock: any Clock, files: any Files, processes: any Processes, environment: Environment,
    terminal: Terminal, randomness: any Randomness
  ) {
    self.clock = clock
    self.files = files
    self.processes = processes
    self.environment = environment
    self.terminal = terminal
    self.randomness = randomness
  }

  /// The machine itself, as this process sees it.
  public static func live() -> Platform {
    let environment = Environment.live()
    return Platform(
      clock: SystemClock(), files: SystemFiles(),
      processes: SystemProcesses(environment: environment), environment: environment,
      terminal: .live(environment: environment), randomness: SystemRandomness())
  }
}
