/// The codes of a check of the report.
extension FindingKind {
  static let report = structure + figures + references + substance + leftovers

  private static let structure = [
    FindingKind(
      "title-missing", .report, .warning,
      "The front matter has no 'title', so the export and its link preview have no name."),
    FindingKind(
      "section-missing", .report, .warning,
      "A section that the contract asks for is under none of its names."),
    FindingKind(
      "section-order", .report, .warning,
      "Something stands before the section that a reader is to see first."),
    FindingKind(
      "section-duplicate", .report, .warning,
      "A section of the contract is there twice, which leaves open which one counts."),
    FindingKind(
      "section-empty", .report, .warning,
      "A heading promises text that is neither under it nor under its parts."),
    FindingKind(
      "section-words", .report, .warning,
      "A section with all its parts has more words than the contract allows."),
    FindingKind(
      "section-words-near", .report, .info,
      "Less than a tenth of a section's words is left."),
    FindingKind(
      "section-figures", .report, .warning,
      "A section has fewer figures than the contract asks for."),
  ]

  private static let figures = [
    FindingKind(
      "figure-caption-missing", .report, .warning,
      "A figure has no caption, so a reader has to guess what is to be seen."),
    FindingKind(
      "figure-alt-missing", .report, .warning,
      "A figure has no description for readers who cannot see it."),
    FindingKind(
      "figure-label-unusable", .report, .info,
      "A figure's label does not begin with 'fig-', so no reference can name it."),
    FindingKind(
      "figure-unlabelled", .report, .info,
      "A figure has no label, so the text cannot refer to it and a reader cannot look for it."),
    FindingKind(
      "figure-unreferenced", .report, .info,
      "The text never says what a figure shows."),
    FindingKind(
      "figure-state", .report, .warning,
      "A figure is not what its experiment would draw now: it is stale, edited or was never drawn."),
  ]

  private static let references = [
    FindingKind(
      "image-missing", .report, .warning,
      "An image is not among the files of the application, so no reader can see it."),
    FindingKind(
      "image-remote", .report, .warning,
      "An image lies on another computer, and an export loads nothing from elsewhere."),
    FindingKind(
      "link-broken", .report, .warning,
      "A link to a file or a part of the report leads nowhere."),
    FindingKind(
      "link-outside", .report, .warning,
      "A path leads out of the application, where no reader can follow."),
    FindingKind(
      "reference-unresolved", .report, .warning,
      "A reference names a label that nothing bears, so the reader sees the bare label."),
    FindingKind(
      "label-duplicate", .report, .warning,
      "A label is given twice, and references go to the first of the two."),
    FindingKind(
      "footnote-undefined", .report, .warning,
      "A footnote mark has no text."),
  ]

  private static let substance = [
    FindingKind(
      "section-words-few", .report, .info,
      "A section with all its parts has fewer words than the contract asks for."),
    FindingKind(
      "section-pages", .report, .warning,
      "By estimate, or exactly with `check --pages`, a section takes more pages than the contract allows, on every page it names."
    ),
    FindingKind(
      "section-pages-near", .report, .info,
      "A section comes near its limit of pages by estimate, or passes it on one kind of page only."),
    FindingKind(
      "section-misplaced", .report, .info,
      "A section bears the name of a part of another one and stands behind it, so its words are not counted there."
    ),
    FindingKind(
      "figure-axis-untitled", .report, .info,
      "The data of a figure gives an axis no title, so a reader cannot tell what it shows."),
    FindingKind(
      "figure-imported", .report, .info,
      "A picture is drawn by no experiment of the application, so nothing can show how it came about."
    ),
    FindingKind(
      "statement-missing", .report, .info,
      "Neither a section nor a word of the report says what the programme wants said."),
    FindingKind(
      "claim-unsupported", .report, .info,
      "A word of a strong claim stands in a sentence with neither a figure, a number nor a source in it or beside it."
    ),
    FindingKind(
      "abbreviation-undefined", .report, .info,
      "An abbreviation is written out nowhere and is none that every reader of the programme knows."
    ),
    FindingKind(
      "summary-unsupported", .report, .info,
      "A measured number of the summary is neither in the rest of the report nor in the data of an experiment."
    ),
    FindingKind(
      "number-differs", .report, .info,
      "A number beside a figure is nearly, and not quite, a number of the experiment that drew it."),
    FindingKind(
      "number-unknown", .report, .warning,
      "The text stands for a number that no experiment has, so the reader sees a gap."),
    FindingKind(
      "experiment-why-missing", .report, .info,
      "An experiment does not say why it was run, what was expected, or what each outcome would have meant."
    ),
    FindingKind(
      "experiment-baseline-missing", .report, .info,
      "An experiment claims that a method works and compares it with nothing."),
    FindingKind(
      "simple-method-missing", .report, .info,
      "An experiment uses an elaborate method, and no simpler one was tried or ruled out."),
    FindingKind(
      "model-small", .report, .info,
      "A model is too small, or of a family that is not wanted, to carry a finding about models of today."
    ),
    FindingKind(
      "link-not-public", .report, .warning,
      "An address of the report does not answer to somebody who is not signed in; looked at with '--online' only."
    ),
  ]

  private static let leftovers = [
    FindingKind(
      "guidance-left", .report, .info,
      "Guidance of the template is still in the file; none of it reaches the reader."),
    FindingKind(
      "placeholder-left", .report, .warning,
      "A text of the template that waits to be replaced would reach the reader."),
    FindingKind(
      "suppression-form", .report, .warning,
      "A comment asks for silence about a finding in a form that is not known, and has no effect."),
    FindingKind(
      "suppression-reason", .report, .warning,
      "A comment asks for silence without a reason, which a later reader would want, and has no effect."
    ),
    FindingKind(
      "suppression-unused", .report, .info,
      "A comment asks for silence about a finding that is not there any more, or never was."),
  ]
}
