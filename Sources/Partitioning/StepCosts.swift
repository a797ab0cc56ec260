import DeviceProfiles
import NeuralNetworks
import Tensors
import Units

/// What things are expected to take, for methods that weigh computing against sending: seconds from the rates of the
/// cluster alone, without queues, overlap of computing and sending, or measured traces.
struct StepCosts {
    var network: Network
    var cluster: Cluster

    /// Seconds of one step's part on a device.
    func compute(_ step: NetworkStep, _ output: Region, on device: Int) -> Double {
        let layer = network.layers[step.mainLayer]
        let inputs = layer.inputs.indices.reduce(0) { $0 + layer.inputRegion(of: output, input: $1).elementCount }
        let weights = step.layers.reduce(ByteCount.zero) { $0 + network.layers[$1].weightBytes(of: output) }
        return cluster.devices[device].profile.time(
            of: layer.macs(of: output), kernel: layer.kernelClass,
            activations: ByteCount((inputs + output.elementCount) * Network.bytesPerElement), weights: weights
        ).seconds
    }

    /// Seconds of a message between two devices.
    func message(elements: Int, from source: Int, to destination: Int) -> Double {
        if elements == 0 || source == destination { return 0 }
        let wireless = cluster.wireless
        let rate = min(
            wireless.rate, cluster.devices[source].profile.wirelessRate.value,
            cluster.devices[destination].profile.wirelessRate.value)
        return
            (wireless.wakeUp + wireless.messageOverhead + ByteCount(elements * Network.bytesPerElement) / rate).seconds
    }

    /// Seconds of a stage whose inputs the Group Owner hands out and whose outputs it collects: the messages to and
    /// from the others, one after the other, and the slowest device's computing (AOFL, equations 1 and 3).
    ///
    /// - Parameter isRead: whether a step's output is read behind the stage.
    func coordinated(
        _ stage: Partition.Stage, steps: ArraySlice<NetworkStep>, isRead: (Int) -> Bool
    ) -> Double {
        let hub = cluster.groupOwner
        let made = Set(stage.steps.map(\.outputTensor))
        var computing = [Double](repeating: 0, count: cluster.devices.count)
        var inputs: [[Int: Region]] = Array(repeating: [:], count: cluster.devices.count)
        var outputs = [Int](repeating: 0, count: cluster.devices.count)
        for (index, (step, networkStep)) in zip(stage.steps, steps).enumerated() {
            let layer = network.layers[step.mainLayer]
            for part in step.parts {
                computing[part.place] += compute(networkStep, part.output, on: part.place)
                for (input, tensor) in layer.inputs.enumerated() where !made.contains(tensor) {
                    let region = layer.inputRegion(of: part.output, input: input)
                    inputs[part.place][tensor] = (inputs[part.place][tensor] ?? .empty).hull(region)
                }
                if isRead(steps.startIndex + index) { outputs[part.place] += part.output.elementCount }
            }
        }
        var seconds = computing.max() ?? 0
        for device in cluster.devices.indices where device != hub {
            let received = inputs[device].values.reduce(0) { $0 + $1.elementCount }
            seconds += message(elements: received, from: hub, to: device)
            seconds += message(elements: outputs[device], from: device, to: hub)
        }
        return seconds
    }
}
