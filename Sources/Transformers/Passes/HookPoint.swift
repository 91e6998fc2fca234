/// A place in the forward pass that can be read and changed, by its classic TransformerLens name.
///
/// ```swift
/// HookPoint.residPre(5).name  // "blocks.5.hook_resid_pre"
/// HookPoint("blocks.5.attn.hook_z") == .z(5)
/// ```
public struct HookPoint: Hashable, Sendable {
  /// What is found at a hook point, whatever the layer; the value is the end of its name.
  public enum Site: String, Sendable, CaseIterable {
    case embed = "hook_embed"
    case posEmbed = "hook_pos_embed"
    case residPre = "hook_resid_pre"
    case ln1Scale = "ln1.hook_scale"
    case ln1Normalized = "ln1.hook_normalized"
    case q = "attn.hook_q"
    case k = "attn.hook_k"
    case v = "attn.hook_v"
    case qNormScale = "attn.q_norm.hook_scale"
    case qNormNormalized = "attn.q_norm.hook_normalized"
    case kNormScale = "attn.k_norm.hook_scale"
    case kNormNormalized = "attn.k_norm.hook_normalized"
    case rotQ = "attn.hook_rot_q"
    case rotK = "attn.hook_rot_k"
    case attnScores = "attn.hook_attn_scores"
    case pattern = "attn.hook_pattern"
    case z = "attn.hook_z"
    case result = "attn.hook_result"
    case ln1PostScale = "ln1_post.hook_scale"
    case ln1PostNormalized = "ln1_post.hook_normalized"
    case attnOut = "hook_attn_out"
    case residMid = "hook_resid_mid"
    case ln2Scale = "ln2.hook_scale"
    case ln2Normalized = "ln2.hook_normalized"
    case mlpPre = "mlp.hook_pre"
    case mlpPreLinear = "mlp.hook_pre_linear"
    case mlpPost = "mlp.hook_post"
    case ln2PostScale = "ln2_post.hook_scale"
    case ln2PostNormalized = "ln2_post.hook_normalized"
    case mlpOut = "hook_mlp_out"
    case residPost = "hook_resid_post"
    case finalNormScale = "ln_final.hook_scale"
    case finalNormalized = "ln_final.hook_normalized"

    /// Whether it is found in blocks.
    public var isInBlock: Bool {
      switch self {
      case .embed, .posEmbed, .finalNormScale, .finalNormalized: false
      default: true
      }
    }
  }

  /// What is found there.
  public let site: Site
  /// The block, from 0; `nil` outside the blocks.
  public let layer: Int?

  init(_ site: Site, _ layer: Int?) {
    self.site = site
    self.layer = layer
  }

  /// The classic TransformerLens name.
  public var name: String {
    if let layer { "blocks.\(layer).\(site.rawValue)" } else { site.rawValue }
  }
}

extension HookPoint: CustomStringConvertible {
  /// The classic TransformerLens name.
  public var description: String { name }
}

extension HookPoint {
  /// Reads a name: the classic one, or its short form such as `resid_pre5`, `z3` or `scale4ln1`.
  ///
  /// Whether the layer exists is a question to the model.
  public init?(_ name: String) {
    if let site = Site(rawValue: name), !site.isInBlock {
      self.init(site, nil)
      return
    }
    let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    if parts.count == 3, parts[0] == "blocks", let layer = Self.layer(parts[1]),
      let site = Site(rawValue: String(parts[2])), site.isInBlock
    {
      self.init(site, layer)
      return
    }
    self.init(short: name)
  }

  /// Reads the short forms of TransformerLens's `get_act_name`.
  private init?(short name: String) {
    if let site = Self.shortSites[name], !site.isInBlock {
      self.init(site, nil)
      return
    }
    let letters = name.prefix { !$0.isNumber }
    let rest = name.dropFirst(letters.count)
    let digits = rest.prefix { $0.isNumber }
    let key = letters + rest.dropFirst(digits.count)
    guard let site = Self.shortSites[String(key)], site.isInBlock, let layer = Self.layer(digits)
    else { return nil }
    self.init(site, layer)
  }

