import Digests
import Documents
import Techniques

extension ExperimentDeclaration {
  /// The options to run with: those written down, and those that are the content of a file.
  ///
  /// The files are read from `tree` and must be what the recipe says, so that a file that changes at
  /// the wrong moment cannot give a result under another one's key.
  func options(
    of description: TechniqueDescription, for recipe: Recipe, from tree: any ApplicationTree
  ) throws -> Options {
    var record = options
    for (name, path) in optionFiles {
      guard let bytes = try tree.read(path, limit: SizeLimit.options),
        SHA256.digest(bytes).hex == recipe.inputs[relativePath(of: path, from: id.folder)]
      else { throw InputChanged(path: path) }
      record[name] = .list(try Self.lines(of: bytes, path: path))
    }
    let (options, problems) = description.decode(record)
    guard let problem = problems.first else { return options }
    throw ExperimentError(words(for: problem), hint: problem.hint)
  }

  /// The lines of a `.jsonl` file, one value each; empty lines do not count.
  private static func lines(
    of bytes: [UInt8], path: String
  ) throws(ExperimentError) -> [OptionValue] {
    var values: [OptionValue] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy(isBlank) {
      do throws(JSONError) {
        if let value = OptionValue(try JSON.parse(line)) { values.append(value) }
      } catch {
        throw ExperimentError(
          "line \(index + 1) of '\(path)' is not JSON: \(error)", hint: "write one value per line")
      }
    }
    return values
  }

  private func words(for problem: OptionProblem) -> String {
    guard case .field(let name)? = problem.path.steps.first, let file = optionFiles[name] else {
      return problem.message
    }
    return "\(problem.message) (in '\(file)')"
  }
}

/// A file that was read once for the recipe is another one when it is read for the run.
struct InputChanged: Error {
  let path: String
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}
