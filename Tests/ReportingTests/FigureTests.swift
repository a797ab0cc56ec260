import Experiments
import ScenarioFiles
import Testing

@testable import Reporting

@Suite struct FigureTests {
    /// Two partitioners on 1 and 2 devices, three repetitions each.
    private static let runs = """
        scenario,convolution,devices,repetition,latency_s,speedup,compute_s,wake_up_s,transmission_s,delivery_s,cluster_rate_bit_per_s
        s,bodp,1,0,10,1,9,0,0,0,40000000
        s,bodp,1,1,10,1,9,0,0,0,40000000
        s,bodp,1,2,10,1,9,0,0,0,40000000
        s,bodp,2,0,4,1,3,0.5,0.5,1,40000000
        s,bodp,2,1,4,2,3,0.5,0.5,1,40000000
        s,bodp,2,2,4,3,3,0.5,0.5,1,40000000
        s,grid,1,0,10,1,9,0,0,0,40000000
        s,grid,2,0,5,1.5,3,1,1,2,40000000

        """

    private func table(_ text: String = runs) throws -> FigureTable { try FigureTable(text: text, path: "runs.csv") }

    private func request(_ change: (inout FigureRequest) -> Void) -> FigureRequest {
        var request = FigureRequest()
        change(&request)
        return request
    }

    private func message(_ text: String = runs, _ change: (inout FigureRequest) -> Void) throws -> String? {
        do throws(FigureError) {
            _ = try Figure(request(change), of: try! table(text))
            return nil
        } catch {
            return error.description
        }
    }

    @Test func withoutOptionsItIsTheSpeedUpOverDevices() throws {
        let figure = try Figure(of: table())
        #expect(figure.kind == .line)
        #expect(figure.x?.name == "devices")
        #expect(figure.y.map(\.name) == ["speedup"])
        #expect(figure.seriesColumns.map(\.name) == ["convolution"])
        #expect(figure.points.map(\.series) == ["bodp", "bodp", "grid", "grid"])
        #expect(figure.points.map { $0.values[0].mean } == [1, 2, 1, 1.5])
        let image = figure.image()
        let texts = try ParsedImage(image).texts.map(\.content)
        #expect(texts.first == "runs: speed-up over devices")
        #expect(texts.contains("Means of up to 3 repetitions; bars are 95 % intervals"))
        #expect(texts.suffix(3) == ["ideal", "bodp", "grid"] || texts.suffix(3).contains("ideal"))
        #expect(image.contains("error-bars"))
    }

    // Repetitions 1, 2, 3: 2 ± 4.302653 · 1 / √3.
    @Test func repetitionsBecomeMeansWithIntervals() throws {
        let figure = try Figure(of: table())
        let interval = try #require(figure.points[1].values[0].range)
        #expect(abs(interval.upperBound - 4.484138) < 1e-5)
        #expect(figure.points[3].values[0].range == nil)
        let data = figure.data
        #expect(data.columns == ["series", "devices", "speedup", "speedup_low", "speedup_high", "repetitions"])
        #expect(data.rows[1].prefix(3) == [.string("bodp"), .double(2), .double(2)])
        #expect(data.rows[3] == [.string("grid"), .double(2), .double(1.5), .missing, .missing, .int(1)])
    }

    // 10 s less 9 s of computing leave 1 s; with 2 devices nothing is left.
    @Test func stacksShowPartsOfTheLatencyAndTheRest() throws {
        let figure = try Figure(request { $0.kind = .stacked }, of: table())
        #expect(figure.y.map(\.name) == ["compute_s", "wake_up_s", "transmission_s"])
        let image = try ParsedImage(figure.image())
        let texts = image.texts.map(\.content)
        for text in ["Computing", "Wake-up", "Transmission", "Waiting", "Latency", "2 devices", "10 s", "Time (s)"] {
            #expect(texts.contains(text), "\(text)")
        }
        let rests = image.rectangles.filter { $0.fill == "quiet" && $0.title != nil }
        #expect(rests.count == 2)
    }

