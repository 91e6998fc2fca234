import Dispatch
import Platform
import Testing

@Suite struct MeanwhileTests {
  private struct Failure: Error {}

  @Test func goesOnWhileTheCallerDoes() throws {
    let step = DispatchSemaphore(value: 0)
    let sum = Meanwhile {
      step.wait()
      return 1 + 1
    }
    step.signal()
    #expect(try sum.value == 2)
  }

  @Test func hasTheSameValueForWhoeverAsksAgain() throws {
    let random = Meanwhile { Int.random(in: 0...Int.max) }
    #expect(try random.value == random.value)
  }

  @Test func throwsWhatTheWorkThrew() {
    let work = Meanwhile { () throws -> Int in throw Failure() }
    #expect(throws: Failure.self) { try work.value }
    #expect(throws: Failure.self) { try work.value }
  }
}
