import Ledger
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00.000+00:00"),
    (1_795_356_199_123, 3600, "2026-11-22T15:03:19.123+01:00"),
    (-1, 0, "1969-12-31T23:59:59.999+00:00"),
    (951_782_400_000, 0, "2000-02-29T00:00:00.000+00:00"),
    (951_868_799_999, -28_800, "2000-02-29T15:59:59.999-08:00"),
    (4_107_542_400_000, 0, "2100-03-01T00:00:00.000+00:00"),
    (0, -75, "1969-12-31T23:58:45.000-00:01:15"),
    (0, 20_700, "1970-01-01T05:45:00.000+05:45"),
  ])
  func writesAndReadsAnInstant(milliseconds: Int, offset: Int, text: String) {
    let time = Timestamp(unixMilliseconds: milliseconds, offsetSeconds: offset)
    #expect(time.text == text)
    #expect(Timestamp(text) == time)
  }

  @Test(arguments: [
    ("2026-11-22T14:03Z", 0, "2026-11-22T14:03:00.000+00:00"),
    ("2026-11-22 14:03", 3600, "2026-11-22T14:03:00.000+01:00"),
    ("2026-11-22T14:03:19", -3600, "2026-11-22T14:03:19.000-01:00"),
    ("2026-11-22T14:03:19+02:00", 3600, "2026-11-22T14:03:19.000+02:00"),
  ])
  func readsShorterForms(text: String, assumed: Int, full: String) {
    #expect(Timestamp(text, assumingOffsetSeconds: assumed)?.text == full)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01T00:00Z", "2026-02-29T00:00Z", "2026-11-22T24:00Z",
    "2026-11-22T14:60Z", "2026-11-22T14:03", "2026-11-22T14:03:19.1Z", "2026-11-22T14:03Z ",
    "0000-01-01T00:00Z", "2026-11-22T14:03+19:00", "2026-11-22T14:03+0100", "٢٠٢٦-11-22T14:03Z",
    "99999-01-01T00:00Z", "2026-11-22T14:03:61Z",
  ])
  func refusesWhatIsNoInstant(text: String) { #expect(Timestamp(text) == nil) }

  @Test(
    arguments: [
      ("9:40", 580), ("09:40", 580), ("00:00", 0), ("23:59", 1439), ("24:00", nil), ("9", nil),
      ("9:4", nil), ("", nil), ("12:00 ", nil), ("-1:00", nil),
    ] as [(String, Int?)])
  func readsATimeOfDay(text: String, minutes: Int?) {
    #expect(Timestamp.timeOfDay(text) == minutes.map { $0 * minute })
  }

  @Test func readsSecondsOfATimeOfDay() {
    #expect(Timestamp.timeOfDay("9:40:07") == 580 * minute + 7000)
  }

  @Test func showsTheParts() throws {
    let time = try #require(Timestamp("2026-11-22T14:03:19.123+01:00"))
    #expect(time.dayText == "2026-11-22")
    #expect(time.minutesText == "14:03")
    #expect(time.startOfDay.text == "2026-11-22T00:00:00.000+01:00")
  }

  @Test(arguments: [Int.min / 2, Int.max / 2])
  func staysWithinTheYearsItCanWrite(milliseconds: Int) {
    let time = Timestamp(unixMilliseconds: milliseconds, offsetSeconds: 64_800)
    #expect(Timestamp(time.text) == time)
  }

  @Test func readsBackEveryDayOfFourCenturies() {
    for day in stride(from: -200 * 365, to: 200 * 365, by: 7) {
      let time = Timestamp(unixMilliseconds: day * 86_400_000 + 1, offsetSeconds: 0)
      #expect(Timestamp(time.text) == time)
    }
  }
}

@Suite struct HybridTimeTests {
  @Test(arguments: ["1795356199123.0004", "0.0000", "999999999999999.9999"])
  func readsWhatItWrites(text: String) { #expect(HybridTime(text)?.text == text) }

  @Test(arguments: ["", ".", "1.2", "1.00004", "-1.0000", "1e3.0000", "1.0000.0000", "１.0000"])
  func refusesOtherForms(text: String) { #expect(HybridTime(text) == nil) }

  @Test(
    arguments: [
      (nil, 5, "5.0000"), ("5.0000", 7, "7.0000"), ("5.0000", 5, "5.0001"), ("9.0003", 5, "9.0004"),
      ("9.9999", 5, "10.0000"), (nil, -5, "0.0000"), (nil, .max, "999999999999999.0000"),
      ("999999999999999.9999", 5, "999999999999999.9999"),
    ] as [(String?, Int, String)])
  func neverGoesBack(latest: String?, now: Int, next: String) {
    let seen = latest.flatMap { HybridTime($0) }
    #expect(HybridTime.next(after: seen, nowMilliseconds: now).text == next)
  }
}

@Suite struct DurationTests {
  @Test(arguments: [
    (0, "00:00:00"), (1999, "00:00:01"), (5_400_000, "01:30:00"), (27_670_000, "07:41:10"),
    (447_999_000, "124:26:39"), (-5, "00:00:00"),
  ])
  func writesHours(milliseconds: Int, text: String) {
    #expect(LengthText.text(milliseconds: milliseconds) == text)
    #expect(LengthText.milliseconds(text) == max(milliseconds, 0) / 1000 * 1000)
  }

  @Test(arguments: ["", "1:00:00", "00:60:00", "00:00:60", "00:00", "aa:00:00", "1234567:00:00"])
  func refusesOtherForms(text: String) { #expect(LengthText.milliseconds(text) == nil) }
}

@Suite struct DeviceNameTests {
  @Test(arguments: [
    ("Lap.local", "lap-k3fq"), ("My  Laptop!", "my-laptop-k3fq"), ("", "device-k3fq"),
    ("--", "device-k3fq"), ("箱", "device-k3fq"),
    ("a-very-long-host-name-that-goes-on", "a-very-long-host-name-th-k3fq"),
  ])
  func makesANameThatIsValid(host: String, name: String) {
    #expect(DeviceName.make(fromHost: host, digits: "k3fq") == name)
    #expect(DeviceName.isValid(name))
  }

  @Test(arguments: [
    "", "-a", "a-", "a--b", "A", "a/b", "a.b", "..", "a b",
    String(repeating: "a", count: 41),
  ])
  func refusesWhatWouldNotNameABranch(name: String) { #expect(!DeviceName.isValid(name)) }
}
