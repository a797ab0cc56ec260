import Testing
import Units

@Suite struct TimeSpanTests {
    @Test func `seconds become whole nanoseconds`() {
        #expect(TimeSpan(seconds: 1.5).nanoseconds == 1_500_000_000)
        #expect(TimeSpan(seconds: 1e-9).nanoseconds == 1)
        #expect(TimeSpan(seconds: 0) == .zero)
    }

    @Test func `ties of a nanosecond round away from zero`() {
        // 0.5e-9 * 1e9 and 2.5e-9 * 1e9 are exact halves in binary floating point.
        #expect(TimeSpan(seconds: 0.5e-9).nanoseconds == 1)
        #expect(TimeSpan(seconds: 2.5e-9).nanoseconds == 3)
        #expect(TimeSpan(seconds: -0.5e-9).nanoseconds == -1)
        #expect(TimeSpan(seconds: 0.4e-9).nanoseconds == 0)
    }

    @Test func `a span of 292 years fits`() {
        #expect(TimeSpan(seconds: 9.2e9).nanoseconds == 9_200_000_000_000_000_000)
        #expect(TimeSpan(seconds: -9.2e9).nanoseconds == -9_200_000_000_000_000_000)
    }

    @Test func `spans add, subtract and multiply without rounding`() {
        let a = TimeSpan(nanoseconds: 7)
        let b = TimeSpan(nanoseconds: 10)
        #expect((a + b).nanoseconds == 17)
        #expect((a - b).nanoseconds == -3)
        #expect((3 * a).nanoseconds == 21)
        var sum = a
        sum += b
        #expect(sum == a + b)
    }

    @Test func `spans compare by length`() {
        #expect(TimeSpan(nanoseconds: -1) < .zero)
        #expect(TimeSpan(nanoseconds: 2) > TimeSpan(nanoseconds: 1))
    }

    @Test func `a ratio of spans is a plain number`() {
        #expect(TimeSpan(seconds: 3) / TimeSpan(seconds: 2) == 1.5)
        #expect(TimeSpan(nanoseconds: 250_000_000).seconds == 0.25)
    }
}

@Suite struct InstantTests {
    @Test func `the difference of instants is a span`() {
        let early = Instant(nanoseconds: 40)
        let late = early + TimeSpan(nanoseconds: 2)
        #expect(late == Instant(nanoseconds: 42))
        #expect(late - early == TimeSpan(nanoseconds: 2))
        #expect(early - late == TimeSpan(nanoseconds: -2))
    }

    @Test func `instants are ordered from the start`() {
        #expect(Instant.start < Instant(nanoseconds: 1))
        #expect(Instant.start.seconds == 0)
        #expect(Instant(nanoseconds: 1_500_000_000).seconds == 1.5)
    }
}
