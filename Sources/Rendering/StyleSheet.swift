/// The look of a document: one column of about seventy characters, contents beside it where there is
/// room, quiet captions, and figures on white also in the dark.
///
/// All colours of text reach a contrast of 4.5 to 1 on what they stand on, in both schemes.
enum StyleSheet {
  /// The rules, in the order in which they apply.
  static let css = colours + page + text + parts + code + wide + print

  private static let colours = """
    :root {
      color-scheme: light dark;
      --page: #fffefc; --ink: #22262b; --soft: #5b636d; --line: #dcdfe3; --tint: #f5f5f2;
      --accent: #0a5699; --warn-ink: #7a4300; --warn: #fdf0d9; --bad: #a11b1b;
      --comment: #5c6670; --string: #1d6336; --number: #8a3f00; --keyword: #84268b; --key: #0a5699;
      --serif: "Iowan Old Style", "Palatino Linotype", Palatino, P052, "URW Palladio L", "Book Antiqua";
      --sans: "Helvetica Neue", "Segoe UI", Roboto, Arial, "Liberation Sans", "Noto Sans";
      --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono";
      --cjk-serif: "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", SimSun;
      --cjk-sans: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC";
    }
    :root:lang(zh-Hant), :root:lang(zh-TW), :root:lang(zh-HK) {
      --cjk-serif: "Songti TC", "Noto Serif CJK TC", "Source Han Serif TC", PMingLiU;
      --cjk-sans: "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC";
    }
    :root:lang(ja) {
      --cjk-serif: "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP";
      --cjk-sans: "Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP";
    }
    :root:lang(ko) {
      --cjk-serif: AppleMyungjo, Batang, "Noto Serif CJK KR";
      --cjk-sans: "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR";
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #16181c; --ink: #dfe2e6; --soft: #a1a9b3; --line: #363b42; --tint: #202329;
        --accent: #8ebcf0; --warn-ink: #ffd595; --warn: #43310f; --bad: #ff9b93;
        --comment: #9aa4af; --string: #9bd3a6; --number: #f0b27f; --keyword: #dda3e3; --key: #8ebcf0;
      }
    }

    """

  private static let page = """
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1.5rem; }
    body {
      margin: 0 auto; padding: 0 1.25rem 3rem; max-width: 43rem;
      background: var(--page); color: var(--ink);
      font: 1.1875rem/1.55 var(--serif), var(--cjk-serif), serif;
      font-variant-numeric: oldstyle-nums; overflow-wrap: break-word; hanging-punctuation: first;
    }
    :lang(zh) body, :lang(ja) body, :lang(ko) body { line-height: 1.75; }
    .skip { position: absolute; left: -100rem; }
    .skip:focus { left: 1rem; top: 1rem; padding: .4rem .8rem; background: var(--page); z-index: 1; }
    a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .16em; }
    a:hover { text-decoration-thickness: 2px; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
    :target { scroll-margin-top: 1.5rem; }
    header, nav, figcaption, caption, th, footer, .provenance, .back { font-family: var(--sans), var(--cjk-sans), sans-serif; font-variant-numeric: lining-nums tabular-nums; }
    header { padding: 3.5rem 0 1.75rem; }
    h1, h2, h3, h4, h5, h6 { line-height: 1.25; text-wrap: balance; font-variant-numeric: lining-nums; }
    h1 { margin: 0; font: 600 2.5rem/1.12 var(--serif), var(--cjk-serif), serif; letter-spacing: -.01em; }
    .subtitle { margin: .6rem 0 0; font: 1.375rem/1.35 var(--serif), var(--cjk-serif), serif; color: var(--soft); text-wrap: balance; }
    .byline { margin-top: 1.5rem; font-size: .9375rem; line-height: 1.6; color: var(--soft); }
    .byline p { margin: 0; }
    .byline .name { color: var(--ink); font-weight: 600; }
    footer { margin-top: 4rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: .8125rem; color: var(--soft); }

    """

