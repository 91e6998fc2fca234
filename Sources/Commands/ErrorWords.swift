import Platform
import Workspace

/// The words and the exit status of an error at the command line.
struct ErrorWords {
  let message: String
  let hint: String?
  let status: ExitStatus

  init(_ error: any Error) {
    if let error = error as? ProcessError, error.reason == .programMissing {
      message = "\(error)"
      hint = "install it: 'sudo apt-get install \(error.executable)' on Debian"
      status = .failure
      return
    }
    guard let error = error as? UserError else {
      message = "\(error)"
      hint = nil
      status = .failure
      return
    }
    message = error.message
    hint = error.hint
    status =
      switch error.kind {
      case .refused: .findings
      case .usage: .usage
      case .outside: .failure
      }
  }
}
