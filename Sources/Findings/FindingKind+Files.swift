/// The codes of reading and writing files.
extension FindingKind {
  static let reading = [
    FindingKind(
      "front-matter-open", .text, .warning,
      "The front matter has no closing '---', so its lines are read as text."),
    FindingKind(
      "comment-open", .text, .warning,
      "A comment without '-->' hides all that follows it from the reader."),
    FindingKind(
      "html-dropped", .text, .warning,
      "The export leaves out HTML that could load or run something in the reader's browser."),
    FindingKind(
      "critique", .text, .info,
      "A language model that was asked for criticism holds this against the text."),
  ]

  static let configuration = [
    FindingKind("yaml-syntax", .configuration, .error, "The text is not YAML."),
    FindingKind(
      "yaml-key-duplicate", .configuration, .error,
      "A key is given twice in one mapping, and only one value could count."),
    FindingKind(
      "yaml-alias", .configuration, .error,
      "Aliases are not read in a configuration: values are written out."),
    FindingKind(
      "yaml-anchor", .configuration, .error,
      "Anchors are not read in a configuration: values are written out."),
    FindingKind(
      "yaml-tag", .configuration, .error,
      "Tags are not read in a configuration: the schema decides what a value is."),
    FindingKind("yaml-key", .configuration, .error, "A key is a list or a mapping, not a text."),
    FindingKind(
      "yaml-documents", .configuration, .error, "The file holds a second document behind '---'."),
    FindingKind(
      "yaml-too-deep", .configuration, .error, "The file nests more than 1,000 levels deep."),
    FindingKind("yaml-too-large", .configuration, .error, "The file is larger than 1 MiB."),
    FindingKind("field-missing", .configuration, .error, "A required key is not there."),
    FindingKind(
      "field-type", .configuration, .error,
      "A value is not of the form that the schema wants, such as a list where a text belongs."),
    FindingKind(
      "field-value", .configuration, .error, "A value is of the right form and not allowed."),
    FindingKind(
      "field-unknown", .configuration, .warning,
      "Nothing reads a key; most often it is misspelt and its value has no effect."),
    FindingKind(
      "export-name", .configuration, .error,
      "The name of exports would lead out of their folder or hide them."),
    FindingKind(
      "models", .configuration, .error,
      "The models of 'dossier.yaml' cannot be read: each is a name with the digest of its file."),
  ]

  static let contract = [
    FindingKind("contract-empty", .contract, .error, "The contract holds nothing."),
    FindingKind(
      "contract-schema", .contract, .error,
      "The contract is written in a version of the format that this program does not read."),
    FindingKind(
      "contract-duplicate", .contract, .error, "A name is given twice in one list of the contract."),
    FindingKind("contract-cycle", .contract, .error, "A section lies within itself."),
    FindingKind("contract-depth", .contract, .error, "A section lies within more than 20 others."),
    FindingKind(
      "contract-name", .contract, .error, "The contract names something that it does not define."),
    FindingKind(
      "contract-source", .contract, .error,
      "A rule is said to be the programme's and does not quote the programme's words."),
    FindingKind(
      "contract-zone", .contract, .error,
      "A date in its zone and the same date in universal time are different instants."),
    FindingKind(
      "contract-language", .contract, .error,
      "A key that should name a language names none; often a comma without quotes cut a text."),
    FindingKind(
      "contract-range", .contract, .error, "The least of a range is more than its most."),
    FindingKind(
      "contract-hour", .contract, .error,
      "A date gives an hour in one place and none, or another, in the other."),
    FindingKind(
      "contract-page", .contract, .error, "A page has no room for a line between its margins."),
    FindingKind(
      "contract-phase", .contract, .error,
      "The same thing may be changed and is locked in one phase."),
    FindingKind(
      "contract-severity", .contract, .error,
      "A rule that is no limit of the programme claims to be an error."),
  ]

