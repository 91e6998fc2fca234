import Testing
import Transformers

@Test func namesEveryHookPointAndReadsItsNameBack() throws {
  let config = try Fixture.tinyModel("f32").config
  let hooks = HookPoint.all(for: config)
  #expect(hooks.count == 3 + 3 * 21)
  #expect(Set(hooks).count == hooks.count)
  for hook in hooks { #expect(HookPoint(hook.name) == hook) }
  #expect(hooks.first?.name == "hook_embed")
  #expect(hooks.last?.name == "ln_final.hook_normalized")
}

@Test(arguments: [
  ("blocks.5.hook_resid_pre", HookPoint.residPre(5)),
  ("blocks.0.attn.hook_attn_scores", .attnScores(0)),
  ("blocks.12.mlp.hook_pre_linear", .mlpPreLinear(12)),
  ("ln_final.hook_scale", .finalNormScale),
  ("resid_post5", .residPost(5)),
  ("k6", .k(6)),
  ("pre2", .mlpPre(2)),
  ("scale4ln1", .ln1Scale(4)),
  ("normalized0ln2", .ln2Normalized(0)),
  ("rot_q11", .rotQ(11)),
  ("attn3", .pattern(3)),
  ("embed", .embed),
  ("normalized", .finalNormalized),
])
func readsNames(name: String, hook: HookPoint) {
  #expect(HookPoint(name) == hook)
}

@Test(arguments: [
  "", "blocks", "blocks.", "blocks.1", "blocks.1.", "blocks.x.hook_z", "blocks.-1.hook_resid_pre",
  "blocks.01.hook_resid_pre", "blocks.+1.hook_resid_pre", "blocks.1.hook_embed",
  "hook_resid_pre", "blocks.99999999999999999999.hook_resid_pre", "z", "5", "z5x", "embed1",
  "blocks.1.attn.hook_z.", "resid_pre 1", "z٣",
])
func refusesWhatIsNoName(name: String) {
  #expect(HookPoint(name) == nil)
}
