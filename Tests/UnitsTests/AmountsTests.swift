import Testing
import Units

@Suite struct AmountsTests {
    @Test func `bytes over a data rate are a time`() {
        // 1 000 000 B * 8 bit/B / 8 000 000 bit/s = 1 s
        #expect(ByteCount(1_000_000) / DataRate(bitsPerSecond: 8e6) == TimeSpan(seconds: 1))
        // 1500 B * 8 / 40e6 bit/s = 0.0003 s
        #expect(ByteCount(1500) / DataRate(bitsPerSecond: 40e6) == TimeSpan(nanoseconds: 300_000))
        #expect(ByteCount.zero / DataRate(bitsPerSecond: 1) == .zero)
    }

    @Test func `a megabyte a second is eight megabit a second`() {
        #expect(DataRate(megabytesPerSecond: 5) == DataRate(bitsPerSecond: 40e6))
    }

    @Test func `work over a compute rate is a time rounded to a nanosecond`() {
        // 3 MAC / 2e9 MAC/s = 1.5 ns, rounded away from zero
        #expect(MACCount(3) / ComputeRate(macsPerSecond: 2e9) == TimeSpan(nanoseconds: 2))
        #expect(MACCount(700_000_000) / ComputeRate(macsPerSecond: 1.4e9) == TimeSpan(seconds: 0.5))
    }

    @Test func `two floating-point operations are one multiply-accumulate`() {
        #expect(ComputeRate(gigaflops: 1.4) == ComputeRate(macsPerSecond: 0.7e9))
    }

    @Test func `byte counts add, subtract, compare and convert`() {
        var sum = ByteCount(3)
        sum += ByteCount(4)
        #expect(sum == ByteCount(7))
        #expect(sum - ByteCount(10) == ByteCount(-3))
        #expect(ByteCount.zero < sum)
        #expect(sum.bits == 56)
        #expect(ByteCount(3 << 19).mebibytes == 1.5)
    }

    @Test func `operation counts add, subtract and compare`() {
        var sum = MACCount(3)
        sum += MACCount(4)
        #expect(sum == MACCount(3) + MACCount(4))
        #expect(sum - MACCount(10) == MACCount(-3))
        #expect(MACCount.zero < sum)
    }

    @Test func `rates and powers compare by value`() {
        #expect(DataRate(bitsPerSecond: 1) < DataRate(bitsPerSecond: 2))
        #expect(ComputeRate(macsPerSecond: 1) < ComputeRate(macsPerSecond: 2))
        #expect(Power(watts: 1) < Power(watts: 2))
    }
}
