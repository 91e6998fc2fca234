import Platform
import TestSupport
import Testing

struct EnvironmentTests {
  @Test func followsTheBaseDirectorySpecification() {
    let plain = Environment(variables: ["HOME": "/h", "XDG_DATA_HOME": "relative"])
    #expect(plain.dataFolder == "/h/.local/share/dossier")
    let moved = Environment(variables: ["HOME": "/h", "XDG_CACHE_HOME": "/c"])
    #expect(moved.cacheFolder == "/c/dossier")
    #expect(moved["XDG_CACHE_HOME"] == "/c")
  }

  @Test func seesThisProcess() {
    let live = Environment.live()
    #expect(live["PATH"] != nil)
    #expect(Path.isAbsolute(live.home))
  }

  @Test func testsAreNoTerminal() {
    let terminal = Terminal.live(environment: Environment(variables: ["NO_COLOR": "1"]))
    #expect(terminal.refusesColour)
    #expect(terminal.columns > 0)
    #expect(!Terminal.live(environment: Environment(variables: ["NO_COLOR": ""])).refusesColour)
  }

  @Test func keepsTheHomeOfATestToItself() throws {
    try withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder)
      #expect(world.platform.environment.cacheFolder == folder + "/home/.cache/dossier")
    }
  }
}
