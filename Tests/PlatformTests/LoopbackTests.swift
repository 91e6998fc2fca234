import Foundation
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

/// The listener, asked by sockets of its own machine.
struct LoopbackTests {
  /// Serves while the body runs, with an answer to what ends in a full stop.
  private func serving(
    _ limits: LoopbackListener.Limits = .init(), _ body: @escaping @Sendable (Int) throws -> Void
  ) async throws {
    let listener = try LoopbackListener(port: 0)
    let isOver = Mutex(false)
    let asker = Thread.detached {
      defer { isOver.withLock { $0 = true } }
      try body(listener.port)
    }
    listener.serve(limits, until: { isOver.withLock { $0 } }) { bytes in
      bytes.last == UInt8(ascii: ".") ? Array("<".utf8) + bytes + Array(">".utf8) : nil
    }
    try asker.value()
  }

  @Test func answersWhatArrivesInPieces() async throws {
    try await serving { port in
      let client = try Client(port)
      try client.send("hel")
      usleep(20_000)
      try client.send("lo.")
      #expect(client.rest() == "<hello.>")
    }
  }

  @Test func answersOthersWhileOneIsSlow() async throws {
    try await serving { port in
      let slow = try Client(port)
      try slow.send("a")
      let quick = try Client(port)
      try quick.send("b.")
      #expect(quick.rest() == "<b.>")
      try slow.send(".")
      #expect(slow.rest() == "<a.>")
    }
  }

  @Test func closesWhoIsTooSlowOrSaysTooMuch() async throws {
    var limits = LoopbackListener.Limits()
    limits.milliseconds = 300
    limits.requestBytes = 1 << 16
    limits.connections = 2
    try await serving(limits) { port in
      // More than may be open at once: the others wait until these are closed.
      let slow = try (0..<4).map { _ in try Client(port) }
      for client in slow { try client.send("never ending") }
      #expect(slow.map { $0.rest() } == ["", "", "", ""])
      let large = try Client(port)
      try? large.send(String(repeating: "x", count: 1 << 18))
      #expect(large.rest() == "")
      let client = try Client(port)
      try client.send("still there.")
      #expect(client.rest() == "<still there.>")
    }
  }

  @Test func carriesAnAnswerThatIsLargerThanTheSystemHolds() async throws {
    try await serving { port in
      let text = String(repeating: "y", count: 400_000)
      let client = try Client(port)
      try client.send(text + ".")
      #expect(client.rest() == "<\(text).>")
    }
  }

  @Test func tellsThatAPortIsTaken() throws {
    let listener = try LoopbackListener(port: 0)
    let error = #expect(throws: ListenerError.self) {
      try withExtendedLifetime(listener) { _ = try LoopbackListener(port: listener.port) }
    }
    #expect(error?.isTaken == true)
    #expect(throws: ListenerError.self) { try LoopbackListener(port: 70_000) }
  }

  /// By the table of the kernel, since the address in the code could be overlooked.
  @Test func isNotToBeReachedFromOutside() throws {
    let listener = try LoopbackListener(port: 0)
    let table = try String(decoding: SystemFiles().read("/proc/self/net/tcp"), as: UTF8.self)
    let port = String(listener.port, radix: 16, uppercase: true)
    let digits = String(repeating: "0", count: 4 - port.count) + port
    let lines = table.split(separator: "\n").filter { $0.contains(":\(digits) 00000000:0000 0A") }
    #expect(lines.count == 1)
    #expect(lines.allSatisfy { $0.contains("0100007F:\(digits)") }, "\(lines)")
  }
}

struct SecretFileTests {
  @Test func isReadByNobodyElse() async throws {
    try await withTemporaryFolder { folder in
      let path = Path.join(folder, "secret")
      #expect(try SecretFile.read(path) == nil)
      for text in ["one", "two"] {
        try SecretFile.write(Array(text.utf8), to: path)
        #expect(try SecretFile.read(path) == Array(text.utf8))
      }
      var entry = stat()
      #expect(stat(path, &entry) == 0 && entry.st_mode & 0o777 == 0o600)
      #expect(try SystemFiles().list(folder) == ["secret"])
      chmod(path, 0o640)
      #expect(throws: FileError.self) { try SecretFile.read(path) }
      chmod(path, 0o600)
      _ = try await TestPlatform(in: folder).platform.processes.run(
        "ln", ["-s", "secret", "link"], in: folder)
      #expect(throws: FileError.self) { try SecretFile.read(Path.join(folder, "link")) }
    }
  }
}

/// A thread whose outcome is waited for.
private final class Outcome: Sendable {
  private let result = Mutex<Result<Void, any Error>?>(nil)
  func set(_ value: Result<Void, any Error>) { result.withLock { $0 = value } }
  func value() throws {
    while true {
      if let value = result.withLock({ $0 }) { return try value.get() }
      usleep(1_000)
    }
  }
}

extension Thread {
  fileprivate static func detached(_ body: @escaping @Sendable () throws -> Void) -> Outcome {
    let outcome = Outcome()
    detachNewThread { outcome.set(Result { try body() }) }
    return outcome
  }
}

/// The other end of a connection.
private final class Client {
  private let number: Int32

  init(_ port: Int) throws {
    number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0)
  }

  deinit { close(number) }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw POSIXError(.EPIPE) }
      bytes = bytes.dropFirst(count)
    }
  }

  /// What comes until the other side ends the connection.
  func rest() -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(number, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += buffer[..<count]
    }
  }
}