  private static let shortSites: [String: Site] = [
    "embed": .embed, "pos_embed": .posEmbed, "resid_pre": .residPre, "resid_mid": .residMid,
    "resid_post": .residPost,
    "scaleln1": .ln1Scale, "normalizedln1": .ln1Normalized, "scaleln2": .ln2Scale,
    "normalizedln2": .ln2Normalized, "q": .q, "k": .k, "v": .v, "rot_q": .rotQ, "rot_k": .rotK,
    "attn_scores": .attnScores, "pattern": .pattern, "attn": .pattern, "z": .z,
    "result": .result, "attn_out": .attnOut, "pre": .mlpPre, "mlp_pre": .mlpPre,
    "pre_linear": .mlpPreLinear, "post": .mlpPost, "mlp_post": .mlpPost, "mlp_out": .mlpOut,
    "scale": .finalNormScale, "normalized": .finalNormalized,
  ]

  /// A layer's number as names write it: digits only, no sign, no leading zero.
  private static func layer(_ text: Substring) -> Int? {
    guard let layer = Int(text), String(layer) == text, layer >= 0 else { return nil }
    return layer
  }
}

extension HookPoint {
  /// All hook points that a model of these sizes has, in the order of the forward pass.
  public static func all(for configuration: Configuration) -> [HookPoint] {
    let sites = Site.allCases.filter(configuration.has)
    let blocks = (0..<configuration.layers).flatMap { layer in
      sites.filter(\.isInBlock).map { HookPoint($0, layer) }
    }
    let start: [Site] = [.embed, .posEmbed]
    return sites.filter(start.contains).map { HookPoint($0, nil) } + blocks
      + [.finalNormScale, .finalNormalized]
  }
}

