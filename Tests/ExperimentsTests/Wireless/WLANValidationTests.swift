import DeviceProfiles
import Foundation
import ScenarioFiles
import Testing

@testable import Experiments

@Suite struct WLANValidationTests {
    static let folder = Bundle.module.resourceURL!.appendingPathComponent("Reference/wlan").path

    @Test(arguments: [WirelessFidelity.txop, .fluid])
    func theModelsMeetTheirBarsOnTheCasesThatComeAlong(fidelity: WirelessFidelity) throws {
        let validation = try WLANValidation(folder: Self.folder, fidelity: fidelity, runs: 8, seed: 1)
        #expect(validation.cases.count == 54)
        #expect(Set(validation.cases.map(\.kind)).count == WLANReferenceTable.Kind.allCases.count)
        #expect(validation.passes)
    }

    @Test func equalSeedsGiveEqualErrors() throws {
        let run = { (seed: UInt64) in
            try WLANValidation(folder: Self.folder, fidelity: .txop, runs: 1, seed: seed).cases.map(\.main.model)
        }
        #expect(try run(3) == run(3))
        #expect(try run(3) != run(4))
    }

    @Test func aModelThatIsFarOffFails() throws {
        var validation = try WLANValidation(folder: Self.folder, fidelity: .fluid, runs: 1, seed: 1)
        #expect(validation.passes)
        for index in validation.cases.indices {
            let main = validation.cases[index].mainIndex
            validation.cases[index].quantities[main].model *= 1.2
        }
        #expect(!validation.passes)
    }

    @Test func whatIsNoTableOfCasesIsAnError() throws {
        #expect(throws: InputError.self) {
            try WLANValidation(folder: "/nowhere at all", fidelity: .txop, runs: 1, seed: 1)
        }
        #expect(throws: WLANError.self) {
            try WLANReferenceTable(text: "phy,n,goodput_mbps\ng54,2\n", name: "short.csv")
        }
        #expect(try WLANReferenceTable(text: "a,b\n1,2\n", name: "other.csv") == nil)
        let table = try #require(
            try WLANReferenceTable(text: "phy,rts,proto,n,goodput_mbps,ns3_cpu_s\ng54,0,udp,0,1,1\n", name: "t.csv"))
        #expect(throws: WLANError.self) { try WLANReferenceCase(table.rows[0], kind: table.kind) }
    }
}
