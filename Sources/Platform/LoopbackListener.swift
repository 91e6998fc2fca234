import Glibc

/// Takes requests from programs on this machine, and from nobody else.
///
/// It listens on the loopback address only. A connection carries one request and one answer; one that
/// is slow, or says too much, is closed. One request is answered after the other, by one thread.
public final class LoopbackListener: Sendable {
  /// What a connection, and all of them together, may use.
  public struct Limits: Sendable {
    /// How many connections are open at once; others wait.
    public var connections = 16
    /// The largest request in bytes.
    public var requestBytes = 512 << 10
    /// Within how many milliseconds a request and its answer are over.
    public var milliseconds = 5_000

    /// The usual limits.
    public init() {}
  }

  /// The port it listens on.
  public let port: Int
  private let socket: Socket

  /// Begins to listen; port 0 takes one that is free.
  public init(port wanted: Int) throws(ListenerError) {
    guard (0...65_535).contains(wanted) else { throw ListenerError(port: wanted, code: EINVAL) }
    let number = Glibc.socket(
      AF_INET,
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard number >= 0 else { throw ListenerError(port: wanted, code: errno) }
    socket = Socket(number)
    var yes: Int32 = 1
    setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(wanted).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(number, address, length) == 0 && listen(number, 16) == 0
          && getsockname(number, address, &length) == 0
      }
    }
    guard status else { throw ListenerError(port: wanted, code: errno) }
    port = Int(in_port_t(bigEndian: address.sin_port))
  }

  /// Answers requests until it is over.
  ///
  /// `answer` is given what has arrived of a request whenever there is more of it; it returns `nil`
  /// while that is not all. It is asked at least five times a second whether it is over.
  public func serve(
    _ limits: Limits = Limits(), until isOver: () -> Bool, answer: ([UInt8]) -> [UInt8]?
  ) {
    var connections: [Connection] = []
    while !isOver() {
      var polls = connections.map(\.interest)
      if connections.count < limits.connections {
        polls.append(pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0))
      }
      poll(&polls, nfds_t(polls.count), 200)
      for index in connections.indices where polls[index].revents != 0 {
        connections[index].goOn(limits, answer)
      }
      if polls.count > connections.count, polls[connections.count].revents != 0 {
        if let new = accepted(limits) { connections.append(new) }
      }
      let now = SystemClock().monotonicMilliseconds()
      connections.removeAll { $0.isOver || now >= $0.deadline }
    }
  }

  private func accepted(_ limits: Limits) -> Connection? {
    let number = accept(socket.number, nil, nil)
    guard number >= 0 else {
      // Out of descriptors, most likely: what is open will be closed soon.
      if errno != EAGAIN, errno != ECONNABORTED { usleep(50_000) }
      return nil
    }
    let new = Socket(number)
    guard fcntl(number, F_SETFL, O_NONBLOCK) == 0, fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else {
      return nil
    }
    return Connection(
      socket: new,
      deadline: SystemClock().monotonicMilliseconds() + limits.milliseconds)
  }
}

/// A listener that could not begin.
public struct ListenerError: Error, Hashable, CustomStringConvertible {
  /// The port that was asked for.
  public let port: Int
  /// The system's error number.
  public let code: Int32

  /// Whether another program listens there.
  public var isTaken: Bool { code == EADDRINUSE }

  /// The error as one phrase.
  public var description: String {
    let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return "cannot listen on port \(port): \(words.prefix(1).lowercased() + words.dropFirst())"
  }
}

/// Owns one socket and closes it exactly once.
private final class Socket: Sendable {
  let number: Int32
  init(_ number: Int32) { self.number = number }
  deinit { close(number) }
}

/// One request on its way in, or its answer on its way out.
private struct Connection {
  private enum Stage { case reading, writing, closing, over }

  let socket: Socket
  /// When it is closed whatever it does, on the clock that runs while the machine is awake.
  let deadline: Int
  private var stage = Stage.reading
  private var bytes: [UInt8] = []

  init(socket: Socket, deadline: Int) {
    self.socket = socket
    self.deadline = deadline
  }

  var isOver: Bool { stage == .over }

  var interest: pollfd {
    pollfd(
      fd: socket.number, events: Int16(stage == .writing ? POLLOUT : POLLIN), revents: 0)
  }

  mutating func goOn(_ limits: LoopbackListener.Limits, _ answer: ([UInt8]) -> [UInt8]?) {
    switch stage {
    case .reading: read(limits, answer)
    case .writing: write()
    case .closing: if (receive() ?? []).isEmpty { stage = .over }
    case .over: break
    }
  }

  private mutating func read(
    _ limits: LoopbackListener.Limits, _ answer: ([UInt8]) -> [UInt8]?
  ) {
    guard let more = receive() else { return }
    bytes += more
    guard !more.isEmpty, bytes.count <= limits.requestBytes else {
      stage = .over
      return
    }
    guard let answer = answer(bytes) else { return }
    bytes = answer
    stage = .writing
    write()
  }

  private mutating func write() {
    let count = bytes.withUnsafeBytes {
      send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    guard count >= 0 else {
      if errno != EAGAIN, errno != EINTR { stage = .over }
      return
    }
    bytes.removeFirst(count)
    guard bytes.isEmpty else { return }
    // What the other side still sends is read, or closing would take the answer away from it.
    shutdown(socket.number, Int32(SHUT_WR))
    stage = .closing
  }

  /// What has arrived: nothing at the end, `nil` when there is nothing yet.
  private func receive() -> [UInt8]? {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, length in
      count = recv(socket.number, buffer.baseAddress, buffer.count, 0)
      length = max(count, 0)
    }
    if count < 0 { return errno == EAGAIN || errno == EINTR ? nil : [] }
    return bytes
  }
}
