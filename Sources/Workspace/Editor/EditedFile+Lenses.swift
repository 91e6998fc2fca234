internal import Contracts
internal import Experiments
internal import Findings
internal import Reports

extension EditedFile {
  /// How the figures of a report stand, or those of the experiment that is open.
  public func lenses() -> [EditorLens] {
    if case .experiment(let id) = kind {
      guard let status = snapshot.survey?.status(of: id) else { return [] }
      return [lens(at: 0..<0, status.state, of: status)]
    }
    guard kind == .report, let report, let survey = snapshot.survey else { return [] }
    return report.figures.compactMap { figure in
      guard let path = LocalPath(figure.path)?.path, let id = experiment(behind: path),
        let status = survey.status(of: id), let state = survey.state(ofFigure: path)
      else { return nil }
      return lens(at: figure.range, state, of: status)
    }
  }

  private func lens(
    at range: Range<Int>, _ state: ExperimentState, of status: ExperimentStatus
  ) -> EditorLens {
    let canRun = state.wantsRun
    let title =
      canRun ? "Draw '\(status.id)' again (\(state.words))" : "'\(status.id)' is \(state.words)"
    return EditorLens(
      range: range, title: String(title.prefix(160)), experiment: canRun ? status.id.name : nil)
  }
}