extension HookPoint {
  /// The token embeddings: (position, width).
  public static let embed = HookPoint(.embed, nil)
  /// The learned vectors of the positions, in families that have them: (position, width).
  public static let posEmbed = HookPoint(.posEmbed, nil)
  /// The residual stream before a block: (position, width).
  public static func residPre(_ layer: Int) -> HookPoint { HookPoint(.residPre, layer) }
  /// The residual stream between attention and MLP: (position, width); families whose MLP does not
  /// read what attention adds have none.
  public static func residMid(_ layer: Int) -> HookPoint { HookPoint(.residMid, layer) }
  /// The residual stream after a block: (position, width).
  public static func residPost(_ layer: Int) -> HookPoint { HookPoint(.residPost, layer) }
  /// What the first norm divides by: (position, 1).
  public static func ln1Scale(_ layer: Int) -> HookPoint { HookPoint(.ln1Scale, layer) }
  /// The first norm's quotient, before its weight: (position, width).
  public static func ln1Normalized(_ layer: Int) -> HookPoint { HookPoint(.ln1Normalized, layer) }
  /// The queries before rotation: (position, head, headWidth).
  public static func q(_ layer: Int) -> HookPoint { HookPoint(.q, layer) }
  /// The keys before rotation: (position, keyValueHead, headWidth).
  public static func k(_ layer: Int) -> HookPoint { HookPoint(.k, layer) }
  /// The values: (position, keyValueHead, headWidth).
  public static func v(_ layer: Int) -> HookPoint { HookPoint(.v, layer) }
  /// What the norm of queries divides by, in families that have one: (position, head, 1), or
  /// (position, 1) where it spans all heads.
  public static func qNormScale(_ layer: Int) -> HookPoint { HookPoint(.qNormScale, layer) }
  /// The quotient of the norm of queries, before its weight: (position, head, headWidth), or
  /// (position, head * headWidth).
  public static func qNormNormalized(_ layer: Int) -> HookPoint {
    HookPoint(.qNormNormalized, layer)
  }
  /// What the norm of keys divides by, in families that have one: (position, keyValueHead, 1), or
  /// (position, 1) where it spans all heads.
  public static func kNormScale(_ layer: Int) -> HookPoint { HookPoint(.kNormScale, layer) }
  /// The quotient of the norm of keys, before its weight: (position, keyValueHead, headWidth), or
  /// (position, keyValueHead * headWidth).
  public static func kNormNormalized(_ layer: Int) -> HookPoint {
    HookPoint(.kNormNormalized, layer)
  }
  /// The queries after rotation: (position, head, headWidth).
  public static func rotQ(_ layer: Int) -> HookPoint { HookPoint(.rotQ, layer) }
  /// The keys after rotation: (position, keyValueHead, headWidth).
  public static func rotK(_ layer: Int) -> HookPoint { HookPoint(.rotK, layer) }
  /// The scaled and masked scores: (head, query, key), minus infinity where a query may not look.
  public static func attnScores(_ layer: Int) -> HookPoint { HookPoint(.attnScores, layer) }
  /// The attention pattern: (head, query, key).
  public static func pattern(_ layer: Int) -> HookPoint { HookPoint(.pattern, layer) }
  /// The mixed values of each head: (position, head, headWidth).
  public static func z(_ layer: Int) -> HookPoint { HookPoint(.z, layer) }
  /// What each head adds to the residual stream: (position, head, width).
  public static func result(_ layer: Int) -> HookPoint { HookPoint(.result, layer) }
  /// What the norm after attention divides by, in families that have one: (position, 1).
  public static func ln1PostScale(_ layer: Int) -> HookPoint { HookPoint(.ln1PostScale, layer) }
  /// The quotient of the norm after attention, before its weight: (position, width).
  public static func ln1PostNormalized(_ layer: Int) -> HookPoint {
    HookPoint(.ln1PostNormalized, layer)
  }
  /// What attention adds to the residual stream, after its norm if it has one: (position, width).
  public static func attnOut(_ layer: Int) -> HookPoint { HookPoint(.attnOut, layer) }
  /// What the second norm divides by: (position, 1).
  public static func ln2Scale(_ layer: Int) -> HookPoint { HookPoint(.ln2Scale, layer) }
  /// The second norm's quotient, before its weight: (position, width).
  public static func ln2Normalized(_ layer: Int) -> HookPoint { HookPoint(.ln2Normalized, layer) }
  /// The MLP before its non-linearity, the gate where there is one: (position, hiddenWidth).
  public static func mlpPre(_ layer: Int) -> HookPoint { HookPoint(.mlpPre, layer) }
  /// What the gate of the MLP is multiplied with: (position, hiddenWidth).
  public static func mlpPreLinear(_ layer: Int) -> HookPoint { HookPoint(.mlpPreLinear, layer) }
  /// The neurons of the MLP: (position, hiddenWidth).
  public static func mlpPost(_ layer: Int) -> HookPoint { HookPoint(.mlpPost, layer) }
  /// What the norm after the MLP divides by, in families that have one: (position, 1).
  public static func ln2PostScale(_ layer: Int) -> HookPoint { HookPoint(.ln2PostScale, layer) }
  /// The quotient of the norm after the MLP, before its weight: (position, width).
  public static func ln2PostNormalized(_ layer: Int) -> HookPoint {
    HookPoint(.ln2PostNormalized, layer)
  }
  /// What the MLP adds to the residual stream, after its norm if it has one: (position, width).
  public static func mlpOut(_ layer: Int) -> HookPoint { HookPoint(.mlpOut, layer) }
  /// What the final norm divides by: (position, 1).
  public static let finalNormScale = HookPoint(.finalNormScale, nil)
  /// The final norm's quotient, before its weight: (position, width).
  public static let finalNormalized = HookPoint(.finalNormalized, nil)
}
