import Commands

/// The entry point of the program.
@main enum Dossier {
  static func main() async {
    await CommandLineProgram.run()
  }
}
