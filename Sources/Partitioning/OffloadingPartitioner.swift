import DeviceProfiles
import NeuralNetworks
import Tensors

/// The first layers where the input is and the others on the fastest device, cut where the sum of computing and sending
/// is least: Neurosurgeon (Kang et al., ASPLOS 2017) between the devices of a cluster.
///
/// Everything may stay with the source, or go to the fastest device at once. Fully connected layers behind feature maps
/// go the same way.
struct OffloadingPartitioner {
    var network: Network
    var steps: [NetworkStep]
    var costs: StepCosts
    /// The device that begins: the source if it computes, else the Group Owner or the first that does.
    var localPlace: Int
    var remotePlace: Int

    func stages() -> [Partition.Stage] {
        let split = bestSplit()
        return steps.indices.map { index in
            let output = Region(network.layers[steps[index].mainLayer].output)
            let part = Partition.Part(place: index < split ? localPlace : remotePlace, output: output)
            return Partition.Stage(steps: [Partition.Step(layers: steps[index].layers, parts: [part])])
        }
    }

    /// The number of steps that stay.
    func bestSplit() -> Int {
        if localPlace == remotePlace { return steps.count }
        let seconds = (0...steps.count).map(seconds(splitAt:))
        return seconds.indices.min { seconds[$0] < seconds[$1] }!
    }

    func seconds(splitAt split: Int) -> Double {
        var seconds = 0.0
        for (index, step) in steps.enumerated() {
            let output = Region(network.layers[step.mainLayer].output)
            seconds += costs.compute(step, output, on: index < split ? localPlace : remotePlace)
        }
        let source = costs.cluster.source
        let begin = split > 0 ? localPlace : remotePlace
        let end = split < steps.count ? remotePlace : localPlace
        seconds += costs.message(elements: network.input.elementCount, from: source, to: begin)
        if split > 0, split < steps.count {
            seconds += costs.message(elements: crossingElements(split), from: localPlace, to: remotePlace)
        }
        let output = network.shape(ofTensor: network.outputTensor).elementCount
        return seconds + costs.message(elements: output, from: end, to: costs.cluster.groupOwner)
    }

    /// Elements made before a split and read behind it.
    private func crossingElements(_ split: Int) -> Int {
        let made = Set(steps[..<split].map(\.outputTensor))
        var read: Set<Int> = []
        for step in steps[split...] {
            for tensor in network.layers[step.mainLayer].inputs where made.contains(tensor) || tensor == 0 {
                read.insert(tensor)
            }
        }
        return read.reduce(0) { $0 + network.shape(ofTensor: $1).elementCount }
    }
}
