public import Findings

/// What a check can find; the contract's rules say how much it weighs.
public enum CheckCode: String, Sendable, CaseIterable {
  case titleMissing = "title-missing"
  case sectionMissing = "section-missing"
  case sectionOrder = "section-order"
  case sectionDuplicate = "section-duplicate"
  case sectionEmpty = "section-empty"
  case sectionWords = "section-words"
  case sectionWordsNear = "section-words-near"
  case sectionFigures = "section-figures"
  case figureCaptionMissing = "figure-caption-missing"
  case figureAltMissing = "figure-alt-missing"
  case figureLabelUnusable = "figure-label-unusable"
  case figureUnlabelled = "figure-unlabelled"
  case figureUnreferenced = "figure-unreferenced"
  case figureState = "figure-state"
  case imageMissing = "image-missing"
  case imageRemote = "image-remote"
  case linkBroken = "link-broken"
  case linkOutside = "link-outside"
  case referenceUnresolved = "reference-unresolved"
  case labelDuplicate = "label-duplicate"
  case footnoteUndefined = "footnote-undefined"
  case guidanceLeft = "guidance-left"
  case placeholderLeft = "placeholder-left"
  case suppressionForm = "suppression-form"
  case suppressionReason = "suppression-reason"
  case suppressionUnused = "suppression-unused"

  /// How much a finding weighs where the contract has no rule for it.
  public var defaultSeverity: Severity { FindingKind.of(rawValue)?.severity ?? .warning }
}