  private static let text = """
    h2 { margin: 3rem 0 .75rem; font-size: 1.625rem; font-weight: 600; }
    h3 { margin: 2.25rem 0 .5rem; font-size: 1.3125rem; font-weight: 600; }
    h4, h5, h6 { margin: 1.75rem 0 .25rem; font-size: 1.1875rem; font-weight: 600; font-style: italic; }
    p { margin: 0 0 1.1rem; }
    ul, ol { margin: 0 0 1rem; padding-left: 1.5rem; }
    li { margin: .25rem 0; }
    li > p { margin-bottom: .5rem; }
    .tasks { list-style: none; padding-left: .25rem; }
    .box { font-family: var(--sans), sans-serif; }
    blockquote { margin: 1.25rem 0; padding: .15rem 0 .15rem 1.25rem; border-left: 3px solid var(--line); color: var(--soft); }
    .callout { margin: 1.25rem 0; padding: .75rem 1rem; border-left: 3px solid var(--accent); border-radius: 0 6px 6px 0; background: var(--tint); }
    .callout-title { margin: 0 0 .25rem; font: 600 .9375rem/1.4 var(--sans), var(--cjk-sans), sans-serif; }
    blockquote > :last-child, .callout > :last-child, details > :last-child, li > :last-child { margin-bottom: 0; }
    hr { width: 6rem; margin: 2.5rem auto; border: 0; border-top: 1px solid var(--line); }
    sup, sub { line-height: 0; font-size: .72em; }
    sup a { padding: 0 .12em; text-decoration: none; }
    kbd { padding: .1em .4em; border: 1px solid var(--line); border-radius: 4px; font: .82em var(--mono), monospace; }
    details { margin: 1rem 0; padding: .6rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
    summary { cursor: pointer; font-weight: 600; }
    details[open] > summary { margin-bottom: .5rem; }
    .unresolved { color: var(--bad); text-decoration: underline wavy; }

    """

  private static let parts = """
    .first > h2:first-child { margin-top: 0; }
    .first { padding: 1.75rem 0 .75rem; border-top: 2px solid var(--ink); border-bottom: 1px solid var(--line); }
    nav { margin: 2rem 0; font-size: .9375rem; line-height: 1.4; }
    nav h2 { margin: 0 0 .5rem; font: 600 .875rem/1.4 var(--sans), var(--cjk-sans), sans-serif; color: var(--soft); }
    nav ul { list-style: none; margin: 0; padding: 0; }
    nav ul ul { padding-left: 1rem; }
    nav li { margin: 0; }
    nav a { display: block; padding: .2rem 0; color: var(--ink); text-decoration: none; }
    nav ul ul a { color: var(--soft); }
    nav a:hover { color: var(--accent); text-decoration: underline; }
    figure { margin: 2rem 0; }
    figure img { display: block; max-width: 100%; height: auto; margin: 0 auto; background: #fff; }
    .inline-figure img { max-width: 100%; height: auto; vertical-align: middle; background: #fff; }
    .inline-caption { display: block; font: .8125rem/1.4 var(--sans), var(--cjk-sans), sans-serif; color: var(--soft); }
    figcaption { margin-top: .75rem; font-size: .9375rem; line-height: 1.5; color: var(--soft); }
    figcaption p { margin: 0; }
    .label { color: var(--ink); font-weight: 600; }
    figcaption .provenance { margin-top: .25rem; font-size: .8125rem; }
    .state.attention { padding: .1em .45em; border-radius: 3px; background: var(--warn); color: var(--warn-ink); font-weight: 600; }
    .missing { display: block; overflow-wrap: anywhere; padding: 2rem 1rem; border: 1px dashed var(--bad); color: var(--bad); text-align: center; font: .875rem var(--mono), monospace; }
    .table { margin: 1.75rem 0; overflow-x: auto; }
    table { min-width: min(100%, 26rem); border-collapse: collapse; font-size: 1rem; line-height: 1.4; font-variant-numeric: lining-nums tabular-nums; border-bottom: 1px solid var(--line); }
    caption { padding-bottom: .6rem; font-size: .9375rem; line-height: 1.5; text-align: left; color: var(--soft); caption-side: top; }
    th, td { padding: .4rem 1.1rem .4rem 0; text-align: left; vertical-align: top; overflow-wrap: normal; }
    th:last-child, td:last-child { padding-right: 0; }
    th { font-size: .875rem; font-weight: 600; }
    thead th, thead td { border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
    tbody tr + tr td, tbody tr + tr th { border-top: 1px solid var(--line); }
    .right { text-align: right; }
    .number { white-space: nowrap; }
    .center { text-align: center; }
    .footnotes { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1rem; }
    .footnotes h2 { margin: 0 0 .5rem; font-size: 1.1875rem; }
    .footnotes p { margin: 0 0 .25rem; }
    .footnotes li > p:nth-last-child(2), .footnotes .back { display: inline; }
    .back a { padding: 0 .2em; text-decoration: none; }
    :target { background: var(--tint); box-shadow: 0 0 0 .4rem var(--tint); }
    section:target, main:target { background: none; box-shadow: none; }

    """