  static let experiment = [
    FindingKind(
      "experiments-folder", .experiment, .error, "The folder 'experiments' cannot be read."),
    FindingKind(
      "experiment-name", .experiment, .warning,
      "A folder's name cannot be the name of an experiment, so what lies in it is not looked at."),
    FindingKind("experiment-empty", .experiment, .error, "A declaration holds nothing."),
    FindingKind(
      "experiment-procedure", .experiment, .error,
      "An experiment has exactly one of 'technique', 'command' and 'notebook'."),
    FindingKind(
      "experiment-technique", .experiment, .error, "No built-in technique has this name."),
    FindingKind("experiment-command", .experiment, .error, "The command has no words."),
    FindingKind(
      "experiment-model", .experiment, .error,
      "An experiment names no model, or one that 'dossier.yaml' does not list."),
    FindingKind(
      "experiment-option", .experiment, .error,
      "The technique does not take this option, or not with this value."),
    FindingKind(
      "experiment-path", .experiment, .error,
      "A path of a declaration leads out of the application or is none."),
    FindingKind(
      "experiment-input", .experiment, .error, "A file that the result depends on cannot be read."),
    FindingKind(
      "experiment-needs", .experiment, .error,
      "An experiment needs one that is not there, or the two need each other."),
    FindingKind(
      "experiment-figure", .experiment, .error,
      "A declared figure is one that the technique does not draw, or not with these options."),
    FindingKind(
      "experiment-number", .experiment, .error,
      "A declared number is one that the technique does not give."),
    FindingKind(
      "experiment-unused", .experiment, .warning,
      "A key has no effect on this kind of experiment."),
  ]

  static let export = [
    FindingKind(
      "image-unusable", .export, .warning,
      "An image cannot be put into the document: it is no picture that browsers show, or too large."
    ),
    FindingKind(
      "link-not-exported", .export, .warning,
      "A link leads to a file of the application, which readers of the document do not have."),
    FindingKind(
      "link-refused", .export, .warning,
      "A link has an address of a kind that the document does not pass on."),
    FindingKind("export-alt", .export, .error, "An image of the document has no description."),
    FindingKind("export-anchor", .export, .error, "A link of the document leads to no part of it."),
    FindingKind(
      "export-attribute", .export, .error,
      "The document holds an attribute that the export never writes."),
    FindingKind("export-comment", .export, .error, "The document holds a comment."),
    FindingKind(
      "export-duplicate-id", .export, .error, "Two elements of the document have one name."),
    FindingKind(
      "export-element", .export, .error,
      "The document holds an element that the export never writes."),
    FindingKind(
      "export-headings", .export, .error, "The headings of the document leave out a level."),
    FindingKind("export-incomplete", .export, .error, "The document lacks a part that each has."),
    FindingKind("export-language", .export, .error, "The document does not say its language."),
    FindingKind("export-link", .export, .error, "A link of the document leads to a file."),
    FindingKind(
      "export-outside", .export, .error, "The document would load something from elsewhere."),
    FindingKind(
      "export-style", .export, .error, "The document holds a style that could load something."),
    FindingKind(
      "word-heading", .export, .warning, "A heading of the report is not among those of the docx."),
    FindingKind(
      "word-picture", .export, .error, "A picture is not in the docx, or has no description there."),
    FindingKind(
      "word-remark", .export, .warning,
      "The program that makes the docx could not take over something as it is."),
  ]

  static let time = [
    FindingKind(
      "budget-limit", .time, .warning, "Nearly all or more of the hours allowed are used."),
    FindingKind(
      "phase-locked", .time, .warning, "What the freeze fixed is being changed."),
    FindingKind(
      "epoch-carried-over", .time, .warning,
      "The report uses what a project made that was given up with its hours."),
    FindingKind("budget-advice", .time, .info, "More hours are used than is advised."),
    FindingKind(
      "budget-research", .time, .info,
      "The hours for the project are used up, or more of them than is advised."),
    FindingKind(
      "budget-summary", .time, .info, "The hours for the executive summary are used up, or nearly."),
    FindingKind(
      "budget-reading", .time, .info,
      "More hours went into papers and tutorials than is advised."),
    FindingKind("clock-set", .time, .info, "The wall clock of a device was set while time ran."),
    FindingKind(
      "device-doubled", .time, .warning, "Two devices wrote different journals under one name."),
    FindingKind(
      "category-unknown", .time, .warning,
      "Time is booked on what the contract has no category for."),
    FindingKind(
      "research-after-freeze", .time, .warning,
      "Time that counts as research was booked after the freeze that ended it."),
  ]
}
