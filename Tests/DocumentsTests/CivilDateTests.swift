import Documents
import Testing

@Test(arguments: [
  (-719_162, 1, 1, 1), (-1, 1969, 12, 31), (0, 1970, 1, 1), (11_016, 2000, 2, 29),
  (20_445, 2025, 12, 23), (20_512, 2026, 2, 28), (20_513, 2026, 3, 1), (47_540, 2100, 2, 28),
  (47_541, 2100, 3, 1), (2_932_896, 9999, 12, 31),
])
func countsDaysBothWays(days: Int, year: Int, month: Int, day: Int) throws {
  let date = try #require(CivilDate(year: year, month: month, day: day))
  #expect(date.daysSince1970 == days)
  #expect(CivilDate(daysSince1970: days) == date)
}

@Test func findsEveryDayAgain() {
  for days in stride(from: -719_162, through: 2_932_896, by: 997) {
    #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
  }
}