  private static let code = """
    code, pre { font-family: var(--mono), var(--cjk-sans), monospace; font-variant-numeric: normal; }
    code { font-size: .84em; }
    p code, li code, td code, th code, h2 code, h3 code, h4 code, figcaption code { padding: .1em .3em; border-radius: 3px; background: var(--tint); }
    pre { margin: 1.25rem 0; padding: .9rem 1rem; overflow-x: auto; border-radius: 6px; background: var(--tint); font-size: .875rem; line-height: 1.5; tab-size: 4; }
    pre code { font-size: 1em; }
    code.math { padding: 0; background: none; font-size: .88em; white-space: pre-wrap; }
    .formula { display: block; margin: 1.25rem 0; text-align: center; }
    .equation { display: flex; align-items: center; gap: 1rem; }
    .equation .formula { flex: 1; min-width: 0; }
    .formula code.math { display: inline-block; text-align: left; }
    .comment { color: var(--comment); font-style: italic; }
    .string { color: var(--string); }
    code .number, .constant { color: var(--number); }
    .keyword { color: var(--keyword); }
    .key, .variable { color: var(--key); }

    """

  private static let wide = """
    @media (max-width: 30rem) {
      body { padding: 0 1rem 2rem; font-size: 1.0625rem; }
      header { padding-top: 2rem; }
      h1 { font-size: 1.75rem; }
      h2 { font-size: 1.3125rem; }
      figure img { width: auto !important; }
      td:not(.number):not(:empty) { min-width: 7rem; }
      .first > pre, .rest > pre { margin-inline: -1rem; border-radius: 0; }
    }
    @media (min-width: 72rem) {
      body { max-width: 62.5rem; }
      header, main, footer { margin-left: 19.5rem; }
      .first > figure, .rest > figure { margin-inline: -2.5rem; }
      .first > figure > figcaption, .rest > figure > figcaption { margin-inline: 2.5rem; }
      main { position: relative; }
      nav { position: absolute; inset: 0 auto 0 -19.5rem; width: 14.5rem; margin: 0; }
      nav > div { position: sticky; top: 0; max-height: 100vh; padding: 1.9rem 0; overflow-y: auto; }
    }
    @media (prefers-color-scheme: dark) {
      figure img, .inline-figure img { padding: .6rem; border-radius: 6px; }
    }

    """

  private static let print = """
    @page { size: A4; margin: 20mm 22mm; }
    @media print {
      :root { color-scheme: light; --page: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #f4f4f4; --accent: #000; --warn: #fff; --warn-ink: #000; --comment: #444; --string: #222; --number: #222; --keyword: #000; --key: #000; }
      html { font-size: 9pt; }
      body { max-width: none; padding: 0; line-height: 1.45; }
      header, main, footer { margin-left: 0; }
      header { padding-top: 0; }
      nav, .skip, .footnotes .back { display: none; }
      h2, h3, h4, h5, h6 { break-after: avoid; }
      p, li { orphans: 3; widows: 3; }
      .first > figure, .rest > figure, .first > figure > figcaption, .rest > figure > figcaption { margin-inline: 0; }
      figure, .table, pre, blockquote, .callout { break-inside: avoid; }
      figure img { max-height: 95mm; width: auto; max-width: 100%; padding: 0; }
      pre { white-space: pre-wrap; overflow: visible; border: 1px solid var(--line); }
      .table { overflow: visible; }
      a { color: inherit; text-decoration: none; }
      main a[href^="http"]:not(.bare)::after { content: " (" attr(href) ")"; font-size: .85em; overflow-wrap: anywhere; }
      details::details-content { content-visibility: visible; block-size: auto; }
      :target { background: none; box-shadow: none; }
    }

    """
}
