import Foundation
import Platform

/// The two streams of the program: results go to standard output, everything else to standard error.
struct Console: Sendable {
  let terminal: Terminal

  /// Writes a result and a line break.
  func result(_ text: String = "") { write(text + "\n", to: .standardOutput) }

  /// Writes a piece of a result as it is.
  func piece(_ text: String) { write(text, to: .standardOutput) }

  /// Writes bytes of a result as they are.
  func bytes(_ bytes: [UInt8]) { write(bytes, to: .standardOutput) }

  /// Writes a remark, which is not part of the result, and a line break.
  func remark(_ text: String) { write(text + "\n", to: .standardError) }

  /// Writes to standard error as it is.
  func raw(_ text: String) { write(text, to: .standardError) }

  /// The styles of text that goes to standard output.
  var style: Style { Style(isOn: terminal.outputIsTerminal && !terminal.refusesColour) }

  /// The styles of text that goes to standard error.
  var remarkStyle: Style { Style(isOn: terminal.errorIsTerminal && !terminal.refusesColour) }

  private func write(_ text: String, to stream: FileHandle) { write(Array(text.utf8), to: stream) }

  /// A reader that closed the pipe has seen enough: the program ends at once, quietly and in success.
  ///
  /// Where the text cannot go for another reason, such as a full disk, that is a failure, which is told
  /// where it can be.
  private func write(_ bytes: [UInt8], to stream: FileHandle) {
    do {
      try stream.write(contentsOf: Data(bytes))
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let code = Int32(truncatingIfNeeded: (cause ?? error as NSError).code)
      if code == EPIPE { _exit(ExitStatus.fine.rawValue) }
      if stream == .standardOutput {
        let reason = FileError(operation: .append, path: "", code: code).reason
        remark(style(.error, "error:") + " cannot write to 'standard output': \(reason)")
      }
      _exit(ExitStatus.failure.rawValue)
    }
  }
}

/// What a piece of output is; the one table that turns it into colour.
enum Label {
  case error, warning, info, heading, name, good, dim

  /// The parameters of the terminal's "select graphic rendition" sequence.
  fileprivate var parameters: String {
    switch self {
    case .error: "1;31"
    case .warning: "1;33"
    case .info: "36"
    case .heading: "1"
    case .name: "1;34"
    case .good: "32"
    case .dim: "2"
    }
  }
}

/// Colours text, or leaves it as it is.
struct Style: Sendable {
  let isOn: Bool

  /// Text in the look of its label.
  func callAsFunction(_ label: Label, _ text: String) -> String {
    isOn ? "\u{1B}[\(label.parameters)m\(text)\u{1B}[0m" : text
  }
}
