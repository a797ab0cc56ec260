package import DeviceProfiles
import Foundation
package import ScenarioFiles
import Simulator
import Units

/// Compares the Wi-Fi models with tables of packet-level measurements.
package struct WLANValidation: Sendable {
    /// A quantity of a case, as measured and as the model has it on average over its runs.
    package struct Quantity: Sendable {
        package var name: String
        package var reference: Double
        package var model: Double

        /// Relative; `nil` where nothing was measured.
        package var error: Double? { reference == 0 ? nil : model / reference - 1 }
    }

    package struct Case: Sendable {
        package var table: String
        package var line: Int
        package var kind: WLANReferenceTable.Kind
        package var transport: WLANTransport
        /// By `WLANReferenceTable.Row.identifyingColumns`.
        package var identity: [String]
        package var quantities: [Quantity]
        /// Which of them is judged.
        package var mainIndex: Int
        package var referenceProcessorSeconds: Double
        /// Of one run.
        package var processorSeconds: Double

        package var main: Quantity { quantities[mainIndex] }

        /// Within 10 % (UDP) or 15 % (TCP), or 0.1 ms where that is more.
        package var isWithinLimits: Bool {
            let limit = (transport == .udp ? 0.1 : 0.15) * main.reference
            let floor = main.name.hasSuffix("_s") ? 1e-4 : 0
            return abs(main.model - main.reference) <= max(limit, floor)
        }

        /// The mean difference of the radios' times in sending, receiving and busy states, as a share of the delivery.
        package var radioError: Double? {
            let radios = quantities.filter {
                $0.name.hasSuffix("_tx_s") || $0.name.hasSuffix("_rx_s") || $0.name.hasSuffix("_busy_s")
            }
            if radios.isEmpty || main.reference == 0 { return nil }
            return radios.reduce(0) { $0 + abs($1.model - $1.reference) } / Double(radios.count) / main.reference
        }
    }

    /// What the models have to reach on average.
    package struct Bars: Sendable {
        package var meanUDP: Double
        package var meanTCP: Double
        package var shareWithinLimits: Double?
        package var radio: Double?

        package static func of(_ fidelity: WirelessFidelity) -> Bars {
            fidelity == .txop
                ? Bars(meanUDP: 0.03, meanTCP: 0.05, shareWithinLimits: 0.98, radio: 0.02)
                : Bars(meanUDP: 0.03, meanTCP: 0.06)
        }
    }

    package var fidelity: WirelessFidelity
    package var runs: Int
    package var cases: [Case] = []

    /// Runs every row of every table of a folder.
    ///
    /// - Parameters:
    ///   - fidelity: `fluid` or `txop`.
    ///   - runs: a case, with seeds of their own and beacons spread evenly over their interval.
    package init(folder: String, fidelity: WirelessFidelity, runs: Int, seed: UInt64) throws(InputError) {
        self.fidelity = fidelity
        self.runs = runs
        do throws(WLANError) {
            for table in try WLANReferenceTable.tables(in: folder) {
                for row in table.rows { cases.append(try compare(row, of: table, seed: seed)) }
            }
        } catch {
            let isMissing = !FileManager.default.fileExists(atPath: folder)
            throw InputError(kind: isMissing ? .missing : .invalid, file: folder, problem: error.description)
        }
        if cases.isEmpty {
            throw InputError(
                kind: .missing, file: folder, found: "no table of cases",
                expected: "CSV files with a column \"phy\" and one case a line")
        }
    }

    private func compare(
        _ row: WLANReferenceTable.Row, of table: WLANReferenceTable, seed: UInt64
    ) throws(WLANError) -> Case {
        let reference = try WLANReferenceCase(row, kind: table.kind)
        let configuration = try reference.configuration()
        var sums = [Double](repeating: 0, count: reference.measured.count)
        var seeds = RandomStream(seed: seed, consumer: "wlan validation", index: row.line)
        let begin = clock()
        for number in 0..<runs {
            let phase = (Double(number) + seeds.nextUnit()) / Double(runs)
            let runSeed = seeds.next()
            let results =
                try fidelity == .txop
                ? reference.run(WLANChannel.self, seed: runSeed, phase: phase, configuration: configuration)
                : reference.run(WLANFluidChannel.self, seed: runSeed, phase: phase, configuration: configuration)
            for index in sums.indices { sums[index] += results[index] }
        }
        let elapsed = Double(clock() - begin) / Double(CLOCKS_PER_SEC) / Double(runs)
        let quantities = sums.indices.map { index in
            Quantity(
                name: reference.measured[index].quantity, reference: reference.measured[index].value,
                model: sums[index] / Double(runs))
        }
        return Case(
            table: table.name, line: row.line, kind: table.kind, transport: reference.transport,
            identity: row.identity, quantities: quantities, mainIndex: mainIndex(of: quantities, kind: table.kind),
            referenceProcessorSeconds: reference.processorSeconds, processorSeconds: elapsed)
    }

    /// Equal senders of the fluid model end together: of messages at once it tells the last end, not the mean one.
    private func mainIndex(of quantities: [Quantity], kind: WLANReferenceTable.Kind) -> Int {
        guard kind == .concurrent, fidelity == .fluid else { return 0 }
        return quantities.firstIndex { $0.name == "max_s" } ?? 0
    }

    // MARK: Judgement

    package func meanError(_ transport: WLANTransport) -> Double? {
        let errors = cases.filter { $0.transport == transport }.compactMap { $0.main.error.map(abs) }
        return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
    }

    package var shareWithinLimits: Double {
        Double(cases.count(where: \.isWithinLimits)) / Double(cases.count)
    }

    package var meanRadioError: Double? {
        let errors = cases.compactMap(\.radioError)
        return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
    }

    package var passes: Bool {
        let bars = Bars.of(fidelity)
        // Written so that NaN fails.
        guard meanError(.udp).map({ $0 <= bars.meanUDP }) ?? true, meanError(.tcp).map({ $0 <= bars.meanTCP }) ?? true
        else { return false }
        if let share = bars.shareWithinLimits, !(shareWithinLimits >= share) { return false }
        if let radio = bars.radio, let error = meanRadioError, !(error <= radio) { return false }
        return true
    }
}