    @Test func partsThatExceedTheLatencyAreSaidToOverlap() throws {
        let figure = try Figure(
            request { $0.kind = .stacked }, of: table(Self.runs.replacing("s,grid,2,0,5", with: "s,grid,2,0,4")))
        #expect(
            try ParsedImage(figure.image()).texts.map(\.content).contains {
                $0.contains("computing and sending overlap")
            })
    }

    @Test func sweptNumbersGetALogarithmicAxis() throws {
        let text = """
            scenario,convolution,devices,latency_s,speedup,energy_j,cluster_rate_bit_per_s,retries
            s,bodp,4,1,1,0.1,1000000,3
            s,bodp,4,1,2,0.2,100000000,4
            s,ftp,4,1,2,0.3,1000000,5
            s,ftp,4,1,3,0.4,100000000,6

            """
        let figure = try Figure(of: table(text))
        #expect(figure.x?.name == "cluster_rate_bit_per_s")
        #expect(figure.logarithmic == .x)
        #expect(figure.points.count == 4)
        #expect(
            try Figure(request { $0.logarithmic = FigureRequest.LogarithmicAxes.none }, of: table(text)).logarithmic
                == .none)
    }

    @Test func numbersThatConfoundRowsBecomeSeries() throws {
        let text = """
            devices,speedup,cluster_wake_up_s,retries
            1,1,0.001,7
            2,2,0.001,8
            1,1,0.005,9
            2,1.5,0.005,10

            """
        let figure = try Figure(of: table(text))
        #expect(figure.seriesColumns.map(\.name) == ["cluster_wake_up_s"])
        #expect(Set(figure.points.map(\.series)) == ["1 ms", "5 ms"])
    }

    @Test func anyTwoColumnsMakeAScatter() throws {
        let figure = try Figure(
            request {
                $0.kind = .scatter
                $0.x = "latency_s"
                $0.y = ["compute_s"]
            }, of: table())
        #expect(figure.points.count == 8)
        #expect(figure.subtitle == nil)
    }

    @Test func twoColumnsOfOneUnitAreSolidAndDashedLines() throws {
        let figure = try Figure(request { $0.y = ["compute_s", "latency_s"] }, of: table())
        let texts = try ParsedImage(figure.image()).texts.map(\.content)
        for text in ["bodp", "grid", "computing", "latency"] { #expect(texts.count { $0 == text } == 1, "\(text)") }
    }

    @Test func moreColumnsOfOneUnitAreLines() throws {
        let figure = try Figure(request { $0.y = ["compute_s", "latency_s", "wake_up_s"] }, of: table())
        let texts = try ParsedImage(figure.image()).texts.map(\.content)
        #expect(texts.contains("bodp, computing") && texts.contains("grid, latency"))
        #expect(
            try message { $0.y = ["compute_s", "speedup"] } == "columns 'compute_s' and 'speedup' have different units")
    }

    @Test func aLoadShowsLatenciesOverWhatWasSwept() throws {
        let names = LoadColumns.names.joined(separator: ",")
        let rows = [("a", 0.1, 3), ("a", 0.2, 4), ("b", 0.1, 2), ("b", 0.2, 3)].map { name, rate, latency in
            "\(name),5,2,\(rate),1,9,\(rate),\(latency),\(latency),\(2 * latency),9,9,1,1,0.5,\(rate)\n"
        }
        let text = "convolution,latency_s,speedup,load_arrivals_rate_per_s,\(names)\n" + rows.joined()
        let figure = try Figure(of: try table(text))
        #expect(figure.x?.name == "load_arrivals_rate_per_s")
        #expect(figure.y.map(\.name) == ["load_latency_p50_s", "load_latency_p95_s"])
        let texts = try ParsedImage(figure.image()).texts.map(\.content)
        for text in ["runs: latency over arrival rate", "Arrival rate (1/s)", "Latency (s)", "a", "median latency"] {
            #expect(texts.contains(text), "\(text)")
        }
    }

    @Test func twoNamesOfOneSettingAreOneSeries() throws {
        let text = "scheme,label,switch,devices,speedup\nx,X,true,1,1\nx,X,true,2,2\ny,Y,true,1,1\ny,Y,false,2,1.5\n"
        let figure = try Figure(of: try table(text))
        #expect(figure.seriesColumns.map(\.name) == ["scheme", "switch"])
        #expect(figure.points.map(\.series) == ["x, switch: yes", "x, switch: yes", "y, switch: yes", "y, switch: no"])
    }

    @Test func whatCannotBeDrawnSaysWhatToAskFor() throws {
        #expect(try message { $0.x = "device" } == "'runs.csv' has no column 'device'; did you mean 'devices'?")
        #expect(try message { $0.y = ["speed"] } == "'runs.csv' has no column 'speed'; did you mean 'speedup'?")
        #expect(
            try message { $0.y = ["convolution"] }?.hasPrefix("column 'convolution' of 'runs.csv' is not numeric")
                == true)
        #expect(
            try message {
                $0.kind = .bar
                $0.logarithmic = .y
            } == "bars begin at zero, which a logarithmic axis does not have; use --kind=line")
        #expect(
            try message {
                $0.y = ["wake_up_s"]
                $0.logarithmic = .y
            } == "a logarithmic y axis cannot show 0")
        #expect(try message("a,b\n") { _ in } == "'runs.csv' has no rows")
        #expect(try message("a\nx\n") { _ in } == "no column of 'runs.csv' suits the y axis; choose one with --y")
        let many = "name,devices,speedup\n" + (0..<20).map { "n\($0),1,1\nn\($0),2,2\n" }.joined()
        #expect(try message(many) { _ in }?.hasPrefix("20 series of name are too many") == true)
        #expect(try message("devices,speedup\n1,1e200\n2,1\n") { _ in } == "1e+200 is too large to draw")
    }

    @Test func rowsWithoutNumbersAreLeftOutWithARemark() throws {
        let figure = try Figure(of: table("devices,speedup\n1,1\n2,\n3,3\n"))
        #expect(figure.points.count == 2)
        #expect(figure.remarks == ["1 row without a number is left out"])
    }

    @Test func conditionsKeepTheRowsThatMeetThem() throws {
        #expect(try table().filtered("convolution", is: "grid").rows.count == 2)
        #expect(try table().filtered("devices", is: "2.0").rows.count == 4)
        #expect(throws: FigureError("no row of 'runs.csv' has 'gird' in 'convolution'; did you mean 'grid'?")) {
            try table().filtered("convolution", is: "gird")
        }
    }

    @Test(arguments: FigureRequest.Kind.allCases)
    func imagesOfAllKindsAndSizesAreClean(kind: FigureRequest.Kind) throws {
        let figure = try Figure(request { $0.kind = kind }, of: table())
        for width in [300.0, 380, 720, 1400] {
            try ParsedImage(figure.image(width: width)).expectCleanLayout("\(kind) \(width)")
        }
        #expect(figure.image() == figure.image())
        #expect(!figure.json.rendered(pretty: true).isEmpty)
    }
}
