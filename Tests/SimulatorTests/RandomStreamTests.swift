import Simulator
import TestSupport
import Testing

@Suite struct RandomStreamTests {
    /// Worked out by an independent program from the published definitions: the state is filled by SeededGenerator from the
    /// seed, the FNV-1a hash of the name and the index; then xoshiro256**.
    @Test func matchesTheDefinitions() {
        func first(_ seed: UInt64, _ consumer: StaticString, _ index: Int) -> [UInt64] {
            var stream = RandomStream(seed: seed, consumer: consumer, index: index)
            return (0..<4).map { _ in stream.next() }
        }
        #expect(
            first(0, "compute", 0) == [
                0xf51f_3261_d163_5e4c, 0x5b90_1110_0854_c5c8, 0x5912_9561_5ec9_fd8f, 0x6374_2b92_fd0c_e872,
            ])
        #expect(
            first(0, "compute", 1) == [
                0x94cf_5f4c_7de5_f648, 0xf10d_6a69_36cd_2401, 0x52c0_565a_5aaf_8791, 0xa55b_61f0_7d78_5916,
            ])
        #expect(
            first(1, "compute", 0) == [
                0x5c21_ae24_a754_e8a9, 0xa9ad_4a23_b857_1638, 0x02f4_d45c_14c1_1429, 0x8429_dd5a_80c0_127d,
            ])
        #expect(
            first(7, "wireless", 3) == [
                0x8744_e7ae_f197_cfb1, 0x085c_1179_c4db_b38d, 0xf62c_fd3f_5252_2c3e, 0x0b94_ed5f_61b1_fc57,
            ])
        #expect(
            first(.max, "compute", 2) == [
                0x7ed7_e6ae_cc82_77f2, 0xe7e8_009f_ae68_471e, 0x07a5_5361_2eaf_b1d1, 0xcb12_c9eb_fa76_09b7,
            ])
    }

    @Test func unitsAreTheUpper53Bits() {
        var stream = RandomStream(seed: 0, consumer: "compute")
        // 0xf51f3261d1635e4c >> 11, over 2^53.
        #expect(stream.nextUnit() == 0.957507275468186)
        #expect(stream.nextUnit() == 0.35766703263682853)
    }

    @Test func streamsOfOtherSeedsConsumersAndIndicesDiffer() {
        var starts: Set<UInt64> = []
        let consumers: [StaticString] = ["compute", "computf", "wireless", ""]
        for seed in UInt64(0)..<10 {
            for consumer in consumers {
                for index in 0..<10 {
                    var stream = RandomStream(seed: seed, consumer: consumer, index: index)
                    starts.insert(stream.next())
                }
            }
        }
        #expect(starts.count == 400)
    }

    @Test func normalsHaveMeanZeroAndVarianceOne() {
        for index in 0..<3 {
            var stream = RandomStream(seed: 3, consumer: "test", index: index)
            let count = 20_000
            let numbers = (0..<count).map { _ in stream.nextNormal() }
            let mean = numbers.reduce(0, +) / Double(count)
            let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
            // Four standard errors: 1 / sqrt(n) of the mean, about sqrt(2 / n) of the variance.
            #expect(abs(mean) < 0.028, "index \(index)")
            #expect(abs(variance - 1) < 0.04, "index \(index)")
            #expect(numbers.allSatisfy { (-6...6).contains($0) })
            #expect(Set(numbers).count > count - 10)
        }
    }

    @Test func unitsFillTheirRangeEvenly() {
        var stream = RandomStream(seed: 11, consumer: "test")
        var bins = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 {
            let unit = stream.nextUnit()
            #expect((0..<1).contains(unit))
            bins[min(9, Int(unit * 10))] += 1
        }
        // 2000 expected, a standard deviation of 42.
        #expect(bins.allSatisfy { (1800...2200).contains($0) }, "\(bins)")
    }
}
