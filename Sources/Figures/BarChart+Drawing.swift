extension BarChart {
  /// Returns the bar chart as a complete SVG document.
  public func svg() -> String { drawing().svg() }

  func drawing() -> Drawing {
    var page = Page(labels)
    if categories.isEmpty || series.isEmpty {
      page.addEmptyPlot()
    } else {
      Key(legend()).add(to: &page)
      if isSideways {
        SidewaysBars(self, top: page.top).add(to: &page)
      } else {
        UprightBars(self, top: page.top).add(to: &page)
      }
    }
    let count = commonCount.map { ["n = \(Numerals.fixed(Double($0), decimals: 0)) per bar"] }
    return page.finished(labels, more: count ?? [], summary: summary())
  }

  /// The number of samples, if it is the same for all bars that have one.
  var commonCount: Int? {
    let counts = Set(series.flatMap(\.values).compactMap(\.count))
    return counts.count == 1 ? counts.first : nil
  }

  /// What stands below the name of a category about its numbers of samples.
  func countWords(_ category: Int) -> String? {
    guard commonCount == nil else { return nil }
    let counts = series.compactMap { $0.values[category].count }
    guard let first = counts.first else { return nil }
    let different = counts.allSatisfy { $0 == first } ? [first] : counts
    return "n = "
      + different.map { Numerals.fixed(Double($0), decimals: 0) }.joined(separator: ", ")
  }

  /// The colour of one bar.
  func colour(of series: Int, _ value: Double) -> Colour {
    if colours(bySign: self.series[series]) { return value < 0 ? .negative : .positive }
    let kin = self.series[..<series].count { $0.isBaseline == self.series[series].isBaseline }
    let palette = self.series[series].isBaseline ? Colour.baselines : Colour.series
    return palette[kin % palette.count].mixed(with: .white, 0.15)
  }

  /// Signs are told by colour only where one measured series leaves the colours free.
  private func colours(bySign series: Series) -> Bool {
    options.colouring == .sign && !series.isBaseline && self.series.count { !$0.isBaseline } == 1
  }

  private func legend() -> [(swatch: Key.Swatch, words: String)] {
    guard series.count > 1 else { return [] }
    return series.indices.map { index in
      (.bar(colour(of: index, 1)), series[index].name)
    }
  }

  /// Whether the bars grow to the right.
  private var isSideways: Bool {
    switch options.layout {
    case .upright: false
    case .sideways: true
    case .automatic:
      !categories.allSatisfy { Int($0) != nil }
        && !UprightBars.namesFit(self, pitch: 520 / Double(categories.count))
    }
  }

  /// An axis that has zero, every number shown, and what the options ask for.
  func valueAxis(maximumTicks: Int) -> Axis {
    var numbers = references.map(\.value) + [0]
    for estimate in series.flatMap(\.values) where estimate.value != nil {
      numbers += [estimate.value, estimate.low, estimate.high].compactMap { $0 }
    }
    if let range = options.range {
      numbers += [range.lowerBound, range.upperBound].filter(\.isFinite)
    }
    let lower = numbers.min() ?? 0
    let upper = numbers.max() ?? 0
    return Axis(framing: lower, lower == upper ? lower + 1 : upper, maximumTicks: maximumTicks)
  }
}
