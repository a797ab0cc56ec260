import Foundation
import TestSupport
import Testing

@Suite struct RunTests {
    @Test func aRunPrintsItsTablesOnStandardOutputAlone() throws {
        let run = try ExecutableRun("run", "Scenarios/modnn-vgg16.json")
        #expect(run.exitCode == 0)
        #expect(run.errors == "one run as written; the sweep of 8 points is left out (modnn-sim sweep)\n")
        #expect(run.output.hasPrefix("modnn-vgg16: vgg16 at 3x224x224 on 4 of 4 devices\n"))
        for text in ["\nLayers\n", "\nconv1_1 ", "\nDevices\n", "\ngroup-owner ", "\nlatency ", "\nspeed-up "] {
            #expect(run.output.contains(text))
        }
    }

    @Test func aRunIgnoresTheSweepAndTakesWhatIsSet() throws {
        let run = try ExecutableRun(
            "run", "Scenarios/modnn-vgg16.json", "--set", "cluster.devices=2", "--set", "convolution=grid-2d",
            "--detail", "devices")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("on 2 of 2 devices\nconvolution grid-2d,"))
        #expect(!run.output.contains("\nLayers\n"))
        let whole = try ExecutableRun("run", "Scenarios/modnn-vgg16.json").output
        #expect(try ExecutableRun("run", "Scenarios/modnn-vgg16.json", "--set", "sweep={}").output == whole)
    }

    @Test func theJSONOfARunIsOneDocument() throws {
        let run = try ExecutableRun("run", "Scenarios/resnet50-delivery.json", "--json", "--repetition", "3")
        let json = try #require(try run.json() as? [String: Any])
        #expect(json["scenario"] as? String == "resnet50-delivery")
        #expect(json["repetition"] as? Int == 3)
        #expect((json["layers"] as? [Any])?.count ?? 0 > 50)
        #expect((json["latency_s"] as? Double) ?? 0 > 0)
    }

    @Test func fewerRowsThanWorkersLeaveSomeIdle() throws {
        // The last maps of VGG-16 have 7 rows.
        let run = try ExecutableRun("run", "Scenarios/modnn-vgg16.json", "--set", "cluster.devices=12")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("\nworker-11 "))
        let partition = try ExecutableRun("partition", "--network", "vgg16", "--workers", "12")
        #expect(partition.exitCode == 0)
    }

    @Test func aWeakGroupOwnerMayLeadWithoutComputing() throws {
        let run = try ExecutableRun(
            "run", "Scenarios/modnn-vgg16.json", "--set", "cluster.groupOwner.computes=false", "--json")
        let json = try #require(try run.json() as? [String: Any])
        #expect(json["devices"] as? Int == 3)
    }

    @Test func scenariosAreFoundFromAnyFolderWithTheirTraces() throws {
        let here = try ExecutableRun("run", "Scenarios/deepthings-yolov2.json")
        let inside = try ExecutableRun(
            ["run", "deepthings-yolov2.json"], in: repository.appendingPathComponent("Scenarios"))
        let absolute = try withTemporaryFolder { folder in
            try ExecutableRun(
                ["run", repository.appendingPathComponent("Scenarios/deepthings-yolov2.json").path], in: folder)
        }
        #expect(here.exitCode == 0)
        #expect(inside.output == here.output)
        #expect(absolute.output == here.output)
    }
}
